import { findModel } from "../topology/data";
import type { Deployment, Topology } from "../topology/topology";
import { HOURS, ptuPerHour, type TokenPrices, tokenPrices } from "./prices";

/** What one deployment costs. */
export interface CostRow {
  readonly region: string;
  readonly model: string;
  readonly sku: Deployment["sku"];
  readonly tier: Deployment["tier"];
  readonly capacity: number;
  /** PTU: a month, used or not; `undefined`: no price is known, or it is not the fleet's. */
  readonly monthly: number | undefined;
  /** PAYG, per million tokens. */
  readonly tokens: TokenPrices | undefined;
  /**
   * PTU: tokens a minute, day and night, from which on it is cheaper than PAYG in the same place, for three parts of input to
   * one of output; `undefined`: a price is not known.
   */
  readonly breakEven: number | undefined;
  /** Somebody else's deployment, which somebody else pays. */
  readonly existing: boolean;
}

/** What a fleet costs by the prices that are known. */
export interface FleetCost {
  readonly rows: readonly CostRow[];
  /** A month of all PTU whose price is known. */
  readonly monthly: number;
  /** What has no known price, in words: it is not in the sum. */
  readonly unknown: readonly string[];
}

/** Input and output of the traffic that a break-even is told for. */
export const MIX = { input: 3, output: 1 } as const;

export function costOf(topology: Topology): FleetCost {
  const rows = topology.accounts.flatMap((account) =>
    account.deployments.map((deployment) => rowOf(deployment, account.region, topology)),
  );
  const { gateway, network } = topology;
  const owned = rows.filter(({ existing }) => !existing);
  const endpoints = network.access === "private" ? topology.accounts.length : 0;
  const unpriced = [...new Set(owned.flatMap(missing))].sort();
  return {
    rows,
    monthly: owned.reduce((sum, { monthly = 0 }) => sum + monthly, 0),
    unknown: [
      ...unpriced,
      ...(gateway.sku === undefined ? [] : [`${gateway.sku.units} × API Management ${gateway.sku.name}`]),
      ...(endpoints === 0 ? [] : [`${endpoints} private ${endpoints === 1 ? "endpoint" : "endpoints"}`]),
      `logs, kept for ${topology.monitoring.retentionDays} days`,
    ],
  };
}

/** What a PTU deployment costs a month; `undefined`: not known, or no PTU. */
export function monthlyOf(
  { tier, sku, capacity, existing }: Pick<Deployment, "tier" | "sku" | "capacity" | "existing">,
  region: string,
): number | undefined {
  const hourly = tier === "ptu" && !existing ? ptuPerHour(sku, region) : undefined;
  return hourly === undefined ? undefined : hourly * capacity * HOURS;
}

function rowOf(deployment: Deployment, region: string, { accounts }: Topology): CostRow {
  const { model, sku, tier, capacity, existing, modelName } = deployment;
  const beside = accounts
    .filter((account) => account.region === region)
    .flatMap(({ deployments }) => deployments)
    .find((other) => other.model === model && other.tier === "payg");
  const monthly = monthlyOf(deployment, region);
  return {
    region,
    model,
    sku,
    tier,
    capacity,
    monthly,
    tokens: tier === "payg" ? tokenPrices(modelName, sku, region) : undefined,
    breakEven:
      monthly === undefined || beside === undefined
        ? undefined
        : breakEven(monthly, tokenPrices(beside.modelName, beside.sku, region)),
    existing,
  };
}

/** Tokens a minute at which PAYG costs as much in a month. */
function breakEven(monthly: number, { input, output }: TokenPrices): number | undefined {
  if (input === undefined || output === undefined) return undefined;
  const perMillion = (MIX.input * input + MIX.output * output) / (MIX.input + MIX.output);
  return (monthly / perMillion) * (1_000_000 / (HOURS * 60));
}

function missing({ tier, monthly, tokens, model, sku }: CostRow): string[] {
  if (tier === "ptu") return monthly === undefined ? [`PTU of ${model} (${sku})`] : [];
  const kinds = (["input", "cached", "output"] as const).filter(
    // Embeddings have neither.
    (kind) => tokens?.[kind] === undefined && (kind === "input" || findModel(model)?.kind !== "embedding"),
  );
  return kinds.length === 0 ? [] : [`${kinds.join(", ")} tokens of ${model} (${sku})`];
}

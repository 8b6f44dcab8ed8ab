import { count } from "apim-gateway/text";
import { findModel, modelKind } from "../topology/data";
import type { Deployment, Topology } from "../topology/topology";
import { type BreakEven, breakEven, type Mix, type PtuPace, USUAL_MIX } from "./breakEven";
import {
  datedTokenPrices,
  HOURS,
  type PriceSource,
  ptuPrice,
  reservedPerMonth,
  type TokenPrices,
  terms,
} from "./prices";

/** What a PTU deployment costs a month while it is reserved for a term. */
export interface ReservedCost {
  /** The term. */
  readonly months: number;
  readonly monthly: number;
  /** From which traffic on it is cheaper than PAYG then; `undefined`: a price is not known. */
  readonly breakEven: BreakEven | undefined;
  readonly source: PriceSource;
}

/** What one deployment costs. */
export interface CostRow {
  readonly region: string;
  readonly model: string;
  /** Azure's name of it. */
  readonly modelName: string;
  readonly sku: Deployment["sku"];
  readonly tier: Deployment["tier"];
  readonly capacity: number;
  /** PTU: an hour, used or not; `undefined`: no price is known, or it is not the fleet's. */
  readonly hourly: number | undefined;
  /** PTU: a month of 730 hours. */
  readonly monthly: number | undefined;
  /** PTU: the terms of a reservation whose price is known. */
  readonly reserved: readonly ReservedCost[];
  /** PAYG, per million tokens. */
  readonly tokens: TokenPrices | undefined;
  /** PTU: from which traffic on it is cheaper than PAYG in the same place; `undefined`: a price is not known. */
  readonly breakEven: BreakEven | undefined;
  /** Where the price was read; `undefined`: there is none. */
  readonly source: PriceSource | undefined;
  /** Somebody else's deployment, which somebody else pays. */
  readonly existing: boolean;
}

/** What a fleet pays for beside its deployments, by what it is; no price is known. */
export type Other = "gateway" | "private endpoints" | "logs";

/** What a fleet costs by the prices that are known. */
export interface FleetCost {
  readonly rows: readonly CostRow[];
  /** An hour of all PTU whose price is known. */
  readonly hourly: number;
  /** A month of it. */
  readonly monthly: number;
  /** How much there is of what has no price, such as `2 units of …`; what is not there is left out. */
  readonly others: Readonly<Partial<Record<Other, string>>>;
  /** What has no known price, in words: it is not in the sum. */
  readonly unknown: readonly string[];
}

export function costOf(topology: Topology, mix: Mix = USUAL_MIX): FleetCost {
  const rows = topology.accounts.flatMap((account) =>
    account.deployments.map((deployment) => rowOf(deployment, account.region, topology, mix)),
  );
  const owned = rows.filter(({ existing }) => !existing);
  const others = othersOf(topology);
  const unpriced = [...new Set(owned.flatMap(missing))].sort();
  return {
    rows,
    hourly: owned.reduce((sum, { hourly = 0 }) => sum + hourly, 0),
    monthly: owned.reduce((sum, { monthly = 0 }) => sum + monthly, 0),
    others,
    unknown: [...unpriced, ...Object.entries(others).map(([what, amount]) => `${what}: ${amount}`)],
  };
}

function othersOf({ gateway: { sku }, network, accounts, monitoring }: Topology): FleetCost["others"] {
  return {
    ...(sku === undefined ? {} : { gateway: `${count(sku.units, "unit")} of API Management ${sku.name}` }),
    ...(network.access === "private" ? { "private endpoints": `${accounts.length}` } : {}),
    logs: `kept for ${monitoring.retentionDays} days`,
  };
}

/** What a PTU deployment costs a month, and where the price was read; `undefined`: not known, or no PTU. */
export function monthlyOf(
  { tier, sku, capacity, existing }: Pick<Deployment, "tier" | "sku" | "capacity" | "existing">,
  region: string,
): { readonly monthly: number; readonly source: PriceSource } | undefined {
  const known = tier === "ptu" && !existing ? ptuPrice(sku, region) : undefined;
  return known && { monthly: cents(known.price * capacity * HOURS), source: known.source };
}

function rowOf(deployment: Deployment, region: string, { accounts }: Topology, mix: Mix): CostRow {
  const { model, sku, tier, capacity, existing, modelName } = deployment;
  const shared = { region, model, modelName, sku, tier, capacity, existing };
  if (tier === "payg") {
    const known = datedTokenPrices(modelName, sku, region);
    const none = { hourly: undefined, monthly: undefined, reserved: [], breakEven: undefined };
    return { ...shared, ...none, tokens: known?.prices, source: known?.source };
  }
  const beside = accounts
    .filter((account) => account.region === region)
    .flatMap(({ deployments }) => deployments)
    .find((other) => other.model === model && other.tier === "payg");
  const known = existing ? undefined : ptuPrice(sku, region);
  const tokens = beside && datedTokenPrices(beside.modelName, beside.sku, region)?.prices;
  const even = (monthly: number) =>
    tokens && breakEven(monthly / (HOURS * 60), capacity, paceOf(modelName), tokens, mix);
  const monthly = monthlyOf(deployment, region)?.monthly;
  return {
    ...shared,
    hourly: known && cents(known.price * capacity),
    monthly,
    reserved: terms.flatMap((months) => {
      const term = existing ? undefined : reservedPerMonth(sku, months);
      if (term === undefined) return [];
      const each = cents(term.price * capacity);
      return [{ months, monthly: each, breakEven: even(each), source: term.source }];
    }),
    tokens: undefined,
    breakEven: monthly === undefined ? undefined : even(monthly),
    source: known?.source,
  };
}

/** Sums of decimal prices, without what binary fractions add. */
const cents = (amount: number): number => Math.round(amount * 100) / 100;

function paceOf(model: string): PtuPace | undefined {
  const { tokensPerPtu, outputWeight } = findModel(model) ?? {};
  return tokensPerPtu === undefined || outputWeight === undefined
    ? undefined
    : { tokensPerPtu, outputWeight };
}

function missing({ tier, monthly, tokens, model, modelName, sku, region }: CostRow): string[] {
  if (tier === "ptu") return monthly === undefined ? [`PTU of ${model} (${sku}) in ${region}`] : [];
  const kinds = (["input", "cached", "output"] as const).filter(
    // Embeddings have neither.
    (kind) => tokens?.[kind] === undefined && (kind === "input" || modelKind(modelName) !== "embedding"),
  );
  // Prices of regional SKUs differ from region to region.
  const where = sku === "Standard" ? ` in ${region}` : "";
  return kinds.length === 0 ? [] : [`${kinds.join(", ")} tokens of ${model} (${sku})${where}`];
}

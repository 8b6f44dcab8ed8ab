import { didYouMean } from "apim-gateway/text";
import type { Checked, Problem } from "../problem";
import type { Deployment, Topology } from "../topology/topology";
import { datedTokenPrices, type TokenPrices } from "./prices";
import type { Usage } from "./readUsage";

/** What the tokens of one deployment cost in the month. */
export interface UsageRow extends Omit<Usage, "position"> {
  /** PAYG; `undefined`: a price is not known, or it is PTU, which is paid by the hour. */
  readonly cost: number | undefined;
  /** What the same tokens cost by the PAYG beside the PTU; `undefined`: it is PAYG, or there is none, or no price. */
  readonly byPayg: number | undefined;
}

export interface UsageCost {
  readonly rows: readonly UsageRow[];
  /** The month of all PAYG whose prices are known. */
  readonly payg: number;
  /** What PAYG served without a known price, in words: it is not in the sum. */
  readonly unknown: readonly string[];
}

/** Prices what a fleet served in a month; a row of what it does not deploy is a problem. */
export function usageCost({ accounts }: Topology, usage: readonly Usage[]): Checked<UsageCost> {
  const deployed = accounts.flatMap(({ region, deployments }) =>
    deployments.map((deployment) => ({ region, deployment })),
  );
  const find = (model: string, region: string, tier: string) =>
    deployed.find(
      (each) => each.region === region && each.deployment.model === model && each.deployment.tier === tier,
    )?.deployment;
  const problems = usage.flatMap((row) =>
    find(row.model, row.region, row.tier) ? [] : [stranger(row, deployed)],
  );
  if (problems.length > 0) return { ok: false, problems };
  const rows = usage.map(({ position: _, ...row }): UsageRow => {
    const payg = find(row.model, row.region, "payg");
    const sum = payg && priced(row, payg, row.region);
    return row.tier === "payg"
      ? { ...row, cost: sum, byPayg: undefined }
      : { ...row, cost: undefined, byPayg: sum };
  });
  const onPayg = rows.filter(({ tier }) => tier === "payg");
  return {
    ok: true,
    warnings: [],
    value: {
      rows,
      payg: onPayg.reduce((sum, { cost = 0 }) => sum + cost, 0),
      unknown: onPayg.flatMap(({ cost, model, region }) =>
        cost === undefined ? [`${model} in ${region}`] : [],
      ),
    },
  };
}

/** The sum in the currency; `undefined` where a price that it needs is not known. */
function priced(row: Pick<Usage, "input" | "cached" | "output">, deployment: Deployment, region: string) {
  const prices: TokenPrices = datedTokenPrices(deployment.modelName, deployment.sku, region)?.prices ?? {};
  let sum = 0;
  for (const kind of ["input", "cached", "output"] as const) {
    const price = prices[kind];
    if (row[kind] > 0 && price === undefined) return undefined;
    sum += (row[kind] * (price ?? 0)) / 1_000_000;
  }
  return sum;
}

function stranger(
  { model, region, tier, position }: Usage,
  deployed: readonly { readonly region: string; readonly deployment: Deployment }[],
): Problem {
  const of = (what: string, name: string, all: readonly string[]) => ({
    path: what,
    message: `the fleet deploys nothing as \`${name}\`.`,
    remedy: `${didYouMean(name, all).trim()} There is ${all.map((each) => `\`${each}\``).join(", ")}.`.trim(),
  });
  const regions = [...new Set(deployed.map((each) => each.region))];
  const there = deployed.filter((each) => each.region === region);
  const models = [...new Set(there.map((each) => each.deployment.model))];
  const finding = !regions.includes(region)
    ? of("region", region, regions)
    : !models.includes(model)
      ? of("model", `${model} in ${region}`, models)
      : {
          path: "tier",
          message: `${model} in ${region} has no ${tier === "ptu" ? "PTU" : "PAYG"}.`,
          remedy: `Write \`${tier === "ptu" ? "payg" : "ptu"}\`, or mend the region.`,
        };
  return { severity: "error", rule: "usage", position, ...finding };
}

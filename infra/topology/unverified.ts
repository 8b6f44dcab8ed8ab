import { offersKnown, readOn } from "./data";
import { deploymentsOf } from "./rules/rule";
import type { Topology } from "./topology";

/** Regions that are named; of more their number says enough. */
const LISTED = 5;

/**
 * Deployments of models whose regions nobody has read: the data say neither that the region offers the SKU nor that it does not.
 * That other models are offered there makes it likely, and no more.
 *
 * @returns one text for each model and SKU, `gpt-5.6-luna as GlobalStandard in eastus2, westus3`
 */
export function unverified(topology: Topology): string[] {
  const regions = new Map<string, Set<string>>();
  for (const { account, deployment } of deploymentsOf(topology)) {
    const { sku, model, modelName, modelVersion, existing } = deployment;
    if (existing || offersKnown(modelName, modelVersion)) continue;
    const key = `${model} as ${sku}`;
    regions.set(key, (regions.get(key) ?? new Set()).add(account.region));
  }
  return [...regions].map(
    ([key, names]) => `${key} in ${names.size > LISTED ? `${names.size} regions` : [...names].join(", ")}`,
  );
}

/** In one clause, with the day of the data; empty where everything was read. */
export function unverifiedText(topology: Topology): string {
  const all = unverified(topology);
  return all.length === 0 ? "" : `unverified on ${readOn.offers}: ${all.join("; ")}`;
}

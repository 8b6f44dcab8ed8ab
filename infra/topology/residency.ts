import { findRegion, knownCountries, levelOf } from "./data";
import type { Residency, Sku } from "./schema";

/**
 * Where prompts are processed, and whether that is allowed. Azure's rule: a Global SKU processes in any region, a
 * DataZone SKU in any region of its zone, every other one where the account is. Data at rest stays with the account.
 */

export interface Processing {
  readonly scope: "region" | "zone" | "global";
  /** The region's name, the zone (`us`, `eu`, `apac`), or `anywhere`. */
  readonly place: string;
}

/** Where a deployment processes prompts. A DataZone SKU in a region of no known zone has the place `unknown`. */
export function processing(sku: Sku, region: string): Processing {
  switch (levelOf(sku)) {
    case "global":
      return { scope: "global", place: "anywhere" };
    case "dataZone":
      return { scope: "zone", place: findRegion(region)?.zone ?? "unknown" };
    case "regional":
      return { scope: "region", place: region };
  }
}

/** Whether a place of processing is within a residency. What is not known is not within. */
export function satisfies(residency: Residency | undefined, where: Processing): boolean {
  if (residency === undefined) return true;
  if (where.scope === "global") return false;
  if (where.scope === "zone") return residency === where.place;
  if (typeof residency !== "string") return residency.includes(where.place);
  const facts = findRegion(where.place);
  return facts !== undefined && (facts.zone === residency || facts.country === residency);
}

/** Whether a place of processing is within all residencies: the fleet's, the model's and the consumer's hold together. */
export function satisfiesAll(residencies: readonly (Residency | undefined)[], where: Processing): boolean {
  return residencies.every((residency) => satisfies(residency, where));
}

/** The residencies that are stated, each once, lists in code-unit order: equal combinations compare equal. */
export function combine(residencies: readonly (Residency | undefined)[]): Residency[] {
  const combined = new Map<string, Residency>();
  for (const residency of residencies) {
    if (residency === undefined) continue;
    const stated = typeof residency === "string" ? residency : [...new Set(residency)].sort();
    combined.set(String(stated), stated);
  }
  return [...combined].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, residency]) => residency);
}

/** `anywhere`, `anywhere in the EU`, `in swedencentral (Sweden)`. */
export function describeProcessing({ scope, place }: Processing): string {
  if (scope === "global") return "anywhere";
  if (scope === "zone")
    return place === "unknown"
      ? "in an unknown data zone"
      : `anywhere in ${place === "apac" ? "Asia Pacific" : `the ${place.toUpperCase()}`}`;
  const country = findRegion(place)?.country;
  return country === undefined ? `in ${place}` : `in ${place} (${knownCountries[country] ?? country})`;
}

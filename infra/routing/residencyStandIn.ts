import type { Residency, Sku } from "../topology/schema";
import type { Member } from "./plan";

const zones: Readonly<Record<string, readonly string[]>> = {
  eu: [
    "swedencentral",
    "francecentral",
    "germanywestcentral",
    "italynorth",
    "polandcentral",
    "spaincentral",
    "westeurope",
  ],
  us: ["eastus", "eastus2", "northcentralus", "southcentralus", "westus", "westus3", "centralus"],
};

export function processing(sku: Sku, region: string): Member["processing"] {
  if (sku.startsWith("Global") || sku === "DeveloperTier") return { scope: "global", place: "global" };
  const zone = Object.keys(zones).find((name) => zones[name]?.includes(region));
  if (sku.startsWith("DataZone") && zone !== undefined) return { scope: "zone", place: zone };
  return { scope: "region", place: region };
}

export function satisfies(residency: Residency, { scope, place }: Member["processing"]): boolean {
  if (scope === "global") return false;
  if (typeof residency !== "string") return scope === "region" && residency.includes(place);
  return scope === "zone" ? place === residency : (zones[residency]?.includes(place) ?? false);
}

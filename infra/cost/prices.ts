import { baseOf, findRegion, levelOf } from "../topology/data";
import prices from "../topology/data/prices.json";
import type { Sku } from "../topology/schema";

/** Hours of a month, as Azure bills them. */
export const HOURS = 730;

/** When the prices were read, and in which currency they are. */
export const pricesOf = { date: prices.date, currency: prices.currency } as const;

/** One price per million tokens each; absent: not known. */
export interface TokenPrices {
  readonly input?: number;
  readonly cached?: number;
  readonly output?: number;
}

interface RegionalPrice {
  readonly price: number;
  readonly country?: string;
  readonly regions?: readonly string[];
}

/** What one PTU costs an hour without a reservation; `undefined`: not known. */
export function ptuPerHour(sku: Sku, region: string): number | undefined {
  const { global, dataZone, regional } = prices.ptuPerHour;
  const facts = findRegion(region);
  switch (levelOf(sku)) {
    case "global":
      return global;
    case "dataZone":
      return facts?.zone == null ? undefined : own(dataZone, facts.zone);
    case "regional":
      if (facts === undefined) return undefined;
      return (regional as readonly RegionalPrice[]).find(
        ({ country, regions }) =>
          regions?.includes(region) ||
          (country !== undefined && country === facts.country) ||
          (country ?? regions) === undefined,
      )?.price;
  }
}

/** What a model's tokens cost by PAYG; empty: nothing is known. */
export function tokenPrices(model: string, sku: Sku, region: string): TokenPrices {
  const known = own(prices.tokensPerMillion as Readonly<Record<string, TokenPrices>>, baseOf(model));
  const zone = findRegion(region)?.zone;
  const level = levelOf(sku);
  const factor =
    level === "global"
      ? 1
      : level === "dataZone" && zone != null
        ? own(prices.dataZoneFactor, zone)
        : undefined;
  // What a fine-tuned model costs is another price list.
  if (known === undefined || factor === undefined || baseOf(model) !== model) return {};
  return Object.fromEntries(Object.entries(known).map(([kind, price]) => [kind, price * factor]));
}

const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

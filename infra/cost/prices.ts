import { baseOf, findRegion, levelOf } from "../topology/data";
import file from "../topology/data/prices.json";
import type { Sku } from "../topology/schema";

/** Hours of a month, as Azure bills them. */
export const HOURS = 730;

export const CURRENCY: string = file.currency;

/** Where a price was read, and when: `2026-09-30`, or a month where the day is not known. */
export interface PriceSource {
  readonly date: string;
  readonly text: string;
}

/** A price, and what it was read from. */
export interface DatedPrice {
  readonly price: number;
  readonly source: PriceSource;
}

/** One price per million tokens each; absent: not known. `input` is what did not come from the prompt cache. */
export interface TokenPrices {
  readonly input?: number;
  readonly cached?: number;
  readonly output?: number;
}

interface PtuRow {
  readonly level: string;
  readonly regions?: readonly string[];
  readonly price: number;
  readonly source: string;
}

interface TokenRow extends TokenPrices {
  readonly model: string;
  readonly sku: string;
  readonly regions?: readonly string[];
  readonly source: string;
}

/** Terms that a reservation is sold for, in months. */
export const terms = [1, 12] as const;

/** What one PTU costs an hour without a reservation; `undefined`: no price is known for that region. */
export function ptuPrice(sku: Sku, region: string): DatedPrice | undefined {
  const row = (file.ptuPerHour as readonly PtuRow[]).find(
    ({ level, regions }) => level === levelOf(sku) && (regions?.includes(region) ?? true),
  );
  return row && { price: row.price, source: sourceOf(row.source) };
}

export const ptuPerHour = (sku: Sku, region: string): number | undefined => ptuPrice(sku, region)?.price;

/** What one PTU costs a month where it is reserved for a term; `undefined`: not known. */
export function reservedPerMonth(sku: Sku, months: number): DatedPrice | undefined {
  const row = file.ptuReservation.find((each) => each.level === levelOf(sku) && each.months === months);
  return row && { price: row.price / months, source: sourceOf(row.source) };
}

/** What a model's tokens cost by PAYG; empty: nothing is known. */
export const tokenPrices = (model: string, sku: Sku, region: string): TokenPrices =>
  datedTokenPrices(model, sku, region)?.prices ?? {};

/** The same with what the prices were read from; `undefined`: nothing is known. */
export function datedTokenPrices(
  model: string,
  sku: Sku,
  region: string,
): { readonly prices: TokenPrices; readonly source: PriceSource } | undefined {
  // What a fine-tuned model costs is another price list.
  if (baseOf(model) !== model) return undefined;
  const own = tokenRow(model, sku, region);
  if (own !== undefined) return { prices: perKind(own, 1), source: sourceOf(own.source) };
  const zone = findRegion(region)?.zone;
  if (levelOf(sku) !== "dataZone" || zone == null) return undefined;
  const global = tokenRow(model, "GlobalStandard", region);
  return (
    global && {
      prices: perKind(global, file.dataZoneFactor.factor[zone]),
      source: sourceOf(global.source),
    }
  );
}

const tokenRow = (model: string, sku: string, region: string): TokenRow | undefined =>
  (file.tokensPerMillion as readonly TokenRow[]).find(
    (row) => row.model === model && row.sku === sku && (row.regions?.includes(region) ?? true),
  );

const perKind = (row: TokenRow, factor: number): TokenPrices =>
  Object.fromEntries(
    (["input", "cached", "output"] as const).flatMap((kind) => {
      const price = row[kind];
      return price === undefined ? [] : [[kind, price * factor]];
    }),
  );

function sourceOf(name: string): PriceSource {
  const source = (file.sources as Readonly<Record<string, PriceSource>>)[name];
  if (source === undefined) throw new Error(`prices.json names no source ${name}`);
  return source;
}

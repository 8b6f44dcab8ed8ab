import type { Column } from "apim-gateway/text";
import { type Colours, table, wrap } from "../routing/report/layout";
import { thousands } from "../topology/describe";
import { type FleetCost, MIX } from "./costOf";
import { pricesOf } from "./prices";
import type { QuotaChange, QuotaRow } from "./quotaOf";

interface Style {
  readonly width: number;
  readonly colours: Colours;
}

/** `36,500 USD a month`. */
export const monthlyText = (monthly: number): string =>
  `${thousands(Math.round(monthly))} ${pricesOf.currency} a month`;

const capacityText = (tier: "ptu" | "payg", capacity: number) =>
  tier === "ptu" ? `${thousands(capacity)} PTU` : `${thousands(capacity)}k TPM`;

const priceText = (price: number) => `${Number(price.toPrecision(4))}`;

/** `gpt-5.4 by DataZoneStandard: 16.5 USD per million tokens of output`, once for each. */
function tokenTexts({ rows }: FleetCost): string[] {
  const texts = rows.flatMap(({ model, sku, tokens = {} }) => {
    const prices = (["input", "cached", "output"] as const).flatMap((kind) => {
      const price = tokens[kind];
      return price === undefined ? [] : [`${priceText(price)} ${pricesOf.currency} for ${kind}`];
    });
    return prices.length === 0 ? [] : [`${model} by ${sku}, a million tokens: ${prices.join(", ")}`];
  });
  return [...new Set(texts)];
}

const costColumns: readonly Column[] = [
  { title: "region" },
  { title: "model" },
  { title: "capacity", align: "right" },
  { title: "a month", align: "right" },
];

/** What a fleet costs, for a terminal. */
export function costText(environment: string, cost: FleetCost, style: Style): string {
  const { width, colours } = style;
  const rows = cost.rows.map(({ region, model, tier, capacity, monthly, existing }) => [
    region,
    model,
    capacityText(tier, capacity),
    existing
      ? "others'"
      : tier === "payg"
        ? "by use"
        : monthly === undefined
          ? "not known"
          : thousands(Math.round(monthly)),
  ]);
  const [titles = "", ...lines] = table(costColumns, rows, width - 2);
  const even = cost.rows.filter(({ breakEven }) => breakEven !== undefined);
  return [
    colours.bold(`${environment}: ${monthlyText(cost.monthly)} for PTU, used or not; PAYG is paid by use`),
    "",
    `  ${colours.dim(titles)}`,
    ...lines.map((line) => `  ${line}`),
    "",
    ...tokenTexts(cost).flatMap((text) => wrap(text, width, { first: "", rest: "  " })),
    ...even.flatMap(({ model, region, breakEven = 0 }) =>
      wrap(
        `${model} in ${region}: PTU is cheaper than PAYG from ${thousands(Math.round(breakEven))} tokens a minute on, day and night, with ${MIX.input} of input to ${MIX.output} of output`,
        width,
        { first: "", rest: "  " },
      ),
    ),
    ...wrap(`Not in the sum, because no price is known: ${cost.unknown.join("; ")}.`, width, {
      first: "",
      rest: "  ",
    }),
    ...wrap(
      `Prices of ${pricesOf.date} in ${pricesOf.currency}, without reservations, discounts and taxes; 730 hours a month.`,
      width,
      { first: "", rest: "  " },
    ).map(colours.dim),
    "",
  ].join("\n");
}

/** What a change costs a month: `before 73,000, now 109,500: +36,500 USD a month`. */
export function costChangeText(before: FleetCost, after: FleetCost): string {
  const [was, is] = [Math.round(before.monthly), Math.round(after.monthly)];
  const sign = is < was ? "−" : "+";
  return was === is
    ? `PTU costs what it cost: ${monthlyText(after.monthly)}`
    : `PTU: ${thousands(was)} → ${thousands(is)}, ${sign}${monthlyText(Math.abs(is - was))}`;
}

/** What must be granted, for a terminal. */
export function quotaText(environment: string, rows: readonly QuotaRow[], { width, colours }: Style): string {
  const [titles = "", ...lines] = table(
    [{ title: "region" }, { title: "quota" }, { title: "needed", align: "right" }],
    rows.map(({ region, quota, tier, needed }) => [region, quota, capacityText(tier, needed)]),
    width - 2,
  );
  const [first] = rows;
  return [
    colours.bold(`${environment}: quota that its subscription needs`),
    "",
    `  ${colours.dim(titles)}`,
    ...lines.map((line) => `  ${line}`),
    "",
    ...(first === undefined
      ? []
      : wrap(
          `\`az cognitiveservices usage list --location ${first.region}\` says what is granted and used. Quota is no capacity: whether Azure has the PTU shows when it is deployed.`,
          width,
          { first: "", rest: "  " },
        ).map(colours.dim)),
    "",
  ].join("\n");
}

/** What a change adds and gives back, one line for each scope. */
export function quotaChangeText(changes: readonly QuotaChange[]): string {
  if (changes.length === 0) return "The quota that is needed stays as it is.\n";
  const lines = changes.map(({ region, quota, tier, needed, before }) => {
    const sign = needed < before ? "−" : "+";
    return `  ${sign}${capacityText(tier, Math.abs(needed - before))}  ${quota} in ${region}: ${thousands(before)} → ${thousands(needed)}`;
  });
  return `The change needs another quota:\n${lines.join("\n")}\n`;
}

import { type Column, count } from "apim-gateway/text";
import { type Colours, wholeTable, wrap } from "../routing/report/layout";
import { thousands } from "../topology/describe";
import { type BreakEven, type Mix, USUAL_MIX } from "./breakEven";
import { type CostChange, costAdded, costChange } from "./costChange";
import type { CostRow, FleetCost } from "./costOf";
import { CURRENCY, HOURS, type PriceSource } from "./prices";

export interface Style {
  readonly width: number;
  readonly colours: Colours;
}

const whole = (amount: number): string => thousands(Math.round(amount));

/** `36,500 USD a month`. */
export const monthlyText = (monthly: number): string => `${whole(monthly)} ${CURRENCY} a month`;

/** `100 PTU`, `300k TPM`. */
export const capacityText = (tier: "ptu" | "payg", capacity: number): string =>
  tier === "ptu" ? `${thousands(capacity)} PTU` : `${thousands(capacity)}k TPM`;

const priceText = (price: number) => `${Number(price.toPrecision(4))}`;

/** The sum in a few words, for the head of other reports; empty where the fleet pays for no PTU. */
export function costLine({ rows, monthly }: FleetCost): string {
  const ptu = rows.filter(({ tier, existing }) => tier === "ptu" && !existing);
  if (ptu.length === 0) return "";
  const unknown = ptu.filter((row) => row.monthly === undefined).length;
  if (unknown === ptu.length) return "PTU: no price is known";
  return `PTU: ${monthlyText(monthly)}${unknown === 0 ? "" : `, and ${unknown} without a known price`}`;
}

/** What a fleet costs, for a terminal. */
export function costText(environment: string, cost: FleetCost, style: Style, mix: Mix = USUAL_MIX): string {
  const { width, colours } = style;
  const said = (text: string) => wrap(text, width, { first: "", rest: "  " });
  return [
    colours.bold(`${environment}: ${monthlyText(cost.monthly)} for PTU, used or not; PAYG is paid by use`),
    "",
    ...costTable(cost, style),
    "",
    ...tokenTexts(cost).flatMap(said),
    ...reservedText(cost).flatMap(said),
    ...cost.rows.flatMap((row) => evenText(row, mix)).flatMap(said),
    ...said(`Not in the sum, because no price is known: ${cost.unknown.join("; ")}.`),
    ...said(
      `Prices in ${CURRENCY}, ${sourcesText(cost)}; without discounts and taxes, ${HOURS} hours a month.`,
    ).map(colours.dim),
    "",
  ].join("\n");
}

const columns: readonly Column[] = [
  { title: "region" },
  { title: "model" },
  { title: "capacity", align: "right" },
  { title: "an hour", align: "right" },
  { title: "a month", align: "right" },
  { title: "SKU" },
];

function costTable({ rows }: FleetCost, { width, colours }: Style): string[] {
  const [titles = "", ...lines] = wholeTable(
    columns,
    rows.map((row) => [
      row.region,
      row.model,
      capacityText(row.tier, row.capacity),
      row.hourly === undefined ? "" : priceText(row.hourly),
      amountText(row),
      row.sku,
    ]),
    width - 2,
    1,
  );
  return [`  ${colours.dim(titles)}`, ...lines.map((line) => `  ${line}`)];
}

function amountText({ existing, tier, monthly }: CostRow): string {
  if (existing) return "others'";
  if (tier === "payg") return "by use";
  return monthly === undefined ? "not known" : whole(monthly);
}

/** `gpt-5.4 by DataZoneStandard, a million tokens: 16.5 USD for output`; prices of regional SKUs with their regions. */
function tokenTexts({ rows }: FleetCost): string[] {
  const regions = new Map<
    string,
    { readonly what: string; readonly prices: string; readonly in: string[] }
  >();
  for (const { model, sku, region, tokens = {} } of rows) {
    const prices = (["input", "cached", "output"] as const).flatMap((kind) => {
      const price = tokens[kind];
      return price === undefined
        ? []
        : [`${priceText(price)} ${CURRENCY} for ${kind}${kind === "cached" ? " input" : ""}`];
    });
    if (prices.length === 0) continue;
    const [what, key] = [`${model} by ${sku}`, `${model} ${sku} ${prices.join()}`];
    const known = regions.get(key) ?? { what, prices: prices.join(", "), in: [] };
    regions.set(key, known);
    if (sku === "Standard") known.in.push(region);
  }
  return [...regions.values()].map(
    ({ what, prices, in: places }) =>
      `${what}${places.length === 0 ? "" : ` in ${places.join(", ")}`}, a million tokens: ${prices}`,
  );
}

/** What PTU costs where it is reserved, and of what no such price is known. */
function reservedText({ rows }: FleetCost): string[] {
  const ptu = rows.filter(({ tier, existing }) => tier === "ptu" && !existing);
  const skusOf = (found: readonly CostRow[]) => [...new Set(found.map(({ sku }) => sku))].join(" and ");
  const [known, unknown] = [true, false].map((is) =>
    ptu.filter(({ reserved }) => reserved.length > 0 === is),
  );
  const byTerm = new Map<number, number>();
  for (const { months, monthly } of ptu.flatMap(({ reserved }) => reserved))
    byTerm.set(months, (byTerm.get(months) ?? 0) + monthly);
  const sums = [...byTerm].map(([months, sum]) => `for ${count(months, "month")} ${monthlyText(sum)}`);
  return [
    ...(sums.length === 0 ? [] : [`${skusOf(known ?? [])}, reserved: ${sums.join(", ")}`]),
    ...(unknown?.length ? [`What a reservation of ${skusOf(unknown)} costs is not known`] : []),
  ];
}

/** From which traffic on a PTU deployment is cheaper than PAYG, by the hour and reserved. */
function evenText({ breakEven, reserved, model, region }: CostRow, mix: Mix): string[] {
  if (breakEven === undefined) return [];
  const { most } = breakEven;
  const carries =
    most === undefined ? "how much it carries is not known" : `it carries at most ${whole(most)}`;
  const ways = [
    fromText("by the hour", breakEven),
    ...reserved.flatMap((term) =>
      term.breakEven === undefined
        ? []
        : [fromText(`reserved for ${count(term.months, "month")}`, term.breakEven)],
    ),
  ];
  return [
    `${model} in ${region}, PTU against PAYG at ${mixText(mix)}, in tokens a minute, day and night: ${ways.join("; ")}; ${carries}`,
  ];
}

const fromText = (how: string, { reached, tokensPerMinute }: BreakEven): string =>
  reached === "never"
    ? `${how} never cheaper at this mix, it would take ${whole(tokensPerMinute)}`
    : `${how} cheaper from ${whole(tokensPerMinute)} on`;

function mixText({ input, cached, output }: Mix): string {
  const parts = [`${input} of new input`, ...(cached === 0 ? [] : [`${cached} of cached input`])];
  return `${parts.join(", ")} to ${output} of output`;
}

/** `PTU as of 2026-09-30, tokens as of 2026-06-13 and 2026-11`. */
function sourcesText({ rows }: FleetCost): string {
  const sources = (tier: CostRow["tier"]) =>
    rows.flatMap((row) => (row.tier === tier && row.source ? [row.source] : []));
  const said = (what: string, found: readonly PriceSource[]) => {
    const dates = [...new Set(found.map(({ date }) => date))].sort();
    return dates.length === 0 ? [] : [`${what} as of ${dates.join(" and ")}`];
  };
  const parts = [
    ...said("PTU", sources("ptu")),
    ...said(
      "reservations",
      rows.flatMap(({ reserved }) => reserved.map(({ source }) => source)),
    ),
    ...said("tokens", sources("payg")),
  ];
  return parts.length === 0 ? "none known" : parts.join(", ");
}

/** `PTU: 140,525 → 180,675 USD a month (+40,150)`, on one line. */
export function ptuChangeText({ before, after }: CostChange): string {
  const [was, is] = [Math.round(before), Math.round(after)];
  if (was === is) return `PTU costs what it cost: ${monthlyText(after)}`;
  return `PTU: ${thousands(was)} → ${monthlyText(is)} (${is < was ? "−" : "+"}${thousands(Math.abs(is - was))})`;
}

/** What a change does to the bill for PTU, in a sentence without its full stop; empty where it does nothing. */
export function ptuBillText(change: CostChange): string {
  const { before, after, unpricedPtu } = change;
  const sums = Math.round(before) === Math.round(after) ? [] : [ptuChangeText(change)];
  return [...sums, ...unpricedPtu.map((text) => `${text}, whose price is not known`)].join("; ");
}

/** What a change costs, one line for each thing; those without a price are said too. */
export function costChangeText(was: FleetCost, is: FleetCost, { width }: Style): string {
  const change = costChange(was, is);
  return [
    ptuChangeText(change),
    ...[...change.unpricedPtu, ...change.others].flatMap((text) =>
      wrap(`${text}, whose price is not known`, width, { first: "  ", rest: "    " }),
    ),
    "",
  ].join("\n");
}

/** What a fleet costs of which there was nothing before. */
export const newCostText = (file: string, since: string, cost: FleetCost): string =>
  `${file} is new since ${since}, all of it is added: ${ptuChangeText(costAdded(cost))}\n`;

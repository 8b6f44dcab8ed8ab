import type { Column } from "apim-gateway/text";
import { table, wrap } from "../routing/report/layout";
import { thousands } from "../topology/describe";
import { CURRENCY } from "./prices";
import { monthlyText, type Style } from "./report";
import type { UsageCost } from "./usageCost";

const columns: readonly Column[] = [
  { title: "region" },
  { title: "model" },
  { title: "tier" },
  { title: "input", align: "right" },
  { title: "cached", align: "right" },
  { title: "output", align: "right" },
  { title: CURRENCY, align: "right" },
];

/** Tokens in millions: `120.5`. */
const millions = (tokens: number): string => `${Number((tokens / 1_000_000).toFixed(2))}`;

/** What a month's tokens cost, for a terminal. */
export function usageText({ rows, payg, unknown }: UsageCost, { width, colours }: Style): string {
  const said = (text: string) => wrap(text, width, { first: "", rest: "  " });
  const [titles = "", ...lines] = table(
    columns,
    rows.map(({ region, model, tier, input, cached, output, cost }) => [
      region,
      model,
      tier === "ptu" ? "PTU" : "PAYG",
      millions(input),
      millions(cached),
      millions(output),
      tier === "ptu" ? "by PTU" : cost === undefined ? "not known" : thousands(Math.round(cost)),
    ]),
    width - 2,
  );
  return [
    colours.bold(`By use: ${monthlyText(payg)} for PAYG; tokens in millions`),
    "",
    `  ${colours.dim(titles)}`,
    ...lines.map((line) => `  ${line}`),
    "",
    ...rows.flatMap(({ model, region, byPayg }) =>
      byPayg === undefined
        ? []
        : said(
            `${model} in ${region}: what PTU served would have cost ${monthlyText(byPayg)} by the PAYG beside it.`,
          ),
    ),
    ...(unknown.length === 0
      ? []
      : said(`Not in the sum, because a price is not known: ${unknown.join("; ")}.`)),
    "",
  ].join("\n");
}

import type { Column } from "apim-gateway/text";
import type { Consumer, ConsumerLimits } from "../../topology/topology";
import { type Colours, table } from "./layout";
import { code, details, inline, markdownTable } from "./markdown";

/** Limits of one consumer for one model, or for all of them together, as reports show them. */
export interface LimitRow {
  readonly consumer: string;
  /** `undefined`: all models together. */
  readonly model: string | undefined;
  readonly tokensPerMinute: string;
  readonly requestsPerMinute: string;
  readonly quotas: readonly string[];
}

const words: Readonly<Record<string, string>> = {
  Hourly: "an hour",
  Daily: "a day",
  Weekly: "a week",
  Monthly: "a month",
  Yearly: "a year",
};
/** There is no such limit. */
const NONE = "-";
const ALL = "all together";

/**
 * What each consumer may use: over all models, then of each model that has limits beside those.
 *
 * @param model only what bears on this one, and only of consumers that may call it
 */
export function limitRows(consumers: readonly Consumer[], model?: string): readonly LimitRow[] {
  return consumersOf(consumers, model).flatMap((consumer) => [
    rowOf(consumer.name, undefined, consumer),
    ...limitsOn(consumer.modelLimits, model).map((limits) => rowOf(consumer.name, limits.model, limits)),
  ]);
}

/** The same as numbers, for programs. */
export const limitsOf = (consumers: readonly Consumer[], model?: string) =>
  consumersOf(consumers, model).map(
    ({ name, tokensPerMinute, requestsPerMinute, tokenQuota, requestQuota, modelLimits }) => ({
      consumer: name,
      tokensPerMinute,
      requestsPerMinute,
      tokenQuota,
      requestQuota,
      models: limitsOn(modelLimits, model),
    }),
  );

const consumersOf = (consumers: readonly Consumer[], model: string | undefined) =>
  consumers.filter(({ models }) => model === undefined || models === undefined || models.includes(model));

const limitsOn = (limits: Consumer["modelLimits"], model: string | undefined) =>
  limits.filter((one) => model === undefined || one.model === model);

function rowOf(consumer: string, model: string | undefined, limits: ConsumerLimits): LimitRow {
  const { tokensPerMinute, requestsPerMinute, tokenQuota, requestQuota } = limits;
  return {
    consumer,
    model,
    tokensPerMinute: tokensPerMinute === undefined ? NONE : figure(tokensPerMinute),
    requestsPerMinute: requestsPerMinute === undefined ? NONE : figure(requestsPerMinute),
    quotas: [
      ...(tokenQuota === undefined ? [] : [quota(tokenQuota.tokens, "tokens", tokenQuota.period)]),
      ...(requestQuota === undefined ? [] : [quota(requestQuota.requests, "requests", requestQuota.period)]),
    ],
  };
}

const figure = (value: number) => value.toLocaleString("en-US");

const quota = (amount: number, of: string, period: string) =>
  `${figure(amount)} ${of} ${words[period] ?? period}`;

const columns: readonly Column[] = [
  { title: "model", atLeast: 12 },
  { title: "tokens/min", align: "right" },
  { title: "requests/min", align: "right" },
  { title: "quota" },
];

/** For a terminal: consumer by consumer, each quota on a line of its own. */
export function limitsText(rows: readonly LimitRow[], width: number, colours: Colours): string {
  if (rows.length === 0) return "";
  const lines = rows.flatMap(({ model = ALL, tokensPerMinute, requestsPerMinute, quotas }) =>
    [quotas[0] ?? NONE, ...quotas.slice(1)].map((text, index) =>
      index === 0 ? [model, tokensPerMinute, requestsPerMinute, text] : ["", "", "", text],
    ),
  );
  const [titles = "", ...laidOut] = table(columns, lines, width - 4);
  const shown = ["", colours.bold("Limits of consumers"), `    ${colours.dim(titles)}`];
  for (const { consumer, model, quotas } of rows) {
    if (model === undefined) shown.push(`  ${consumer}`);
    for (const line of laidOut.splice(0, Math.max(1, quotas.length))) shown.push(`    ${line}`);
  }
  return `${shown.join("\n")}\n`;
}

/** For a pull request: folded; nothing where there are no consumers. */
export function limitsMarkdown(rows: readonly LimitRow[]): string {
  if (rows.length === 0) return "";
  const cells = rows.map(({ consumer, model, tokensPerMinute, requestsPerMinute, quotas }) => [
    inline(consumer),
    model === undefined ? ALL : code(model),
    tokensPerMinute,
    requestsPerMinute,
    quotas.length === 0 ? NONE : quotas.join("; "),
  ]);
  return details(
    "Limits of consumers",
    markdownTable(["consumer", "model", "tokens/min", "requests/min", "quota"], cells),
  );
}

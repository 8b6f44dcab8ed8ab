import { count } from "apim-gateway/text";
import { tierText } from "../../infra/routing/report/facts";
import { type Colours, table, wholeTable, wrap } from "../../infra/routing/report/layout";
import type { LoadRow } from "../../local/load/loadTally";
import type { LoadDone, LoadProgress } from "../../local/load/sendLoad";
import type { MemberCalls } from "../../local/page/fleetSeen";
import { answersIn, type FleetCounts, ptuShare } from "./fleetCounts";

interface Style {
  readonly width: number;
  readonly colours: Colours;
}

/** One line while it is under way. */
export function progressText(
  { second, sent, answered, throttled, failed, refused }: LoadProgress,
  seconds: number,
): string {
  const ended = answered + throttled + failed + refused;
  return `${Math.min(seconds, Math.floor(second))} of ${Math.ceil(seconds)} s, ${sent} sent, ${percent(answered, ended)} answered, ${throttled} × 429, ${failed} failed`;
}

/**
 * What came of a load: for callers, and which deployments were asked for it.
 *
 * @param counts of the fleet since the load began; empty: it does not count
 */
export function loadReport(done: LoadDone, counts: FleetCounts, { width, colours }: Style): string {
  const { tally, held, unfinished, seconds } = done;
  const total = tally.total();
  const sent = total.sent + unfinished;
  const rate = seconds === 0 ? 0 : sent / seconds;
  const head = `${count(sent, "request")} in ${seconds.toFixed(0)} s, ${rate.toFixed(1)} a second: what callers got`;
  const asked = counts.called.filter(({ answered, throttled, failed }) => answered + throttled + failed > 0);
  const others = answersIn(counts) - total.answered;
  const said = [
    unfinished === 0 ? "" : `${unfinished} had no answer yet when it was interrupted.`,
    held === 0 ? "" : `${held} were not sent: too many were under way.`,
    others > 0 ? `The fleet answered ${others} more meanwhile: somebody else sends to it too.` : "",
  ].filter((line) => line !== "");
  return [
    colours.bold(head),
    ...(total.sent === 0 ? [] : callerLines(done, counts, width)),
    ...said.flatMap((line) => wrap(line, width)),
    ...(asked.length === 0 ? [] : ["", colours.bold("Who was called for it"), ...calledLines(asked, width)]),
    "",
  ].join("\n");
}

/** A row for each consumer and, below it, one for each of its models. */
function callerLines({ tally }: LoadDone, counts: FleetCounts, width: number): string[] {
  const rows = tally.rows();
  const consumers = [...new Set(rows.map(({ consumer }) => consumer))];
  // Rare, and the table is narrower without it.
  const refusals = tally.total().refused > 0;
  const shown = consumers.flatMap((consumer) => {
    const models = rows.filter((row) => row.consumer === consumer);
    return [
      cells(tally.total(consumer), refusals, ptuShare(counts, consumer), consumer),
      ...models.map((row) => cells(row, refusals, ptuShare(counts, consumer, row.model), `  ${row.model}`)),
    ];
  });
  if (consumers.length > 1) shown.push(cells(tally.total(), refusals, ptuShare(counts), "all"));
  const titles = ["sent", "answered", "429", "failed", ...(refusals ? ["refused"] : [])];
  const figures = [...titles, "p50 ms", "p95 ms", "by PTU"];
  const columns = [
    ...figures.map((title) => ({ title, align: "right" as const })),
    { title: "consumer, model" },
  ];
  return wholeTable(columns, shown, width, 1).map((line) => line.trimEnd());
}

function cells(row: LoadRow, refusals: boolean, byPtu: number | undefined, name: string): string[] {
  const { sent, answered, throttled, failed, refused, median, slow } = row;
  return [
    `${sent}`,
    percent(answered, sent),
    `${throttled}`,
    `${failed}`,
    ...(refusals ? [`${refused}`] : []),
    time(median),
    time(slow),
    byPtu === undefined ? "–" : percent(byPtu, 1),
    name,
  ];
}

function calledLines(asked: readonly MemberCalls[], width: number): string[] {
  const columns = [
    { title: "region" },
    { title: "deployment", atLeast: 16 },
    { title: "tier" },
    ...["answered", "429", "failed"].map((title) => ({ title, align: "right" as const })),
  ];
  const rows = asked.map(({ region, deployment, tier, answered, throttled, failed }) => [
    region,
    deployment,
    tierText[tier],
    `${answered}`,
    `${throttled}`,
    `${failed}`,
  ]);
  return table(columns, rows, width);
}

/** Never 100 where something is missing. */
function percent(part: number, whole: number): string {
  if (whole === 0) return "–";
  const share = (100 * part) / whole;
  return `${share === 100 ? "100" : (Math.floor(share * 10) / 10).toFixed(1)} %`;
}

const time = (milliseconds: number | undefined): string =>
  milliseconds === undefined ? "–" : `${Math.round(milliseconds)}`;

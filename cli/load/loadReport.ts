import { count } from "apim-gateway/text";
import { tierText } from "../../infra/routing/report/facts";
import { type Colours, table, wholeTable, wrap } from "../../infra/routing/report/layout";
import type { LoadRow } from "../../local/load/loadTally";
import type { LoadDone, LoadProgress } from "../../local/load/sendLoad";
import type { MemberCalls } from "../../local/page/fleetSeen";

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
 * @param called since the load began; empty: nobody counted them
 */
export function loadReport(
  { tally, held, unfinished, seconds }: LoadDone,
  called: readonly MemberCalls[],
  { width, colours }: Style,
): string {
  const rows = tally.rows();
  const total = tally.total();
  const shown = [...rows, ...(rows.length > 1 ? [{ ...total, consumer: "all" }] : [])];
  // Rare, and the table is narrower without it.
  const refusals = total.refused > 0;
  const titles = ["sent", "answered", "429", "failed", ...(refusals ? ["refused"] : []), "median", "95 %"];
  const lines = wholeTable(
    [
      ...titles.map((title) => ({ title, align: "right" as const })),
      { title: "consumer" },
      { title: "model" },
    ],
    shown.map((row) => cells(row, refusals)),
    width,
    2,
  );
  const rate = seconds === 0 ? 0 : total.sent / seconds;
  const head = `${count(total.sent, "request")} in ${seconds.toFixed(0)} s, ${rate.toFixed(1)} a second: what callers got`;
  const asked = called.filter(({ answered, throttled, failed }) => answered + throttled + failed > 0);
  return [
    colours.bold(head),
    ...lines.map((line) => line.trimEnd()),
    ...(unfinished === 0 ? [] : wrap(`${unfinished} had no answer yet when it was interrupted.`, width)),
    ...(held === 0 ? [] : wrap(`${held} were not sent: too many were under way.`, width)),
    ...(asked.length === 0 ? [] : ["", colours.bold("Who was called for it"), ...calledLines(asked, width)]),
    "",
  ].join("\n");
}

function cells(row: LoadRow, refusals: boolean): string[] {
  const { consumer, model, sent, answered, throttled, failed, refused, median, slow } = row;
  const figures = [`${sent}`, percent(answered, sent), `${throttled}`, `${failed}`];
  return [...figures, ...(refusals ? [`${refused}`] : []), time(median), time(slow), consumer, model];
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
  milliseconds === undefined ? "–" : `${Math.round(milliseconds)} ms`;

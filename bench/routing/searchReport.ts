import { table, wrap } from "../../infra/routing/report/layout";
import { describeDraw, outageText } from "./describeDraw";
import type { DrawKind, DrawResult } from "./runDraw";
import { searchDraw } from "./searchDraw";

const WIDTH = 80;
const WORST = 10;

interface Targets {
  readonly median?: number;
  readonly fifth?: number;
  readonly worst?: number;
}

/** A reasoning model that hangs cannot be told from a slow one: shown, and not judged. */
const APART: DrawKind = "hang, reasoning";

const targets: Readonly<Record<DrawKind | "all judged", Targets>> = {
  "all judged": { median: 0.995, fifth: 0.93 },
  "no failure": { worst: 0.85 },
  failure: { worst: 0.85 },
  hang: { worst: 0.75 },
  "hang that flaps": { worst: 0.75 },
  [APART]: {},
};

/** Answered to the oracle's, over draws. */
export interface Summary {
  readonly kind: keyof typeof targets;
  readonly draws: number;
  readonly median: number;
  readonly fifth: number;
  readonly worst: number;
  readonly attempts: number;
  readonly ok: boolean;
}

/** One line for all, one for each kind of failure that was drawn. */
export function summarize(results: readonly DrawResult[]): readonly Summary[] {
  return (Object.keys(targets) as (keyof typeof targets)[]).flatMap((kind) => {
    const own = results.filter((result) =>
      kind === "all judged" ? result.kind !== APART : result.kind === kind,
    );
    if (own.length === 0) return [];
    const ratios = own.map(({ ratio }) => ratio).sort((a, b) => a - b);
    const [median, fifth, worst] = [quantile(ratios, 0.5), quantile(ratios, 0.05), ratios[0] as number];
    const attempts = quantile(
      own.map((each) => each.attempts).sort((a, b) => a - b),
      0.5,
    );
    const { median: leastMedian = 0, fifth: leastFifth = 0, worst: leastWorst = 0 } = targets[kind];
    const ok = median >= leastMedian && fifth >= leastFifth && worst >= leastWorst;
    return [{ kind, draws: own.length, median, fifth, worst, attempts, ok }];
  });
}

/** The summary, and the worst draws with what was drawn and what came of it. */
export function searchReport(results: readonly DrawResult[]): string {
  if (results.length === 0) return "Nothing was drawn.";
  const right = { align: "right" } as const;
  const shown = (value: number, least: number | undefined) =>
    `${value.toFixed(3)}${least === undefined ? "" : ` ≥ ${least}`}`;
  const summary = table(
    [
      { title: "answered / oracle" },
      { title: "draws", ...right },
      { title: "median" },
      { title: "p5" },
      { title: "worst" },
      { title: "calls", ...right },
      { title: "ok" },
    ],
    summarize(results).map(({ kind, draws, median, fifth, worst, attempts, ok }) => [
      kind,
      `${draws}`,
      shown(median, targets[kind].median),
      shown(fifth, targets[kind].fifth),
      shown(worst, targets[kind].worst),
      attempts.toFixed(2),
      kind === APART ? "" : ok ? "yes" : "NO",
    ]),
    WIDTH,
  );
  const [apart, judged] = [
    results.filter(({ kind }) => kind === APART),
    results.filter(({ kind }) => kind !== APART),
  ];
  return [
    ...summary,
    "",
    "The worst:",
    ...worstOf(judged).flatMap(drawLines),
    ...(apart.length === 0
      ? []
      : ["", "Hangs of reasoning models, the worst:", ...worstOf(apart).flatMap(drawLines)]),
  ].join("\n");
}

const worstOf = (results: readonly DrawResult[]) =>
  [...results].sort((a, b) => a.ratio - b.ratio).slice(0, WORST);

/** A draw in words. */
export function drawLines(result: DrawResult): string[] {
  const lost = Object.entries(result.statuses)
    .filter(([status]) => status !== "200")
    .map(([status, count]) => `${count} × ${status === "0" ? "left" : status}`);
  const words = [
    `${result.ratio.toFixed(3)} --seed ${result.seed} (${result.kind}): ${result.answered} of ${result.oracle} that could be answered;`,
    `${lost.length === 0 ? "nobody was refused" : `others: ${lost.join(", ")}`};`,
    `${result.attempts.toFixed(2)} calls an answer, ${result.late} late, ${result.twice} generated twice, ${result.deadCalls} calls to the dead.`,
    `${describeDraw(searchDraw(result.seed))}.`,
  ];
  return wrap(words.join(" "), WIDTH, { first: "- ", rest: "  " });
}

/** One draw with everything that is known of it. */
export function drawReport(result: DrawResult): string {
  const { outages = [] } = searchDraw(result.seed).load;
  const seconds = (value: number | undefined) => (value === undefined ? "never" : `${value.toFixed(1)} s`);
  return [
    ...drawLines(result),
    "",
    ...table(
      [{ title: "member" }, { title: "asked", align: "right" }, { title: "served", align: "right" }],
      Object.entries(result.calls)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, { asked, served }]) => [name, `${asked}`, `${served}`]),
      WIDTH,
    ),
    ...result.outages.map(
      ({ calls, foundAfter, backAfter }, index) =>
        `${outages[index] === undefined ? "" : outageText(outages[index])}: ${calls} calls, found after ${seconds(foundAfter)}, back after ${seconds(backAfter)}`,
    ),
  ].join("\n");
}

/** @param sorted at least one */
const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number;

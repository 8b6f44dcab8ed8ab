import { allCases, idOf } from "./allCases";
import { KeptDraws, stateOfProgram } from "./keptDraws";
import { rowTable } from "./rowTable";
import type { Row } from "./runCase";
import type { DrawResult } from "./runDraw";
import { drawReport, searchReport, summarize } from "./searchReport";
import { runJobs } from "./workerPool";

export interface RoutingOptions {
  /** Cases whose name it finds. @default all */
  readonly rows?: RegExp;
  readonly json?: boolean;
  /** That many draws instead of the table. */
  readonly search?: number;
  /** The first seed of a search; without one, the only draw. @default 1 */
  readonly seed?: number;
  /** File of the draws of a search: those that are in it are not drawn again. @default none are kept */
  readonly keep?: string;
}

export interface RoutingOutput {
  /** What is to be printed. */
  readonly text: string;
  /** Every target is met. */
  readonly ok: boolean;
}

/** `rows` finds nothing. */
export class NoSuchRows extends Error {
  override readonly name = "NoSuchRows";
}

/**
 * The figures of routing, measured in virtual time on every core.
 *
 * @param progress told what is done
 * @param signal ends it early: the output is about what is done
 * @throws NoSuchRows, KeepError (as a rejection)
 */
export function routing(
  options: RoutingOptions,
  progress: (line: string) => void,
  signal: AbortSignal,
): Promise<RoutingOutput> {
  if (options.search === undefined && options.seed === undefined) return tabulated(options, progress, signal);
  return searched(options, progress, signal);
}

async function tabulated(
  { rows: pattern, json = false }: RoutingOptions,
  progress: (line: string) => void,
  signal: AbortSignal,
): Promise<RoutingOutput> {
  const ids = allCases.map(idOf).filter((id) => pattern?.test(id) ?? true);
  if (ids.length === 0) throw new NoSuchRows(`No load is called like ${pattern}; \`--rows .\` shows all.`);
  const byId = new Map<string, readonly Row[]>();
  await runJobs(
    ids.map((row) => ({ row })),
    {
      signal,
      onDone: (done) => {
        if (!("rows" in done)) return;
        byId.set(done.row, done.rows);
        progress(`routing: ${byId.size} of ${ids.length}: ${done.row}`);
      },
    },
  );
  const rows = ids.flatMap((id) => byId.get(id) ?? []);
  return {
    text: json ? JSON.stringify(rows, undefined, 2) : `${rowTable(rows)}${cutShort(byId.size, ids.length)}`,
    ok: rows.every(({ ok }) => ok !== false),
  };
}

async function searched(
  { seed: first = 1, search, keep, json = false }: RoutingOptions,
  progress: (line: string) => void,
  signal: AbortSignal,
): Promise<RoutingOutput> {
  const count = search ?? 1;
  const kept = keep === undefined ? undefined : new KeptDraws(keep, stateOfProgram());
  const seeds = Array.from({ length: count }, (_, n) => first + n);
  const results: DrawResult[] = seeds.flatMap((seed) => kept?.results.get(seed) ?? []);
  const before = results.length;
  if (kept !== undefined)
    progress(
      `routing: ${before} of ${count} are in ${keep}${kept.others === 0 ? "" : `, and ${kept.others} draws of other states of the program, which are left out`}`,
    );
  const began = Date.now();
  await runJobs(
    seeds.filter((seed) => kept?.results.has(seed) !== true).map((seed) => ({ seed })),
    {
      signal,
      onDone: (done) => {
        if (!("draw" in done)) return;
        results.push(done.draw);
        kept?.add(done.draw);
        const left = ((Date.now() - began) / (results.length - before)) * (count - results.length);
        const { seed, ratio } = done.draw;
        progress(
          `routing: ${results.length} of ${count}, ${Math.ceil(left / 1000)} s left: seed ${seed}: ${ratio.toFixed(3)}`,
        );
      },
    },
  );
  results.sort((a, b) => a.seed - b.seed);
  const summary = summarize(results);
  const text = () =>
    search === undefined && results[0] !== undefined ? drawReport(results[0]) : searchReport(results);
  return {
    text: json
      ? JSON.stringify({ summary, results }, undefined, 2)
      : `${text()}${cutShort(results.length, count)}`,
    ok: summary.every(({ ok }) => ok),
  };
}

const cutShort = (done: number, of: number) => (done === of ? "" : `\n\nEnded early: ${done} of ${of}.`);

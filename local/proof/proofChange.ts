import { type Colours, wrap } from "../../infra/routing/report/layout";
import type { Topology } from "../../infra/topology/topology";
import type { Judged, PromiseName } from "./promises";
import { percentText } from "./promises";
import type { FleetProof } from "./proveFleet";
import { promiseTexts, verdictsOf, worstOf } from "./report";

/** What a change of the file does to one run. */
export interface RunChange {
  readonly model: string;
  readonly failure: string;
  /** Percent answered. */
  readonly before: number;
  readonly after: number;
}

/** What a change of the file does to the promises, and to what callers see. */
export interface ProofChange {
  /** Kept before, broken now. */
  readonly broken: readonly PromiseName[];
  /** Broken before, kept now. */
  readonly mended: readonly PromiseName[];
  /** Broken before and now. */
  readonly still: readonly PromiseName[];
  /** The runs that break what was kept. */
  readonly by: readonly Judged[];
  /** Runs that answer at least one point less or more. */
  readonly runs: readonly RunChange[];
  /** The settings that differ, a sentence each, those first that name a model or a region of what broke. */
  readonly settings: readonly string[];
}

/** Percent points of which chance alone makes no change. */
const TELLING_POINTS = 1;

/** @param settings what differs between the two files, a sentence each */
export function changeBetween(
  before: FleetProof,
  after: FleetProof,
  promises: Topology["promises"],
  settings: readonly string[],
): ProofChange {
  const stateOf = (proof: FleetProof) =>
    new Map(verdictsOf(proof, promises).map(({ promise, state }) => [promise, state === "broken"]));
  const [was, is] = [stateOf(before), stateOf(after)];
  const names = [...is.keys()];
  const broken = names.filter((name) => is.get(name) === true && was.get(name) !== true);
  const by = verdictsOf(after, promises)
    .filter(({ promise }) => broken.includes(promise))
    .flatMap(({ told }) => told);
  const concerned = new Set(by.flatMap(({ model, failure }) => [model, failure.split(" ")[0] ?? ""]));
  const isConcerned = (text: string) => [...concerned].some((word) => word !== "" && text.includes(word));
  return {
    broken,
    mended: names.filter((name) => was.get(name) === true && is.get(name) !== true),
    still: names.filter((name) => was.get(name) === true && is.get(name) === true),
    by,
    runs: runChanges(before, after),
    settings: [...settings.filter(isConcerned), ...settings.filter((text) => !isConcerned(text))],
  };
}

function runChanges(before: FleetProof, after: FleetProof): RunChange[] {
  const shares = (proof: FleetProof) =>
    new Map(
      proof.models.flatMap(({ model, runs }) =>
        runs.map(({ failure, result }) => [
          JSON.stringify([model, failure.name]),
          result.sent === 0 ? 100 : (100 * result.answered) / result.sent,
        ]),
      ),
    );
  const [was, is] = [shares(before), shares(after)];
  return [...is]
    .flatMap(([key, share]): RunChange[] => {
      const earlier = was.get(key);
      if (earlier === undefined || Math.abs(share - earlier) < TELLING_POINTS) return [];
      const [model, failure] = JSON.parse(key) as [string, string];
      return [{ model, failure, before: earlier, after: share }];
    })
    .sort((a, b) => a.after - a.before - (b.after - b.before));
}

/** Runs and settings that are listed; more are counted. */
const LISTED = 6;

function linesOf(change: ProofChange, promises: Topology["promises"]): [head: string, ...rest: string[]][] {
  const some = (all: readonly string[]) =>
    all.length <= LISTED ? all : [...all.slice(0, LISTED), `and ${all.length - LISTED} more`];
  const told = (names: readonly PromiseName[], word: string): [string, ...string[]][] =>
    names.map((name) => [`${word}: ${promiseTexts[name](promises)}`]);
  const runs = change.runs.map(
    ({ model, failure, before, after }) =>
      `${model}, ${failure}: ${percentText(before)} → ${percentText(after)} answered`,
  );
  return [
    ...change.broken.map((name): [string, ...string[]] => [
      `Broken by this change: ${promiseTexts[name](promises)}`,
      ...some(
        worstOf(change.by.filter(({ promise }) => promise === name)).map(
          ({ model, failure, seen }) => `${model}, ${failure}: ${seen}`,
        ),
      ),
    ]),
    ...told(change.still, "Broken before as well"),
    ...told(change.mended, "Mended by this change"),
    ...(runs.length === 0 ? [] : [["What callers see differs:", ...some(runs)] as [string, ...string[]]]),
    ...(change.settings.length === 0
      ? []
      : [["What differs in the file:", ...some(change.settings)] as [string, ...string[]]]),
  ];
}

/** What the change does, for a terminal. */
export function changeText(
  change: ProofChange,
  promises: Topology["promises"],
  { width, colours }: { readonly width: number; readonly colours: Colours },
): string {
  const lines = linesOf(change, promises).flatMap(([head, ...rest]) => [
    ...wrap(head, width, { first: "", rest: "  " }).map(colours.bold),
    ...rest.flatMap((line) => wrap(line, width, { first: "  ", rest: "    " })),
  ]);
  const text = lines.length === 0 ? ["Nothing differs from before."] : lines;
  return `\n${text.join("\n")}\n`;
}

const inline = (text: string) => text.replace(/[\\`*_|<>@[\]]/g, (sign) => `\\${sign}`);

/** What the change does, for a pull request. */
export function changeMarkdown(change: ProofChange, promises: Topology["promises"]): string {
  const parts = linesOf(change, promises).map(([head, ...rest]) =>
    [`**${inline(head)}**`, ...rest.map((line) => `- ${inline(line)}`)].join("\n"),
  );
  return `${(parts.length === 0 ? ["Nothing differs from before."] : parts).join("\n\n")}\n`;
}

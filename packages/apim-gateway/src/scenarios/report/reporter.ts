import { count } from "../../text/count";
import { differing } from "../../text/differing";
import type { CoverageResult } from "../coverage";
import type { ScenarioResult } from "../scenarioResult";

/** What a run as a whole came to. */
export interface RunSummary {
  readonly results: readonly ScenarioResult[];
  /** Milliseconds for who waited. */
  readonly realMs: number;
  readonly coverage: CoverageResult;
}

/** Writes what scenarios came to. Each part may be nothing. */
export interface Reporter {
  begin(): string;
  result(result: ScenarioResult): string;
  end(summary: RunSummary): string;
}

const sameText = (tried: number): string =>
  tried === 0
    ? "It meets nothing undocumented."
    : `The same under every value of ${count(tried, "undocumented setting")}.`;

/** What was expected and seen, of long texts what differs; `more` are further lines. */
export function shownFailure({ expected, seen, note }: ScenarioResult["failures"][number]) {
  const { where, ...texts } = differing(expected, seen);
  return {
    expected: texts.expected,
    seen: note === undefined ? texts.seen : `${texts.seen} (${note})`,
    more: where === undefined ? [] : [where],
  };
}

/** Why a scenario failed, in lines without colours: the failures, the story, what it depends on. */
export function failureLines({
  failures,
  problems,
  story,
  dependsOn,
  settingsTried,
  outcome,
}: ScenarioResult): string[] {
  const widest = Math.max(0, ...failures.map(({ path }) => path.length));
  return [
    ...problems.flatMap(({ file, line, column, message }) => [`${file}:${line}:${column}`, `  ${message}`]),
    ...failures.flatMap((failure) => {
      const { expected, seen, more } = shownFailure(failure);
      return [
        `${failure.path.padEnd(widest)}  expected  ${expected}`,
        `${" ".repeat(widest)}  seen      ${seen}`,
        ...[...more, ...(failure.table ?? [])].map((row) => `${" ".repeat(widest)}  ${row}`),
      ];
    }),
    ...story,
    ...dependsOn.map(
      ({ setting, value, passes }) =>
        `Depends on \`${setting}\` (not documented): ${passes ? "passes" : "fails"} with \`${value}\`.`,
    ),
    ...(settingsTried === undefined || dependsOn.length > 0 ? [] : [sameText(settingsTried)]),
    ...(outcome === "failed" && failures.length + problems.length === 0 ? ["It failed."] : []),
  ];
}

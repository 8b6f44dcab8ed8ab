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

/** Why a scenario failed, in lines without colours: the failures, the story, what it depends on. */
export function failureLines({ failures, problems, story, dependsOn, outcome }: ScenarioResult): string[] {
  const widest = Math.max(0, ...failures.map(({ path }) => path.length));
  return [
    ...problems.flatMap(({ file, line, column, message }) => [`${file}:${line}:${column}`, `  ${message}`]),
    ...failures.flatMap(({ path, expected, seen, table = [] }) => [
      `${path.padEnd(widest)}  expected  ${expected}`,
      `${" ".repeat(widest)}  seen      ${seen}`,
      ...table.map((row) => `${" ".repeat(widest)}  ${row}`),
    ]),
    ...story,
    ...dependsOn.map(
      ({ setting, value, passes }) =>
        `Depends on \`${setting}\` (not documented): ${passes ? "passes" : "fails"} with \`${value}\`.`,
    ),
    ...(outcome === "failed" && failures.length + problems.length === 0 ? ["It failed."] : []),
  ];
}

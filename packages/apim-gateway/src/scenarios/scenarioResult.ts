import type { GatewayProblem } from "../ports/problem";
import type { ScenarioFailure } from "./failure";
import type { ReadScenario, ScenarioPlace } from "./readScenario";
import { runOnce } from "./runOnce";
import type { PlacedScenario, RunOptions, ScenarioRun } from "./scenarioRun";
import { type Dependence, passed, runSettingsEach, type SettingTry } from "./settingsEach";
import { storyText } from "./story";

/** What became of one scenario. */
export interface ScenarioResult {
  readonly name: string;
  readonly file: string;
  /** Of the first failure, else of the scenario; from 1. */
  readonly line: number;
  readonly outcome: "passed" | "failed" | "skipped";
  /** Why it is skipped. */
  readonly todo: string | undefined;
  readonly failures: readonly Omit<ScenarioFailure, "at">[];
  /** Why it could not run: of the scenario, of the resources, of the policies. */
  readonly problems: readonly GatewayProblem[];
  /** What happened to the request that failed, in about eight lines. */
  readonly story: readonly string[];
  /** Values of settings that are not documented, under which it ends otherwise. */
  readonly dependsOn: readonly Dependence[];
  /** How many settings were tried; `undefined`: none was to be. */
  readonly settingsTried: number | undefined;
  /** Time that passed for the gateway, and for who waited, in milliseconds. */
  readonly virtualMs: number;
  readonly realMs: number;
  /** What it met: names of settings, places of policies. */
  readonly met: { readonly settings: readonly string[]; readonly policies: readonly string[] };
}

export interface ResultOptions extends RunOptions {
  /** `each`: under every value of every setting that it meets. @default only a failure is looked into */
  readonly settings?: "each";
  /** Is told of each run under another value, before it begins: there may be hundreds. */
  readonly onTry?: (scenario: string, attempt: SettingTry) => void;
}

/** A failure is looked into under other settings only where that does not hold anybody up. */
const FEW_REQUESTS = 100;

/** Runs what was read. Never throws. */
export async function resultOf(
  { scenario, problems, place }: ReadScenario,
  where: { readonly dir: string; readonly file: string },
  { settings, onTry, ...options }: ResultOptions,
  now: () => number,
): Promise<{ readonly result: ScenarioResult; readonly run: ScenarioRun | undefined }> {
  const { file } = where;
  const each = settings === "each";
  const begun = now();
  const empty = {
    file,
    line: problems[0]?.line ?? 1,
    todo: undefined,
    failures: [],
    story: [],
    dependsOn: [],
    settingsTried: undefined,
    virtualMs: 0,
    realMs: 0,
    met: { settings: [], policies: [] },
  };
  if (scenario === undefined)
    return { result: { ...empty, name: file, outcome: "failed", problems }, run: undefined };
  const { todo } = scenario.parts;
  if (todo !== undefined) {
    const result = { ...empty, name: scenario.name, outcome: "skipped" as const, todo, problems: [] };
    return { result: { ...result, line: place(scenario.parts.places.todo ?? 0).line }, run: undefined };
  }
  const placed: PlacedScenario = { scenario, place, ...where };
  const run = await runOnce(placed, options);
  const good = passed(run);
  const wants =
    each || (!good && options.real !== true && run.problems.length === 0 && run.requests <= FEW_REQUESTS);
  const { found, tried } = wants
    ? await runSettingsEach(placed, run, options, (attempt) => onTry?.(scenario.name, attempt))
    : { found: [], tried: [] };
  const result: ScenarioResult = {
    name: scenario.name,
    file,
    line: lineOf(run, place, scenario.parts.places.scenario ?? 0),
    outcome: good ? "passed" : "failed",
    todo: undefined,
    failures: run.failures.map(({ at: _, ...failure }) => failure),
    problems: run.problems,
    story: [
      ...(run.told === undefined ? [] : [`${run.told}:`]),
      ...storyText(run.story),
      ...(run.advice === undefined ? [] : [run.advice]),
    ],
    dependsOn: found,
    settingsTried: each ? tried.length : undefined,
    virtualMs: run.virtualMs,
    realMs: now() - begun,
    met: { settings: [...run.settings].sort(), policies: [...run.reached].sort() },
  };
  return { result, run };
}

const lineOf = ({ failures: [failure] }: ScenarioRun, place: ScenarioPlace, scenario: number): number =>
  place(failure === undefined || failure.at < 0 ? scenario : failure.at).line;

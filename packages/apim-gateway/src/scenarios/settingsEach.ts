import { settingRows } from "../settings/catalogue";
import { runOnce } from "./runOnce";
import type { PlacedScenario, RunOptions, ScenarioRun } from "./scenarioRun";

/** Another value of a setting, under which the scenario ends otherwise. */
export interface Dependence {
  readonly setting: string;
  readonly value: string | number;
  /** How it ends then. */
  readonly passes: boolean;
}

/** A run under another value. */
export interface SettingTry {
  readonly setting: string;
  readonly value: string;
  /** From 1. */
  readonly number: number;
  readonly of: number;
}

export interface Dependences {
  readonly found: readonly Dependence[];
  /** Settings that it met and whose values were tried. */
  readonly tried: readonly string[];
}

export const passed = ({ failures, problems }: ScenarioRun): boolean =>
  failures.length === 0 && problems.length === 0;

/**
 * Runs a scenario again under each other value of each setting that it met and that it does not fix itself. Settings
 * that are numbers or text have no list of values: they stay as they are.
 */
export async function runSettingsEach(
  placed: PlacedScenario,
  base: ScenarioRun,
  options: RunOptions = {},
  onTry: (attempt: SettingTry) => void = () => {},
): Promise<Dependences> {
  const fixed = new Set([
    ...(placed.scenario.parts.settings?.map(({ name }) => name) ?? []),
    ...Object.keys(options.set ?? {}),
  ]);
  const attempts = [...settingRows].flatMap(([setting, { values, default: usual }]) =>
    !base.settings.has(setting) || fixed.has(setting) || values.kind !== "words"
      ? []
      : values.words.filter((value) => value !== usual).map((value) => ({ setting, value })),
  );
  const found: Dependence[] = [];
  const { found: configuration, policies } = base.prepared;
  for (const [index, { setting, value }] of attempts.entries()) {
    onTry({ setting, value, number: index + 1, of: attempts.length });
    const prepared = base.compiledBy.has(setting)
      ? { found: configuration }
      : { found: configuration, policies };
    const run = await runOnce(placed, { ...options, set: { ...options.set, [setting]: value } }, prepared);
    if (passed(run) !== passed(base)) found.push({ setting, value, passes: passed(run) });
  }
  return { found, tried: [...new Set(attempts.map(({ setting }) => setting))] };
}

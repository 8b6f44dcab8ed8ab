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
): Promise<Dependences> {
  const fixed = new Set([
    ...(placed.scenario.parts.settings?.map(({ name }) => name) ?? []),
    ...Object.keys(options.set ?? {}),
  ]);
  const found: Dependence[] = [];
  const tried: string[] = [];
  for (const [setting, { values, default: usual }] of settingRows) {
    if (!base.settings.has(setting) || fixed.has(setting) || values.kind !== "words") continue;
    tried.push(setting);
    const { found: configuration, policies } = base.prepared;
    const prepared = base.compiledBy.has(setting)
      ? { found: configuration }
      : { found: configuration, policies };
    for (const value of values.words) {
      if (value === usual) continue;
      const run = await runOnce(placed, { ...options, set: { ...options.set, [setting]: value } }, prepared);
      if (passed(run) !== passed(base)) found.push({ setting, value, passes: passed(run) });
    }
  }
  return { found, tried };
}

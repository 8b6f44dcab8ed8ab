import { readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { performance } from "node:perf_hooks";
import { readDefined, readScenario } from "./readScenario";
import type { ScenarioInput } from "./scenarioInput";
import { type ResultOptions, resultOf, type ScenarioResult } from "./scenarioResult";

export interface ScenarioOptions extends ResultOptions {
  /** Folder that the paths of a scenario count from. @default the file's, or where the process runs */
  readonly folder?: string;
}

/**
 * Runs one scenario: a file, or what a program defined. What is wrong with it is among its problems.
 *
 * @throws Error of the file system for a file that cannot be read
 */
export async function runScenario(
  scenario: ScenarioInput | string,
  { folder, ...options }: ScenarioOptions = {},
): Promise<ScenarioResult> {
  const isFile = typeof scenario === "string";
  const file = isFile ? basename(scenario) : "(defined)";
  const read = isFile ? readScenario(readFileSync(scenario, "utf8"), file) : readDefined(scenario, file);
  const dir = folder ?? (isFile ? dirname(scenario) : ".");
  return (await resultOf(read, { dir, file }, options, () => performance.now())).result;
}

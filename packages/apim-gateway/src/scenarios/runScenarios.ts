import { readFileSync, statSync } from "node:fs";
import { dirname, relative } from "node:path";
import { performance } from "node:perf_hooks";
import type { Coverage } from "./coverage";
import { findScenarios } from "./findScenarios";
import { type ReadScenario, readScenario } from "./readScenario";
import { type ResultOptions, resultOf, type ScenarioResult } from "./scenarioResult";

export interface ScenariosOptions extends ResultOptions {
  /** Only scenarios with this text in their name or path; without regard to case. */
  readonly filter?: string;
  /** Is told what the scenarios reached. */
  readonly coverage?: Coverage;
}

/** Path of a scenario as messages show it. */
const shownPath = (folder: string, path: string): string => {
  const root = statSync(folder).isFile() ? dirname(folder) : folder;
  return relative(root, path).replaceAll("\\", "/");
};

/**
 * Runs the scenarios of a folder, or of one file, one after the other.
 *
 * @throws Error of the file system where the folder cannot be read
 */
export async function* runScenarios(
  folder: string,
  options: ScenariosOptions = {},
): AsyncGenerator<ScenarioResult> {
  for (const path of findScenarios(folder)) {
    const file = shownPath(folder, path);
    const read = readFile(path, file);
    const { filter } = options;
    const known = `${read.scenario?.name ?? ""}\n${file}`.toLowerCase();
    if (filter !== undefined && !known.includes(filter.toLowerCase())) continue;
    yield runFile(path, file, read, options);
  }
}

function readFile(path: string, file: string): ReadScenario {
  try {
    return readScenario(readFileSync(path, "utf8"), file);
  } catch (error) {
    const message = `This cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown error"}).`;
    const problem = { severity: "error", rule: "unreadable", file, line: 1, column: 1, message } as const;
    return { scenario: undefined, problems: [problem], place: () => ({ line: 1, column: 1 }) };
  }
}

async function runFile(
  path: string,
  file: string,
  read: ReadScenario,
  { filter: _, coverage, ...options }: ScenariosOptions,
): Promise<ScenarioResult> {
  const { result, run } = await resultOf(read, { dir: dirname(path), file }, options, () =>
    performance.now(),
  );
  if (run !== undefined) coverage?.add(run);
  return result;
}

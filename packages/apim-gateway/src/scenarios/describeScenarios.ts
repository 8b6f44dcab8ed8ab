import { readFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import { findScenarios } from "./findScenarios";
import { readScenario } from "./readScenario";
import { failureLines } from "./report/reporter";
import { runScenario } from "./runScenario";
import type { ResultOptions } from "./scenarioResult";

/** `test` of Jest, Vitest or `node:test`. */
export interface RegisterTest {
  (name: string, run: () => Promise<void>): unknown;
  readonly skip: (name: string, run: () => Promise<void>) => unknown;
}

export interface DescribeOptions extends ResultOptions {
  /** @default the global `test`, else that of `node:test`; Vitest without `globals` has neither */
  readonly test?: RegisterTest;
}

/**
 * Makes a test of each scenario of a folder, with its sentence for a name. A test that fails throws what
 * `apim-gateway test` prints.
 *
 * @throws Error where the folder cannot be read or holds no scenario, or Vitest shows no `test`
 */
export function describeScenarios(
  folder: string,
  { test = presentTest(), ...options }: DescribeOptions = {},
): void {
  const files = findScenarios(folder);
  if (files.length === 0) throw new Error(`There is no *.scenario.yaml in \`${folder}\`.`);
  for (const path of files) {
    const file = relative(folder, path) || path;
    const { scenario } = readScenario(readFileSync(path, "utf8"), file);
    const name = `${scenario?.name ?? "can be read"} (${file.replaceAll("\\", "/")})`;
    const register = scenario?.parts.todo === undefined ? test : test.skip;
    register(name, async () => {
      const result = await runScenario(path, { folder: dirname(path), ...options });
      if (result.outcome === "failed") throw failed(failureLines(result));
    });
  }
}

/** The place of a scenario is in the message; that of this code helps nobody. */
function failed(lines: readonly string[]): Error {
  const error = new Error(lines.join("\n"));
  error.stack = error.message;
  return error;
}

function presentTest(): RegisterTest {
  const { test } = globalThis as { readonly test?: RegisterTest };
  // Vitest would see no test, and `node:test` would run what nobody waits for.
  if (test === undefined && process.env.VITEST !== undefined)
    throw new Error(
      'Vitest shows no global `test` here. Import it, `import { test } from "vitest"`, and give it: `describeScenarios(folder, { test })`; or set `globals: true` in its configuration.',
    );
  return test ?? (require("node:test") as { readonly test: RegisterTest }).test;
}

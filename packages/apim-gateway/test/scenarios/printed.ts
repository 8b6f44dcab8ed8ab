import { createColors } from "picocolors";
import { Coverage } from "../../src/scenarios/coverage";
import type { Reporter } from "../../src/scenarios/report/reporter";
import { textReporter } from "../../src/scenarios/report/text";
import { runScenarios, type ScenariosOptions } from "../../src/scenarios/runScenarios";
import type { ScenarioResult } from "../../src/scenarios/scenarioResult";

export const plainText = (width = 80): Reporter => textReporter({ width, colours: createColors(false) });

/** What `apim-gateway test` prints, as if it had taken no time. */
export async function printed(
  folder: string,
  reporter: Reporter = plainText(),
  options: ScenariosOptions = {},
): Promise<string> {
  const coverage = new Coverage();
  const results: ScenarioResult[] = [];
  let text = reporter.begin();
  for await (const result of runScenarios(folder, { coverage, ...options })) {
    const timeless = { ...result, realMs: 0 };
    results.push(timeless);
    text += reporter.result(timeless);
  }
  return text + reporter.end({ results, realMs: 0, coverage: coverage.result() });
}

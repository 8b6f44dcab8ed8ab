import { BackendsError } from "../backends/fields";
import { ConfigurationError } from "../gateway/createGateway";
import type { GatewayProblem } from "../ports/problem";
import { scenarioConfiguration } from "./scenarioConfiguration";
import { ScenarioPlay } from "./scenarioPlay";
import type { PlacedScenario, Prepared, RunOptions, ScenarioRun } from "./scenarioRun";

/**
 * Runs one scenario. Never throws.
 *
 * @param prepared by a run before this one, whose settings were the same as far as the policies were compiled by them
 */
export async function runOnce(
  placed: PlacedScenario,
  options: RunOptions = {},
  prepared?: Partial<Prepared>,
): Promise<ScenarioRun> {
  const { scenario, dir, file, place } = placed;
  const reportAt = (at: number, message: string): GatewayProblem => ({
    severity: "error",
    rule: "scenario",
    file,
    ...place(at),
    message: message.charAt(0).toUpperCase() + message.slice(1),
  });
  const found = prepared?.found ?? scenarioConfiguration(scenario, dir, reportAt);
  const run = new ScenarioPlay(scenario, found, prepared?.policies, options);
  const problems = [
    ...found.problems,
    ...run.settingProblems.map((text) => reportAt(scenario.parts.places.settings ?? 0, text)),
  ];
  problems.sort((a, b) =>
    a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1,
  );
  if (found.configuration === undefined || problems.length > 0) return run.result(problems);
  try {
    await run.play();
    return run.result([]);
  } catch (error) {
    if (error instanceof ConfigurationError)
      return run.result(error.problems.filter(({ severity }) => severity === "error"));
    if (!(error instanceof BackendsError)) throw error;
    return run.result(
      error.problems.map(({ backend, path, message }) =>
        reportAt(
          scenario.backends.find(({ name }) => name === backend)?.at ?? 0,
          `the backend \`${backend}\` cannot be: \`${path}\` ${message}.`,
        ),
      ),
    );
  } finally {
    await run.close();
  }
}

import type { GatewayProblem } from "../ports/problem";
import { definedShape, type Scenario, scenarioOf, scenarioShape } from "./scenarioShape";
import { nodeOf, type ReadYaml, readYaml } from "./yamlNode";

export type ScenarioPlace = ReadYaml["place"];

export interface ReadScenario {
  /** `undefined` where there are problems. */
  readonly scenario: Scenario | undefined;
  readonly problems: readonly GatewayProblem[];
  readonly place: ScenarioPlace;
}

const nowhere: ScenarioPlace = () => ({ line: 1, column: 1 });

/** Reads a scenario from the text of a file. Never throws; every problem at once. */
export function readScenario(text: string, file: string): ReadScenario {
  const { root, problems: found, place } = readYaml(text);
  const problems: GatewayProblem[] = [];
  const report = (rule: string) => (at: number, message: string) => {
    const sentence = message[0] === "`" ? message : message.charAt(0).toUpperCase() + message.slice(1);
    problems.push({ severity: "error", rule, file, ...place(at), message: sentence });
    return undefined;
  };
  for (const { at, message } of found) report("yaml")(at, message);
  const read = root === undefined ? undefined : scenarioShape.read(root, report("scenario"));
  const sound = read !== undefined && problems.length === 0;
  problems.sort((a, b) => a.line - b.line || a.column - b.column);
  return { scenario: sound ? scenarioOf(read) : undefined, problems, place };
}

/** Reads what a program defined. */
export function readDefined(given: unknown, file: string): ReadScenario {
  const problems: GatewayProblem[] = [];
  const read = definedShape.read(nodeOf(given), (_, message) => {
    problems.push({ severity: "error", rule: "scenario", file, line: 1, column: 1, message });
    return undefined;
  });
  const sound = read !== undefined && problems.length === 0;
  return { scenario: sound ? scenarioOf(read) : undefined, problems, place: nowhere };
}

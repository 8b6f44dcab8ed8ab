// The second door, for tests of policies: re-exports only. A test lists it.

export { type DescribeOptions, describeScenarios, type RegisterTest } from "./scenarios/describeScenarios";
export { runScenario, type ScenarioOptions } from "./scenarios/runScenario";
export { runScenarios, type ScenariosOptions } from "./scenarios/runScenarios";
export {
  type AnswerInput,
  type BackendInput,
  defineScenario,
  type ExpectInput,
  type ScenarioInput,
  type SendInput,
} from "./scenarios/scenarioInput";
export type { ScenarioResult } from "./scenarios/scenarioResult";

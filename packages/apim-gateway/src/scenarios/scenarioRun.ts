import type { CompiledPolicies } from "../gateway/compilePolicies";
import type { GatewayProblem } from "../ports/problem";
import type { ScenarioFailure } from "./failure";
import type { ScenarioPlace } from "./readScenario";
import type { ScenarioConfiguration } from "./scenarioConfiguration";
import type { Scenario } from "./scenarioShape";
import type { ScenarioCall } from "./scriptedBackends";
import type { StoryLine } from "./story";

/** What became of one run of a scenario. */
export interface ScenarioRun {
  readonly failures: readonly ScenarioFailure[];
  /** Why it could not run. */
  readonly problems: readonly GatewayProblem[];
  /** Of the request that failed; empty where it passed. */
  readonly story: readonly StoryLine[];
  /** `request 3 of 20`, where the step has several. */
  readonly told: string | undefined;
  /** The way out, where the scenario did not give what the policy asks for. */
  readonly advice: string | undefined;
  /** Time that passed for the gateway, in milliseconds. */
  readonly virtualMs: number;
  /** Calls that left the gateway, in order. */
  readonly calls: readonly ScenarioCall[];
  /** Requests that were sent. */
  readonly requests: number;
  /** Names of the settings that were read. */
  readonly settings: ReadonlySet<string>;
  /** Those of them that were read when the policies were compiled. */
  readonly compiledBy: ReadonlySet<string>;
  /** What another run of the scenario need not make again. */
  readonly prepared: Prepared;
  /** Places of policies that were reached: `policy.xml:5:7`. */
  readonly reached: ReadonlySet<string>;
  /** Expressions that were evaluated: the file and the source, with a line end between them. */
  readonly evaluated: ReadonlySet<string>;
  readonly configuration: ScenarioConfiguration["configuration"];
}

/** What does not depend on what happens: the configuration, and its policies where they could be compiled. */
export interface Prepared {
  readonly found: ScenarioConfiguration;
  readonly policies: CompiledPolicies | undefined;
}

export interface RunOptions {
  readonly seed?: number;
  /** Over sockets, in the time that it takes. @default in virtual time */
  readonly real?: boolean;
  /** Loads what API Management would refuse at save. @default false */
  readonly lenient?: boolean;
  /** Settings, in front of the scenario's own. */
  readonly set?: Readonly<Record<string, string | number>>;
}

/** A scenario with where it stands. */
export interface PlacedScenario {
  readonly scenario: Scenario;
  /** Folder that its paths count from. */
  readonly dir: string;
  /** Path as messages show it. */
  readonly file: string;
  readonly place: ScenarioPlace;
}

import { readFileSync } from "node:fs";
import { join } from "node:path";

const source = join(__dirname, "../src");

/** What a door exports: values by name, types with `type` before them. */
function exported(door: string): string[] {
  const text = readFileSync(join(source, door), "utf8").replace(/\/\/.*|\/\*[\s\S]*?\*\//g, "");
  return [...text.matchAll(/export (type )?\{([^}]*)\} from "[^"]+";/g)]
    .flatMap(([, all = "", names = ""]) =>
      names
        .split(",")
        .map((name) => name.trim())
        .filter((name) => name !== "")
        .map((name) => `${name.startsWith("type ") ? "" : all}${name}`),
    )
    .sort();
}

const doors = {
  "index.ts": [
    "Body",
    "ConfigurationError",
    "Headers",
    "SharedState",
    "TransportFailure",
    "checkDocuments",
    "checkFolder",
    "createGateway",
    "fetchTransport",
    "formatTrace",
    "gatewayProblemText",
    "loadConfiguration",
    "policySupport",
    "policySupportMarkdown",
    "realEnvironment",
    "serveFolder",
    "settingRooms",
    "socketTransport",
    "type BackendRequest",
    "type BackendResponse",
    "type BackendState",
    "type BreakerChange",
    "type BreakerState",
    "type CheckOptions",
    "type CheckedFolder",
    "type Configuration",
    "type ConfigurationOptions",
    "type Environment",
    "type FetchTransportOptions",
    "type FormatTraceOptions",
    "type Gateway",
    "type GatewayOptions",
    "type GatewayProblem",
    "type GatewayRequest",
    "type GatewayResponse",
    "type HandleRequest",
    "type InstanceBackends",
    "type LoadedConfiguration",
    "type MetricSample",
    "type PolicySupport",
    "type ServeEvent",
    "type ServeFolderOptions",
    "type ServedFolder",
    "type SocketTransport",
    "type SocketTransportOptions",
    "type TokenRequest",
    "type Trace",
    "type TraceAttempt",
    "type TracePolicy",
    "type Transport",
    "type VirtualEnvironment",
    "type VirtualEnvironmentOptions",
    "virtualEnvironment",
  ],
  "testing.ts": [
    "defineScenario",
    "describeScenarios",
    "runScenario",
    "runScenarios",
    "type AnswerInput",
    "type BackendInput",
    "type DescribeOptions",
    "type ExpectInput",
    "type RegisterTest",
    "type ScenarioInput",
    "type ScenarioOptions",
    "type ScenarioResult",
    "type ScenariosOptions",
    "type SendInput",
  ],
  "cli/index.ts": [
    "addServeOptions",
    "check",
    "columns",
    "createProgress",
    "init",
    "machineFault",
    "policies",
    "runProgram",
    "serve",
    "settings",
    "test",
    "testVerb",
    "trace",
    "traceVerb",
    "type CheckCommandOptions",
    "type CommandNames",
    "type Progress",
    "type ServeCommandOptions",
    "type TestCommandOptions",
    "type TraceCommandOptions",
    "type Verb",
    "verbOptions",
  ],
  "xml/index.ts": [
    "checkPolicies",
    "maskExpressions",
    "type CheckPoliciesOptions",
    "type ChildrenRule",
    "type GatewayProblem",
    "type PolicyText",
    "type Scope",
    "type Section",
    "type ValueRule",
    "type WrittenElement",
    "type WrittenValue",
  ],
  "text/index.ts": [
    "closest",
    "count",
    "cut",
    "didYouMean",
    "editDistance",
    "harmless",
    "printable",
    "table",
    "type Column",
    "type Indent",
    "wrap",
  ],
};

describe.each(Object.entries(doors))("the door %s", (door, names) => {
  test("exports these names and no others", () => {
    expect(exported(door)).toEqual(names);
  });

  test("only passes on what others have", () => {
    const values = names.filter((name) => !name.startsWith("type "));
    expect(Object.keys(require(join(source, door)) as object).sort()).toEqual(values);
  });
});

import * as pulumi from "@pulumi/pulumi";
import { withoutVersionAliases } from "../../infra/engineTuning";
import { declareFleet, type FleetOutputs } from "../../infra/fleet";
import type { RenderedPolicies } from "../../infra/rendering/policies";
import type { RoutingPlan } from "../../infra/routing/plan";
import type { Topology } from "../../infra/topology/topology";
import { answerFor } from "./answers";

/** One resource as the program registered it. */
export interface Recorded {
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  /** Logical name of the parent; `undefined` directly below the stack. */
  readonly parent: string | undefined;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Logical names of what it waits for, by explicit dependency or through an input. */
  readonly dependsOn: readonly string[];
  /** Input → logical names of the resources that its value comes from. */
  readonly inputDependencies: Readonly<Record<string, readonly string[]>>;
  readonly protect: boolean;
  /** Replaced by a new one first, whatever the provider would do. */
  readonly createFirst: boolean;
  readonly ignoreChanges: readonly string[];
  readonly secretOutputs: readonly string[];
  readonly aliases: readonly string[];
}

export interface Recording {
  readonly resources: readonly Recorded[];
  readonly outputs: Readonly<Record<string, unknown>>;
  /** What a mock was asked and has no answer to; a test expects none. */
  readonly violations: readonly string[];
}

const SECRET = "4dabf18193072939515e22adb298388d";

/** Runs the program against mocks that record everything and refuse what they do not know. */
export async function record(
  fleet: { topology: Topology; plan: RoutingPlan; policies: RenderedPolicies },
  { preview = false, keepVersionAliases = false } = {},
): Promise<Recording> {
  const resources: Recorded[] = [];
  const violations: string[] = [];
  const frames = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  const restore = listen((request) => resources.push(read(request)));
  let declared: FleetOutputs | undefined;
  try {
    await pulumi.runtime.setMocks(
      {
        newResource: (args) => {
          if (args.custom === false) return { id: undefined, state: args.inputs };
          const answer = answerFor(args.type, args.name, args.inputs);
          // A mock that throws would end the whole test process; the test looks at the list instead.
          if (answer === undefined) violations.push(`${args.type} \`${args.name}\` is not expected`);
          const { id, outputs } = answer ?? { id: args.name, outputs: {} };
          return preview
            ? { id: undefined, state: args.inputs }
            : { id, state: { ...args.inputs, ...outputs } };
        },
        call: (args) => {
          violations.push(`the function ${args.token} is not expected`);
          return {};
        },
      },
      "aoai-fleet",
      "test",
      preview,
    );
    await pulumi.runtime.runInPulumiStack(async () => {
      if (!keepVersionAliases) pulumi.runtime.registerStackTransformation(withoutVersionAliases);
      declared = declareFleet(fleet.topology, fleet.plan, fleet.policies);
      return {};
    });
    await settle(() => resources.length);
    return { resources, outputs: await values({ ...declared }), violations };
  } finally {
    restore();
    Error.stackTraceLimit = frames;
  }
}

/** Waits until no registration is under way and none has come for a while, so that one made in an `apply` is caught. */
async function settle(count: () => number): Promise<void> {
  const { waitForRPCs } = pulumi.runtime as unknown as { waitForRPCs(): Promise<void> };
  for (let quiet = 0, last = -1; quiet < 5; ) {
    await waitForRPCs();
    await new Promise((resolve) => setImmediate(resolve));
    quiet = count() === last ? quiet + 1 : 0;
    last = count();
  }
}

async function values(outputs: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
  const all = pulumi.output(outputs) as unknown as { promise(): Promise<Record<string, unknown>> };
  return all.promise();
}

interface Request {
  getType(): string;
  getName(): string;
  getCustom(): boolean;
  getParent(): string;
  getObject(): { toJavaScript(): Record<string, unknown> } | undefined;
  getDependenciesList(): string[];
  getPropertydependenciesMap(): {
    forEach(visit: (value: { getUrnsList(): string[] }, key: string) => void): void;
  };
  getProtect(): boolean;
  getDeletebeforereplace(): boolean;
  getDeletebeforereplacedefined(): boolean;
  getIgnorechangesList(): string[];
  getAdditionalsecretoutputsList(): string[];
  getAliasesList(): { toObject(): unknown }[];
}

/** Mocks are not told of parents, dependencies and options; the request to the engine has them. */
function listen(heard: (request: Request) => void): () => void {
  const { MockMonitor } = require("@pulumi/pulumi/runtime/mocks.js") as {
    MockMonitor: { prototype: { registerResource(request: Request, ...rest: unknown[]): unknown } };
  };
  const original = MockMonitor.prototype.registerResource;
  MockMonitor.prototype.registerResource = function (request, ...rest) {
    if (request.getType() !== "pulumi:pulumi:Stack") heard(request);
    return original.call(this, request, ...rest);
  };
  return () => {
    MockMonitor.prototype.registerResource = original;
  };
}

const nameOfUrn = (urn: string) => urn.split("::").slice(3).join("::");
const sorted = (urns: readonly string[]) => [...new Set(urns.map(nameOfUrn))].sort();

function read(request: Request): Recorded {
  const parent = request.getParent();
  const inputDependencies: Record<string, string[]> = {};
  request.getPropertydependenciesMap().forEach((value, input) => {
    if (value.getUrnsList().length > 0) inputDependencies[input] = sorted(value.getUrnsList());
  });
  return {
    type: request.getType(),
    name: request.getName(),
    custom: request.getCustom(),
    parent: parent === "" || parent.includes("pulumi:pulumi:Stack::") ? undefined : nameOfUrn(parent),
    inputs: request.getObject()?.toJavaScript() ?? {},
    dependsOn: sorted(request.getDependenciesList()),
    inputDependencies,
    protect: request.getProtect(),
    createFirst: request.getDeletebeforereplacedefined() && !request.getDeletebeforereplace(),
    ignoreChanges: request.getIgnorechangesList(),
    secretOutputs: request.getAdditionalsecretoutputsList(),
    aliases: request.getAliasesList().map((alias) => JSON.stringify(alias.toObject())),
  };
}

/** Whether an input travels to the engine as a secret. */
export function isSecret(value: unknown): boolean {
  return typeof value === "object" && value !== null && SECRET in value;
}

import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { type InProcessOptions, type InProcessResult, InProcessRun } from "./inProcessRun";
import type { Values } from "./provider/wire";
import type { World } from "./worldStore";

export type { InProcessError, InProcessOptions, InProcessResource, InProcessResult } from "./inProcessRun";

/**
 * Runs a Pulumi program in this process against a world, without an engine: the same providers and the same rules, in
 * the order of the program's dependencies. There is no state, so every run creates; a refusal is recorded and the rest
 * goes on. One run at a time per process (the SDK's mocks are global).
 */
export async function runInProcess(
  program: () => unknown,
  world: World,
  options: InProcessOptions,
): Promise<InProcessResult> {
  const run = new InProcessRun(world, options);
  pulumi.runtime.setAllConfig({ ...options.config });
  await pulumi.runtime.setMocks(
    { newResource: (args) => run.newResource(args), call: (args) => run.call(args) },
    options.project,
    options.stack,
    options.preview ?? false,
  );
  const monitor = require("@pulumi/pulumi/runtime/mocks.js").MockMonitor.prototype as MockMonitor;
  const register = monitor.registerResource;
  monitor.registerResource = function (request, callback) {
    return register.call(this, request, (error, response) => {
      if (response !== undefined) run.registered(request, response.getUrn());
      callback(error, response);
    });
  };
  try {
    let declared: unknown;
    await pulumi.runtime.runInPulumiStack(async () => {
      declared = await program();
      return declared as pulumi.Inputs;
    });
    await settle(() => run.resources.length);
    return { outputs: await resolved(declared), resources: run.resources, errors: run.errors };
  } finally {
    monitor.registerResource = register;
  }
}

interface MockMonitor {
  registerResource(
    request: RegisterResourceRequest,
    callback: (error: unknown, response?: { getUrn(): string }) => void,
  ): Promise<void>;
}

/** Waits for resources that are registered after the program's own promise is done. */
async function settle(count: () => number): Promise<void> {
  const { waitForRPCs } = require("@pulumi/pulumi/runtime/settings.js") as { waitForRPCs(): Promise<void> };
  for (let quiet = 0, last = -1; quiet < 5; ) {
    await waitForRPCs();
    await new Promise((done) => setImmediate(done));
    quiet = count() === last ? quiet + 1 : 0;
    last = count();
  }
}

async function resolved(value: unknown): Promise<Values> {
  const output = pulumi.output(value) as unknown as { promise(withUnknowns?: boolean): Promise<unknown> };
  return ((await output.promise(true)) ?? {}) as Values;
}

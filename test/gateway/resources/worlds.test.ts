import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Configuration, gatewayProblemText, loadConfiguration } from "apim-gateway";
import { adopted } from "../../../cli/start/adopted";
import { declareFleet } from "../../../infra/fleet";
import { renderPolicies } from "../../../infra/rendering/renderPolicies";
import { planRouting } from "../../../infra/routing/planRouting";
import { loadTopology } from "../../../infra/topology/load";
import { FolderWorld } from "../../../local/azure/folderWorld";
import { runInProcess } from "../../../local/azure/inProcess";
import { seedWorld } from "../../../local/azure/seedWorld";
import { worldSettings } from "../../../local/azure/settings";

const made: string[] = [];
afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

/** Declares a stack into a world in a folder, as `npm start` does, and reads it. */
async function worldOf(stack: string) {
  const checked = loadTopology(join(__dirname, `../../../stacks/${stack}.yaml`));
  if (!checked.ok) throw new Error("the stack is wrong");
  const topology = checked.value;
  const plan = planRouting(topology);
  const policies = renderPolicies(topology, plan);
  const folder = mkdtempSync(join(tmpdir(), "fleet-world-"));
  made.push(folder);
  const world = FolderWorld.open(folder, () => "seed");
  const settings = worldSettings();
  seedWorld(world, settings, adopted(topology, settings.subscriptionId));
  const run = await runInProcess(() => declareFleet(topology, plan, policies), world, {
    project: "aoai-fleet",
    stack,
  });
  expect(run.errors).toEqual([]);
  const { configuration, problems } = loadConfiguration(folder);
  return {
    configuration: configuration as Configuration,
    problems: problems.map(gatewayProblemText),
    policies,
    world,
  };
}

// Declaring a fleet loads the SDK of a cloud: seconds on a busy machine.
jest.setTimeout(120_000);

test.each(["dev", "prod"])("the world of `stacks/%s.yaml` loads without a problem", async (stack) => {
  const { configuration, problems, policies, world } = await worldOf(stack);
  expect(problems).toEqual([]);
  expect(configuration.service.gateway).toBe("v2");
  expect(configuration.apis.map(({ path }) => path)).toEqual(
    expect.arrayContaining(["openai", "openai/v1", "regions"]),
  );
  for (const api of configuration.apis) {
    expect(api.operations.length).toBeGreaterThan(0);
    expect(api.policy?.format).toBe("rawxml");
    expect(api.keyNames).toEqual({ header: "api-key", query: "api-key" });
    expect(api.diagnostics.length).toBeGreaterThan(0);
  }
  expect([...configuration.fragments.keys()].sort()).toEqual(policies.fragments.map(({ id }) => id).sort());
  expect(configuration.backends.length).toBe(
    world.all().filter(({ type }) => type === "Microsoft.ApiManagement/service/backends").length,
  );
  expect(configuration.products).toEqual([]);
  expect(configuration.subscriptions.length).toBeGreaterThan(0);
  for (const { state, scope, primaryKey, secondaryKey } of configuration.subscriptions) {
    expect([state, scope.kind]).toEqual(["active", "all"]);
    expect(primaryKey).toMatch(/^[0-9a-z]{32}$/);
    expect(secondaryKey).toMatch(/^[0-9a-z]{32}$/);
  }
  expect(configuration.namedValues.get("aoai-insights-connection")).toMatchObject({ secret: true });
});

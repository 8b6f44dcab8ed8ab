import { declareFleet } from "../../infra/fleet";
import { renderPolicies } from "../../infra/rendering/renderPolicies";
import { resourceProviders } from "../../infra/resourceProviders";
import { runInProcess } from "../../local/azure/inProcess";
import { MemoryWorld } from "../../local/azure/memoryWorld";
import { alwaysRegistered, namespacesOf } from "../../local/azure/rules/registration";
import { fleetOf, stackFile } from "./fleets";

test("the providers that a subscription registers are those of a private fleet, and none besides", async () => {
  const { topology, plan, policies } = fleetOf(stackFile("prod"), "stacks/prod.yaml", renderPolicies);
  const world = new MemoryWorld("seed");
  const { errors } = await runInProcess(() => declareFleet(topology, plan, policies), world, {
    project: "aoai-fleet",
    stack: "prod",
  });
  expect(errors).toEqual([]);
  const used = new Set(world.all().flatMap(namespacesOf));
  expect([...used].filter((name) => !alwaysRegistered.includes(name)).sort()).toEqual(resourceProviders);
});

import type { Fault } from "../../local/azure/faults";
import { MemoryWorld } from "../../local/azure/memoryWorld";
import {
  ACCOUNT,
  account,
  backend,
  deployment,
  GROUP,
  group,
  SERVICE,
  service,
  TestAzure,
} from "./testAzure";

const DEPLOYMENT = "Microsoft.CognitiveServices/accounts/deployments";
const conflict = {
  status: 409,
  code: "RequestConflict",
  message: `Another operation is being performed on the parent resource '${ACCOUNT}'. Please try again later.`,
};
const stateOf = (azure: TestAzure, id: string) => azure.world.get(id)?.properties.provisioningState;

describe("a write takes its time", () => {
  test("and shows its state meanwhile", async () => {
    const azure = await new TestAzure({ durations: { [DEPLOYMENT]: 100 } }).given(group, account);
    const [id, body] = deployment("payg");
    const creating = azure.begin(id, body);
    expect(stateOf(azure, id)).toBe("Creating");
    await azure.clock.pass(100);
    expect(await creating).toMatchObject({ ok: true });
    expect(stateOf(azure, id)).toBe("Succeeded");
    const updating = azure.begin(id, body);
    expect(stateOf(azure, id)).toBe("Updating");
    await azure.clock.pass(100);
    await updating;
    const deleting = azure.delete(id);
    expect(stateOf(azure, id)).toBe("Deleting");
    await azure.clock.pass(100);
    expect(await deleting).toBeUndefined();
    expect(azure.world.get(id)).toBeUndefined();
  });

  test("and a deletion may take another time than a creation", async () => {
    const azure = await new TestAzure({ durations: { [`DELETE ${DEPLOYMENT}`]: 50 } }).given(
      group,
      account,
      deployment("payg"),
    );
    const deleting = azure.delete(deployment("payg")[0]);
    expect(stateOf(azure, deployment("payg")[0])).toBe("Deleting");
    await azure.clock.pass(50);
    expect(await deleting).toBeUndefined();
  });

  test.each([
    ["creating another deployment", (azure: TestAzure) => azure.put(...deployment("b"))],
    ["updating a deployment", (azure: TestAzure) => azure.put(...deployment("there"))],
    ["deleting a deployment", (azure: TestAzure) => azure.delete(deployment("there")[0])],
    ["deleting the account", (azure: TestAzure) => azure.delete(ACCOUNT)],
    ["updating the account", (azure: TestAzure) => azure.put(...account)],
  ])("and %s of the same account is refused until then", async (_what, act) => {
    const settings = { durations: {} as Record<string, number> };
    const azure = await new TestAzure({ durations: settings.durations }).given(
      group,
      account,
      deployment("there"),
    );
    settings.durations[DEPLOYMENT] = 100;
    const creating = azure.begin(...deployment("a"));
    expect(await act(azure)).toEqual(conflict);
    await azure.clock.pass(100);
    await creating;
    delete settings.durations[DEPLOYMENT];
    expect(await act(azure)).toBeUndefined();
  });

  test("and a deletion under way refuses the others too", async () => {
    const azure = await new TestAzure({ durations: { [`DELETE ${DEPLOYMENT}`]: 100 } }).given(
      group,
      account,
      deployment("a"),
    );
    const deleting = azure.delete(deployment("a")[0]);
    expect(await azure.put(...deployment("b"))).toEqual(conflict);
    await azure.clock.pass(100);
    await deleting;
    expect(await azure.put(...deployment("b"))).toBeUndefined();
  });

  test("and another account goes on beside it", async () => {
    const other = `${GROUP}/providers/Microsoft.CognitiveServices/accounts/other`;
    const azure = await new TestAzure({ durations: { [DEPLOYMENT]: 100 } }).given(group, account, [
      other,
      { kind: "OpenAI" },
    ]);
    const both = [azure.begin(...deployment("a")), azure.begin(`${other}/deployments/a`, deployment("a")[1])];
    await azure.clock.pass(100);
    expect((await Promise.all(both)).map(({ ok }) => ok)).toEqual([true, true]);
  });

  test("and a role on the account need not wait", async () => {
    const azure = await new TestAzure({ durations: { [DEPLOYMENT]: 100 } }).given(group, account);
    const creating = azure.begin(...deployment("a"));
    const role = { principalId: azure.settings.principals[0], roleDefinitionId: `${GROUP}/x` };
    expect(
      await azure.put(`${ACCOUNT}/providers/Microsoft.Authorization/roleAssignments/r`, { properties: role }),
    ).toBeUndefined();
    await azure.clock.pass(100);
    await creating;
  });

  test("and a second write of the same resource elsewhere is a conflict", async () => {
    const azure = await new TestAzure({ durations: { "Microsoft.ApiManagement/service": 100 } }).given(group);
    const creating = azure.begin(...service);
    expect(await azure.put(...service)).toEqual({
      status: 409,
      code: "Conflict",
      message: `Another operation on this resource is in progress: ${SERVICE}.`,
    });
    await azure.clock.pass(100);
    await creating;
  });
});

describe("a failure on cue", () => {
  const answer = { status: 500, code: "InternalServerError", message: "An error occurred." };
  const run = async (fault: Fault) => {
    const azure = await new TestAzure({ faults: [fault] }).given(group, account);
    return {
      azure,
      first: await azure.begin(...deployment("a")),
      second: await azure.begin(...deployment("b")),
    };
  };

  test("hits the nth operation of its type and leaves nothing", async () => {
    const { azure, first, second } = await run({ operation: "put", type: DEPLOYMENT, nth: 2, answer });
    expect([first.ok, second]).toEqual([true, { ok: false, error: answer, begun: false }]);
    expect(azure.world.get(deployment("b")[0])).toBeUndefined();
  });

  test("hits a name as often as it says", async () => {
    const { azure, first } = await run({ operation: "put", name: "A", times: 2, answer });
    expect(first).toEqual({ ok: false, error: answer, begun: false });
    expect(await azure.put(...deployment("a"))).toEqual(answer);
    expect(await azure.put(...deployment("a"))).toBeUndefined();
  });

  test("may come at the end and leave a failed resource", async () => {
    const { azure, first } = await run({ operation: "put", name: "a", when: "after", answer });
    expect(first).toEqual({ ok: false, error: answer, begun: true });
    expect(stateOf(azure, deployment("a")[0])).toBe("Failed");
  });

  test("may hit a deletion", async () => {
    const { azure } = await run({ operation: "delete", type: DEPLOYMENT, answer });
    expect(await azure.delete(deployment("a")[0])).toEqual(answer);
    expect(await azure.delete(deployment("a")[0])).toBeUndefined();
  });

  test("may hang, and the state says so", async () => {
    const azure = await new TestAzure({ faults: [{ operation: "put", name: "a", answer: "hang" }] }).given(
      group,
      account,
    );
    void azure.begin(...deployment("a"));
    await azure.clock.pass(1e9);
    expect(stateOf(azure, deployment("a")[0])).toBe("Creating");
  });
});

describe("deleting", () => {
  test("what does not exist is fine", async () => {
    expect(await new TestAzure().delete(ACCOUNT)).toBeUndefined();
  });

  test("a group takes everything in it along, but accounts and gateways can come back", async () => {
    const azure = await new TestAzure().given(group, account, deployment("a"), service, backend("b"));
    await azure.delete(GROUP);
    expect(azure.world.all()).toEqual([]);
    expect(azure.world.findSoftDeleted(ACCOUNT)?.name).toBe("oai");
    expect(azure.world.softDeletedBelow(SERVICE).map(({ name }) => name)).toEqual(["b"]);
  });
});

describe("restoring", () => {
  test("an account brings it back without its deployments, whose quota is free then", async () => {
    const azure = await new TestAzure().given(group, account, deployment("a"));
    await azure.delete(ACCOUNT);
    expect(await azure.put(ACCOUNT, account[1], true)).toBeUndefined();
    expect(azure.world.below(ACCOUNT)).toEqual([]);
    expect(azure.world.softDeletedBelow(ACCOUNT)).toEqual([]);
  });

  test("an account brings its deployments back when the world says so", async () => {
    const azure = await new TestAzure({ settings: { restoreBringsDeployments: true } }).given(
      group,
      account,
      deployment("a"),
    );
    await azure.delete(ACCOUNT);
    await azure.put(ACCOUNT, account[1], true);
    expect(azure.world.below(ACCOUNT).map(({ name }) => name)).toEqual(["a"]);
  });

  test("a gateway brings it back as it was, whatever else is asked for", async () => {
    const azure = await new TestAzure().given(group, service, backend("b"));
    await azure.delete(SERVICE);
    await azure.put(SERVICE, { sku: { name: "Developer", capacity: 1 } }, true);
    expect(azure.world.get(SERVICE)?.sku).toEqual({ name: "StandardV2", capacity: 1 });
    expect(azure.world.below(SERVICE).map(({ name }) => name)).toEqual(["b"]);
  });
});

test("what a killed process had begun counts as finished when the world is opened again", async () => {
  const world = new MemoryWorld("seed");
  const azure = await new TestAzure({ world, durations: { [`DELETE ${DEPLOYMENT}`]: 100 } }).given(
    group,
    account,
    deployment("a"),
  );
  void azure.delete(deployment("a")[0]);
  world.put({
    id: SERVICE,
    name: "apim",
    type: "Microsoft.ApiManagement/service",
    properties: { provisioningState: "Creating" },
  });
  const again = new TestAzure({ world });
  expect(again.world.get(deployment("a")[0])).toBeUndefined();
  expect(stateOf(again, SERVICE)).toBe("Succeeded");
});

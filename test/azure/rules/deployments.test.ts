import { ACCOUNT, account, deployment, GROUP, group, TestAzure } from "../testAzure";

const OTHER = `${GROUP}/providers/Microsoft.CognitiveServices/accounts/other`;

describe("quota", () => {
  test("of PTU is per region and SKU, across models and accounts", async () => {
    const azure = new TestAzure({
      settings: { quota: { limits: { "eastus2/DataZoneProvisionedManaged": 100 } } },
    });
    await azure.given(
      group,
      account,
      [OTHER, { kind: "OpenAI" }],
      deployment("a", "DataZoneProvisionedManaged", 60),
    );
    const model = { format: "OpenAI", name: "gpt-5.6-luna" };
    const sku = { name: "DataZoneProvisionedManaged", capacity: 50 };
    expect(await azure.put(`${OTHER}/deployments/b`, { sku, properties: { model } })).toEqual({
      status: 400,
      code: "InsufficientQuota",
      message:
        "This operation require 50 new capacity in quota Data Zone Provisioned Managed Throughput Unit, which is bigger than the current available capacity 40. The current quota usage is 60 and the quota limit is 100 for quota Data Zone Provisioned Managed Throughput Unit.",
    });
  });

  test("of PAYG is per region, SKU and model", async () => {
    const azure = new TestAzure({ settings: { quota: { limits: { "*/GlobalStandard/gpt-5.4": 100 } } } });
    await azure.given(
      group,
      account,
      deployment("a", "GlobalStandard", 90),
      deployment("other-sku", "Standard", 90),
    );
    expect(await azure.put(...deployment("b", "GlobalStandard", 20))).toEqual({
      status: 400,
      code: "InsufficientQuota",
      message:
        "This operation require 20 new capacity in quota Tokens Per Minute (thousands) - gpt-5.4 - GlobalStandard, which is bigger than the current available capacity 10. The current quota usage is 90 and the quota limit is 100 for quota Tokens Per Minute (thousands) - gpt-5.4 - GlobalStandard.",
    });
  });

  test("counts only what a change adds", async () => {
    const azure = await new TestAzure({ settings: { quota: { payg: 100 } } }).given(
      group,
      account,
      deployment("a", "GlobalStandard", 90),
    );
    expect(await azure.put(...deployment("a", "GlobalStandard", 100))).toBeUndefined();
    expect(await azure.put(...deployment("a", "GlobalStandard", 101))).toMatchObject({
      message: expect.stringContaining("This operation require 1 new capacity"),
    });
    expect(await azure.put(...deployment("a", "GlobalStandard", 5))).toBeUndefined();
  });
});

describe("spillover", () => {
  const refused = (message: string) => ({ status: 400, code: "InvalidSpilloverDeployment", message });
  const spilling = (to: string, sku = "GlobalProvisionedManaged") =>
    deployment("ptu", sku, 15, { spilloverDeploymentName: to });
  const azure = () =>
    new TestAzure().given(group, account, deployment("payg"), deployment("regional", "Standard"));

  test("goes to a standard deployment of the same processing level", async () => {
    expect(await (await azure()).put(...spilling("payg"))).toBeUndefined();
    expect(await (await azure()).put(...spilling("regional", "ProvisionedManaged"))).toBeUndefined();
    expect(await (await azure()).put(...spilling("regional"))).toEqual(
      refused(
        "The spillover deployment 'regional' has the SKU 'Standard'. A 'GlobalProvisionedManaged' deployment can only spill over to 'GlobalStandard'.",
      ),
    );
  });

  test("needs its target first", async () => {
    expect(await (await azure()).put(...spilling("later"))).toEqual(
      refused("The spillover deployment 'later' of 'ptu' does not exist in this account."),
    );
  });

  test("is for provisioned deployments", async () => {
    expect(await (await azure()).put(...spilling("payg", "Standard"))).toEqual(
      refused("Spillover is for provisioned deployments; 'ptu' has the SKU 'Standard'."),
    );
  });

  test("keeps its target from being deleted", async () => {
    const world = await (await azure()).given(spilling("payg"));
    expect(await world.delete(deployment("payg")[0])).toEqual({
      status: 409,
      code: "SpilloverDeploymentInUse",
      message: "The deployment 'payg' is the spillover deployment of 'ptu'. Change or delete those first.",
    });
  });
});

describe("a deployment", () => {
  const azure = () => new TestAzure().given(group, account);

  test.each([0, -1, 1.5])("has a whole and positive capacity, not %s", async (capacity) => {
    expect(await (await azure()).put(...deployment("a", "Standard", capacity))).toEqual({
      status: 400,
      code: "InvalidCapacity",
      message: `The capacity of deployment 'a' should be a positive integer, got ${capacity}.`,
    });
  });

  test("says which model it is of", async () => {
    expect(
      await (await azure()).put(deployment("a")[0], {
        sku: { name: "Standard" },
        properties: { model: { name: "x" } },
      }),
    ).toEqual({
      status: 400,
      code: "InvalidResourceProperties",
      message: "The model of deployment 'a' needs 'format' and 'name'.",
    });
  });

  test("uses a content filter of Azure or one that the account has", async () => {
    const world = await azure();
    const filtered = deployment("a", "Standard", 1, { raiPolicyName: "strict" });
    expect(await world.put(...filtered)).toEqual({
      status: 400,
      code: "InvalidResourceProperties",
      message: "The raiPolicyName 'strict' of deployment 'a' does not exist in this account.",
    });
    await world.given([`${ACCOUNT}/raiPolicies/strict`]);
    expect(await world.put(...filtered)).toBeUndefined();
    expect(
      await world.put(...deployment("b", "Standard", 1, { raiPolicyName: "Microsoft.DefaultV2" })),
    ).toBeUndefined();
  });
});

import { ACCOUNT, account, deployment, GROUP, group, NETWORK, network, SUB, TestAzure } from "../testAzure";

const OTHER = `${GROUP}/providers/Microsoft.CognitiveServices/accounts/other`;

describe("what a resource is in must exist", () => {
  test("its resource group", async () => {
    expect(await new TestAzure().put(...account)).toEqual({
      status: 404,
      code: "ResourceGroupNotFound",
      message: "Resource group 'rg' could not be found.",
    });
  });

  test("its parent", async () => {
    const azure = await new TestAzure().given(group);
    expect(await azure.put(...deployment("a"))).toEqual({
      status: 404,
      code: "ParentResourceNotFound",
      message: `Failed to perform 'write' on resource(s) of type 'accounts/deployments', because the parent resource '${ACCOUNT}' could not be found.`,
    });
  });

  test("what it extends", async () => {
    const azure = await new TestAzure().given(group);
    expect(await azure.put(`${ACCOUNT}/providers/Microsoft.Insights/diagnosticSettings/d`)).toEqual({
      status: 404,
      code: "ResourceNotFound",
      message:
        "The Resource 'Microsoft.CognitiveServices/accounts/oai' under resource group 'rg' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix",
    });
  });
});

describe("a deleted account", () => {
  const deleted = async () => {
    const azure = await new TestAzure().given(group, account);
    await azure.delete(ACCOUNT);
    return azure;
  };

  test("holds its name", async () => {
    expect(await (await deleted()).put(...account)).toEqual({
      status: 409,
      code: "FlagMustBeSetForRestore",
      message: `An existing resource with ID '${ACCOUNT}' has been soft-deleted. To restore the resource, you must specify 'restore' to be 'true' in the property. If you don't want to restore existing resource, please purge it first.`,
    });
  });

  test("holds its subdomain", async () => {
    expect(await (await deleted()).put(OTHER, account[1])).toEqual({
      status: 409,
      code: "CustomDomainInUse",
      message:
        "Please pick a different name. The subdomain name 'oai-x' is not available as it's already used by a resource. If the resource using the name was deleted in the last 48 hours, you may need to purge the deleted resource.",
    });
  });

  test("can be restored, and only then", async () => {
    const azure = await deleted();
    expect(await azure.put(ACCOUNT, account[1], true)).toBeUndefined();
    expect(await azure.put(OTHER, {}, true)).toEqual({
      status: 400,
      code: "CanNotRestoreANonExistingResource",
      message: `Cannot restore a non-existing resource: '${OTHER}' is not soft-deleted. Remove 'restore' from the property.`,
    });
  });

  test("is free again when purged", async () => {
    const azure = await deleted();
    azure.world.purge(ACCOUNT);
    expect(await azure.put(...account)).toBeUndefined();
  });

  test("with deployments goes on holding their quota", async () => {
    const azure = new TestAzure({ settings: { quota: { ptu: 100 } } });
    await azure.given(group, account, deployment("ptu", "ProvisionedManaged", 80), [
      OTHER,
      { kind: "OpenAI" },
    ]);
    await azure.delete(ACCOUNT);
    const again = [`${OTHER}/deployments/ptu`, deployment("ptu", "ProvisionedManaged", 50)[1]] as const;
    expect(await azure.put(...again)).toMatchObject({ code: "InsufficientQuota" });
    azure.world.purge(ACCOUNT);
    expect(await azure.put(...again)).toBeUndefined();
  });
});

test("a custom subdomain stays as it is once it is set", async () => {
  const azure = await new TestAzure().given(group, account);
  expect(await azure.put(ACCOUNT, { properties: { customSubDomainName: "other" } })).toEqual({
    status: 400,
    code: "CustomSubDomainNameCannotBeChanged",
    message: `The subdomain name 'oai-x' of ${ACCOUNT} cannot be changed once it is set.`,
  });
});

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
    const model = { format: "OpenAI", name: "o4-mini" };
    const sku = { name: "DataZoneProvisionedManaged", capacity: 50 };
    expect(await azure.put(`${OTHER}/deployments/b`, { sku, properties: { model } })).toEqual({
      status: 400,
      code: "InsufficientQuota",
      message:
        "This operation require 50 new capacity in quota Data Zone Provisioned Managed Throughput Unit, which is bigger than the current available capacity 40. The current quota usage is 60 and the quota limit is 100 for quota Data Zone Provisioned Managed Throughput Unit.",
    });
  });

  test("of PAYG is per region, SKU and model", async () => {
    const azure = new TestAzure({ settings: { quota: { limits: { "*/GlobalStandard/gpt-4.1": 100 } } } });
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
        "This operation require 20 new capacity in quota Tokens Per Minute (thousands) - gpt-4.1 - GlobalStandard, which is bigger than the current available capacity 10. The current quota usage is 90 and the quota limit is 100 for quota Tokens Per Minute (thousands) - gpt-4.1 - GlobalStandard.",
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

describe("a private endpoint of an account", () => {
  const subnet = `${NETWORK}/subnets/endpoints`;
  const connection = { name: "c", properties: { groupIds: ["account"], privateLinkServiceId: ACCOUNT } };
  const endpoint = [
    `${GROUP}/providers/Microsoft.Network/privateEndpoints/pep`,
    { properties: { subnet: { id: subnet }, privateLinkServiceConnections: [connection] } },
  ] as const;
  const networked = [group, network, [subnet, { properties: { addressPrefix: "10.0.0.0/24" } }]] as const;

  test("waits until the deployments of the account are done", async () => {
    const durations = { "Microsoft.CognitiveServices/accounts/deployments": 100 };
    const azure = await new TestAzure({ durations }).given(...networked, account);
    const creating = azure.begin(...deployment("a"));
    expect(await azure.put(...endpoint)).toEqual({
      status: 400,
      code: "AccountProvisioningStateInvalid",
      message: `Call to Microsoft.CognitiveServices/accounts failed. Error message: Account ${ACCOUNT} in state Accepted`,
    });
    await azure.clock.pass(100);
    await creating;
    expect(await azure.put(...endpoint)).toBeUndefined();
  });

  test("needs the account's custom subdomain", async () => {
    const azure = await new TestAzure().given(...networked, [ACCOUNT, { kind: "OpenAI" }]);
    expect(await azure.put(...endpoint)).toEqual({
      status: 400,
      code: "BadRequest",
      message: `Private endpoints need a custom subdomain: ${ACCOUNT} has no 'customSubDomainName'.`,
    });
  });

  test("needs the account", async () => {
    const azure = await new TestAzure().given(...networked);
    expect(await azure.put(...endpoint)).toEqual({
      status: 400,
      code: "InvalidResourceReference",
      message: `Resource ${ACCOUNT} referenced by resource ${endpoint[0]} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
    });
  });
});

describe("a role", () => {
  const role = (name: string, principalId: string, roleName = "user") =>
    [
      `${ACCOUNT}/providers/Microsoft.Authorization/roleAssignments/${name}`,
      {
        properties: {
          principalId,
          roleDefinitionId: `${SUB}/providers/Microsoft.Authorization/roleDefinitions/${roleName}`,
        },
      },
    ] as const;
  const me = "22222222-2222-2222-2222-222222222222";

  test("is given once per principal and place", async () => {
    const azure = await new TestAzure().given(group, account, role("a", me));
    expect(await azure.put(...role("b", me))).toEqual({
      status: 409,
      code: "RoleAssignmentExists",
      message: "The role assignment already exists.",
    });
    expect(await azure.put(...role("b", me, "reader"))).toBeUndefined();
    expect(await azure.put(...role("a", me))).toBeUndefined();
  });

  test("cannot be changed", async () => {
    const azure = await new TestAzure().given(group, account, role("a", me));
    expect(await azure.put(...role("a", me, "reader"))).toEqual({
      status: 400,
      code: "RoleAssignmentUpdateNotPermitted",
      message: "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.",
    });
  });

  test("goes to a principal that exists, such as a managed identity", async () => {
    const identity = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id`;
    const azure = await new TestAzure().given(group, account, [identity]);
    const known = String(azure.world.get(identity)?.properties.principalId);
    expect(await azure.put(...role("a", known))).toBeUndefined();
    expect(await azure.put(...role("b", "33333333-3333-3333-3333-333333333333"))).toEqual({
      status: 400,
      code: "PrincipalNotFound",
      message:
        "Principal 33333333333333333333333333333333 does not exist in the directory 11111111-1111-1111-1111-111111111111. Check that you have the correct principal ID. If you are creating this principal and then immediately assigning a role, this error might be related to a replication delay. In this case, set the role assignment principalType property to a value, such as ServicePrincipal, User, or Group. See https://aka.ms/docs-principaltype",
    });
  });

  test("goes to an unknown service principal where the world says that Azure does not look", async () => {
    const azure = await new TestAzure({ settings: { unreferencedPrincipalType: true } }).given(
      group,
      account,
    );
    const [id, { properties }] = role("a", "33333333-3333-3333-3333-333333333333");
    expect(
      await azure.put(id, { properties: { ...properties, principalType: "ServicePrincipal" } }),
    ).toBeUndefined();
  });
});

describe("logs of an account", () => {
  const workspace = `${GROUP}/providers/Microsoft.OperationalInsights/workspaces/log`;
  const setting = (name: string) =>
    [
      `${ACCOUNT}/providers/Microsoft.Insights/diagnosticSettings/${name}`,
      { properties: { workspaceId: workspace, logs: [{ categoryGroup: "allLogs", enabled: true }] } },
    ] as const;

  test("go to a workspace that exists", async () => {
    const azure = await new TestAzure().given(group, account);
    expect(await azure.put(...setting("a"))).toEqual({
      status: 400,
      code: "BadRequest",
      message: `Resource ${workspace} referenced by diagnostic setting 'a' does not exist.`,
    });
  });

  test("go to one workspace once", async () => {
    const azure = await new TestAzure().given(group, account, [workspace], setting("a"));
    expect(await azure.put(...setting("b"))).toEqual({
      status: 409,
      code: "Conflict",
      message: `Data sink '${workspace}' is already used in diagnostic setting 'a' for category 'allLogs'. Data sinks can't be reused in different settings on the same category for the same resource.`,
    });
  });
});

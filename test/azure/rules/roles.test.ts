import { ACCOUNT, account, GROUP, group, SUB, TestAzure } from "../testAzure";

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

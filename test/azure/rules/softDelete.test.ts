import { ACCOUNT, account, deployment, GROUP, group, TestAzure } from "../testAzure";

const OTHER = `${GROUP}/providers/Microsoft.CognitiveServices/accounts/other`;

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

import { ACCOUNT, account, deployment, GROUP, group, NETWORK, network, TestAzure } from "../testAzure";

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

import { resourceProviders } from "../../../infra/resourceProviders";
import { account, GROUP, group, NETWORK, network, service, TestAzure } from "../testAzure";

const missing = (namespace: string) => ({
  status: 409,
  code: "MissingSubscriptionRegistration",
  message: `The subscription is not registered to use namespace '${namespace}'. See https://aka.ms/rps-not-found for how to register subscriptions.`,
});

test("a new subscription takes resource groups and roles, and nothing else until its provider is registered", async () => {
  const azure = await new TestAzure({ settings: { providers: [] } }).given(group);
  expect(await azure.put(...account)).toEqual(missing("Microsoft.CognitiveServices"));
  expect(await azure.put(...service)).toEqual(missing("Microsoft.ApiManagement"));
  const role = `${GROUP}/providers/Microsoft.Authorization/roleAssignments/11111111-0000-4000-8000-000000000000`;
  const properties = { roleDefinitionId: "x", principalId: "22222222-2222-2222-2222-222222222222" };
  expect(await azure.put(role, { properties })).toBeUndefined();
  const registered = new TestAzure({ settings: { providers: ["microsoft.cognitiveservices"] } });
  expect(await (await registered.given(group)).put(...account)).toBeUndefined();
});

test("a delegation takes the provider that it names, though no resource of it is made", async () => {
  const subnet = [
    `${NETWORK}/subnets/gateway`,
    {
      properties: {
        addressPrefix: "10.0.0.0/24",
        delegations: [{ name: "g", properties: { serviceName: "Microsoft.Web/serverFarms" } }],
      },
    },
  ] as const;
  const azure = new TestAzure({ settings: { providers: ["Microsoft.Network"] } });
  expect(await (await azure.given(group, network)).put(...subnet)).toEqual(missing("Microsoft.Web"));
  const all = new TestAzure({ settings: { providers: [...resourceProviders] } });
  expect(await (await all.given(group, network)).put(...subnet)).toBeUndefined();
});

import { GROUP, group, SERVICE, SUB, TestAzure } from "../testAzure";

const INSIGHTS = `${GROUP}/providers/Microsoft.Insights/components/insights`;
const IDENTITY = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/gateway`;
const definitions = `${SUB}/providers/Microsoft.Authorization/roleDefinitions`;
const publisher = "3913510d-42f4-4e42-8a64-420c390055eb";

/** A service with an identity beside an Application Insights that takes keys, or none. */
async function azure(disableLocalAuth: boolean): Promise<TestAzure> {
  return new TestAzure().given(
    group,
    [INSIGHTS, { location: "eastus2", properties: { disableLocalAuth } }],
    [IDENTITY, { location: "eastus2" }],
    [
      SERVICE,
      {
        sku: { name: "StandardV2", capacity: 1 },
        identity: { type: "UserAssigned", userAssignedIdentities: { [IDENTITY]: {} } },
      },
    ],
  );
}
const logger = (credentials: object) =>
  [
    `${SERVICE}/loggers/l`,
    { properties: { loggerType: "applicationInsights", resourceId: INSIGHTS, credentials } },
  ] as const;
const lost = (why: string) => ({
  status: 400,
  code: "ValidationError",
  message: `Nothing that the logger 'l' sends would arrive: 'insights' takes no keys, and ${why}.`,
});

test("Application Insights with keys takes a logger that has the connection string alone", async () => {
  expect(await (await azure(false)).put(...logger({ connectionString: "{{c}}" }))).toBeUndefined();
});

test("without keys it takes an identity of the service that has the role on it", async () => {
  const world = await azure(true);
  const { clientId = "", principalId = "" } = (world.world.get(IDENTITY)?.properties ?? {}) as {
    clientId?: string;
    principalId?: string;
  };
  expect(await world.put(...logger({ connectionString: "{{c}}" }))).toEqual(
    lost("the logger names no identity"),
  );
  expect(await world.put(...logger({ identityClientId: "other" }))).toEqual(
    lost("the service has no identity with the client id 'other'"),
  );
  const named = logger({ connectionString: "{{c}}", identityClientId: clientId });
  const lacking = lost(`the identity '${clientId}' lacks the role Monitoring Metrics Publisher on it`);
  expect(await world.put(...named)).toEqual(lacking);
  const assign = (name: string, role: string) =>
    [
      `${INSIGHTS}/providers/Microsoft.Authorization/roleAssignments/${name}`,
      { properties: { principalId, roleDefinitionId: `${definitions}/${role}` } },
    ] as const;
  await world.given(assign("11111111-1111-4111-8111-111111111111", "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd"));
  expect(await world.put(...named)).toEqual(lacking);
  await world.given(assign("22222222-2222-4222-8222-222222222222", publisher));
  expect(await world.put(...named)).toBeUndefined();
});

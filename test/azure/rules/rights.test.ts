import type { WorldSettingsInput } from "../../../local/azure/settings";
import { account, GROUP, group, TestAzure } from "../testAzure";

const ROLE = `${GROUP}/providers/Microsoft.Authorization/roleAssignments/11111111-0000-4000-8000-000000000000`;
const role = [
  ROLE,
  { properties: { roleDefinitionId: "x", principalId: "22222222-2222-2222-2222-222222222222" } },
] as const;
const as = (...roles: NonNullable<WorldSettingsInput["roles"]>) => new TestAzure({ settings: { roles } });
const refused = (action: string, scope: string) => ({
  status: 403,
  code: "AuthorizationFailed",
  message: expect.stringContaining(`to perform action '${action}' over scope '${scope}'`),
});

test("a contributor makes everything but role assignments", async () => {
  const azure = await as("Contributor").given(group, account);
  expect(await azure.put(...role)).toEqual(refused("Microsoft.Authorization/roleAssignments/write", ROLE));
});

test.each(["Role Based Access Control Administrator", "User Access Administrator"] as const)(
  "a contributor who is %s too makes those as well, and may take them back",
  async (more) => {
    const azure = await as("Contributor", more).given(group, role);
    expect(await azure.delete(ROLE)).toBeUndefined();
  },
);

test("who may give roles may make nothing else, and a reader nothing at all", async () => {
  for (const azure of [as("User Access Administrator"), as("Reader")])
    expect(await azure.put(...group)).toEqual(refused("Microsoft.Resources/resourceGroups/write", GROUP));
});

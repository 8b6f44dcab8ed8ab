import { IdentityProvider } from "../../src/identity/identityProvider";
import { claimsOf } from "../identity/tokens";
import { policyGateway } from "../policies/policyGateway";
import { type Files, read } from "./folder";

const account = "/subscriptions/s/resourceGroups/g/providers/Microsoft.CognitiveServices/accounts/a";
const definition = "/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/7DEF";
const service = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/apim";

const files: Files = {
  "service.json": {
    id: service,
    name: "apim",
    location: "westeurope",
    sku: { name: "StandardV2" },
    identity: { type: "SystemAssigned", principalId: "P1" },
  },
  "apis/a/apiInformation.json": {
    properties: { displayName: "A", path: "a", serviceUrl: "https://backend.example" },
  },
};
const assignment = {
  id: `${account}/providers/Microsoft.Authorization/roleAssignments/1`,
  type: "Microsoft.Authorization/roleAssignments",
  name: "1",
  properties: { principalId: "p1", roleDefinitionId: definition, scope: account },
};
const role = {
  id: definition,
  type: "Microsoft.Authorization/roleDefinitions",
  name: "7DEF",
  properties: {
    roleName: "Chat only",
    permissions: [
      { dataActions: ["Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action"] },
    ],
  },
};
const right = {
  scope: account,
  role: "7def",
  name: "Chat only",
  dataActions: ["Microsoft.CognitiveServices/accounts/OpenAI/deployments/chat/completions/action"],
  notDataActions: [],
};

const identityOf = (more: Files) => read({ ...files, ...more }).configuration?.service.identities?.[0];

test("an identity has the rights that assignments and definitions of the folder give it", () => {
  expect(identityOf({ "roles/a.json": assignment, "roles/d.json": role })?.rights).toEqual([right]);
});

test("a built-in role is known by its id only, and another principal has none", () => {
  expect(identityOf({ "roles/a.json": assignment })?.rights).toEqual([{ scope: account, role: "7def" }]);
  const other = { ...assignment, properties: { ...assignment.properties, principalId: "p2" } };
  expect(identityOf({ "roles/a.json": other })?.rights).toEqual([]);
});

test("without assignments nobody knows", () => {
  expect(identityOf({ "roles/d.json": role })).not.toHaveProperty("rights");
});

test("its token carries them, so that a simulated account can judge", async () => {
  const gateway = policyGateway({
    inbound: `<base /><authentication-managed-identity resource="https://cognitiveservices.azure.com" />`,
  });
  const provider = gateway.services().shared(IdentityProvider);
  const identity = { kind: "system", clientId: "c", principalId: "p1" } as const;
  const claims = async () => {
    await gateway.send();
    const token = gateway.calls.at(-1)?.headers.get("Authorization")?.slice("Bearer ".length);
    return claimsOf(token ?? "");
  };
  provider.identities = [identity];
  expect(await claims()).not.toHaveProperty("local_rights");
  provider.identities = [{ ...identity, rights: [right] }];
  expect((await claims()).local_rights).toEqual([right]);
});

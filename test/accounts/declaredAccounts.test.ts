import { declaredAccounts } from "../../local/accounts/declared/declaredAccounts";
import { MemoryWorld } from "../../local/azure/memoryWorld";
import type { ArmResource } from "../../local/azure/world";

const group = "/subscriptions/s/resourceGroups/rg/providers";
const id = `${group}/Microsoft.CognitiveServices/accounts/oai-a`;

function worldOf(...resources: readonly ArmResource[]) {
  const world = new MemoryWorld("seed");
  for (const resource of resources) world.put(resource);
  return world;
}

const account: ArmResource = {
  id,
  name: "oai-a",
  type: "Microsoft.CognitiveServices/accounts",
  location: "swedencentral",
  properties: { customSubDomainName: "oai-a-xyz", disableLocalAuth: true, publicNetworkAccess: "Disabled" },
};
const ptu: ArmResource = {
  id: `${id}/deployments/ptu`,
  name: "ptu",
  type: "Microsoft.CognitiveServices/accounts/deployments",
  sku: { name: "DataZoneProvisionedManaged", capacity: 50 },
  properties: { model: { name: "gpt-5.4", version: "2026-03-05" }, spilloverDeploymentName: "payg" },
};
const other: ArmResource = { ...ptu, id: `${id}b/deployments/ptu` };
const endpoint: ArmResource = {
  id: `${group}/Microsoft.Network/privateEndpoints/pe`,
  name: "pe",
  type: "Microsoft.Network/privateEndpoints",
  properties: { privateLinkServiceConnections: [{ properties: { privateLinkServiceId: id.toUpperCase() } }] },
};

test("an account is what the world says of it: deployments, keys, region, and whether anybody reaches it", () => {
  expect(declaredAccounts(worldOf(account, ptu, other, endpoint))).toEqual([
    {
      subdomain: "oai-a-xyz",
      resourceId: id,
      region: "swedencentral",
      takesKeys: false,
      reachable: true,
      deployments: [
        {
          name: "ptu",
          model: "gpt-5.4",
          version: "2026-03-05",
          tier: "ptu",
          capacity: 50,
          spillover: "payg",
        },
      ],
    },
  ]);
});

test("without public access and without an endpoint nobody reaches it", () => {
  expect(declaredAccounts(worldOf(account)).map(({ reachable }) => reachable)).toEqual([false]);
  const open = { ...account, properties: { ...account.properties, publicNetworkAccess: "Enabled" } };
  expect(declaredAccounts(worldOf(open)).map(({ reachable }) => reachable)).toEqual([true]);
});

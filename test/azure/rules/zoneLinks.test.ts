import { GROUP, group, NETWORK, network, SUB, TestAzure } from "../testAzure";

const ZONE = "privatelink.openai.azure.com";
const zoneIn = (scope: string, name = ZONE) => `${scope}/providers/Microsoft.Network/privateDnsZones/${name}`;
const CENTRAL = `${SUB}/resourceGroups/rg-dns`;
const link = (zone: string, name: string, id = NETWORK) =>
  [
    `${zone}/virtualNetworkLinks/${name}`,
    { location: "global", properties: { virtualNetwork: { id }, registrationEnabled: false } },
  ] as const;

async function azure(): Promise<TestAzure> {
  const zones = [zoneIn(GROUP), zoneIn(CENTRAL), zoneIn(CENTRAL, "privatelink.other.example")];
  return new TestAzure().given(
    group,
    [CENTRAL, { location: "eastus2" }],
    network,
    ...zones.map((id) => [id, { location: "global" }] as const),
  );
}

test("a network has one zone of a name, wherever the zones are", async () => {
  const world = await (await azure()).given(link(zoneIn(CENTRAL), "hub"));
  expect(await world.put(...link(zoneIn(GROUP), "gateway"))).toEqual({
    status: 400,
    code: "BadRequest",
    message: `A virtual network cannot be linked to multiple zones with overlapping namespaces. You tried to link virtual network with '${ZONE}' and '${ZONE}' zones.`,
  });
  await world.given(
    link(zoneIn(CENTRAL, "privatelink.other.example"), "gateway"),
    link(zoneIn(CENTRAL), "hub"),
  );
});

test("a zone has one link to a network", async () => {
  const world = await (await azure()).given(link(zoneIn(GROUP), "gateway"));
  expect(await world.put(...link(zoneIn(GROUP), "again"))).toEqual({
    status: 409,
    code: "Conflict",
    message: `The zone '${ZONE}' is linked to the virtual network '${NETWORK}' by 'gateway' already.`,
  });
});

test("what is linked exists", async () => {
  const absent = `${NETWORK}-2`;
  expect((await (await azure()).put(...link(zoneIn(GROUP), "gateway", absent)))?.code).toBe(
    "InvalidResourceReference",
  );
});

import { contains, overlaps, parseRange } from "../../../local/azure/rules/addressRange";
import { GROUP, group, incorrect, NETWORK, network, SERVICE, TestAzure } from "../testAzure";

const NSG = `${GROUP}/providers/Microsoft.Network/networkSecurityGroups/nsg`;
const nsg = [NSG] as const;
const azure = () => new TestAzure().given(group, network, nsg);
const subnet = (name: string, addressPrefix: string, properties: object = {}) =>
  [`${NETWORK}/subnets/${name}`, { properties: { addressPrefix, ...properties } }] as const;
const secured = { networkSecurityGroup: { id: NSG } };
const delegated = (serviceName: string) => ({
  delegations: [{ name: "d", properties: { serviceName } }],
  ...secured,
});
const gateway = (sku: string, type = "External", name = "gw") =>
  [
    SERVICE,
    {
      sku: { name: sku, capacity: 1 },
      properties: {
        virtualNetworkType: type,
        virtualNetworkConfiguration: { subnetResourceId: `${NETWORK}/subnets/${name}` },
      },
    },
  ] as const;

test("ranges are read, compared and refused", () => {
  const range = (text: string) => parseRange(text) as { first: number; last: number };
  expect(range("10.0.1.0/24")).toEqual({ first: 167772416, last: 167772671 });
  expect(["10.0.0.1/24", "10.0.0.0/33", "10.0.0.256/32", "10.0.0.0", "x"].map(parseRange)).toEqual(
    Array(5).fill(undefined),
  );
  expect(contains(range("10.0.0.0/22"), range("10.0.3.0/24"))).toBe(true);
  expect(contains(range("10.0.0.0/22"), range("10.0.4.0/24"))).toBe(false);
  expect(overlaps(range("10.0.0.0/25"), range("10.0.0.0/24"))).toBe(true);
  expect(overlaps(range("10.0.0.0/25"), range("10.0.0.128/25"))).toBe(false);
});

test("a subnet lies in its network and beside its siblings", async () => {
  const world = await (await azure()).given(subnet("a", "10.0.0.0/24"));
  const refused = {
    status: 400,
    code: "NetcfgInvalidSubnet",
    message: "Subnet 'b' is not valid in virtual network 'vnet'.",
  };
  expect(await world.put(...subnet("b", "10.0.4.0/24"))).toEqual(refused);
  expect(await world.put(...subnet("b", "10.0.0.128/25"))).toEqual(refused);
  expect(await world.put(...subnet("b", "nonsense"))).toEqual(refused);
  expect(await world.put(...subnet("b", "10.0.1.0/24"))).toBeUndefined();
  expect(await world.put(...subnet("a", "10.0.0.0/25"))).toBeUndefined();
});

test("what the network refers to exists", async () => {
  const world = await (await azure()).given(subnet("a", "10.0.0.0/24"));
  const missing = (target: string, from: string) => ({
    status: 400,
    code: "InvalidResourceReference",
    message: `Resource ${target} referenced by resource ${from} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
  });
  const [b, body] = subnet("b", "10.0.1.0/24", { networkSecurityGroup: { id: `${NSG}2` } });
  expect(await world.put(b, body)).toEqual(missing(`${NSG}2`, b));
  const zone = `${GROUP}/providers/Microsoft.Network/privateDnsZones/privatelink.openai.azure.com`;
  await world.given([zone, { location: "global" }]);
  const link = `${zone}/virtualNetworkLinks/l`;
  expect(await world.put(link, { properties: { virtualNetwork: { id: `${NETWORK}2` } } })).toEqual(
    missing(`${NETWORK}2`, link),
  );
  const endpoint = `${GROUP}/providers/Microsoft.Network/privateEndpoints/pep`;
  const inSubnet = { properties: { subnet: { id: `${NETWORK}/subnets/a` } } };
  expect(await world.put(endpoint, { ...inSubnet, location: "westus3" })).toEqual(
    missing(`${NETWORK}/subnets/a`, endpoint),
  );
  expect(await world.put(endpoint, inSubnet)).toBeUndefined();
  const zones = `${endpoint}/privateDnsZoneGroups/default`;
  const configs = (id: string) => ({
    properties: { privateDnsZoneConfigs: [{ name: "c", properties: { privateDnsZoneId: id } }] },
  });
  expect(await world.put(zones, configs(`${zone}2`))).toEqual(missing(`${zone}2`, zones));
  expect(await world.put(zones, configs(zone))).toBeUndefined();
});

test("a subnet in use stays, and with it its network and its security group", async () => {
  const world = await (await azure()).given(subnet("a", "10.0.0.0/24", secured));
  const endpoint = `${GROUP}/providers/Microsoft.Network/privateEndpoints/pep`;
  await world.given([endpoint, { properties: { subnet: { id: `${NETWORK}/subnets/a` } } }]);
  const refused = {
    status: 400,
    code: "InUseSubnetCannotBeDeleted",
    message: `Subnet a is in use by ${endpoint} and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.`,
  };
  expect(await world.delete(`${NETWORK}/subnets/a`)).toEqual(refused);
  expect(await world.delete(NETWORK)).toEqual(refused);
  expect(await world.delete(NSG)).toEqual({
    status: 400,
    code: "InUseNetworkSecurityGroupCannotBeDeleted",
    message: `Network security group ${NSG} cannot be deleted because it is in use by the following resources: ${NETWORK}/subnets/a. In order to delete the Network security group, remove the association with the resource(s). To learn how to do this, see aka.ms/deletensg.`,
  });
  await world.delete(endpoint);
  expect(await world.delete(`${NETWORK}/subnets/a`)).toBeUndefined();
  expect(await world.delete(NSG)).toBeUndefined();
});

test("a private DNS zone stays while networks are linked to it", async () => {
  const zone = `${GROUP}/providers/Microsoft.Network/privateDnsZones/z`;
  const world = await (await azure()).given(
    [zone],
    [`${zone}/virtualNetworkLinks/l`, { properties: { virtualNetwork: { id: NETWORK } } }],
  );
  expect(await world.delete(zone)).toEqual({
    status: 409,
    code: "CannotDeleteResource",
    message: "Can not delete resource before nested resources are deleted.",
  });
});

test("an address that a gateway uses stays", async () => {
  const address = `${GROUP}/providers/Microsoft.Network/publicIPAddresses/pip`;
  const world = await (await azure()).given(
    [address],
    [SERVICE, { sku: { name: "Premium", capacity: 1 }, properties: { publicIpAddressId: address } }],
  );
  expect(await world.delete(address)).toEqual({
    status: 400,
    code: "PublicIPAddressCannotBeDeleted",
    message: `Public IP address ${address} can not be deleted since it is still allocated to resource ${SERVICE}. In order to delete the public IP, disassociate/detach the Public IP address from the resource. To learn how to do this, see aka.ms/deletepublicip.`,
  });
});

describe("the subnet of a gateway", () => {
  test.each([["StandardV2", "External", "Microsoft.Web/serverFarms"]])(
    "of %s, %s, is delegated to its service",
    async (sku, type, delegation) => {
      const world = await (await azure()).given(subnet("gw", "10.0.1.0/27", delegated(delegation)));
      expect(await world.put(...gateway(sku, type))).toBeUndefined();
      const other = await (await azure()).given(
        subnet("gw", "10.0.1.0/27", delegated("Microsoft.Sql/managedInstances")),
      );
      expect(await other.put(...gateway(sku, type))).toEqual(
        incorrect(
          `The subnet 'gw' must be delegated to '${delegation}' for '${sku}', found 'Microsoft.Sql/managedInstances'.`,
        ),
      );
    },
  );

  test.each(["Developer", "Premium"])("of %s has no delegation", async (sku) => {
    const world = await (await azure()).given(subnet("gw", "10.0.1.0/29", secured));
    expect(await world.put(...gateway(sku))).toBeUndefined();
    const other = await (await azure()).given(
      subnet("gw", "10.0.1.0/29", delegated("Microsoft.Web/serverFarms")),
    );
    expect(await other.put(...gateway(sku))).toEqual(
      incorrect(`The subnet 'gw' must have no delegation for '${sku}', found 'Microsoft.Web/serverFarms'.`),
    );
  });

  test("exists, has a security group, is large enough and in the gateway's region", async () => {
    const world = await azure();
    expect(await world.put(...gateway("StandardV2"))).toEqual(
      incorrect(`The subnet '${NETWORK}/subnets/gw' does not exist.`),
    );
    await world.given(subnet("gw", "10.0.1.0/28"));
    expect(await world.put(SERVICE, { ...gateway("StandardV2")[1], location: "westus3" })).toEqual(
      incorrect(
        "The subnet is in 'eastus2' and the service in 'westus3'; they must be in one region.",
        "The subnet 'gw' must be delegated to 'Microsoft.Web/serverFarms' for 'StandardV2', found no delegation.",
        "The subnet 'gw' must have a network security group.",
        "The subnet 'gw' must be at least /27 for 'StandardV2', got '10.0.1.0/28'.",
      ),
    );
  });

  test("is not for tiers without a network, and is needed where one is wanted", async () => {
    expect(await (await azure()).put(...gateway("BasicV2"))).toEqual(
      incorrect("The tier 'BasicV2' has no virtual network."),
    );
    expect(
      await (await azure()).put(SERVICE, {
        sku: { name: "Premium" },
        properties: { virtualNetworkType: "Internal" },
      }),
    ).toEqual(incorrect("virtualNetworkType 'Internal' needs virtualNetworkConfiguration.subnetResourceId."));
  });
});

test("an identity that a resource shall have exists, and a gateway takes ten at most", async () => {
  const identity = (index: number) =>
    `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id${index}`;
  const body = (ids: string[]) => ({
    sku: { name: "BasicV2" },
    identity: { type: "UserAssigned", userAssignedIdentities: ids },
  });
  const world = await azure();
  expect(await world.put(SERVICE, body([identity(1)]))).toEqual({
    status: 400,
    code: "FailedIdentityOperation",
    message: `Identity operation for resource '${SERVICE}' failed: the identity '${identity(1)}' was not found.`,
  });
  const ids = Array.from({ length: 11 }, (_, index) => identity(index));
  await world.given(...ids.map((id) => [id] as const));
  expect(await world.put(SERVICE, body(ids))).toEqual(
    incorrect("A service has at most 10 user-assigned identities, got 11."),
  );
  expect(await world.put(SERVICE, body(ids.slice(1)))).toBeUndefined();
});

describe("private endpoints", () => {
  const endpoint = (name: string, properties: object = {}) =>
    [
      `${GROUP}/providers/Microsoft.Network/privateEndpoints/${name}`,
      { properties: { subnet: { id: `${NETWORK}/subnets/a` }, ...properties } },
    ] as const;

  test("of one network fail when they are made at once", async () => {
    const durations = { "Microsoft.Network/privateEndpoints": 50 };
    const world = await new TestAzure({ durations }).given(group, network, subnet("a", "10.0.0.0/24"));
    const first = world.begin(...endpoint("one"));
    expect(await world.put(...endpoint("two"))).toEqual({
      status: 429,
      code: "RetryableError",
      message:
        "A retryable error occurred. The private endpoint 'one' is being written in the same virtual network.",
    });
    await world.clock.pass(50);
    expect((await first).ok).toBe(true);
    const second = world.begin(...endpoint("two"));
    await world.clock.pass(50);
    expect((await second).ok).toBe(true);
  });

  test("have one zone group, whoever made it", async () => {
    const zone = `${GROUP}/providers/Microsoft.Network/privateDnsZones/privatelink.openai.azure.com`;
    const world = await (await azure()).given(subnet("a", "10.0.0.0/24"), [zone, { location: "global" }]);
    const [id] = endpoint("one");
    const configs = {
      properties: { privateDnsZoneConfigs: [{ name: "c", properties: { privateDnsZoneId: zone } }] },
    };
    await world.given(endpoint("one"), [`${id}/privateDnsZoneGroups/deployedByPolicy`, configs]);
    expect(await world.put(`${id}/privateDnsZoneGroups/default`, configs)).toEqual({
      status: 400,
      code: "MoreThanOnePrivateDnsZoneGroupPerPrivateEndpointNotAllowed",
      message: `Cannot create more than one private dns zone groups for private endpoint ${id}.`,
    });
    expect(await world.put(`${id}/privateDnsZoneGroups/deployedByPolicy`, configs)).toBeUndefined();
  });

  test("need an address in their subnet, of which Azure keeps five", async () => {
    const world = await (await azure()).given(subnet("a", "10.0.0.0/29"));
    await world.given(endpoint("1"), endpoint("2"), endpoint("3"));
    expect(await world.put(...endpoint("4"))).toEqual({
      status: 400,
      code: "SubnetIsFull",
      message: "Subnet a with address prefix 10.0.0.0/29 does not have enough capacity for 1 IP addresses.",
    });
    expect(await world.put(...endpoint("3"))).toBeUndefined();
  });

  test("find no address where others have taken all of them; those that are there stay", async () => {
    const world = await (await azure()).given(subnet("a", "10.0.0.0/24"), endpoint("1"));
    const full = new TestAzure({ world: world.world, settings: { faults: ["full-subnet"] } });
    expect(await full.put(...endpoint("2"))).toMatchObject({ code: "SubnetIsFull" });
    expect(await full.put(...endpoint("1"))).toBeUndefined();
  });

  test("have a zone group at once where a policy of the landing zone makes it, which leaves no room for another", async () => {
    const world = await new TestAzure({ settings: { faults: ["zone-group"] } }).given(
      group,
      network,
      subnet("a", "10.0.0.0/24"),
      endpoint("one"),
    );
    const [id] = endpoint("one");
    expect(world.world.below(id).map(({ name }) => name)).toEqual(["deployedByPolicy"]);
    expect(await world.put(`${id}/privateDnsZoneGroups/default`)).toMatchObject({
      code: "MoreThanOnePrivateDnsZoneGroupPerPrivateEndpointNotAllowed",
    });
    await world.delete(`${id}/privateDnsZoneGroups/deployedByPolicy`);
    expect(await world.put(`${id}/privateDnsZoneGroups/default`)).toBeUndefined();
  });
});

describe("a gateway that is gone", () => {
  const rules = `${GROUP}/providers/Microsoft.Network/networkSecurityGroups/rules`;
  const delegations = [{ name: "g", properties: { serviceName: "Microsoft.Web/serverFarms" } }];
  const virtualNetworkConfiguration = { subnetResourceId: `${NETWORK}/subnets/gw` };
  const deployed = async (faults: ("association-link" | "zone-group")[]) => {
    const world = await new TestAzure({ settings: { faults } }).given(
      group,
      network,
      [rules, {}],
      subnet("gw", "10.0.1.0/24", { networkSecurityGroup: { id: rules }, delegations }),
      [
        SERVICE,
        {
          sku: { name: "StandardV2" },
          properties: { virtualNetworkType: "External", virtualNetworkConfiguration },
        },
      ],
    );
    await world.delete(SERVICE);
    return world;
  };

  test("leaves a link on its subnet for an hour, and until then subnet and network stay", async () => {
    const world = await deployed(["association-link"]);
    const inUse = {
      status: 400,
      code: "InUseSubnetCannotBeDeleted",
      message: `Subnet gw is in use by ${NETWORK}/subnets/gw/serviceAssociationLinks/AppServiceLink and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.`,
    };
    expect(await world.delete(`${NETWORK}/subnets/gw`)).toEqual(inUse);
    expect(await world.delete(NETWORK)).toEqual(inUse);
    await world.clock.pass(60 * 60_000);
    expect(await world.delete(`${NETWORK}/subnets/gw`)).toBeUndefined();
  });

  test("leaves none in a world without that fault", async () => {
    expect(await (await deployed([])).delete(`${NETWORK}/subnets/gw`)).toBeUndefined();
  });
});

test("zones are chosen for the classic Premium alone, which shares its units equally", async () => {
  const world = await azure();
  const body = (name: string, capacity: number) => ({ sku: { name, capacity }, zones: ["1", "2", "3"] });
  expect(await world.put(SERVICE, body("StandardV2", 3))).toEqual(
    incorrect("Availability zones are not supported for the SKU 'StandardV2'."),
  );
  expect(await world.put(SERVICE, body("Premium", 2))).toEqual(
    incorrect("The capacity 2 is not a multiple of the 3 availability zones."),
  );
  expect(await world.put(SERVICE, body("Premium", 6))).toBeUndefined();
});

test("a tier that the written version of the API does not know is refused when the service is made", async () => {
  const world = await azure();
  expect(await world.put(SERVICE, { sku: { name: "PremiumV2", capacity: 1 } })).toEqual({
    status: 400,
    code: "OperationSupportedInSkuForApiVersions",
    message: "The SKU 'PremiumV2' is supported from API version 2025-03-01-preview on.",
  });
});

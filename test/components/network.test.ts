import { gatewaySubnet } from "../../infra/components/networkShape";
import { getResource, ofType, recordStack, replaced } from "./fleets";
import type { Recorded, Recording } from "./recorder";

const SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000001";
const NETWORK = `${SUBSCRIPTION}/resourceGroups/rg-aoai-prod-hub/providers/Microsoft.Network`;

const withSku = (sku: string) =>
  recordStack("prod", (yaml) =>
    replaced(yaml, "sku: { name: StandardV2, units: 2 }", `sku: { name: ${sku}, units: 1 }`),
  );

/** A rule as one line, the way a table of ports is written. */
const rules = (recording: Recording, group: string) =>
  (
    getResource(recording, "NetworkSecurityGroup", group).inputs.securityRules as Record<string, unknown>[]
  ).map(
    (rule) =>
      `${rule.direction} ${rule.priority} ${rule.access} ${rule.protocol} ${rule.sourceAddressPrefix} → ${rule.destinationAddressPrefix} ${(rule.destinationPortRanges as string[]).join(",")}`,
  );

describe.each(["StandardV2"])("a %s gateway", (sku) => {
  let recording: Recording;
  beforeAll(async () => {
    recording = await withSku(sku);
  });

  test("is integrated by a delegated subnet with a security group that needs no rules", () => {
    expect(getResource(recording, "Subnet", "hub-network-gateway").inputs).toEqual({
      subnetName: "snet-gateway",
      virtualNetworkName: "vnet-aoai-prod",
      resourceGroupName: "rg-aoai-prod-hub",
      addressPrefix: "10.60.0.0/24",
      networkSecurityGroup: { id: `${NETWORK}/networkSecurityGroups/nsg-aoai-prod-gateway` },
      delegations: [{ name: "gateway", serviceName: "Microsoft.Web/serverFarms" }],
      privateEndpointNetworkPolicies: "Disabled",
      privateLinkServiceNetworkPolicies: "Enabled",
    });
    expect(rules(recording, "hub-network-gateway-rules")).toEqual([]);
    expect(ofType(recording, "PublicIPAddress")).toEqual([]);
  });

  test("joins the network from its first day", () => {
    const { inputs } = getResource(recording, "ApiManagementService", "gateway-service");
    expect([
      inputs.sku,
      inputs.virtualNetworkType,
      inputs.virtualNetworkConfiguration,
      inputs.publicIpAddressId,
    ]).toEqual([
      { name: sku, capacity: 1 },
      "External",
      { subnetResourceId: `${NETWORK}/virtualNetworks/vnet-aoai-prod/subnets/snet-gateway` },
      undefined,
    ]);
  });
});

describe.each(["Developer", "Premium"])("a %s gateway", (sku) => {
  let recording: Recording;
  beforeAll(async () => {
    recording = await withSku(sku);
  });

  test("is injected into a subnet that is not delegated, with the rules that Azure asks for", () => {
    expect(getResource(recording, "Subnet", "hub-network-gateway").inputs.delegations).toBeUndefined();
    expect(rules(recording, "hub-network-gateway-rules")).toEqual([
      "Inbound 100 Allow Tcp Internet → VirtualNetwork 443",
      "Inbound 110 Allow Tcp ApiManagement → VirtualNetwork 3443",
      "Inbound 120 Allow Tcp AzureLoadBalancer → VirtualNetwork 6390",
      "Outbound 100 Allow Tcp VirtualNetwork → Internet 80",
      "Outbound 110 Allow Tcp VirtualNetwork → Storage 443",
      "Outbound 120 Allow Tcp VirtualNetwork → AzureKeyVault 443",
      "Outbound 130 Allow Tcp VirtualNetwork → Sql 1433",
      "Outbound 140 Allow Tcp VirtualNetwork → AzureMonitor 1886,443",
      "Outbound 150 Allow Tcp VirtualNetwork → AzureActiveDirectory 443",
    ]);
  });

  test("has a Standard public address of its own", () => {
    expect(getResource(recording, "PublicIPAddress", "hub-network-gateway-ip").inputs).toEqual({
      publicIpAddressName: "pip-aoai-prod-gateway",
      resourceGroupName: "rg-aoai-prod-hub",
      location: "swedencentral",
      sku: { name: "Standard", tier: "Regional" },
      publicIPAllocationMethod: "Static",
      dnsSettings: { domainNameLabel: "apim-aoai-prod-x7k2p" },
      tags: { costCenter: "4711", owner: "ai-platform", dataClassification: "confidential" },
    });
    expect(getResource(recording, "ApiManagementService", "gateway-service").inputs.publicIpAddressId).toBe(
      `${NETWORK}/publicIPAddresses/pip-aoai-prod-gateway`,
    );
  });
});

describe("a BasicV2 gateway", () => {
  test("has no network integration", async () => {
    expect(gatewaySubnet("BasicV2")).toBeUndefined();
    const { inputs } = getResource(await recordStack("dev"), "ApiManagementService", "gateway-service");
    expect([inputs.virtualNetworkType, inputs.virtualNetworkConfiguration]).toEqual(["None", undefined]);
  });
});

describe("the network", () => {
  let prod: Recording;
  beforeAll(async () => {
    prod = await recordStack("prod");
  });

  test("lists no subnets, which are resources of their own", () => {
    expect(getResource(prod, "VirtualNetwork", "hub-network-vnet").inputs).toEqual({
      // Defaults of the package.
      enableDdosProtection: false,
      enableVmProtection: false,
      virtualNetworkName: "vnet-aoai-prod",
      resourceGroupName: "rg-aoai-prod-hub",
      location: "swedencentral",
      addressSpace: { addressPrefixes: ["10.60.0.0/22"] },
      tags: { costCenter: "4711", owner: "ai-platform", dataClassification: "confidential" },
    });
  });

  test("is written once at a time: subnet, subnet, gateway", () => {
    expect(getResource(prod, "Subnet", "hub-network-endpoints").dependsOn).toContain("hub-network-gateway");
    expect(getResource(prod, "ApiManagementService", "gateway-service").dependsOn).toContain(
      "hub-network-endpoints",
    );
  });

  test("lets only itself speak to the private endpoints, and only TLS", () => {
    const { inputs } = getResource(prod, "Subnet", "hub-network-endpoints");
    expect([inputs.addressPrefix, inputs.privateEndpointNetworkPolicies, inputs.delegations]).toEqual([
      "10.60.2.0/23",
      "NetworkSecurityGroupEnabled",
      undefined,
    ]);
    expect(rules(prod, "hub-network-endpoints-rules")).toEqual([
      "Inbound 100 Allow Tcp VirtualNetwork → VirtualNetwork 443",
      "Inbound 4000 Deny * * → * 0-65535",
    ]);
  });

  test("links the private zone of Azure OpenAI", () => {
    const zone = "hub-network-privatelink.openai.azure.com";
    expect(getResource(prod, "PrivateZone", zone).inputs.privateZoneName).toBe(
      "privatelink.openai.azure.com",
    );
    expect(getResource(prod, "VirtualNetworkLink", `${zone}-link`).inputs).toEqual({
      virtualNetworkLinkName: "vnet-aoai-prod",
      privateZoneName: "privatelink.openai.azure.com",
      resourceGroupName: "rg-aoai-prod-hub",
      location: "global",
      registrationEnabled: false,
      virtualNetwork: { id: `${NETWORK}/virtualNetworks/vnet-aoai-prod` },
      tags: { costCenter: "4711", owner: "ai-platform", dataClassification: "confidential" },
    });
  });

  test("stays as it is when a region is added", async () => {
    const more = await recordStack("prod", (yaml) =>
      replaced(
        yaml,
        "\n# A fine-tuned model is",
        "  polandcentral:\n    deployments:\n      gpt-5.6-luna: { payg: 10 }\n\n# A fine-tuned model is",
      ),
    );
    const network = (recording: Recording): Recorded[] =>
      recording.resources
        .filter(({ name }) => name.startsWith("hub-network"))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    expect(ofType(more, "PrivateEndpoint").length).toBe(ofType(prod, "PrivateEndpoint").length + 1);
    expect(network(more)).toEqual(network(prod));
  });

  test("has no subnet for a gateway that exists already; its owner connects it by peering", async () => {
    const recording = await recordStack("prod", (yaml) =>
      replaced(
        replaced(
          yaml,
          "sku: { name: StandardV2, units: 2 }",
          `existing:
    resourceGroup: rg-apim
    name: apim-contoso
    virtualNetwork: /subscriptions/11111111-2222-3333-4444-555555555557/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/vnet-apim
    product: azure-openai
    identity:
      clientId: 33333333-3333-4333-8333-333333333333
      principalId: 44444444-4444-4444-8444-444444444444`,
        ),
        "  publisher: { name: Contoso AI Platform, email: ai-platform@contoso.example }\n",
        "",
      ),
    );
    expect(ofType(recording, "Subnet").map(({ name }) => name)).toEqual(["hub-network-endpoints"]);
    expect(ofType(recording, "NetworkSecurityGroup").map(({ name }) => name)).toEqual([
      "hub-network-endpoints-rules",
    ]);
    expect(
      ofType(recording, "VirtualNetworkLink").map(({ inputs }) => [
        inputs.virtualNetworkLinkName,
        (inputs.virtualNetwork as { id: string }).id.split("/").slice(-5).join("/"),
      ]),
    ).toEqual([
      ["gateway", "rg-net/providers/Microsoft.Network/virtualNetworks/vnet-apim"],
      ["vnet-aoai-prod", "rg-aoai-prod-hub/providers/Microsoft.Network/virtualNetworks/vnet-aoai-prod"],
    ]);
  });
});

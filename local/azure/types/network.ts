import { derivedKey } from "../keys";
import type { ArmResource } from "../world";
import type { ResourceType } from "./resourceType";
import { withDefaults, withProperties } from "./resourceType";

const succeeded = (resource: ArmResource) => withProperties(resource, { provisioningState: "Succeeded" });

function network(
  name: string,
  arm: string,
  path: readonly string[],
  more: Partial<ResourceType> = {},
): ResourceType {
  return {
    token: `azure-native:network:${name}`,
    arm: `Microsoft.Network/${arm}`,
    apiVersion: "2024-05-01",
    base: "resourceGroup",
    path,
    states: true,
    ignored: ["id"],
    complete: succeeded,
    ...more,
  };
}

export const networkTypes: readonly ResourceType[] = [
  network("VirtualNetwork", "virtualNetworks", ["virtualNetworkName"], {
    unordered: ["addressSpace.addressPrefixes"],
    itemProperties: ["subnets", "virtualNetworkPeerings"],
  }),
  network("Subnet", "virtualNetworks/subnets", ["virtualNetworkName", "subnetName"], {
    envelope: [],
    ignored: ["id", "name", "type"],
    itemProperties: ["delegations"],
    unordered: ["delegations", "serviceEndpoints", "addressPrefixes"],
  }),
  network("NetworkSecurityGroup", "networkSecurityGroups", ["networkSecurityGroupName"], {
    itemProperties: ["securityRules"],
    unordered: ["securityRules"],
  }),
  network(
    "SecurityRule",
    "networkSecurityGroups/securityRules",
    ["networkSecurityGroupName", "securityRuleName"],
    {
      envelope: [],
      ignored: ["id", "name", "type"],
    },
  ),
  network("PublicIPAddress", "publicIPAddresses", ["publicIpAddressName"], {
    replaceOn: ["zones", "publicIPAddressVersion"],
    unordered: ["zones"],
    complete: (resource, { seed }) => {
      const last = Number.parseInt(derivedKey(seed, resource.id, "address").slice(0, 2), 16);
      return withDefaults(withProperties(succeeded(resource), { ipAddress: `198.51.100.${last}` }), {
        publicIPAddressVersion: "IPv4",
        publicIPAllocationMethod: "Dynamic",
      });
    },
  }),
  network("PrivateEndpoint", "privateEndpoints", ["privateEndpointName"], {
    itemProperties: [
      "privateLinkServiceConnections",
      "manualPrivateLinkServiceConnections",
      "ipConfigurations",
    ],
    replaceOn: ["subnet.id", "privateLinkServiceConnections", "customNetworkInterfaceName"],
    complete: (resource) => {
      const card = String(resource.properties.customNetworkInterfaceName ?? `${resource.name}.nic`);
      const id = `${resource.id.replace(/\/privateEndpoints\/[^/]+$/i, "")}/networkInterfaces/${card}`;
      return withProperties(succeeded(resource), { networkInterfaces: [{ id }] });
    },
  }),
  network(
    "PrivateDnsZoneGroup",
    "privateEndpoints/privateDnsZoneGroups",
    ["privateEndpointName", "privateDnsZoneGroupName"],
    {
      envelope: [],
      ignored: ["id", "name"],
      itemProperties: ["privateDnsZoneConfigs"],
      unordered: ["privateDnsZoneConfigs"],
    },
  ),
  {
    token: "azure-native:privatedns:PrivateZone",
    arm: "Microsoft.Network/privateDnsZones",
    apiVersion: "2024-06-01",
    base: "resourceGroup",
    path: ["privateZoneName"],
    states: true,
    complete: succeeded,
  },
  {
    token: "azure-native:privatedns:VirtualNetworkLink",
    arm: "Microsoft.Network/privateDnsZones/virtualNetworkLinks",
    apiVersion: "2024-06-01",
    base: "resourceGroup",
    path: ["privateZoneName", "virtualNetworkLinkName"],
    states: true,
    replaceOn: ["virtualNetwork.id"],
    complete: (resource) =>
      withDefaults(withProperties(succeeded(resource), { virtualNetworkLinkState: "Completed" }), {
        registrationEnabled: false,
      }),
  },
];

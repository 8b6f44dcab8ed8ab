import * as apimanagement from "@pulumi/azure-native/apimanagement/index.js";
import * as applicationinsights from "@pulumi/azure-native/applicationinsights/index.js";
import * as cognitiveservices from "@pulumi/azure-native/cognitiveservices/index.js";
import * as managedidentity from "@pulumi/azure-native/managedidentity/index.js";
import * as network from "@pulumi/azure-native/network/index.js";
import * as operationalinsights from "@pulumi/azure-native/operationalinsights/index.js";
import * as privatedns from "@pulumi/azure-native/privatedns/index.js";
import * as resources from "@pulumi/azure-native/resources/index.js";
import type { AzureReads } from "../azureReads";
import { identities, items, type Keep, names, value, wholeList } from "./keep";

/** A type of resource that people, policies and Azure itself configure beside the fleet. */
export interface ForeignRow {
  readonly type: string;
  /** The inputs that name a resource. */
  readonly by: readonly string[];
  /** Reads it from Azure. */
  readonly get: (by: never) => Promise<object>;
  /** Dotted path of an input → how it is put together. What leads there is stated by the fleet. */
  readonly keep: Readonly<Record<string, Keep>>;
}

const tags = { tags: names() };

const row = <By>(
  type: string,
  by: readonly (keyof By & string)[],
  get: (by: By) => Promise<object>,
  keep: Readonly<Record<string, Keep>> = {},
): ForeignRow => ({ type: `azure-native:${type}`, by, get, keep: { ...tags, ...keep } });

const HOST = ["type", "hostName", "certificateSource", "keyVaultId", "identityClientId", "certificate"];
const HOST_MORE = [
  "encodedCertificate",
  "certificatePassword",
  "defaultSslBinding",
  "negotiateClientCertificate",
];
const SETTINGS = "Microsoft.WindowsAzure.ApiManagement.Gateway.";

/**
 * Protocols, Triple DES and HTTP/2 are off and every other cipher is on where nobody has set them (REST reference of
 * API Management services, 2024-05-01).
 */
function isDefaultSetting(name: string, setting: unknown): boolean {
  const on = /\.Ciphers\.(?!TripleDes168$)/.test(name);
  return name.startsWith(SETTINGS) && String(setting).toLowerCase() === String(on);
}

/**
 * What of each type stays as it is found, unless the file states it.
 *
 * @param workload what the names of the fleet's own things begin with
 * @param reads of what others ask about too
 */
export const foreignRows = (workload: string, reads: AzureReads): readonly ForeignRow[] => [
  row(
    "apimanagement:ApiManagementService",
    ["resourceGroupName", "serviceName"],
    apimanagement.getApiManagementService,
    {
      // The built-in host is always there, and says nothing.
      hostnameConfigurations: wholeList([...HOST, ...HOST_MORE], ({ hostName }) =>
        String(hostName).toLowerCase().endsWith(".azure-api.net"),
      ),
      certificates: items("storeName", [
        "storeName",
        "certificate",
        "encodedCertificate",
        "certificatePassword",
      ]),
      identity: identities("mapping"),
      additionalLocations: items("location", [
        "location",
        "sku",
        "zones",
        "publicIpAddressId",
        "virtualNetworkConfiguration",
        "natGatewayState",
        "disableGateway",
      ]),
      customProperties: names(isDefaultSetting),
      apiVersionConstraint: value(),
      disableGateway: value(),
      enableClientCertificate: value(),
      natGatewayState: value("Disabled", "Unsupported"),
      notificationSenderEmail: value("apimgmt-noreply@mail.windowsazure.com"),
      publicNetworkAccess: value("Enabled"),
      zones: value(),
    },
  ),
  row("cognitiveservices:Account", ["resourceGroupName", "accountName"], cognitiveservices.getAccount, {
    // Azure upgrades accounts to Foundry by itself; to write the old kind again would undo it, or be refused.
    kind: (stated, found) => (found === "AIServices" ? found : stated),
    identity: identities("list"),
    "properties.allowProjectManagement": value(),
    "properties.networkAcls.ipRules": items("value", ["value"]),
    "properties.networkAcls.virtualNetworkRules": items("id", ["id", "ignoreMissingVnetServiceEndpoint"]),
    "properties.networkAcls.bypass": value(),
    "properties.encryption": (stated, found) =>
      (found as { keySource?: string } | undefined)?.keySource === "Microsoft.KeyVault" ? found : stated,
    "properties.restrictOutboundNetworkAccess": value(),
    "properties.allowedFqdnList": value(),
    "properties.userOwnedStorage": value(),
    "properties.raiMonitorConfig": value(),
    "properties.networkInjections": value(),
    "properties.associatedProjects": value(),
    "properties.defaultProject": value(),
  }),
  row(
    "cognitiveservices:Deployment",
    ["resourceGroupName", "accountName", "deploymentName"],
    reads.deployment,
    {
      // One of the fleet's own that the file does not name any more is nobody's choice.
      "properties.raiPolicyName": (stated, found) =>
        String(found).startsWith(`${workload}-`)
          ? stated
          : value("Microsoft.Default", "Microsoft.DefaultV2")(stated, found),
    },
  ),
  row("resources:ResourceGroup", ["resourceGroupName"], resources.getResourceGroup),
  row(
    "managedidentity:UserAssignedIdentity",
    ["resourceGroupName", "resourceName"],
    managedidentity.getUserAssignedIdentity,
  ),
  row(
    "operationalinsights:Workspace",
    ["resourceGroupName", "workspaceName"],
    operationalinsights.getWorkspace,
    {
      workspaceCapping: (stated, found) => {
        const quota = (found as { dailyQuotaGb?: number } | undefined)?.dailyQuotaGb;
        // -1 is Azure's word for none.
        return stated !== undefined || quota === undefined || quota < 0 ? stated : { dailyQuotaGb: quota };
      },
      publicNetworkAccessForIngestion: value("Enabled"),
      publicNetworkAccessForQuery: value("Enabled"),
      defaultDataCollectionRuleResourceId: value(),
    },
  ),
  row(
    "applicationinsights:Component",
    ["resourceGroupName", "resourceName"],
    applicationinsights.getComponent,
    { samplingPercentage: value(100), disableIpMasking: value() },
  ),
  row("network:VirtualNetwork", ["resourceGroupName", "virtualNetworkName"], network.getVirtualNetwork, {
    dhcpOptions: value(),
    ddosProtectionPlan: value(),
    enableDdosProtection: value(),
    virtualNetworkPeerings: items("name", [
      "name",
      "remoteVirtualNetwork",
      "allowVirtualNetworkAccess",
      "allowForwardedTraffic",
      "allowGatewayTransit",
      "useRemoteGateways",
    ]),
  }),
  row("network:Subnet", ["resourceGroupName", "virtualNetworkName", "subnetName"], network.getSubnet, {
    tags: (stated) => stated,
    routeTable: (stated, found) => stated ?? reference(found),
    natGateway: (stated, found) => stated ?? reference(found),
    serviceEndpoints: items("service", ["service", "locations"]),
  }),
  row(
    "network:NetworkSecurityGroup",
    ["resourceGroupName", "networkSecurityGroupName"],
    network.getNetworkSecurityGroup,
    {
      securityRules: items("name", [
        "name",
        "description",
        "priority",
        "direction",
        "access",
        "protocol",
        "sourceAddressPrefix",
        "sourceAddressPrefixes",
        "sourcePortRange",
        "sourcePortRanges",
        "destinationAddressPrefix",
        "destinationAddressPrefixes",
        "destinationPortRange",
        "destinationPortRanges",
      ]),
    },
  ),
  row("network:PublicIPAddress", ["resourceGroupName", "publicIpAddressName"], network.getPublicIPAddress, {
    ddosSettings: value(),
    idleTimeoutInMinutes: value(4),
  }),
  row("network:PrivateEndpoint", ["resourceGroupName", "privateEndpointName"], network.getPrivateEndpoint),
  row("privatedns:PrivateZone", ["resourceGroupName", "privateZoneName"], privatedns.getPrivateZone),
  row(
    "privatedns:VirtualNetworkLink",
    ["resourceGroupName", "privateZoneName", "virtualNetworkLinkName"],
    privatedns.getVirtualNetworkLink,
  ),
];

/** Azure shows the whole resource where a reference is enough. */
function reference(found: unknown): unknown {
  const id = (found as { id?: string } | undefined)?.id;
  return id === undefined ? undefined : { id };
}

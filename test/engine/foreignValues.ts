import type { ArmResource } from "../../local/azure/world";
import type { World } from "../../local/azure/worldStore";

/** Something that somebody else has set on a resource of the fleet. */
export interface ForeignValue {
  readonly what: string;
  /** ARM type; every resource of it gets the value. */
  readonly type: string;
  /** Of resources with a name that ends so; left out: all. */
  readonly named?: RegExp;
  /** Azure's part that is merged into the resource, deep; a list is put after what is there. */
  readonly set: Readonly<Record<string, unknown>>;
}

const tagged = (type: string): ForeignValue => ({
  what: `a policy's tag on ${type}`,
  type,
  set: { tags: { "created-by-policy": "yes" } },
});

const identity =
  "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-others/providers/Microsoft.ManagedIdentity/userAssignedIdentities/others";
const SERVICE = "Microsoft.ApiManagement/service";
const ACCOUNT = "Microsoft.CognitiveServices/accounts";
const NETWORK = "Microsoft.Network/virtualNetworks";
const TLS = "Microsoft.WindowsAzure.ApiManagement.Gateway.Security";
const properties = (set: object) => ({ properties: set as Record<string, unknown> });

/** One for each thing that people, policies of the company and Azure itself are known to set. */
export const foreignValues: readonly ForeignValue[] = [
  ...[
    "Microsoft.Resources/resourceGroups",
    SERVICE,
    ACCOUNT,
    `${ACCOUNT}/deployments`,
    "Microsoft.ManagedIdentity/userAssignedIdentities",
    "Microsoft.OperationalInsights/workspaces",
    "Microsoft.Insights/components",
    NETWORK,
    "Microsoft.Network/networkSecurityGroups",
    "Microsoft.Network/privateEndpoints",
    "Microsoft.Network/privateDnsZones",
    "Microsoft.Network/privateDnsZones/virtualNetworkLinks",
  ].map(tagged),
  {
    what: "a custom domain with its certificate from Key Vault",
    type: SERVICE,
    set: properties({
      hostnameConfigurations: [
        {
          type: "Proxy",
          hostName: "ai.contoso.example",
          keyVaultId: "https://kv.vault.azure.net/secrets/ai",
          identityClientId: "33333333-3333-3333-3333-333333333333",
          certificateSource: "KeyVault",
          defaultSslBinding: true,
          certificate: { subject: "CN=ai", thumbprint: "AB", expiry: "2027-01-01T00:00:00Z" },
        },
      ],
    }),
  },
  {
    what: "a certificate of an authority",
    type: SERVICE,
    set: properties({
      certificates: [
        {
          storeName: "Root",
          certificate: { subject: "CN=ca", thumbprint: "CD", expiry: "2030-01-01T00:00:00Z" },
        },
      ],
    }),
  },
  {
    what: "an additional identity of the gateway",
    type: SERVICE,
    set: { identity: { type: "SystemAssigned, UserAssigned", userAssignedIdentities: { [identity]: {} } } },
  },
  {
    what: "another location of the gateway",
    type: SERVICE,
    set: properties({
      additionalLocations: [{ location: "westeurope", sku: { name: "StandardV2", capacity: 1 } }],
    }),
  },
  {
    what: "TLS settings of the gateway",
    type: SERVICE,
    set: properties({
      customProperties: {
        [`${TLS}.Protocols.Tls11`]: "True",
        [`${TLS}.Ciphers.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA`]: "False",
      },
    }),
  },
  {
    what: "the lowest version of the management API",
    type: SERVICE,
    set: properties({ apiVersionConstraint: { minApiVersion: "2021-08-01" } }),
  },
  {
    what: "Azure's upgrade of an account to Foundry",
    type: ACCOUNT,
    set: {
      kind: "AIServices",
      identity: { type: "SystemAssigned" },
      ...properties({ allowProjectManagement: true }),
    },
  },
  {
    what: "IP rules of an account",
    type: ACCOUNT,
    set: properties({ networkAcls: { ipRules: [{ value: "203.0.113.7" }], bypass: "AzureServices" } }),
  },
  {
    what: "an account's key of its own",
    type: ACCOUNT,
    set: properties({
      encryption: {
        keySource: "Microsoft.KeyVault",
        keyVaultProperties: { keyName: "k", keyVersion: "1", keyVaultUri: "https://kv.vault.azure.net/" },
      },
    }),
  },
  {
    what: "a content filter that was chosen in the portal",
    type: `${ACCOUNT}/deployments`,
    set: properties({ raiPolicyName: "theirs" }),
  },
  {
    what: "a daily cap of the workspace",
    type: "Microsoft.OperationalInsights/workspaces",
    set: properties({ workspaceCapping: { dailyQuotaGb: 5 } }),
  },
  {
    what: "DNS servers and a peering of the network",
    type: NETWORK,
    set: properties({
      dhcpOptions: { dnsServers: ["10.0.0.4"] },
      virtualNetworkPeerings: [
        {
          name: "to-hub",
          properties: {
            remoteVirtualNetwork: {
              id: "/subscriptions/0/resourceGroups/hub/providers/Microsoft.Network/virtualNetworks/hub",
            },
            allowForwardedTraffic: true,
          },
        },
      ],
    }),
  },
  {
    what: "a route table that a policy asks for",
    type: `${NETWORK}/subnets`,
    set: properties({
      routeTable: { id: "/subscriptions/0/resourceGroups/hub/providers/Microsoft.Network/routeTables/all" },
      serviceEndpoints: [{ service: "Microsoft.KeyVault" }],
    }),
  },
  {
    what: "a rule of a security group",
    type: "Microsoft.Network/networkSecurityGroups",
    set: properties({
      securityRules: [
        {
          name: "theirs",
          properties: {
            priority: 4000,
            direction: "Inbound",
            access: "Deny",
            protocol: "*",
            sourceAddressPrefix: "203.0.113.0/24",
            sourcePortRange: "*",
            destinationAddressPrefix: "*",
            destinationPortRange: "*",
          },
        },
      ],
    }),
  },
];

/** Sets the value on every resource that it is for. */
export function setForeign(world: World, { type, set }: ForeignValue): void {
  for (const resource of targets(world, type)) world.put(merged(resource, set) as ArmResource);
}

/** Whether every resource that the value is for still has all of it. */
export function hasForeign(world: World, { type, set }: ForeignValue): boolean {
  const found = targets(world, type);
  return found.length > 0 && found.every((resource) => includes(resource, set));
}

/** Of the fleet, not of what others have beside it. */
const targets = (world: World, type: string) =>
  world.ofType(type).filter(({ id }) => !id.includes("rg-others"));

type Plain = Readonly<Record<string, unknown>>;
const isPlain = (value: unknown): value is Plain =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function merged(before: unknown, set: unknown): unknown {
  if (Array.isArray(before) && Array.isArray(set))
    return includes(before, set) ? before : [...before, ...set];
  if (!isPlain(before) || !isPlain(set)) return set;
  return {
    ...before,
    ...Object.fromEntries(Object.entries(set).map(([key, item]) => [key, merged(before[key], item)])),
  };
}

function includes(value: unknown, part: unknown): boolean {
  if (Array.isArray(part))
    return Array.isArray(value) && part.every((item) => value.some((own) => includes(own, item)));
  if (!isPlain(part)) return value === part;
  return isPlain(value) && Object.entries(part).every(([key, item]) => includes(value[key], item));
}

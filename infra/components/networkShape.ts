import { ACCOUNT_ZONE } from "../topology/ownerSteps";
import type { Topology } from "../topology/topology";

export type GatewaySkuName = NonNullable<Topology["gateway"]["sku"]>["name"];

/** What a tier of API Management demands of the subnet that it is connected to. */
export interface GatewaySubnet {
  /** The service that the subnet is delegated to; `undefined`: it must not be delegated. */
  readonly delegation: string | undefined;
  readonly rules: readonly SecurityRule[];
  /** Classic injection needs a Standard public IP address of ours. */
  readonly publicIp: boolean;
}

/** One rule of a network security group, in Azure's own property names. */
export interface SecurityRule {
  readonly name: string;
  readonly description: string;
  readonly priority: number;
  readonly direction: "Inbound" | "Outbound";
  readonly access: "Allow" | "Deny";
  readonly protocol: "Tcp" | "*";
  readonly sourceAddressPrefix: string;
  readonly sourcePortRange: "*";
  readonly destinationAddressPrefix: string;
  readonly destinationPortRanges: readonly string[];
}

/** `undefined`: the tier has no network integration, so it cannot reach private accounts. */
export function gatewaySubnet(sku: GatewaySkuName): GatewaySubnet | undefined {
  return shapes[sku];
}

const allow = (
  direction: SecurityRule["direction"],
  priority: number,
  name: string,
  description: string,
  source: string,
  destination: string,
  ports: readonly string[],
): SecurityRule => ({
  name,
  description,
  priority,
  direction,
  access: "Allow",
  protocol: "Tcp",
  sourceAddressPrefix: source,
  sourcePortRange: "*",
  destinationAddressPrefix: destination,
  destinationPortRanges: ports,
});

/**
 * Classic injection in external mode (Azure's virtual network reference of API Management). The outbound rules repeat
 * what Azure allows by default: they keep the service alive where somebody adds a rule that denies the rest.
 */
const classicRules: readonly SecurityRule[] = [
  allow("Inbound", 100, "callers", "Callers of the gateway", "Internet", "VirtualNetwork", ["443"]),
  allow("Inbound", 110, "management", "Management plane", "ApiManagement", "VirtualNetwork", ["3443"]),
  allow("Inbound", 120, "load-balancer", "Health probes", "AzureLoadBalancer", "VirtualNetwork", ["6390"]),
  allow("Outbound", 100, "certificates", "Certificate validation", "VirtualNetwork", "Internet", ["80"]),
  allow("Outbound", 110, "storage", "The service's own storage", "VirtualNetwork", "Storage", ["443"]),
  allow("Outbound", 120, "key-vault", "Certificates and named values", "VirtualNetwork", "AzureKeyVault", [
    "443",
  ]),
  allow("Outbound", 130, "sql", "The service's own database", "VirtualNetwork", "Sql", ["1433"]),
  allow("Outbound", 140, "monitor", "Logs and metrics", "VirtualNetwork", "AzureMonitor", ["1886", "443"]),
  allow(
    "Outbound",
    150,
    "entra",
    "Tokens of the managed identity",
    "VirtualNetwork",
    "AzureActiveDirectory",
    ["443"],
  ),
];

const classic: GatewaySubnet = { delegation: undefined, rules: classicRules, publicIp: true };

/** Outbound integration: a security group must be attached and needs no rules. */
const integration: GatewaySubnet = { delegation: "Microsoft.Web/serverFarms", rules: [], publicIp: false };

const shapes: Readonly<Record<GatewaySkuName, GatewaySubnet | undefined>> = {
  Developer: classic,
  Premium: classic,
  BasicV2: undefined,
  StandardV2: integration,
  PremiumV2: integration,
};

/** Only our network speaks to the private endpoints, and only TLS. */
export const endpointRules: readonly SecurityRule[] = [
  allow(
    "Inbound",
    100,
    "tls-from-network",
    "The gateway to the accounts",
    "VirtualNetwork",
    "VirtualNetwork",
    ["443"],
  ),
  {
    name: "nothing-else",
    description: "Also closes the default rule that opens all ports within the network",
    priority: 4000,
    direction: "Inbound",
    access: "Deny",
    protocol: "*",
    sourceAddressPrefix: "*",
    sourcePortRange: "*",
    destinationAddressPrefix: "*",
    destinationPortRanges: ["0-65535"],
  },
];

/**
 * Zones in which private endpoints of accounts of kind OpenAI register. Should Azure upgrade an account to kind
 * AIServices, its endpoint has to be made anew with the cognitiveservices and services.ai zones beside this one.
 */
export const privateZones = [ACCOUNT_ZONE] as const;

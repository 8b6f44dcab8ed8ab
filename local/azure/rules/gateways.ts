import type { Rule } from "../armRequest";
import type { ArmResource } from "../world";
import { parseRange } from "./addressRange";
import { incorrectValues, list, object, putOf, text } from "./refusals";

const SERVICE = "Microsoft.ApiManagement/service";

/** What a tier wants of its subnet (azure-docs: api-management/virtual-network-concepts.md and the pages of each mode). */
interface Demand {
  readonly delegation: string | undefined;
  /** The smallest subnet, as a number of bits. */
  readonly bits: number;
}

function demand(service: ArmResource): Demand | undefined {
  const sku = text(service.sku?.name);
  if (sku === "Developer" || sku === "Premium") return { delegation: undefined, bits: 29 };
  if (sku === "StandardV2") return { delegation: "Microsoft.Web/serverFarms", bits: 27 };
  if (sku !== "PremiumV2") return undefined;
  const injected = service.properties.virtualNetworkType === "Internal";
  return {
    delegation: injected ? "Microsoft.Web/hostingEnvironments" : "Microsoft.Web/serverFarms",
    bits: 27,
  };
}

/** The subnet of a gateway exists, is large enough and delegated as its tier needs (same pages; the texts are ours). */
export const gatewaySubnetFits: Rule = (world, request) => {
  const service = putOf(request, SERVICE);
  const id = text(object(service?.properties.virtualNetworkConfiguration).subnetResourceId);
  const networked =
    service?.properties.virtualNetworkType !== undefined && service.properties.virtualNetworkType !== "None";
  if (service === undefined || (id === "" && !networked)) return undefined;
  const sku = text(service.sku?.name);
  if (id === "")
    return incorrectValues([
      `virtualNetworkType '${service.properties.virtualNetworkType}' needs virtualNetworkConfiguration.subnetResourceId.`,
    ]);
  const wanted = demand(service);
  if (wanted === undefined) return incorrectValues([`The tier '${sku}' has no virtual network.`]);
  const subnet = world.get(id);
  if (subnet === undefined) return incorrectValues([`The subnet '${id}' does not exist.`]);
  const wrong: string[] = [];
  const network = world.get(id.replace(/\/subnets\/[^/]+$/i, ""));
  if (network?.location !== service.location)
    wrong.push(
      `The subnet is in '${network?.location}' and the service in '${service.location}'; they must be in one region.`,
    );
  const found = list(subnet.properties.delegations).map((delegation) =>
    text(object(delegation.properties).serviceName),
  );
  if (
    wanted.delegation !== undefined &&
    !found.some((name) => name.toLowerCase() === wanted.delegation?.toLowerCase())
  ) {
    wrong.push(
      `The subnet '${subnet.name}' must be delegated to '${wanted.delegation}' for '${sku}', found ${found.length === 0 ? "no delegation" : found.map((name) => `'${name}'`).join(", ")}.`,
    );
  }
  if (wanted.delegation === undefined && found.length > 0)
    wrong.push(
      `The subnet '${subnet.name}' must have no delegation for '${sku}', found '${found.join("', '")}'.`,
    );
  if (text(object(subnet.properties.networkSecurityGroup).id) === "")
    wrong.push(`The subnet '${subnet.name}' must have a network security group.`);
  const range = parseRange(text(subnet.properties.addressPrefix));
  if (range !== undefined && range.last - range.first + 1 < 2 ** (32 - wanted.bits)) {
    wrong.push(
      `The subnet '${subnet.name}' must be at least /${wanted.bits} for '${sku}', got '${text(subnet.properties.addressPrefix)}'.`,
    );
  }
  return incorrectValues(wrong);
};

/** Identities that a resource shall have exist; a service takes ten of its user's at most (API Management service limits of 2026; the texts are ours). */
export const identitiesExist: Rule = (world, request) => {
  if (request.operation !== "put" || request.resource.identity === undefined) return undefined;
  const ids = Object.keys(object(request.resource.identity.userAssignedIdentities));
  const absent = ids.find((id) => world.get(id) === undefined);
  if (absent !== undefined) {
    return {
      status: 400,
      code: "FailedIdentityOperation",
      message: `Identity operation for resource '${request.resource.id}' failed: the identity '${absent}' was not found.`,
    };
  }
  if (ids.length <= 10 || request.resource.type !== SERVICE) return undefined;
  return incorrectValues([`A service has at most 10 user-assigned identities, got ${ids.length}.`]);
};

/**
 * Availability zones are chosen for the classic Premium alone, and its units are shared equally by them (Microsoft Learn, availability
 * zones of API Management, June 2025; the texts are ours).
 */
export const zonesFit: Rule = (_world, request) => {
  const service = putOf(request, SERVICE);
  const zones = service?.zones;
  if (service === undefined || !Array.isArray(zones) || zones.length === 0) return undefined;
  const { name, capacity } = object(service.sku);
  if (name !== "Premium")
    return incorrectValues([`Availability zones are not supported for the SKU '${text(name)}'.`]);
  return Number(capacity) % zones.length === 0
    ? undefined
    : incorrectValues([
        `The capacity ${capacity} is not a multiple of the ${zones.length} availability zones.`,
      ]);
};

/** Tiers that the version of the API does not know that azure-native writes (the code and its sense: pulumi-azure-native#4510). */
const NEWER_API: Readonly<Record<string, string>> = { PremiumV2: "2025-03-01-preview" };

/** A service is made with a version of the API that knows its tier. */
export const tierIsInTheApi: Rule = (_world, request) => {
  const service = putOf(request, SERVICE);
  const needed = NEWER_API[text(service?.sku?.name)];
  if (needed === undefined || request.operation !== "put" || request.existing !== undefined) return undefined;
  return {
    status: 400,
    code: "OperationSupportedInSkuForApiVersions",
    message: `The SKU '${service?.sku?.name}' is supported from API version ${needed} on.`,
  };
};

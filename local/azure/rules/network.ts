import { isSettling, type Rule } from "../armRequest";
import { parentOf, sameId } from "../resourceId";
import type { ArmError, ArmResource, WorldView } from "../world";
import { contains, overlaps, parseRange } from "./addressRange";
import { deletionOf, invalidReference, isType, list, object, putOf, siblings, text } from "./refusals";

const SUBNET = "Microsoft.Network/virtualNetworks/subnets";
const ENDPOINT = "Microsoft.Network/privateEndpoints";
export const ASSOCIATION_LINK = `${SUBNET}/serviceAssociationLinks`;

/** A subnet lies in its network and beside its siblings (Azure/azure-cli#10917 has the text for both). */
export const subnetFits: Rule = (world, request) => {
  const subnet = putOf(request, SUBNET);
  if (subnet === undefined) return undefined;
  const network = world.get(parentOf(subnet.id) ?? "");
  const spaces = (object(network?.properties.addressSpace).addressPrefixes as string[] | undefined) ?? [];
  const ranges = rangesOf(subnet).map(parseRange);
  const others = siblings(world.below(network?.id ?? ""), subnet)
    .flatMap(rangesOf)
    .map(parseRange);
  const fine =
    ranges.length > 0 &&
    ranges.every(
      (range) =>
        range !== undefined &&
        spaces.some((space) =>
          ((outer) => outer !== undefined && contains(outer, range))(parseRange(space)),
        ) &&
        !others.some((other) => other !== undefined && overlaps(other, range)),
    );
  if (fine) return undefined;
  return {
    status: 400,
    code: "NetcfgInvalidSubnet",
    message: `Subnet '${subnet.name}' is not valid in virtual network '${network?.name}'.`,
  };
};

/** Whatever a subnet or a private endpoint refers to exists; an endpoint lives in its network's region (the text is Azure's, from memory). */
export const networkReferencesExist: Rule = (world, request) => {
  if (request.operation !== "put") return undefined;
  const { resource } = request;
  if (isType(resource, SUBNET))
    return missing(world, resource, [text(object(resource.properties.networkSecurityGroup).id)]);
  if (isType(resource, "Microsoft.Network/privateDnsZones/virtualNetworkLinks"))
    return missing(world, resource, [text(object(resource.properties.virtualNetwork).id)]);
  if (isType(resource, `${ENDPOINT}/privateDnsZoneGroups`)) {
    return missing(
      world,
      resource,
      list(resource.properties.privateDnsZoneConfigs).map((config) =>
        text(object(config.properties).privateDnsZoneId),
      ),
    );
  }
  if (!isType(resource, ENDPOINT)) return undefined;
  const subnet = text(object(resource.properties.subnet).id);
  const network = world.get(parentOf(subnet) ?? "");
  if (world.get(subnet) === undefined || network?.location !== resource.location)
    return invalidReference(subnet, resource.id);
  const targets = list(resource.properties.privateLinkServiceConnections).map((connection) =>
    text(object(connection.properties).privateLinkServiceId),
  );
  return missing(world, resource, targets);
};

/** An account without a custom subdomain has nothing a private endpoint could stand for (Azure documents the need; the text is ours). */
export const endpointNeedsSubdomain: Rule = (world, request) => {
  const endpoint = putOf(request, ENDPOINT);
  for (const connection of list(endpoint?.properties.privateLinkServiceConnections)) {
    const target = world.get(text(object(connection.properties).privateLinkServiceId));
    if (
      target?.type === "Microsoft.CognitiveServices/accounts" &&
      text(target.properties.customSubDomainName) === ""
    ) {
      return {
        status: 400,
        code: "BadRequest",
        message: `Private endpoints need a custom subdomain: ${target.id} has no 'customSubDomainName'.`,
      };
    }
  }
  return undefined;
};

const networkOf = (endpoint: ArmResource) => parentOf(text(object(endpoint.properties.subnet).id)) ?? "";

/**
 * Endpoints of one network that are made at once may fail at the end (terraform-provider-azurerm#21293, #28112; the code is
 * theirs). azure-native does not try a failed operation again. Azure fails some of them; here every second one is refused.
 */
export const endpointsOneByOne: Rule = (world, request) => {
  const endpoint = putOf(request, ENDPOINT);
  if (endpoint === undefined) return undefined;
  const other = world
    .ofType(ENDPOINT)
    .find(
      (each) =>
        !sameId(each.id, endpoint.id) && isSettling(each) && sameId(networkOf(each), networkOf(endpoint)),
    );
  if (other === undefined) return undefined;
  return {
    status: 429,
    code: "RetryableError",
    message: `A retryable error occurred. The private endpoint '${other.name}' is being written in the same virtual network.`,
  };
};

/** An endpoint has one zone group; a policy of a landing zone may have made it (pulumi-azure-native#2179 has the text). */
export const oneZoneGroup: Rule = (world, request) => {
  const group = putOf(request, `${ENDPOINT}/privateDnsZoneGroups`);
  if (group === undefined || siblings(world.below(parentOf(group.id) ?? ""), group).length === 0)
    return undefined;
  return {
    status: 400,
    code: "MoreThanOnePrivateDnsZoneGroupPerPrivateEndpointNotAllowed",
    message: `Cannot create more than one private dns zone groups for private endpoint ${parentOf(group.id)}.`,
  };
};

/**
 * Azure keeps five addresses of every subnet for itself; each endpoint takes one (azure-docs#88211 has the text). The fault
 * `full-subnet`: others have taken all that were left.
 */
export const subnetHasRoom: Rule = (world, request, settings) => {
  const endpoint = putOf(request, ENDPOINT);
  const subnet = world.get(text(object(endpoint?.properties.subnet).id));
  if (endpoint === undefined || subnet === undefined) return undefined;
  const range = parseRange(rangesOf(subnet)[0] ?? "");
  const users = subnetUsers(world, subnet.id).filter((user) => !sameId(user.id, endpoint.id));
  const full =
    request.operation === "put" && request.existing === undefined && settings.faults.includes("full-subnet");
  if (!full && (range === undefined || users.length < range.last - range.first + 1 - 5)) return undefined;
  return {
    status: 400,
    code: "SubnetIsFull",
    message: `Subnet ${subnet.name} with address prefix ${rangesOf(subnet)[0]} does not have enough capacity for 1 IP addresses.`,
  };
};

/** A subnet in use stays, and with it its network (nav-arm-templates#161 has the text; Azure/deployment-stacks#150 that of a link). */
export const usedSubnetStays: Rule = (world, request) => {
  const subnet = deletionOf(request, SUBNET);
  const network = deletionOf(request, "Microsoft.Network/virtualNetworks");
  const subnets =
    subnet !== undefined
      ? [subnet]
      : network !== undefined
        ? world.below(network.id).filter((other) => isType(other, SUBNET))
        : [];
  for (const candidate of subnets) {
    const user = [...subnetUsers(world, candidate.id), ...associationLinks(world, candidate.id)][0];
    if (user !== undefined) {
      return {
        status: 400,
        code: "InUseSubnetCannotBeDeleted",
        message: `Subnet ${candidate.name} is in use by ${user.id} and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.`,
      };
    }
  }
  return undefined;
};

/** A security group on a subnet stays (pulumi-azure-native#3051 has the text). */
export const usedSecurityGroupStays: Rule = (world, request) => {
  const group = deletionOf(request, "Microsoft.Network/networkSecurityGroups");
  if (group === undefined) return undefined;
  const users = world
    .ofType(SUBNET)
    .filter((subnet) => sameId(text(object(subnet.properties.networkSecurityGroup).id), group.id));
  if (users.length === 0) return undefined;
  return {
    status: 400,
    code: "InUseNetworkSecurityGroupCannotBeDeleted",
    message: `Network security group ${group.id} cannot be deleted because it is in use by the following resources: ${users.map((user) => user.id).join(", ")}. In order to delete the Network security group, remove the association with the resource(s). To learn how to do this, see aka.ms/deletensg.`,
  };
};

/** An address that a gateway uses stays (Azure's text, from memory). */
export const usedAddressStays: Rule = (world, request) => {
  const address = deletionOf(request, "Microsoft.Network/publicIPAddresses");
  if (address === undefined) return undefined;
  const user = world
    .ofType("Microsoft.ApiManagement/service")
    .find((service) => sameId(text(service.properties.publicIpAddressId), address.id));
  if (user === undefined) return undefined;
  return {
    status: 400,
    code: "PublicIPAddressCannotBeDeleted",
    message: `Public IP address ${address.id} can not be deleted since it is still allocated to resource ${user.id}. In order to delete the public IP, disassociate/detach the Public IP address from the resource. To learn how to do this, see aka.ms/deletepublicip.`,
  };
};

/** Links to services that a subnet is delegated to: Azure shows them below the subnet. */
const associationLinks = (world: WorldView, subnetId: string): readonly ArmResource[] =>
  world.below(subnetId).filter((each) => isType(each, ASSOCIATION_LINK));

/** Private endpoints and gateways in a subnet. */
export function subnetUsers(world: WorldView, subnetId: string): readonly ArmResource[] {
  const inside = (value: unknown) => sameId(text(value), subnetId);
  return [
    ...world.ofType(ENDPOINT).filter((endpoint) => inside(object(endpoint.properties.subnet).id)),
    ...world
      .ofType("Microsoft.ApiManagement/service")
      .filter((service) => inside(object(service.properties.virtualNetworkConfiguration).subnetResourceId)),
  ];
}

function missing(world: WorldView, from: ArmResource, targets: readonly string[]): ArmError | undefined {
  const absent = targets.find((target) => target !== "" && world.get(target) === undefined);
  return absent === undefined ? undefined : invalidReference(absent, from.id);
}

function rangesOf(subnet: ArmResource): string[] {
  const { addressPrefix, addressPrefixes } = subnet.properties;
  return Array.isArray(addressPrefixes)
    ? (addressPrefixes as string[])
    : addressPrefix === undefined
      ? []
      : [text(addressPrefix)];
}

import type { Rule } from "../armRequest";
import { nameOf, parentOf, sameId } from "../resourceId";
import { object, putOf, text } from "./refusals";

const LINK = "Microsoft.Network/privateDnsZones/virtualNetworkLinks";

/**
 * A network resolves one private DNS zone of a name, wherever the zone is, and a zone has one link to it (the text of the first:
 * azure-aks-docs#212, foundry-samples#214; of the second: ours, after Microsoft's page on links, azure-docs#103051).
 */
export const networkHasOneZoneOfAName: Rule = (world, request) => {
  const link = putOf(request, LINK);
  if (link === undefined) return undefined;
  const network = text(object(link.properties.virtualNetwork).id);
  const zone = parentOf(link.id) ?? "";
  for (const other of world.ofType(LINK)) {
    if (sameId(other.id, link.id) || !sameId(text(object(other.properties.virtualNetwork).id), network))
      continue;
    const its = parentOf(other.id) ?? "";
    if (nameOf(its).toLowerCase() !== nameOf(zone).toLowerCase()) continue;
    if (sameId(its, zone))
      return {
        status: 409,
        code: "Conflict",
        message: `The zone '${nameOf(zone)}' is linked to the virtual network '${network}' by '${other.name}' already.`,
      };
    return {
      status: 400,
      code: "BadRequest",
      message: `A virtual network cannot be linked to multiple zones with overlapping namespaces. You tried to link virtual network with '${nameOf(zone)}' and '${nameOf(its)}' zones.`,
    };
  }
  return undefined;
};

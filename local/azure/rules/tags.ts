import type { Rule } from "../armRequest";
import { isType, object } from "./refusals";

/** Azure's page on tags, "Limitations" (azure-docs: azure-resource-manager/management/tag-resources.md). */
const MOST = 50;
const MOST_ON_ZONES = 15;
const NAME = 512;
const VALUE = 256;

const ZONES = ["Microsoft.Network/privateDnsZones", "Microsoft.Network/privateDnsZones/virtualNetworkLinks"];

/**
 * Tags are within Azure's limits: their number, which private DNS zones and links have fewer of, their lengths, characters
 * (same page), and the prefixes that Azure keeps for itself (reference of Tags - Create Or Update). The codes are Azure
 * Resource Manager's, the texts are ours.
 */
export const tagsAreAccepted: Rule = (_world, request) => {
  if (request.operation !== "put" || request.resource.tags === undefined) return undefined;
  const { resource } = request;
  const tags = Object.entries(object(resource.tags));
  const most = ZONES.some((type) => isType(resource, type)) ? MOST_ON_ZONES : MOST;
  if (tags.length > most)
    return refused(
      "InvalidTagCount",
      `'${resource.name}' has ${tags.length} tags; at most ${most} are allowed.`,
    );
  for (const [name, value] of tags) {
    if (name === "" || name.length > NAME || /[<>%&\\?/\p{Cc}]/u.test(name))
      return refused("InvalidTagNameCharacters", `The tag name '${name}' is not allowed.`);
    if (/^(microsoft|azure|windows)/i.test(name))
      return refused("ReservedTagName", `The tag name '${name}' has a prefix that is reserved.`);
    if (String(value).length > VALUE || /\p{Cc}/u.test(String(value)))
      return refused("InvalidTagValue", `The value of the tag '${name}' is not allowed.`);
  }
  return undefined;
};

const refused = (code: string, message: string) => ({ status: 400, code, message });

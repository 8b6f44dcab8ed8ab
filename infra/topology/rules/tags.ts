import type { Finding } from "../finding";
import { error, type Fleet, warning } from "./rule";

/** Azure's limit of tags per resource. */
const MAX_TAGS = 50;
/** The same for private DNS zones and their links to networks (Azure's page on tags, "Limitations"). */
const MAX_ZONE_TAGS = 15;
/** Names that begin so are Azure's own, in any case (reference of the operation Tags - Create Or Update). */
const RESERVED = ["microsoft", "azure", "windows"];
/** A private DNS zone drops tags with these in their names, without a word (terraform-provider-azurerm#6129). */
const LOST_ON_ZONES = /[:# ]|^\d/;

/** Every resource can have every tag. */
export function* tags({ file }: Fleet): Iterable<Finding> {
  const names = Object.keys(file.tags);
  const zones = file.network.access === "private";
  const most = zones ? MAX_ZONE_TAGS : MAX_TAGS;
  if (names.length > most) {
    yield error(
      "tag-count",
      { key: ["tags"] },
      zones
        ? `the file has ${names.length} tags; a private DNS zone, which a private fleet has, takes ${MAX_ZONE_TAGS}.`
        : `the file has ${names.length} tags; Azure allows ${MAX_TAGS} per resource.`,
      "Remove tags; what all resources share can be a tag of the subscription.",
    );
  }
  for (const name of names) {
    const key = ["tags", name];
    const prefix = RESERVED.find((reserved) => name.toLowerCase().startsWith(reserved));
    if (prefix !== undefined) {
      yield error(
        "tag-reserved",
        { key },
        `the tag \`${name}\` begins with \`${prefix}\`, which Azure keeps for itself.`,
        "Put something before it, such as `owner-`, or choose another name.",
      );
    } else if (name !== name.trim()) {
      yield error(
        "tag-space",
        { key },
        `the name of the tag \`${name}\` begins or ends with a space; nobody could find it again.`,
        "Write it without.",
      );
    } else if (zones && LOST_ON_ZONES.test(name)) {
      yield warning(
        "tag-lost",
        { key },
        `a private DNS zone, which a private fleet has, does not keep the tag \`${name}\`: its names have no spaces, no \`:\`, no \`#\` and no digit at the start. Every update would try to set it again.`,
        "Use letters, digits, `-`, `_` and `.`.",
      );
    }
  }
}

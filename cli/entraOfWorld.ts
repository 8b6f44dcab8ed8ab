import { SaxesParser } from "saxes";
import type { TokenOwner } from "../infra/rendering/entraView";

/** How one fleet of a world takes Microsoft Entra tokens, as its own policies say it. */
export interface EntraOfFleet {
  /** What the names of its resources begin with, hyphen included. */
  readonly stem: string;
  readonly tenant: string;
  readonly audience: string;
  readonly owners: readonly TokenOwner[];
}

const AUTHENTICATE = "authenticate";

/**
 * Reads the fragments by which fleets find out who calls. Fleets that take no tokens have no tenant.
 *
 * @param fragments policies' texts by id
 */
export function entraOfWorld(fragments: ReadonlyMap<string, { readonly text: string }>): EntraOfFleet[] {
  return [...fragments].flatMap(([id, { text }]) =>
    id.endsWith(`-${AUTHENTICATE}`) ? [entraOfFragment(id.slice(0, -AUTHENTICATE.length), text)] : [],
  );
}

function entraOfFragment(stem: string, text: string): EntraOfFleet {
  let tenant = "";
  let audience = "";
  let owners = "[]";
  let inAudience = false;
  const parser = new SaxesParser();
  parser.on("opentag", ({ name, attributes }) => {
    if (name === "validate-azure-ad-token") tenant ||= attributes["tenant-id"] ?? "";
    if (name === "set-variable" && attributes.name === "token-owners") owners = attributes.value ?? "[]";
    inAudience = name === "audience" && audience === "";
  });
  parser.on("text", (part) => {
    if (inAudience) audience += part.trim();
  });
  parser.on("closetag", () => {
    inAudience = false;
  });
  parser.write(text).close();
  return { stem, tenant: plain(tenant), audience: plain(audience), owners: JSON.parse(owners) };
}

/** What would be taken for something else is written as C#, whose escapes are those of JSON. */
function plain(value: string): string {
  const [, code] = /^@\((".*")\)$/.exec(value) ?? [];
  return code === undefined ? value : (JSON.parse(code) as string);
}

import type { NamedValue } from "../xml/namedValues";
import type { ResourceIndex } from "./resourceIndex";
import type { Secrets } from "./secrets";

/** Named values by display name, which is what policies write. */
export function readNamedValues(index: ResourceIndex, secrets: Secrets): ReadonlyMap<string, NamedValue> {
  const values = new Map<string, NamedValue>();
  for (const resource of index.json("namedValues")) {
    const { properties } = resource;
    const name = properties.text("displayName") ?? (resource.names[0] as string);
    if (!/^[A-Za-z0-9._-]{1,256}$/.test(name)) {
      properties.fault(
        properties.has("displayName") ? "displayName" : undefined,
        "The name of a named value has letters, digits, `.`, `-` and `_` only.",
        "named-value-name",
      );
      continue;
    }
    const isVault = properties.has("keyVault");
    const secret = (properties.flag("secret") ?? false) || isVault;
    const value = properties.text("value") ?? secrets.find(resource, "value");
    if (value === undefined) {
      if (!properties.has("value"))
        properties.warn(
          undefined,
          `The value of \`${name}\` is not known here${isVault ? ": it is in a key vault" : ""}. Put it into \`secrets.json\`.`,
          "no-value",
        );
      continue;
    }
    if (values.has(name))
      properties.fault(
        "displayName",
        `Another named value is called \`${name}\` too.`,
        "duplicate-named-value",
      );
    values.set(name, { value, secret });
  }
  return values;
}

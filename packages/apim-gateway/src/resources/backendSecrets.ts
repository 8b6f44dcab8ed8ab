import { type NamedValue, namedValueIn } from "../xml/namedValues";
import type { ResourceFields } from "./fields";
import type { JsonPath } from "./json";

const reference = /\{\{([A-Za-z0-9._-]{1,256})\}\}/g;

/**
 * The properties of a backend with the named values that its credentials name, as in `{ "header": { "api-key":
 * ["{{key}}"] } }`. One whose value is not known is reported: the backend would get its name.
 */
export function withNamedValues(
  properties: ResourceFields,
  namedValues: ReadonlyMap<string, NamedValue>,
): Readonly<Record<string, unknown>> {
  const { raw } = properties;
  if (raw.credentials === undefined) return raw;
  const replaced = (value: unknown, path: JsonPath): unknown => {
    if (typeof value === "string")
      return value.replace(reference, (whole, name: string) => {
        const found = namedValueIn(namedValues, name);
        if (found !== undefined && found.name !== name)
          properties.warn(
            undefined,
            `\`{{${name}}}\` is taken for \`${found.name}\`: the letters differ in case only, and it is not documented whether that matters.`,
            "named-value-case",
          );
        if (found !== undefined) return found.value.value;
        properties.faultAt(path, `There is no value of the named value \`${name}\`.`, "no-value");
        return whole;
      });
    if (Array.isArray(value)) return value.map((item, index) => replaced(item, [...path, index]));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, replaced(item, [...path, key])]),
    );
  };
  return { ...raw, credentials: replaced(raw.credentials, ["credentials"]) };
}

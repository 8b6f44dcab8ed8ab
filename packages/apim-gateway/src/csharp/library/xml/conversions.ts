import { parseGuid } from "../../runtime/guid";
import { netName, parseBoolean, toDateTime } from "../../runtime/json/convert";
import { type ParsedKind, parseNumber } from "../../runtime/parseNumber";
import { argumentNull, fail, type Value } from "../../runtime/value";
import type { CsXAttribute, CsXElement } from "../../runtime/xml/nodes";
import { CsXElement as Element } from "../../runtime/xml/nodes";
import type { Rows } from "../../types/table";

type Texted = CsXElement | CsXAttribute;
const textOf = (value: Texted) => (value instanceof Element ? value.text : value.value);

function read(text: string, kind: keyof typeof netName): Value {
  switch (kind) {
    case "string":
      return text;
    case "bool": {
      const trimmed = text.trim();
      const found = trimmed === "1" ? true : trimmed === "0" ? false : parseBoolean(trimmed);
      if (found === undefined)
        throw fail("FormatException", `The string '${text}' is not a valid Boolean value.`);
      return found;
    }
    case "DateTime":
      return toDateTime(text);
    case "Guid":
      return parseGuid(text);
    default:
      return parseNumber(text.trim(), kind as ParsedKind);
  }
}

/** The explicit operators of XElement and XAttribute. */
export function conversionsOf(owner: "XElement" | "XAttribute"): Rows {
  const rows: Record<string, Rows[string]> = {};
  for (const kind of Object.keys(netName) as (keyof typeof netName)[]) {
    const parameter = owner === "XElement" ? "element" : "attribute";
    rows[`explicit ${kind}(${owner} ${parameter})`] = (value: Texted | null) => {
      if (value === null && kind === "string") return null;
      if (value === null) throw argumentNull(parameter);
      return read(textOf(value), kind);
    };
    if (kind !== "string")
      rows[`explicit ${kind}?(${owner} ${parameter})`] = (value: Texted | null) =>
        value === null ? null : read(textOf(value), kind);
  }
  return rows;
}

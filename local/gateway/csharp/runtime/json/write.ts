import { doubleText, textOf } from "../text";
import { CsDateTime, CsDateTimeOffset } from "../time";
import { CsByte, CsDecimal, CsDouble, CsEnum, type TextStyle, type Value } from "../value";
import type { CsJson } from "./token";

interface Container {
  readonly items?: readonly CsJson[];
  readonly properties?: ReadonlyMap<string, { readonly name: string; readonly value: CsJson }>;
  readonly name?: string;
  readonly value?: CsJson;
}

/** JSON as Newtonsoft writes it: indented by two blanks, or without any. */
export function writeJson(token: CsJson, indented: boolean, style: TextStyle): string {
  return write(token, indented ? "\n" : "", style);
}

function write(token: CsJson, line: string, style: TextStyle): string {
  const { items, properties, name, value } = token as unknown as Container;
  const inner = line === "" ? "" : `${line}  `;
  if (token.type === "Array")
    return items?.length
      ? `[${(items ?? []).map((item) => inner + write(item, inner, style)).join(",")}${line}]`
      : "[]";
  if (token.type === "Object") {
    const parts = [...(properties?.values() ?? [])].map(
      (property) =>
        `${inner}${quote(property.name)}:${line === "" ? "" : " "}${write(property.value, inner, style)}`,
    );
    return parts.length === 0 ? "{}" : `{${parts.join(",")}${line}}`;
  }
  if (token.type === "Property")
    return `${quote(name as string)}:${line === "" ? "" : " "}${write(value as CsJson, line, style)}`;
  return writeValue(token.simple as Value, style);
}

export function writeValue(value: Value, style: TextStyle): string {
  if (value === null) return "null";
  if (typeof value === "string") return quote(value);
  if (typeof value === "boolean") return value ? "true" : "false";
  if (typeof value === "number" || typeof value === "bigint") return value.toString();
  if (value instanceof CsDouble) {
    const text =
      Number(doubleText(value.value, { doubles: "G15" })) === value.value
        ? doubleText(value.value, { doubles: "G15" })
        : doubleText(value.value, style.doubles === "G15" ? { doubles: "G17" } : style);
    if (!Number.isFinite(value.value)) return `"${text}"`;
    return /[.E]/.test(text) ? text : `${text}.0`;
  }
  if (value instanceof CsDecimal) {
    const text = textOf(value, style);
    return text.includes(".") ? text : `${text}.0`;
  }
  if (value instanceof CsEnum || value instanceof CsByte) return value.value.toString();
  if (value instanceof CsDateTime || value instanceof CsDateTimeOffset)
    return `"${value.format("yyyy'-'MM'-'dd'T'HH':'mm':'ss.FFFFFFFK").replace(/\.(?=[Z+-]|$)/, "")}"`;
  if (typeof value === "object" && value.csType === "[]")
    return `"${Buffer.from((value as unknown as { items: { value: number }[] }).items.map((item) => item.value)).toString("base64")}"`;
  return quote(textOf(value, style));
}

const short: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\b": "\\b",
  "\f": "\\f",
};

export function quote(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that JSON escapes
  return `"${text.replace(/["\\\u0000-\u001f\u0085\u2028\u2029]/g, (found) => short[found] ?? `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`;
}

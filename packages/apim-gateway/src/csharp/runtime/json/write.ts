import { doubleText, floatText, textOf } from "../text";
import { CsDateTime, CsDateTimeOffset } from "../time";
import {
  CsByte,
  CsDecimal,
  CsDouble,
  CsEnum,
  CsFloat,
  CsInteger,
  type TextStyle,
  type Value,
} from "../value";
import type { JsonTemplate } from "./template";
import type { JsonType } from "./types";

/** As much of a token as it takes to write it; those of `token.ts` are such. */
export interface WritableToken {
  readonly type: JsonType;
  readonly source: JsonTemplate | undefined;
  readonly simple: Value | undefined;
}
interface WritableArray extends WritableToken {
  readonly items: readonly WritableToken[];
}
interface WritableProperty extends WritableToken {
  readonly name: string;
  readonly value: WritableToken;
}
interface WritableObject extends WritableToken {
  readonly properties: ReadonlyMap<string, WritableProperty>;
}

/** JSON as Newtonsoft writes it: indented by two blanks, or without any. */
export function writeJson(token: WritableToken, indented: boolean, style: TextStyle): string {
  return writeToken(token, indented ? (style.newLine ?? "\n") : "", style);
}

/** `line` starts a line at the depth of the token; empty without indentation. */
function writeToken(token: WritableToken, line: string, style: TextStyle): string {
  const { source } = token;
  if (token.type === "Property") {
    const { name, value } = token as WritableProperty;
    return `${quote(name)}${line === "" ? ":" : ": "}${writeToken(value, line, style)}`;
  }
  if (source !== undefined)
    return line === "" ? compactText(source, style) : writeTemplate(source, line, style);
  const inner = line === "" ? "" : `${line}  `;
  let text = "";
  if (token.type === "Array") {
    for (const item of (token as WritableArray).items)
      text += `${text === "" ? "" : ","}${inner}${writeToken(item, inner, style)}`;
    return text === "" ? "[]" : `[${text}${line}]`;
  }
  if (token.type !== "Object") return writeValue(token.simple as Value, style);
  const colon = line === "" ? ":" : ": ";
  for (const { name, value } of (token as WritableObject).properties.values())
    text += `${text === "" ? "" : ","}${inner}${quote(name)}${colon}${writeToken(value, inner, style)}`;
  return text === "" ? "{}" : `{${text}${line}}`;
}

function writeTemplate(template: JsonTemplate, line: string, style: TextStyle): string {
  const inner = line === "" ? "" : `${line}  `;
  let text = "";
  if (Array.isArray(template)) {
    for (const item of template as readonly JsonTemplate[])
      text += `${text === "" ? "" : ","}${inner}${writeTemplate(item, inner, style)}`;
    return text === "" ? "[]" : `[${text}${line}]`;
  }
  if (!(template instanceof Map)) return writeValue(template as Value, style);
  const colon = line === "" ? ":" : ": ";
  for (const [name, value] of template as ReadonlyMap<string, JsonTemplate>)
    text += `${text === "" ? "" : ","}${inner}${quote(name)}${colon}${writeTemplate(value, inner, style)}`;
  return text === "" ? "{}" : `{${text}${line}}`;
}

/** What templates were written as; they never change, so neither does this. */
const written: Readonly<Record<TextStyle["doubles"], WeakMap<object, string>>> = {
  G15: new WeakMap(),
  G17: new WeakMap(),
  shortest: new WeakMap(),
};

function compactText(template: JsonTemplate, style: TextStyle): string {
  if (typeof template !== "object" || template === null) return writeValue(template as Value, style);
  const known = written[style.doubles].get(template);
  if (known !== undefined) return known;
  const text = writeTemplate(template, "", style);
  written[style.doubles].set(template, text);
  return text;
}

export function writeValue(value: Value, style: TextStyle): string {
  if (value === null) return "null";
  if (typeof value === "string") return quote(value);
  if (typeof value === "boolean") return value ? "true" : "false";
  if (typeof value === "number" || typeof value === "bigint") return value.toString();
  if (value instanceof CsFloat) {
    const short = floatText(value.value, { doubles: "G15" });
    const text =
      Math.fround(Number(short)) === value.value ? short : floatText(value.value, { doubles: "G17" });
    if (!Number.isFinite(value.value)) return `"${text}"`;
    return /[.E]/.test(text) ? text : `${text}.0`;
  }
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
  if (value instanceof CsEnum || value instanceof CsByte || value instanceof CsInteger)
    return value.value.toString();
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
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 32 || code === 34 || code === 92 || code === 133 || code === 8232 || code === 8233)
      return escaped(text);
  }
  return `"${text}"`;
}

function escaped(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that JSON escapes
  return `"${text.replace(/["\\\u0000-\u001f\u0085\u2028\u2029]/g, (found) => short[found] ?? `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`;
}

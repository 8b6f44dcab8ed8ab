import { netName, tokenTo } from "../../runtime/json/convert";
import { readJson, readJsonAs } from "../../runtime/json/read";
import type { CsJson } from "../../runtime/json/token";
import { CsJValue } from "../../runtime/json/token";
import { writeJson } from "../../runtime/json/write";
import type { Machine } from "../../runtime/machine";
import { argumentNull, fail, type Value } from "../../runtime/value";
import { type CsType, isValueType } from "../../types/csType";
import { defaultOf } from "../../types/defaultValue";
import { castTo, isInstance } from "../../types/runtimeType";

/** The tokens of a text. They count as memory each time, whether the text was read before or not. */
export function parse(
  machine: Machine,
  text: string | null,
  wanted: "JObject" | "JArray" | undefined,
): CsJson {
  if (text === null) throw argumentNull("s");
  machine.allocate(text.length);
  return wanted === undefined ? readJson(text) : readJsonAs(text, wanted);
}

export function write(token: CsJson, machine: Machine, indented: boolean): string {
  const text = writeJson(token, indented, machine);
  machine.allocate(text.length);
  return text;
}

/** `null` in a place for a token is a token that says so. */
export const orNull = (token: CsJson | null): CsJson => token ?? new CsJValue(null);

/** `Value<T>()`: null gives the default, a value converts. */
export function valueAs(token: CsJson | null, type: CsType): Value {
  if (token === null) return defaultOf(type);
  const nullable = type.definition.name === "Nullable";
  const bare = nullable ? (type.args[0] as CsType) : type;
  if (isInstance(token, bare)) return token;
  if (!(token instanceof CsJValue))
    throw fail(
      "InvalidCastException",
      `Cannot cast Newtonsoft.Json.Linq.${token.csType} to Newtonsoft.Json.Linq.JToken.`,
    );
  if (token.value === null && isValueType(type) && !nullable)
    throw fail("InvalidCastException", "Null object cannot be converted to a value type.");
  if (isInstance(token.value, bare)) return token.value;
  if (bare.key in netName)
    return tokenTo(token, bare.key as keyof typeof netName, nullable || bare.key === "string");
  return castTo(token, type);
}

import { textOf } from "../text";
import { fail, nullReference, type Value } from "../value";
import { CsJArray, CsJObject, type CsJson } from "./token";

/** `token[key]`. @throws as Newtonsoft does for the wrong kind of key or token */
export function childOf(token: CsJson | null, key: Value): CsJson | null {
  if (token === null) throw nullReference();
  if (token instanceof CsJObject) {
    if (typeof key === "string") return token.get(key);
    throw fail(
      "ArgumentException",
      `Accessed JObject values with invalid key value: ${keyText(key)}. Object property name expected.`,
    );
  }
  if (token instanceof CsJArray) {
    if (typeof key !== "number")
      throw fail(
        "ArgumentException",
        `Accessed JArray values with invalid key value: ${keyText(key)}. Array position index expected.`,
      );
    const found = token.items[key];
    if (found === undefined)
      throw fail(
        "ArgumentOutOfRangeException",
        "Index was out of range. Must be non-negative and less than the size of the collection.\nParameter name: index",
      );
    return found;
  }
  throw fail(
    "InvalidOperationException",
    `Cannot access child value on Newtonsoft.Json.Linq.${token.csType}.`,
  );
}

function keyText(key: Value): string {
  return typeof key === "string" ? JSON.stringify(key) : textOf(key, { doubles: "G15" });
}

import { netName, tokenTo } from "../../runtime/json/convert";
import { type CsJson, CsJValue } from "../../runtime/json/token";
import type { Value } from "../../runtime/value";
import type { Rows } from "../../types/table";
import { explicitly, operators } from "./explicit";

/** The conversion operators between JToken and simple types. */
export const conversions: Record<string, Rows[string]> = {};
for (const type of Object.keys(netName) as (keyof typeof netName)[]) {
  if (type === "Guid") continue;
  conversions[`explicit ${type}(JToken value)`] = (token: CsJson | null) =>
    tokenTo(token, type, type === "string");
  conversions[`implicit JToken(${type} value)`] = (value: Value) => new CsJValue(value);
  if (type === "string") continue;
  conversions[`explicit ${type}?(JToken value)`] = (token: CsJson | null) => tokenTo(token, type, true);
  conversions[`implicit JToken(${type}? value)`] = (value: Value) => new CsJValue(value);
}

// A JValue holds these as they are.
for (const type of [
  "Guid",
  "DateTimeOffset",
  "TimeSpan",
  "Guid?",
  "DateTimeOffset?",
  "TimeSpan?",
  "Uri",
  "byte[]",
])
  conversions[`implicit JToken(${type} value)`] = (value: Value) => new CsJValue(value);

for (const type of Object.keys(operators)) {
  conversions[`explicit ${type}(JToken value)`] = (token: CsJson | null) => explicitly(token, type, false);
  if (operators[type]?.isClass === true) continue;
  conversions[`explicit ${type}?(JToken value)`] = (token: CsJson | null) => explicitly(token, type, true);
}

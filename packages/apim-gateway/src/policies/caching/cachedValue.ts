import {
  type CsArray,
  CsDictionary,
  CsHashSet,
  CsKeyValuePair,
  CsList,
  CsSequence,
} from "../../csharp/runtime/collections";
import { CsJArray, CsJObject, CsJProperty, type CsJson, CsJValue } from "../../csharp/runtime/json/token";
import { textOf } from "../../csharp/runtime/text";
import type { Value } from "../../csharp/runtime/value";

/** Objects of a request: what they hold does not outlive it. */
const ofRequest = new Set(["IContext", "IRequest", "IResponse", "IMessageBody", "IUrl"]);

/** Whether a value can be kept after the request is over. */
export function canBeCached(value: Value): boolean {
  if (typeof value === "function" || value instanceof CsSequence) return false;
  return typeof value !== "object" || value === null || !ofRequest.has(value.csType);
}

/** A copy that shares nothing that can be changed. Its C# type stays the same. */
export function copyOf(value: Value): Value {
  if (typeof value !== "object" || value === null) return value;
  if (isJson(value)) return value.clone();
  if (value instanceof CsList) return new CsList(value.csArgs[0] as string, value.items.map(copyOf));
  if (value instanceof CsDictionary) {
    const copy = new CsDictionary(value.csArgs, value.ignoreCase);
    for (const [key, entry] of value.entries)
      copy.entries.set(key, new CsKeyValuePair(entry.csArgs, copyOf(entry.key), copyOf(entry.value)));
    return copy;
  }
  if (value instanceof CsHashSet) {
    const copy = new CsHashSet(value.csArgs[0] as string, value.ignoreCase);
    for (const [key, item] of value.entries) copy.entries.set(key, copyOf(item));
    return copy;
  }
  if (value.csType === "[]") return { ...value, items: (value as CsArray).items.map(copyOf) } as CsArray;
  // The only one left that can be changed; all of it is text.
  if (value.csType === "StringBuilder")
    return Object.assign(Object.create(Object.getPrototypeOf(value)), value) as Value;
  return value;
}

/** About how many bytes a value takes. */
export function bytesOf(value: Value): number {
  if (typeof value === "string") return 2 * value.length + 16;
  if (typeof value !== "object" || value === null) return 16;
  if (value instanceof CsJValue) return 32 + bytesOf(value.value);
  if (value instanceof CsJProperty) return 2 * value.name.length + 48 + bytesOf(value.value);
  if (value instanceof CsJArray) return sum(value.items);
  if (value instanceof CsJObject) return sum(value.properties.values());
  if (value instanceof CsList) return sum(value.items);
  if (value instanceof CsHashSet) return sum(value.entries.values());
  if (value instanceof CsDictionary) return sum(value.entries.values());
  if (value instanceof CsKeyValuePair) return 32 + bytesOf(value.key) + bytesOf(value.value);
  if (value.csType === "[]") return sum((value as CsArray).items);
  return 64 + (value.csType === "StringBuilder" ? 2 * textOf(value, { doubles: "G15" }).length : 0);
}

function sum(values: Iterable<Value>): number {
  let total = 32;
  for (const value of values) total += bytesOf(value);
  return total;
}

function isJson(value: object): value is CsJson {
  return (
    value instanceof CsJValue ||
    value instanceof CsJObject ||
    value instanceof CsJArray ||
    value instanceof CsJProperty
  );
}

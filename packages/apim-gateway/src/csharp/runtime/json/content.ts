import { fullNameOf } from "../../types/csType";
import { runtimeType } from "../../types/runtimeType";
import { CsAnonymous } from "../anonymous";
import { CsDictionary, CsKeyValuePair } from "../collections";
import { textOf } from "../text";
import { CsEnum, CsException, fail, type Value } from "../value";
import { walk } from "../walk";
import { CsJArray, CsJObject, type CsJson, CsJValue, isToken } from "./token";

/** The tokens that content stands for: sequences are spread, values become `JValue`. */
export function* contentOf(value: Value): Generator<CsJson> {
  if (isToken(value)) yield value;
  else if (isSequence(value)) for (const item of walk(value)) yield* contentOf(item);
  else yield new CsJValue(simpleValue(value));
}

const simpleTypes = new Set(
  "double decimal byte sbyte short ushort uint ulong float DateTime DateTimeOffset TimeSpan Guid Uri".split(
    " ",
  ),
);

/** A value that a `JValue` can hold. @throws ArgumentException for any other */
export function simpleValue(value: Value): Value {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return value;
  if (value instanceof CsEnum) return value;
  if (typeof value === "object") {
    if (simpleTypes.has(value.csType)) return value;
    if (value.csType === "[]" && value.csArgs?.[0] === "byte") return value;
  }
  throw fail(
    "ArgumentException",
    `Could not determine JSON object type for type ${fullNameOf(runtimeType(value))}.`,
  );
}

function isSequence(value: Value): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    ["List", "[]", "IEnumerable", "IOrderedEnumerable", "IGrouping", "HashSet", "JEnumerable"].includes(
      value.csType,
    ) &&
    value.csArgs?.[0] !== "byte"
  );
}

/** The value of a property: several tokens become an array. */
export function propertyValue(content: readonly Value[]): CsJson {
  const only = content[0] as Value;
  if (content.length === 1 && isToken(only)) return only;
  if (content.length === 1 && !isSequence(only)) return new CsJValue(simpleValue(only));
  return CsJArray.of(content.flatMap((item) => [...contentOf(item)]));
}

/** `JToken.FromObject`: anonymous objects and dictionaries become objects. */
export function fromObject(value: Value): CsJson {
  if (isToken(value)) return value;
  if (value instanceof CsAnonymous || value instanceof CsDictionary) {
    const made = new CsJObject();
    const entries: Iterable<readonly [string, Value]> =
      value instanceof CsAnonymous
        ? value.fields
        : [...value.entries.values()].map(
            (entry) => [textOf(entry.key, { doubles: "G15" }), entry.value] as const,
          );
    for (const [name, inner] of entries) made.set(name, fromObject(inner));
    return made;
  }
  if (value instanceof CsKeyValuePair) {
    const made = new CsJObject();
    made.set("Key", fromObject(value.key));
    made.set("Value", fromObject(value.value));
    return made;
  }
  if (isSequence(value)) return CsJArray.of([...walk(value)].map(fromObject));
  if (value instanceof CsException) return new CsJValue(value.message);
  return new CsJValue(value);
}

import { CsAnonymous } from "../anonymous";
import { CsDictionary, CsKeyValuePair } from "../collections";
import { textOf } from "../text";
import { CsDateTime, CsDateTimeOffset, CsTimeSpan } from "../time";
import {
  CsByte,
  CsChar,
  CsDecimal,
  CsDouble,
  CsEnum,
  CsException,
  type CsObject,
  fail,
  nullReference,
  type TextStyle,
  type Value,
} from "../value";
import { walk } from "../walk";
import { writeJson } from "./write";

/** Numbers of `JTokenType`. */
export const jsonTypes = {
  None: 0,
  Object: 1,
  Array: 2,
  Constructor: 3,
  Property: 4,
  Comment: 5,
  Integer: 6,
  Float: 7,
  String: 8,
  Boolean: 9,
  Null: 10,
  Undefined: 11,
  Date: 12,
  Raw: 13,
  Bytes: 14,
  Guid: 15,
  Uri: 16,
  TimeSpan: 17,
} as const;
export type JsonType = keyof typeof jsonTypes;

/** A token of Newtonsoft's `JToken` family. */
export abstract class CsJson implements CsObject {
  abstract readonly csType: string;
  abstract readonly type: JsonType;
  parent: CsJson | null = null;
  /** Value of a `JValue`; undefined for containers. */
  get simple(): Value | undefined {
    return undefined;
  }
  abstract csWalk(): Iterable<CsJson>;
  abstract clone(): CsJson;
  csText(style: TextStyle): string {
    return writeJson(this, true, style);
  }
}

export class CsJValue extends CsJson {
  readonly csType = "JValue";
  constructor(public value: Value) {
    super();
  }
  get type(): JsonType {
    return typeOfValue(this.value);
  }
  override get simple(): Value {
    return this.value;
  }
  *csWalk(): Iterable<CsJson> {}
  clone(): CsJson {
    return new CsJValue(this.value);
  }
  override csText(style: TextStyle): string {
    return textOf(this.value, style);
  }
  csEquals(other: Value): boolean {
    return other instanceof CsJValue && deepEquals(this, other);
  }
  csKey(): string {
    return `${this.type}:${textOf(this.value, { doubles: "shortest" })}`;
  }
}

function typeOfValue(value: Value): JsonType {
  if (value === null) return "Null";
  if (typeof value === "string" || value instanceof CsChar) return "String";
  if (typeof value === "boolean") return "Boolean";
  if (
    typeof value === "number" ||
    typeof value === "bigint" ||
    value instanceof CsByte ||
    value instanceof CsEnum
  )
    return "Integer";
  if (value instanceof CsDouble || value instanceof CsDecimal) return "Float";
  if (value instanceof CsDateTime || value instanceof CsDateTimeOffset) return "Date";
  if (value instanceof CsTimeSpan) return "TimeSpan";
  if (typeof value === "object" && value.csType === "Guid") return "Guid";
  if (typeof value === "object" && value.csType === "Uri") return "Uri";
  return "Bytes";
}

export class CsJArray extends CsJson {
  readonly csType = "JArray";
  readonly type = "Array";
  readonly items: CsJson[] = [];
  constructor(items: Iterable<CsJson> = []) {
    super();
    for (const item of items) this.add(item);
  }
  add(item: CsJson): void {
    this.items.push(adopt(item, this));
  }
  csWalk(): Iterable<CsJson> {
    return this.items;
  }
  clone(): CsJson {
    return new CsJArray(this.items.map((item) => item.clone()));
  }
}

export class CsJProperty extends CsJson {
  readonly csType = "JProperty";
  readonly type = "Property";
  private inner: CsJson;
  constructor(
    readonly name: string,
    value: CsJson,
  ) {
    super();
    this.inner = adopt(value, this);
  }
  get value(): CsJson {
    return this.inner;
  }
  set value(next: CsJson) {
    this.inner = adopt(next, this);
  }
  *csWalk(): Iterable<CsJson> {
    yield this.inner;
  }
  clone(): CsJson {
    return new CsJProperty(this.name, this.inner.clone());
  }
}

export class CsJObject extends CsJson {
  readonly csType = "JObject";
  readonly type = "Object";
  readonly properties = new Map<string, CsJProperty>();
  add(property: CsJProperty): void {
    if (this.properties.has(property.name))
      throw fail(
        "ArgumentException",
        `Can not add property ${property.name} to Newtonsoft.Json.Linq.JObject. Property with the same name already exists on object.`,
      );
    this.properties.set(property.name, adopt(property, this) as CsJProperty);
  }
  set(name: string, value: CsJson): void {
    const known = this.properties.get(name);
    if (known !== undefined) known.value = value;
    else this.add(new CsJProperty(name, value));
  }
  csWalk(): Iterable<CsJson> {
    return this.properties.values();
  }
  clone(): CsJson {
    const made = new CsJObject();
    for (const property of this.properties.values()) made.add(property.clone() as CsJProperty);
    return made;
  }
}

/** A token that already hangs somewhere is copied. */
function adopt(item: CsJson, parent: CsJson): CsJson {
  const own = item.parent === null ? item : item.clone();
  own.parent = parent;
  return own;
}

/** The tokens that content stands for: sequences are spread, values become `JValue`. */
export function* contentOf(value: Value): Generator<CsJson> {
  if (value instanceof CsJson) yield value;
  else if (isSequence(value)) for (const item of walk(value)) yield* contentOf(item);
  else yield new CsJValue(plain(value));
}

function plain(value: Value): Value {
  if (
    typeof value === "function" ||
    value instanceof CsAnonymous ||
    value instanceof CsKeyValuePair ||
    value instanceof CsChar
  )
    throw fail(
      "ArgumentException",
      `Could not determine JSON object type for type ${value instanceof CsChar ? "System.Char" : textOf(value, { doubles: "G15" })}.`,
    );
  return value;
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
  const [only] = content;
  if (content.length === 1 && !isSequence(only as Value)) return [...contentOf(only as Value)][0] as CsJson;
  return new CsJArray(content.flatMap((item) => [...contentOf(item)]));
}

/** `JToken.FromObject`: anonymous objects and dictionaries become objects. */
export function fromObject(value: Value): CsJson {
  if (value instanceof CsJson) return value;
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
  if (isSequence(value)) return new CsJArray([...walk(value)].map(fromObject));
  if (value instanceof CsException) return new CsJValue(value.message);
  return new CsJValue(value);
}

export function deepEquals(a: CsJson, b: CsJson): boolean {
  if (a instanceof CsJValue && b instanceof CsJValue) {
    if (a.type !== b.type) return false;
    return textOf(a.value, { doubles: "shortest" }) === textOf(b.value, { doubles: "shortest" });
  }
  if (a instanceof CsJProperty && b instanceof CsJProperty)
    return a.name === b.name && deepEquals(a.value, b.value);
  if (a instanceof CsJArray && b instanceof CsJArray)
    return (
      a.items.length === b.items.length &&
      a.items.every((item, index) => deepEquals(item, b.items[index] as CsJson))
    );
  if (!(a instanceof CsJObject && b instanceof CsJObject) || a.properties.size !== b.properties.size)
    return false;
  return [...a.properties.values()].every((property) => {
    const other = b.properties.get(property.name);
    return other !== undefined && deepEquals(property, other);
  });
}

/** `token[key]`. @throws as Newtonsoft does for the wrong kind of key or token */
export function childOf(token: CsJson | null, key: Value): CsJson | null {
  if (token === null) throw nullReference();
  if (token instanceof CsJObject) {
    if (typeof key === "string") return token.properties.get(key)?.value ?? null;
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

import { type CsArray, CsSequence } from "../runtime/collections";
import { netName, tokenTo } from "../runtime/json/convert";
import { readJson } from "../runtime/json/read";
import {
  CsJArray,
  CsJObject,
  CsJProperty,
  type CsJson,
  CsJValue,
  childOf,
  contentOf,
  deepEquals,
  fromObject,
  jsonTypes,
  propertyValue,
} from "../runtime/json/token";
import { quote, writeJson } from "../runtime/json/write";
import type { Machine } from "../runtime/machine";
import { argumentNull, CsEnum, fail, type Value } from "../runtime/value";
import type { CsType } from "../types/csType";
import { defaultOf } from "../types/defaultValue";
import { castTo, isInstance } from "../types/runtimeType";
import { defineEnum, defineType, type Rows } from "../types/table";

type Types = readonly CsType[];
defineEnum("Newtonsoft.Json.Formatting", ["None", "Indented"]);
defineEnum("Newtonsoft.Json.Linq.JTokenType", jsonTypes);

export function parse(
  machine: Machine,
  text: string | null,
  wanted: "JObject" | "JArray" | undefined,
): CsJson {
  if (text === null) throw argumentNull("s");
  machine.allocate(text.length);
  const found = readJson(text);
  if (wanted !== undefined && found.csType !== wanted)
    throw fail(
      "JsonReaderException",
      `Error reading ${wanted} from JsonReader. Current JsonReader item is not ${wanted === "JObject" ? "an object" : "an array"}: ${found.type === "Array" ? "StartArray" : found.type === "Object" ? "StartObject" : found.type}. Path '', line 1, position 1.`,
    );
  return found;
}
/** `Value<T>()`: null gives the default, a value converts. */
function valueAs(token: CsJson | null, type: CsType): Value {
  const nullable = type.definition.name === "Nullable";
  const bare = nullable ? (type.args[0] as CsType) : type;
  if (token === null) return defaultOf(type);
  if (isInstance(token, bare)) return token;
  if (bare.key in netName)
    return tokenTo(token, bare.key as keyof typeof netName, nullable || bare.key === "string");
  return castTo(token, type);
}
const conversions: Record<string, Rows[string]> = {};
for (const type of Object.keys(netName) as (keyof typeof netName)[]) {
  if (type === "Guid" || type === "byte") continue;
  conversions[`explicit ${type}(JToken value)`] = (token: CsJson | null) =>
    tokenTo(token, type, type === "string");
  if (type !== "string")
    conversions[`explicit ${type}?(JToken value)`] = (token: CsJson | null) => tokenTo(token, type, true);
  conversions[`implicit JToken(${type} value)`] = (value: Value) => new CsJValue(value);
  if (type !== "string")
    conversions[`implicit JToken(${type}? value)`] = (value: Value) => new CsJValue(value);
}
function select(token: CsJson, path: string): CsJson | null {
  let found: CsJson | null = token;
  for (const [, name, quoted, at] of path
    .replace(/^\$/, "")
    .matchAll(/\.?([^.[\]]+)|\['([^']*)'\]|\[(\d+)\]/g)) {
    if (found === null) return null;
    if (at !== undefined) found = found instanceof CsJArray ? (found.items[Number(at)] ?? null) : null;
    else
      found =
        found instanceof CsJObject ? (found.properties.get((name ?? quoted) as string)?.value ?? null) : null;
  }
  return found;
}
function write(token: CsJson, machine: Machine, indented: boolean): string {
  const text = writeJson(token, indented, machine);
  machine.allocate(text.length);
  return text;
}
function pathOf(token: CsJson): string {
  if (token.parent === null) return "";
  const above = pathOf(token.parent);
  if (token instanceof CsJProperty) return above === "" ? token.name : `${above}.${token.name}`;
  return token.parent instanceof CsJArray ? `${above}[${token.parent.items.indexOf(token)}]` : above;
}
const jtokens = (run: () => Iterable<Value>) => new CsSequence("JToken", run);
function* descend(token: CsJson): Generator<CsJson> {
  for (const child of token.csWalk()) {
    yield child;
    yield* descend(child);
  }
}

defineType(
  "class",
  "Newtonsoft.Json.Linq.JToken",
  {
    ...conversions,
    "static JToken Parse(string json)"(text: string) {
      return parse(this, text, undefined);
    },
    "static JToken FromObject(object o)": fromObject,
    "static bool DeepEquals(JToken a, JToken b)": (a: CsJson | null, b: CsJson | null) =>
      a === b || (a !== null && b !== null && deepEquals(a, b)),
    "JTokenType Type": (self: CsJson) => new CsEnum("JTokenType", jsonTypes[self.type]),
    "JToken this[object key]": {
      get: childOf,
      set: (self: CsJson, key: Value, value: CsJson | null) => {
        const next = value ?? new CsJValue(null);
        if (self instanceof CsJObject && typeof key === "string") self.set(key, next);
        else if (self instanceof CsJArray && typeof key === "number" && key >= 0 && key < self.items.length) {
          self.items[key] = next;
          next.parent = self;
        } else childOf(self, key);
        return null;
      },
    },
    "bool HasValues": (self: CsJson) => [...self.csWalk()].length > 0,
    "JToken Parent": (self: CsJson) => self.parent,
    "string Path": pathOf,
    "JToken First": (self: CsJson) => [...self.csWalk()][0] ?? null,
    "JToken Last": (self: CsJson) => [...self.csWalk()].at(-1) ?? null,
    "IEnumerable<JToken> Children()": (self: CsJson) => jtokens(() => self.csWalk()),
    "IEnumerable<T> Children<T>()": (self: CsJson, types: Types) =>
      new CsSequence((types[0] as CsType).key, () =>
        [...self.csWalk()].filter((item) => isInstance(item, types[0] as CsType)),
      ),
    "IEnumerable<JToken> Descendants()": (self: CsJson) => jtokens(() => descend(self)),
    "IEnumerable<T> Values<T>()": (self: CsJson, types: Types) =>
      new CsSequence((types[0] as CsType).key, () =>
        [...self.csWalk()].map((item) => valueAs(item, types[0] as CsType)),
      ),
    "T Value<T>(object key)": (self: CsJson, types: Types, key: Value) =>
      valueAs(childOf(self, key), types[0] as CsType),
    "T ToObject<T>()": (self: CsJson, types: Types) => {
      const type = types[0] as CsType;
      if (type.definition.name === "[]" || type.definition.name === "List") {
        const items = [...self.csWalk()].map((item) => valueAs(item, type.args[0] as CsType));
        return { csType: type.definition.name, csArgs: [(type.args[0] as CsType).key], items } as Value;
      }
      return type.key === "object" ? (self.simple ?? self) : valueAs(self, type);
    },
    "JToken SelectToken(string path)": select,
    "JToken DeepClone()": (self: CsJson) => self.clone(),
    "void Replace(JToken value)": (self: CsJson, value: CsJson) => {
      if (self.parent instanceof CsJProperty) self.parent.value = value;
      else if (self.parent instanceof CsJArray) self.parent.items[self.parent.items.indexOf(self)] = value;
      return null;
    },
    "void Remove()": (self: CsJson) => {
      const parent = self.parent instanceof CsJProperty ? self.parent : self;
      if (parent.parent instanceof CsJObject) parent.parent.properties.delete((parent as CsJProperty).name);
      else if (parent.parent instanceof CsJArray)
        parent.parent.items.splice(parent.parent.items.indexOf(parent), 1);
      return null;
    },
    "string ToString(Formatting formatting)"(self: CsJson, format: CsEnum) {
      if (self instanceof CsJValue) return write(self, this, false);
      return write(self, this, format.value === 1);
    },
  },
  { bases: ["IEnumerable<JToken>"] },
);
defineType(
  "class",
  "Newtonsoft.Json.Linq.JContainer",
  { "int Count": (self: CsJson) => [...self.csWalk()].length },
  { bases: ["JToken"] },
);
function addContent(made: CsJObject, content: Value): CsJObject {
  for (const item of contentOf(content)) {
    if (item instanceof CsJProperty) made.add(item);
    else if (item instanceof CsJObject)
      for (const property of item.properties.values()) made.add(property.clone() as CsJProperty);
    else
      throw fail(
        "ArgumentException",
        `Can not add Newtonsoft.Json.Linq.${item.csType} to Newtonsoft.Json.Linq.JObject.`,
      );
  }
  return made;
}
defineType(
  "class",
  "Newtonsoft.Json.Linq.JObject",
  {
    "new()": () => new CsJObject(),
    "new(params object[] content)": (content: CsArray) =>
      content.items.reduce((made: CsJObject, item) => addContent(made, item), new CsJObject()),
    "static JObject Parse(string json)"(text: string) {
      return parse(this, text, "JObject");
    },
    "static JObject FromObject(object o)": (value: Value) => {
      const made = fromObject(value);
      if (!(made instanceof CsJObject))
        throw fail("ArgumentException", `Object serialized to ${made.type}. JObject instance expected.`);
      return made;
    },
    "JToken this[string propertyName]": {
      get: childOf,
      set: (self: CsJObject, name: string, value: CsJson | null) => {
        self.set(name, value ?? new CsJValue(null));
        return null;
      },
    },
    "IEnumerable<JProperty> Properties()": (self: CsJObject) =>
      new CsSequence("JProperty", () => [...self.properties.values()]),
    "JProperty Property(string name)": (self: CsJObject, name: string) => self.properties.get(name) ?? null,
    "IEnumerable<JToken> PropertyValues()": (self: CsJObject) =>
      jtokens(() => [...self.properties.values()].map(({ value }) => value)),
    "void Add(string propertyName, JToken value)"(self: CsJObject, name: string, value: CsJson | null) {
      this.allocate(16);
      self.add(new CsJProperty(name, value ?? new CsJValue(null)));
      return null;
    },
    "void Add(object content)": (self: CsJObject, content: Value) => {
      addContent(self, content);
      return null;
    },
    "bool Remove(string propertyName)": (self: CsJObject, name: string) => self.properties.delete(name),
    "bool ContainsKey(string propertyName)": (self: CsJObject, name: string) => self.properties.has(name),
    "bool TryGetValue(string propertyName, out JToken value)": (self: CsJObject, name: string) => ({
      csType: "out",
      result: self.properties.has(name),
      out: self.properties.get(name)?.value ?? null,
    }),
    "JToken GetValue(string propertyName)": (self: CsJObject, name: string) =>
      self.properties.get(name)?.value ?? null,
    "JToken GetValue(string propertyName, StringComparison mode)": (
      self: CsJObject,
      name: string,
      mode: CsEnum,
    ) =>
      (
        self.properties.get(name) ??
        (mode.value % 2 === 1
          ? [...self.properties.values()].find(
              (property) => property.name.toUpperCase() === name.toUpperCase(),
            )
          : undefined)
      )?.value ?? null,
  },
  { bases: ["JContainer"] },
);
defineType(
  "class",
  "Newtonsoft.Json.Linq.JArray",
  {
    "new()": () => new CsJArray(),
    "new(params object[] content)": (content: CsArray) =>
      new CsJArray(content.items.flatMap((item) => [...contentOf(item)])),
    "new(object content)": (content: Value) => new CsJArray(contentOf(content)),
    "static JArray Parse(string json)"(text: string) {
      return parse(this, text, "JArray");
    },
    "static JArray FromObject(object o)": fromObject,
    "void Add(JToken item)"(self: CsJArray, item: CsJson | null) {
      this.allocate(8);
      self.add(item ?? new CsJValue(null));
      return null;
    },
    "void Add(object content)": (self: CsJArray, content: Value) => {
      for (const item of contentOf(content)) self.add(item);
      return null;
    },
    "void RemoveAt(int index)": (self: CsJArray, at: number) => {
      childOf(self, at);
      self.items.splice(at, 1);
      return null;
    },
    "void Clear()": (self: CsJArray) => {
      self.items.length = 0;
      return null;
    },
    "bool Remove(JToken item)": (self: CsJArray, item: CsJson) => {
      const at = self.items.indexOf(item);
      if (at >= 0) self.items.splice(at, 1);
      return at >= 0;
    },
    "JToken this[int index]": {
      get: childOf,
      set: (self: CsJArray, at: number, value: CsJson | null) => {
        childOf(self, at);
        self.items[at] = value ?? new CsJValue(null);
        return null;
      },
    },
  },
  { bases: ["JContainer"] },
);
defineType(
  "class",
  "Newtonsoft.Json.Linq.JProperty",
  {
    "new(string name, object content)": (name: string, content: Value) =>
      new CsJProperty(name, propertyValue([content])),
    "new(string name, params object[] content)": (name: string, content: CsArray) =>
      new CsJProperty(name, propertyValue(content.items)),
    "string Name": (self: CsJProperty) => self.name,
    "JToken Value": {
      get: (self: CsJProperty) => self.value,
      set: (self: CsJProperty, value: CsJson | null) => {
        self.value = value ?? new CsJValue(null);
        return null;
      },
    },
  },
  { bases: ["JContainer"] },
);
defineType(
  "class",
  "Newtonsoft.Json.Linq.JValue",
  {
    "new(object value)": (value: Value) => new CsJValue(value),
    "object Value": (self: CsJValue) => self.value,
  },
  { bases: ["JToken"] },
);
defineType("static", "Newtonsoft.Json.JsonConvert", {
  "static string SerializeObject(object value)"(value: Value) {
    return typeof value === "string" ? quote(value) : write(fromObject(value), this, false);
  },
  "static string SerializeObject(object value, Formatting formatting)"(value: Value, format: CsEnum) {
    return write(fromObject(value), this, format.value === 1);
  },
  "static T DeserializeObject<T>(string value)"(types: Types, text: string) {
    return valueAs(parse(this, text, undefined), types[0] as CsType);
  },
  "static object DeserializeObject(string value)"(text: string) {
    const found = parse(this, text, undefined);
    return found.simple === undefined ? found : found.simple;
  },
});

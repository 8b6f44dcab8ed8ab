import { type CsArray, CsSequence } from "../../runtime/collections";
import { childOf } from "../../runtime/json/access";
import { contentOf, fromObject, propertyValue, simpleValue } from "../../runtime/json/content";
import { addAt } from "../../runtime/json/navigate";
import { CsJObject, CsJProperty, type CsJson, CsJValue } from "../../runtime/json/token";
import { argumentNull, type CsEnum, fail, type Value } from "../../runtime/value";
import { defineType } from "../../types/table";
import { mergeInto } from "./merge";
import { orNull, parse } from "./shared";

/** Adds properties; the children of another object are copied in. @throws ArgumentException for anything else */
function addContent(made: CsJObject, content: Value): CsJObject {
  if (content instanceof CsJProperty) {
    made.add(content);
    return made;
  }
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

function propertyOf(self: CsJObject, name: string | null, mode: CsEnum | undefined): CsJProperty | null {
  if (name === null) return null;
  const exact = self.property(name);
  if (exact !== undefined || mode === undefined || mode.value % 2 === 0) return exact ?? null;
  const wanted = name.toUpperCase();
  for (const property of self.properties.values())
    if (property.name.toUpperCase() === wanted) return property;
  return null;
}

const found = (property: CsJProperty | null): Value =>
  ({
    csType: "out",
    result: property !== null,
    out: property?.value ?? null,
  }) as Value;

defineType(
  "class",
  "Newtonsoft.Json.Linq.JObject",
  {
    "new()": () => new CsJObject(),
    "new(JObject other)": (other: CsJObject) => other.clone(),
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
        self.set(name, orNull(value));
        return null;
      },
    },
    "IEnumerable<JProperty> Properties()": (self: CsJObject) =>
      new CsSequence("JProperty", () => [...self.properties.values()]),
    "JProperty Property(string name)": (self: CsJObject, name: string) => propertyOf(self, name, undefined),
    "JProperty Property(string name, StringComparison comparison)": propertyOf,
    "IEnumerable<JToken> PropertyValues()": (self: CsJObject) =>
      new CsSequence("JToken", () => [...self.properties.values()].map(({ value }) => value)),
    "void Add(string propertyName, JToken value)"(self: CsJObject, name: string, value: CsJson | null) {
      if (name === null) throw argumentNull("name");
      this.allocate(16);
      self.add(new CsJProperty(name, orNull(value)));
      return null;
    },
    "void Add(object content)": (self: CsJObject, content: Value) => {
      addContent(self, content);
      return null;
    },
    "void AddFirst(object content)": (self: CsJObject, content: Value) => {
      addAt(self, 0, [...contentOf(content)]);
      return null;
    },
    "void Merge(object content)": mergeInto,
    "bool Remove(string propertyName)": (self: CsJObject, name: string) => self.remove(name),
    "void RemoveAll()": (self: CsJObject) => {
      for (const name of [...self.properties.keys()]) self.remove(name);
      return null;
    },
    "bool ContainsKey(string propertyName)": (self: CsJObject, name: string | null) => {
      if (name === null) throw argumentNull("propertyName");
      return self.has(name);
    },
    "bool TryGetValue(string propertyName, out JToken value)": (self: CsJObject, name: string) =>
      found(propertyOf(self, name, undefined)),
    "bool TryGetValue(string propertyName, StringComparison comparison, out JToken value)": (
      self: CsJObject,
      name: string,
      mode: CsEnum,
    ) => found(propertyOf(self, name, mode)),
    "JToken GetValue(string propertyName)": (self: CsJObject, name: string | null) =>
      name === null ? null : self.get(name),
    "JToken GetValue(string propertyName, StringComparison mode)": (
      self: CsJObject,
      name: string,
      mode: CsEnum,
    ) => propertyOf(self, name, mode)?.value ?? null,
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
        self.value = orNull(value);
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
    "new(JValue other)": (other: CsJValue) => other.clone(),
    "new(object value)": (value: Value) => new CsJValue(simpleValue(value)),
    "static JValue CreateString(string value)": (value: string | null) => new CsJValue(value),
    "static JValue CreateNull()": () => new CsJValue(null),
    "object Value": {
      get: (self: CsJValue) => self.value,
      set: (self: CsJValue, value: Value) => {
        self.value = value;
        return null;
      },
    },
  },
  { bases: ["JToken"] },
);

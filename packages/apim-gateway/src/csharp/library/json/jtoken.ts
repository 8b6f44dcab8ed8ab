import { type CsArray, CsSequence } from "../../runtime/collections";
import { childOf } from "../../runtime/json/access";
import { contentOf, fromObject } from "../../runtime/json/content";
import { deepEquals } from "../../runtime/json/deepEquals";
import {
  addBeside,
  ancestors,
  descend,
  neighbour,
  pathOf,
  remove,
  replace,
  siblings,
} from "../../runtime/json/navigate";
import { parsePath } from "../../runtime/json/parsePath";
import { selectTokens } from "../../runtime/json/select";
import { type CsJArray, CsJObject, type CsJson, CsJValue, isToken, rootOf } from "../../runtime/json/token";
import { jsonTypes } from "../../runtime/json/types";
import type { Machine } from "../../runtime/machine";
import { argumentNull, CsEnum, fail, type Value } from "../../runtime/value";
import type { CsType, TypeArguments } from "../../types/csType";
import { isInstance } from "../../types/runtimeType";
import { defineType } from "../../types/table";
import { conversions } from "./conversions";
import { orNull, parse, valueAs, write } from "./shared";
import { toObject } from "./toObject";

const jtokens = (run: () => Iterable<Value>) => new CsSequence("JToken", run);
const typed = (types: TypeArguments, run: () => Iterable<CsJson>) => {
  const type = types[0] as CsType;
  return new CsSequence(type.key, () => [...run()].filter((item) => isInstance(item, type)));
};

function* withSelf(self: CsJson, rest: Iterable<CsJson>): Generator<CsJson> {
  yield self;
  yield* rest;
}

function selectOne(machine: Machine, self: CsJson, path: string, strict: boolean): CsJson | null {
  const found = selectTokens(self, parsePath(path), strict, machine);
  if (found.length > 1) throw fail("JsonException", "Path returned multiple tokens.");
  return found[0] ?? null;
}

function setChild(self: CsJson, key: Value, value: CsJson | null): null {
  if (self instanceof CsJObject && typeof key === "string") self.set(key, orNull(value));
  else {
    childOf(self, key);
    (self as CsJArray).replaceAt(key as number, orNull(value));
  }
  return null;
}

defineType(
  "class",
  "Newtonsoft.Json.Linq.JToken",
  {
    ...conversions,
    "static JToken Parse(string json)"(text: string) {
      return parse(this, text, undefined);
    },
    "static JToken FromObject(object o)": (value: Value) => {
      if (value === null) throw argumentNull("o");
      return fromObject(value);
    },
    "static bool DeepEquals(JToken a, JToken b)": (a: CsJson | null, b: CsJson | null) =>
      a === b || (a !== null && b !== null && deepEquals(a, b)),
    "JTokenType Type": (self: CsJson) => new CsEnum("JTokenType", jsonTypes[self.type]),
    "JToken this[object key]": { get: childOf, set: setChild },
    "bool HasValues": (self: CsJson) => self.count > 0,
    "JContainer Parent": (self: CsJson) => self.parent,
    "JToken Root": rootOf,
    "JToken Next": (self: CsJson) => neighbour(self, 1),
    "JToken Previous": (self: CsJson) => neighbour(self, -1),
    "string Path": pathOf,
    "JToken First": (self: CsJson) => [...self.csWalk()][0] ?? null,
    "JToken Last": (self: CsJson) => [...self.csWalk()].at(-1) ?? null,
    "IEnumerable<JToken> Children()": (self: CsJson) => jtokens(() => self.csWalk()),
    "IEnumerable<T> Children<T>()": (self: CsJson, types: TypeArguments) => typed(types, () => self.csWalk()),
    "IEnumerable<JToken> Ancestors()": (self: CsJson) => jtokens(() => ancestors(self)),
    "IEnumerable<JToken> AncestorsAndSelf()": (self: CsJson) =>
      jtokens(() => withSelf(self, ancestors(self))),
    "IEnumerable<JToken> BeforeSelf()": (self: CsJson) =>
      jtokens(() => siblings(self).slice(0, siblings(self).indexOf(self))),
    "IEnumerable<JToken> AfterSelf()": (self: CsJson) =>
      jtokens(() => siblings(self).slice(siblings(self).indexOf(self) + 1)),
    "IEnumerable<T> Values<T>()": (self: CsJson, types: TypeArguments) =>
      new CsSequence((types[0] as CsType).key, () =>
        [...self.csWalk()].map((item) => valueAs(item, types[0] as CsType)),
      ),
    "T Value<T>(object key)": (self: CsJson, types: TypeArguments, key: Value) =>
      valueAs(childOf(self, key), types[0] as CsType),
    "T ToObject<T>()": (self: CsJson, types: TypeArguments) => toObject(self, types[0] as CsType),
    "JToken SelectToken(string path)"(self: CsJson, path: string) {
      return selectOne(this, self, path, false);
    },
    "JToken SelectToken(string path, bool errorWhenNoMatch)"(self: CsJson, path: string, strict: boolean) {
      return selectOne(this, self, path, strict);
    },
    "IEnumerable<JToken> SelectTokens(string path)"(self: CsJson, path: string) {
      const steps = parsePath(path);
      return jtokens(() => selectTokens(self, steps, false, this));
    },
    "IEnumerable<JToken> SelectTokens(string path, bool errorWhenNoMatch)"(
      self: CsJson,
      path: string,
      strict: boolean,
    ) {
      const steps = parsePath(path);
      return jtokens(() => selectTokens(self, steps, strict, this));
    },
    "JToken DeepClone()": (self: CsJson) => self.clone(),
    "void Replace(JToken value)": (self: CsJson, value: CsJson | null) => {
      replace(self, orNull(value));
      return null;
    },
    "void Remove()": (self: CsJson) => {
      remove(self);
      return null;
    },
    "void AddAfterSelf(object content)": (self: CsJson, content: Value) => {
      addBeside(self, [...contentOf(content)], true);
      return null;
    },
    "void AddBeforeSelf(object content)": (self: CsJson, content: Value) => {
      addBeside(self, [...contentOf(content)], false);
      return null;
    },
    "string ToString(Formatting formatting, params JsonConverter[] converters)"(
      self: CsJson,
      format: CsEnum,
      converters: CsArray,
    ) {
      if (converters.items.length > 0)
        throw fail("NotSupportedException", "Converters of JSON are not supported by this gateway.");
      return write(self, this, format.value === 1 && !(self instanceof CsJValue));
    },
  },
  { bases: ["IEnumerable<JToken>"] },
);
defineType("class", "Newtonsoft.Json.JsonConverter");
defineType(
  "class",
  "Newtonsoft.Json.Linq.JContainer",
  {
    "int Count": (self: CsJson) => self.count,
    "IEnumerable<JToken> Descendants()": (self: CsJson) => jtokens(() => descend(self)),
    "IEnumerable<JToken> DescendantsAndSelf()": (self: CsJson) =>
      jtokens(() => withSelf(self, descend(self))),
  },
  { bases: ["JToken"] },
);

defineType("static", "Newtonsoft.Json.Linq.Extensions", {
  /** Without a key: the token itself. */
  "ext T Value<T>(IEnumerable<JToken> value)": (types: TypeArguments, token: Value) => {
    if (token === null) throw argumentNull("value");
    if (!isToken(token)) throw fail("ArgumentException", "Source value must be a JToken.");
    return valueAs(token, types[0] as CsType);
  },
});

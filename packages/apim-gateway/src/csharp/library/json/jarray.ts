import type { CsArray } from "../../runtime/collections";
import { childOf } from "../../runtime/json/access";
import { contentOf, fromObject } from "../../runtime/json/content";
import { addAt } from "../../runtime/json/navigate";
import { CsJArray, type CsJson } from "../../runtime/json/token";
import { argumentOutOfRange, fail, type Value } from "../../runtime/value";
import { defineType } from "../../types/table";
import { equal } from "../core";
import { mergeInto } from "./merge";
import { orNull, parse } from "./shared";

const placeOf = (self: CsJArray, item: Value) => self.items.findIndex((other) => equal(other, item));

defineType(
  "class",
  "Newtonsoft.Json.Linq.JArray",
  {
    "new()": () => new CsJArray(),
    "new(JArray other)": (other: CsJArray) => other.clone(),
    "new(params object[] content)": (content: CsArray) =>
      CsJArray.of(content.items.flatMap((item) => [...contentOf(item)])),
    "new(object content)": (content: Value) => CsJArray.of(contentOf(content)),
    "static JArray Parse(string json)"(text: string) {
      return parse(this, text, "JArray");
    },
    "static JArray FromObject(object o)": (value: Value) => {
      const made = fromObject(value);
      if (!(made instanceof CsJArray))
        throw fail("ArgumentException", `Object serialized to ${made.type}. JArray instance expected.`);
      return made;
    },
    "void Add(JToken item)"(self: CsJArray, item: CsJson | null) {
      this.allocate(8);
      self.add(orNull(item));
      return null;
    },
    "void Add(object content)": (self: CsJArray, content: Value) => {
      for (const item of contentOf(content)) self.add(item);
      return null;
    },
    "void AddFirst(object content)": (self: CsJArray, content: Value) => {
      addAt(self, 0, [...contentOf(content)]);
      return null;
    },
    "void Insert(int index, JToken item)": (self: CsJArray, at: number, item: CsJson | null) => {
      if (at < 0 || at > self.count)
        throw argumentOutOfRange("index", "Index must be within the bounds of the List.");
      self.insert(at, orNull(item));
      return null;
    },
    "void Merge(object content)": mergeInto,
    "void RemoveAt(int index)": (self: CsJArray, at: number) => {
      childOf(self, at);
      self.removeAt(at);
      return null;
    },
    "void Clear()": (self: CsJArray) => {
      self.clear();
      return null;
    },
    "void RemoveAll()": (self: CsJArray) => {
      self.clear();
      return null;
    },
    "bool Remove(JToken item)": (self: CsJArray, item: CsJson) => {
      const at = self.items.indexOf(item);
      if (at >= 0) self.removeAt(at);
      return at >= 0;
    },
    "int IndexOf(JToken item)": placeOf,
    "bool Contains(JToken item)": (self: CsJArray, item: Value) => placeOf(self, item) >= 0,
    "JToken this[int index]": {
      get: childOf,
      set: (self: CsJArray, at: number, value: CsJson | null) => {
        childOf(self, at);
        self.replaceAt(at, orNull(value));
        return null;
      },
    },
  },
  { bases: ["JContainer"] },
);

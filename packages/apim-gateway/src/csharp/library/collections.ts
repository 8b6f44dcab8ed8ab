import {
  arrayOfValues,
  type CsArray,
  CsDictionary,
  CsHashSet,
  CsKeyValuePair,
  CsList,
  CsSequence,
  keyOf,
} from "../runtime/collections";
import { sorted } from "../runtime/order";
import {
  argumentNull,
  argumentOutOfRange,
  type CsFunction,
  type CsObject,
  fail,
  type Value,
} from "../runtime/value";
import { walk } from "../runtime/walk";
import type { CsType, TypeArguments } from "../types/csType";
import { findDefinition } from "../types/registry";
import { defineType, extendType } from "../types/table";
import { equal } from "./core";

const name = (types: TypeArguments, at = 0) => (types[at] as CsType).key;
const outside = () =>
  argumentOutOfRange(
    "index",
    "Index was out of range. Must be non-negative and less than the size of the collection.",
  );

defineType("interface", "System.Collections.Generic.IEnumerable", {}, { parameters: ["T"] });
defineType(
  "interface",
  "System.Collections.Generic.IReadOnlyCollection",
  { "int Count": (self: Value) => [...walk(self)].length },
  { parameters: ["T"], bases: ["IEnumerable<T>"] },
);
defineType(
  "interface",
  "System.Collections.Generic.IList",
  {
    "int Count": (self: Value) => [...walk(self)].length,
    "T this[int index]": (self: Value, at: number) => [...walk(self)][at] ?? null,
  },
  { parameters: ["T"], bases: ["IEnumerable<T>"] },
);
defineType(
  "interface",
  "System.Linq.IOrderedEnumerable",
  {},
  { parameters: ["T"], bases: ["IEnumerable<T>"] },
);
defineType(
  "interface",
  "System.Linq.IGrouping",
  { "K Key": (self: Group) => self.key },
  { parameters: ["K", "T"], bases: ["IEnumerable<T>"] },
);
defineType(
  "struct",
  "System.Collections.Generic.KeyValuePair",
  {
    "K Key": (self: CsKeyValuePair) => self.key,
    "V Value": (self: CsKeyValuePair) => self.value,
    "new(K key, V value)": (types: TypeArguments, key: Value, value: Value) =>
      new CsKeyValuePair(
        types.map((type) => type.key),
        key,
        value,
      ),
  },
  { parameters: ["K", "V"] },
);

const element = (self: CsArray, at: number): void => {
  if (at < 0 || at >= self.items.length)
    throw fail("IndexOutOfRangeException", "Index was outside the bounds of the array.");
};
extendType(
  findDefinition("[]", 1) as never,
  {
    "int Length": (self: CsArray) => self.items.length,
    "long LongLength": (self: CsArray) => BigInt(self.items.length),
    "T this[int index]": {
      get: (self: CsArray, at: number) => {
        element(self, at);
        return self.items[at] as Value;
      },
      set: (self: CsArray, at: number, value: Value) => {
        element(self, at);
        self.items[at] = value;
        return null;
      },
    },
  },
  ["IList<T>", "IReadOnlyCollection<T>"],
);
defineType(
  "class",
  "System.Collections.Generic.List",
  {
    "new()": (types: TypeArguments) => new CsList(name(types)),
    "new(int capacity)": (types: TypeArguments) => new CsList(name(types)),
    "new(IEnumerable<T> collection)": (types: TypeArguments, items: Value) =>
      new CsList(name(types), [...walk(items)]),
    "int Count": (self: CsList) => self.items.length,
    "T this[int index]": {
      get: (self: CsList, at: number) => {
        if (at < 0 || at >= self.items.length) throw outside();
        return self.items[at] as Value;
      },
      set: (self: CsList, at: number, value: Value) => {
        if (at < 0 || at >= self.items.length) throw outside();
        self.items[at] = value;
        return null;
      },
    },
    "void Add(T item)"(self: CsList, item: Value) {
      this.allocate(8);
      self.items.push(item);
      return null;
    },
    "void AddRange(IEnumerable<T> collection)"(self: CsList, items: Value) {
      for (const item of [...walk(items)]) {
        this.allocate(8);
        self.items.push(item);
      }
      return null;
    },
    "void Insert(int index, T item)": (self: CsList, at: number, item: Value) => {
      self.items.splice(at, 0, item);
      return null;
    },
    "bool Remove(T item)": (self: CsList, item: Value) => {
      const at = self.items.findIndex((other) => equal(other, item));
      if (at >= 0) self.items.splice(at, 1);
      return at >= 0;
    },
    "void RemoveAt(int index)": (self: CsList, at: number) => {
      if (at < 0 || at >= self.items.length) throw outside();
      self.items.splice(at, 1);
      return null;
    },
    "int RemoveAll(Predicate<T> match)": (self: CsList, match: CsFunction) => {
      const before = self.items.length;
      self.items = self.items.filter((item) => !match(item));
      return before - self.items.length;
    },
    "void Clear()": (self: CsList) => {
      self.items.length = 0;
      return null;
    },
    "bool Contains(T item)": (self: CsList, item: Value) => self.items.some((other) => equal(other, item)),
    "int IndexOf(T item)": (self: CsList, item: Value) => self.items.findIndex((other) => equal(other, item)),
    "void Reverse()": (self: CsList) => {
      self.items.reverse();
      return null;
    },
    "void Sort()": (self: CsList) => {
      self.items = sorted(self.items, (item) => item);
      return null;
    },
    "void Sort(Comparison<T> comparison)": (self: CsList, compare: CsFunction) => {
      self.items.sort((a, b) => compare(a, b) as number);
      return null;
    },
    "bool Exists(Predicate<T> match)": (self: CsList, match: CsFunction) =>
      self.items.some((item) => match(item)),
    "int FindIndex(Predicate<T> match)": (self: CsList, match: CsFunction) =>
      self.items.findIndex((item) => match(item)),
    "List<T> FindAll(Predicate<T> match)": (self: CsList, match: CsFunction) =>
      new CsList(
        self.csArgs[0] as string,
        self.items.filter((item) => match(item)),
      ),
    "bool TrueForAll(Predicate<T> match)": (self: CsList, match: CsFunction) =>
      self.items.every((item) => match(item)),
    "T Find(Predicate<T> match)": (self: CsList, match: CsFunction) =>
      self.items.find((item) => match(item)) ?? null,
    "void ForEach(Action<T> action)": (self: CsList, action: CsFunction) => {
      for (const item of self.items) action(item);
      return null;
    },
    "T[] ToArray()": (self: CsList) => arrayOfValues(self.csArgs[0] as string, [...self.items]),
  },
  { parameters: ["T"], bases: ["IList<T>", "IReadOnlyCollection<T>"] },
);

const missing = () => fail("KeyNotFoundException", "The given key was not present in the dictionary.");
const dictionaryRows = {
  "int Count": (self: CsDictionary) => self.entries.size,
  "V this[K key]": {
    get: (self: CsDictionary, key: Value) => {
      if (key === null) throw argumentNull("key");
      const found = self.get(key);
      if (found === undefined) throw missing();
      return found.value;
    },
    set: (self: CsDictionary, key: Value, value: Value) => {
      if (key === null) throw argumentNull("key");
      self.set(key, value);
      return null;
    },
  },
  "bool ContainsKey(K key)": (self: CsDictionary, key: Value) => {
    if (key === null) throw argumentNull("key");
    return self.get(key) !== undefined;
  },
  "bool TryGetValue(K key, out V value)": (self: CsDictionary, key: Value) => {
    const found = self.get(key);
    return { csType: "out", result: found !== undefined, out: found?.value ?? null };
  },
  "IEnumerable<K> Keys": (self: CsDictionary) =>
    new CsSequence(self.csArgs[0] as string, () => [...self.entries.values()].map(({ key }) => key)),
  "IEnumerable<V> Values": (self: CsDictionary) =>
    new CsSequence(self.csArgs[1] as string, () => [...self.entries.values()].map(({ value }) => value)),
};
defineType("interface", "System.Collections.Generic.IDictionary", dictionaryRows, {
  parameters: ["K", "V"],
  bases: ["IEnumerable<KeyValuePair<K, V>>"],
});
const folds = (comparer: CsObject | null) =>
  comparer !== null && (comparer as CsObject & { ignoreCase?: boolean }).ignoreCase === true;
defineType(
  "class",
  "System.Collections.Generic.Dictionary",
  {
    ...dictionaryRows,
    "new()": (types: TypeArguments) => new CsDictionary(types.map((type) => type.key)),
    "new(StringComparer comparer)": (types: TypeArguments, comparer: CsObject) =>
      new CsDictionary(
        types.map((type) => type.key),
        folds(comparer),
      ),
    "void Add(K key, V value)"(self: CsDictionary, key: Value, value: Value) {
      if (key === null) throw argumentNull("key");
      if (self.get(key) !== undefined)
        throw fail("ArgumentException", "An item with the same key has already been added.");
      this.allocate(16);
      self.set(key, value);
      return null;
    },
    "bool Remove(K key)": (self: CsDictionary, key: Value) =>
      self.entries.delete(keyOf(key, self.ignoreCase)),
    "void Clear()": (self: CsDictionary) => {
      self.entries.clear();
      return null;
    },
  },
  { parameters: ["K", "V"], bases: ["IDictionary<K, V>", "IReadOnlyCollection<KeyValuePair<K, V>>"] },
);
const addAll = (set: CsHashSet, items: Value) => {
  for (const item of walk(items)) set.entries.set(keyOf(item, set.ignoreCase), item);
  return set;
};
defineType(
  "class",
  "System.Collections.Generic.HashSet",
  {
    "new()": (types: TypeArguments) => new CsHashSet(name(types)),
    "new(IEnumerable<T> collection)": (types: TypeArguments, items: Value) =>
      addAll(new CsHashSet(name(types)), items),
    "new(IEnumerable<T> collection, StringComparer comparer)": (
      types: TypeArguments,
      items: Value,
      comparer: CsObject,
    ) => addAll(new CsHashSet(name(types), folds(comparer)), items),
    "new(StringComparer comparer)": (types: TypeArguments, comparer: CsObject) =>
      new CsHashSet(name(types), folds(comparer)),
    "int Count": (self: CsHashSet) => self.entries.size,
    "bool Add(T item)"(self: CsHashSet, item: Value) {
      const key = keyOf(item, self.ignoreCase);
      if (self.entries.has(key)) return false;
      this.allocate(16);
      self.entries.set(key, item);
      return true;
    },
    "bool Contains(T item)": (self: CsHashSet, item: Value) => self.entries.has(keyOf(item, self.ignoreCase)),
    "bool Remove(T item)": (self: CsHashSet, item: Value) =>
      self.entries.delete(keyOf(item, self.ignoreCase)),
  },
  { parameters: ["T"], bases: ["IReadOnlyCollection<T>"] },
);

/** What `GroupBy` gives. */
export class Group extends CsSequence {
  override readonly csType = "IGrouping";
  override readonly csArgs: readonly string[];
  constructor(
    types: readonly string[],
    readonly key: Value,
    readonly items: Value[],
  ) {
    super(types[1] as string, () => items);
    this.csArgs = types;
  }
}

import {
  type CsArray,
  CsDictionary,
  type CsHashSet,
  type CsKeyValuePair,
  CsList,
  keyOf,
} from "../runtime/collections";
import { argumentOutOfRange, type CsFunction, fail, type Value } from "../runtime/value";
import { walk } from "../runtime/walk";
import type { CsType, TypeArguments, TypeDefinition } from "../types/csType";
import { findDefinition } from "../types/registry";
import { extendType } from "../types/table";
import { equal } from "./core";

// Members of collections that policies seldom use.

const element = (self: CsList | CsHashSet) => self.csArgs[0] as string;

/** @throws ArgumentOutOfRangeException, ArgumentException as `List<T>` does */
function within(self: CsList, index: number, count: number): void {
  if (index < 0) throw argumentOutOfRange("index", "Non-negative number required.");
  if (count < 0) throw argumentOutOfRange("count", "Non-negative number required.");
  if (index + count > self.items.length)
    throw fail(
      "ArgumentException",
      "Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of the source collection.",
    );
}

function insert(self: CsList, at: number, items: readonly Value[]): null {
  if (at < 0 || at > self.items.length) throw argumentOutOfRange("index", "Index was out of range.");
  self.items = [...self.items.slice(0, at), ...items, ...self.items.slice(at)];
  return null;
}

extendType(findDefinition("List", 1) as TypeDefinition, {
  "List<T> GetRange(int index, int count)": (self: CsList, index: number, count: number) => {
    within(self, index, count);
    return new CsList(element(self), self.items.slice(index, index + count));
  },
  "void InsertRange(int index, IEnumerable<T> collection)": (self: CsList, at: number, items: Value) =>
    insert(self, at, [...walk(items)]),
  "void RemoveRange(int index, int count)": (self: CsList, index: number, count: number) => {
    within(self, index, count);
    self.items.splice(index, count);
    return null;
  },
  "int IndexOf(T item, int index)": (self: CsList, item: Value, from: number) => {
    if (from < 0 || from > self.items.length) throw argumentOutOfRange("index", "Index was out of range.");
    return self.items.findIndex((other, at) => at >= from && equal(other, item));
  },
  "int FindIndex(int startIndex, Predicate<T> match)": (self: CsList, from: number, match: CsFunction) => {
    if (from < 0 || from > self.items.length)
      throw argumentOutOfRange("startIndex", "Index was out of range.");
    return self.items.findIndex((item, at) => at >= from && match(item) === true);
  },
  "int LastIndexOf(T item)": (self: CsList, item: Value) =>
    self.items.findLastIndex((other) => equal(other, item)),
  "int FindLastIndex(Predicate<T> match)": (self: CsList, match: CsFunction) =>
    self.items.findLastIndex((item) => match(item) === true),
  "List<U> ConvertAll<U>(Func<T, U> converter)": (self: CsList, types: TypeArguments, convert: CsFunction) =>
    new CsList(
      (types[0] as CsType).key,
      self.items.map((item) => convert(item)),
    ),
  "void CopyTo(T[] array)": (self: CsList, target: CsArray) => copyTo(self.items, target, 0),
  "void CopyTo(T[] array, int arrayIndex)": (self: CsList, target: CsArray, at: number) =>
    copyTo(self.items, target, at),
});

function copyTo(items: readonly Value[], target: CsArray, at: number): null {
  if (at < 0) throw argumentOutOfRange("index", "Non-negative number required.");
  if (at + items.length > target.items.length)
    throw fail("ArgumentException", "Destination array was not long enough.");
  for (const [index, item] of items.entries()) target.items[at + index] = item;
  return null;
}

const keysOf = (set: CsHashSet, items: Value) =>
  new Map([...walk(items)].map((item) => [keyOf(item, set.ignoreCase), item] as const));

extendType(findDefinition("HashSet", 1) as TypeDefinition, {
  "void Clear()": (self: CsHashSet) => {
    self.entries.clear();
    return null;
  },
  "void UnionWith(IEnumerable<T> other)"(self: CsHashSet, items: Value) {
    for (const [key, item] of keysOf(self, items)) {
      this.allocate(16);
      if (!self.entries.has(key)) self.entries.set(key, item);
    }
    return null;
  },
  "void IntersectWith(IEnumerable<T> other)": (self: CsHashSet, items: Value) => {
    const kept = keysOf(self, items);
    for (const key of [...self.entries.keys()]) if (!kept.has(key)) self.entries.delete(key);
    return null;
  },
  "void ExceptWith(IEnumerable<T> other)": (self: CsHashSet, items: Value) => {
    for (const key of keysOf(self, items).keys()) self.entries.delete(key);
    return null;
  },
  "bool IsSubsetOf(IEnumerable<T> other)": (self: CsHashSet, items: Value) => {
    const all = keysOf(self, items);
    return [...self.entries.keys()].every((key) => all.has(key));
  },
  "bool IsSupersetOf(IEnumerable<T> other)": (self: CsHashSet, items: Value) =>
    [...keysOf(self, items).keys()].every((key) => self.entries.has(key)),
  "bool Overlaps(IEnumerable<T> other)": (self: CsHashSet, items: Value) =>
    [...keysOf(self, items).keys()].some((key) => self.entries.has(key)),
  "bool SetEquals(IEnumerable<T> other)": (self: CsHashSet, items: Value) => {
    const all = keysOf(self, items);
    return all.size === self.entries.size && [...all.keys()].every((key) => self.entries.has(key));
  },
  "int RemoveWhere(Predicate<T> match)": (self: CsHashSet, match: CsFunction) => {
    const found = [...self.entries].filter(([, item]) => match(item) === true);
    for (const [key] of found) self.entries.delete(key);
    return found.length;
  },
});

const copyOf = (types: TypeArguments, items: Value, ignoreCase = false) => {
  const made = new CsDictionary(
    types.map((type) => type.key),
    ignoreCase,
  );
  for (const pair of walk(items)) {
    const { key, value } = pair as CsKeyValuePair;
    if (made.get(key) !== undefined)
      throw fail("ArgumentException", "An item with the same key has already been added.");
    made.set(key, value);
  }
  return made;
};

extendType(findDefinition("Dictionary", 2) as TypeDefinition, {
  "new(int capacity)": (types: TypeArguments) => new CsDictionary(types.map((type) => type.key)),
  "new(IDictionary<K, V> dictionary)": (types: TypeArguments, items: Value) => copyOf(types, items),
  "new(IDictionary<K, V> dictionary, StringComparer comparer)": (
    types: TypeArguments,
    items: Value,
    comparer: Value,
  ) => copyOf(types, items, (comparer as { ignoreCase?: boolean } | null)?.ignoreCase === true),
  "bool ContainsValue(V value)": (self: CsDictionary, value: Value) =>
    [...self.entries.values()].some((entry) => equal(entry.value, value)),
});

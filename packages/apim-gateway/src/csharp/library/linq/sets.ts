import { arrayOfValues, CsHashSet, CsList, keyOf } from "../../runtime/collections";
import type { Machine } from "../../runtime/machine";
import type { CsFunction, Value } from "../../runtime/value";
import { walk } from "../../runtime/walk";
import type { TypeArguments } from "../../types/csType";
import type { Rows } from "../../types/table";
import { dictionary, key, lazy } from "./shared";

const list = (machine: Machine, items: Value): Value[] => {
  const found: Value[] = [];
  for (const item of walk(items)) {
    machine.allocate(8);
    found.push(item);
  }
  return found;
};

/** Each value of a sequence once that is in a second one, or each that is not. */
function distinctBy(source: Value, second: Value, isIn: boolean): IterableIterator<Value> {
  const other = new Set([...walk(second)].map((item) => keyOf(item)));
  const kept = [...walk(source)].filter((item) => other.has(keyOf(item)) === isIn);
  return new Map(kept.map((item) => [keyOf(item), item])).values();
}

/** Queries that compare whole sequences, and those that become collections. */
export const sets: Record<string, Rows[string]> = {
  "ext IEnumerable<T> Distinct<T>(IEnumerable<T> source)": (types: TypeArguments, source: Value) =>
    lazy(key(types), () => {
      const found = new Map<string, Value>();
      for (const item of walk(source)) if (!found.has(keyOf(item))) found.set(keyOf(item), item);
      return found.values();
    }),
  "ext IEnumerable<T> Union<T>(IEnumerable<T> source, IEnumerable<T> second)": (
    types: TypeArguments,
    source: Value,
    second: Value,
  ) =>
    lazy(key(types), () => {
      const found = new Map<string, Value>();
      for (const item of [...walk(source), ...walk(second)])
        if (!found.has(keyOf(item))) found.set(keyOf(item), item);
      return found.values();
    }),
  "ext IEnumerable<T> Intersect<T>(IEnumerable<T> source, IEnumerable<T> second)": (
    types: TypeArguments,
    source: Value,
    second: Value,
  ) => lazy(key(types), () => distinctBy(source, second, true)),
  "ext IEnumerable<T> Except<T>(IEnumerable<T> source, IEnumerable<T> second)": (
    types: TypeArguments,
    source: Value,
    second: Value,
  ) => lazy(key(types), () => distinctBy(source, second, false)),
  "ext List<T> ToList<T>(IEnumerable<T> source)"(types: TypeArguments, source: Value) {
    return new CsList(key(types), list(this, source));
  },
  "ext T[] ToArray<T>(IEnumerable<T> source)"(types: TypeArguments, source: Value) {
    return arrayOfValues(key(types), list(this, source));
  },
  "ext Dictionary<K, T> ToDictionary<T, K>(IEnumerable<T> source, Func<T, K> keySelector)": (
    types: TypeArguments,
    source: Value,
    by: CsFunction,
  ) => dictionary([key(types, 1), key(types)], source, by, (item) => item),
  "ext Dictionary<K, V> ToDictionary<T, K, V>(IEnumerable<T> source, Func<T, K> keySelector, Func<T, V> elementSelector)":
    (types: TypeArguments, source: Value, by: CsFunction, pick: CsFunction) =>
      dictionary([key(types, 1), key(types, 2)], source, by, pick),
};
sets["ext HashSet<T> ToHashSet<T>(IEnumerable<T> source)"] = (types: TypeArguments, source: Value) => {
  const made = new CsHashSet(key(types));
  for (const item of walk(source)) made.entries.set(keyOf(item), item);
  return made;
};

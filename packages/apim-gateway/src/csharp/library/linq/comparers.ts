import { CsHashSet, keyOf } from "../../runtime/collections";
import type { CsFunction, Value } from "../../runtime/value";
import { walk } from "../../runtime/walk";
import type { TypeArguments } from "../../types/csType";
import type { Rows } from "../../types/table";
import { Group } from "../collections";
import { dictionary, key, lazy } from "./shared";

/** What a `StringComparer` decides here; null is the default one. */
type Equality = { readonly ignoreCase: boolean } | null;

const folds = (comparer: Equality): boolean => comparer?.ignoreCase === true;

/** The first of each kind of text. */
function firsts(items: Iterable<Value>, comparer: Equality): Map<string, Value> {
  const found = new Map<string, Value>();
  for (const item of items) {
    const at = keyOf(item, folds(comparer));
    if (!found.has(at)) found.set(at, item);
  }
  return found;
}

function common(source: Value, second: Value, comparer: Equality, isIn: boolean): Iterable<Value> {
  const other = firsts(walk(second), comparer);
  const kept = firsts(walk(source), comparer);
  return [...kept].filter(([at]) => other.has(at) === isIn).map(([, item]) => item);
}

/** Queries over text that are given a `StringComparer` to compare with. */
export const comparers: Record<string, Rows[string]> = {
  "ext IEnumerable<string> Distinct(IEnumerable<string> source, StringComparer comparer)": (
    source: Value,
    comparer: Equality,
  ) => lazy("string", () => firsts(walk(source), comparer).values()),
  "ext IEnumerable<string> Union(IEnumerable<string> source, IEnumerable<string> second, StringComparer comparer)":
    (source: Value, second: Value, comparer: Equality) =>
      lazy("string", () => firsts([...walk(source), ...walk(second)], comparer).values()),
  "ext IEnumerable<string> Intersect(IEnumerable<string> source, IEnumerable<string> second, StringComparer comparer)":
    (source: Value, second: Value, comparer: Equality) =>
      lazy("string", () => common(source, second, comparer, true)),
  "ext IEnumerable<string> Except(IEnumerable<string> source, IEnumerable<string> second, StringComparer comparer)":
    (source: Value, second: Value, comparer: Equality) =>
      lazy("string", () => common(source, second, comparer, false)),
  "ext HashSet<string> ToHashSet(IEnumerable<string> source, StringComparer comparer)": (
    source: Value,
    comparer: Equality,
  ) => {
    const made = new CsHashSet("string", folds(comparer));
    for (const [at, item] of firsts(walk(source), comparer)) made.entries.set(at, item);
    return made;
  },
  "ext Dictionary<string, T> ToDictionary<T>(IEnumerable<T> source, Func<T, string> keySelector, StringComparer comparer)":
    (types: TypeArguments, source: Value, by: CsFunction, comparer: Equality) =>
      dictionary(["string", key(types)], source, by, (item) => item, folds(comparer)),
  "ext Dictionary<string, V> ToDictionary<T, V>(IEnumerable<T> source, Func<T, string> keySelector, Func<T, V> elementSelector, StringComparer comparer)":
    (types: TypeArguments, source: Value, by: CsFunction, pick: CsFunction, comparer: Equality) =>
      dictionary(["string", key(types, 1)], source, by, pick, folds(comparer)),
  "ext IEnumerable<IGrouping<string, T>> GroupBy<T>(IEnumerable<T> source, Func<T, string> keySelector, StringComparer comparer)":
    (types: TypeArguments, source: Value, by: CsFunction, comparer: Equality) =>
      lazy(`IGrouping<string, ${key(types)}>`, () => {
        const groups = new Map<string, Group>();
        for (const item of walk(source)) {
          const value = by(item);
          const at = keyOf(value, folds(comparer));
          const known = groups.get(at);
          if (known === undefined) groups.set(at, new Group(["string", key(types)], value, [item]));
          else known.items.push(item);
        }
        return groups.values();
      }),
};

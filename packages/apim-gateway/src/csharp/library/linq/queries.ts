import { keyOf } from "../../runtime/collections";
import { argumentOutOfRange, type CsFunction, type Value } from "../../runtime/value";
import { walk } from "../../runtime/walk";
import type { CsType, TypeArguments } from "../../types/csType";
import type { Rows } from "../../types/table";
import { Group } from "../collections";
import { key, lazy } from "./shared";
import {
  casts,
  concatenated,
  filtered,
  filteredAt,
  firstOf,
  flattened,
  mapped,
  mappedAt,
  numbersFrom,
  ofType,
  takenWhile,
  withoutFirst,
} from "./walks";

/** Queries that run when they are walked. */
export const queries: Record<string, Rows[string]> = {
  "ext IEnumerable<R> Select<T, R>(IEnumerable<T> source, Func<T, R> selector)": (
    types: TypeArguments,
    source: Value,
    map: CsFunction,
  ) => lazy(key(types, 1), () => mapped(source, map)),
  "ext IEnumerable<R> Select<T, R>(IEnumerable<T> source, Func<T, int, R> selector)": (
    types: TypeArguments,
    source: Value,
    map: CsFunction,
  ) => lazy(key(types, 1), () => mappedAt(source, map)),
  "ext IEnumerable<R> SelectMany<T, R>(IEnumerable<T> source, Func<T, IEnumerable<R>> selector)": (
    types: TypeArguments,
    source: Value,
    map: CsFunction,
  ) => lazy(key(types, 1), () => flattened(source, map)),
  "ext IEnumerable<T> Where<T>(IEnumerable<T> source, Func<T, bool> predicate)": (
    types: TypeArguments,
    source: Value,
    test: CsFunction,
  ) => lazy(key(types), () => filtered(source, test)),
  "ext IEnumerable<T> Where<T>(IEnumerable<T> source, Func<T, int, bool> predicate)": (
    types: TypeArguments,
    source: Value,
    test: CsFunction,
  ) => lazy(key(types), () => filteredAt(source, test)),
  "ext IEnumerable<T> Take<T>(IEnumerable<T> source, int count)": (
    types: TypeArguments,
    source: Value,
    count: number,
  ) => lazy(key(types), () => firstOf(source, count)),
  "ext IEnumerable<T> Skip<T>(IEnumerable<T> source, int count)": (
    types: TypeArguments,
    source: Value,
    count: number,
  ) => lazy(key(types), () => withoutFirst(source, count)),
  "ext IEnumerable<T> TakeWhile<T>(IEnumerable<T> source, Func<T, bool> predicate)": (
    types: TypeArguments,
    source: Value,
    test: CsFunction,
  ) => lazy(key(types), () => takenWhile(source, test)),
  "ext IEnumerable<T> Concat<T>(IEnumerable<T> source, IEnumerable<T> second)": (
    types: TypeArguments,
    source: Value,
    second: Value,
  ) => lazy(key(types), () => concatenated(source, second)),
  "ext IEnumerable<T> Reverse<T>(IEnumerable<T> source)": (types: TypeArguments, source: Value) =>
    lazy(key(types), () => [...walk(source)].reverse()),
  "ext IEnumerable<IGrouping<K, T>> GroupBy<T, K>(IEnumerable<T> source, Func<T, K> keySelector)": (
    types: TypeArguments,
    source: Value,
    by: CsFunction,
  ) =>
    lazy(`IGrouping<${key(types, 1)}, ${key(types)}>`, () => {
      const groups = new Map<string, Group>();
      for (const item of walk(source)) {
        const value = by(item);
        const known = groups.get(keyOf(value));
        if (known === undefined)
          groups.set(keyOf(value), new Group([key(types, 1), key(types)], value, [item]));
        else known.items.push(item);
      }
      return groups.values();
    }),
  "ext IEnumerable<R> Zip<T, S, R>(IEnumerable<T> source, IEnumerable<S> second, Func<T, S, R> merge)": (
    types: TypeArguments,
    source: Value,
    second: Value,
    merge: CsFunction,
  ) =>
    lazy(key(types, 2), () => {
      const other = [...walk(second)];
      return [...walk(source)].slice(0, other.length).map((item, at) => merge(item, other[at] as Value));
    }),
  "static IEnumerable<int> Range(int start, int count)": (start: number, count: number) => {
    if (count < 0 || start + count - 1 > 2147483647) throw argumentOutOfRange("count");
    return lazy("int", () => numbersFrom(start, count));
  },
};
queries["ext IEnumerable<R> OfType<R>(IEnumerable<object> source)"] = (types: TypeArguments, source: Value) =>
  lazy(key(types), () => ofType(source, types[0] as CsType));
queries["ext IEnumerable<R> Cast<R>(IEnumerable<object> source)"] = (types: TypeArguments, source: Value) =>
  lazy(key(types), () => casts(source, types[0] as CsType));

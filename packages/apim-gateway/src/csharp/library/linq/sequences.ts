import { CsSequence, keyOf } from "../../runtime/collections";
import type { CsFunction, Value } from "../../runtime/value";
import { walk } from "../../runtime/walk";
import type { CsType, TypeArguments } from "../../types/csType";
import { defaultOf } from "../../types/defaultValue";
import type { Rows } from "../../types/table";
import { Group } from "../collections";
import { equal } from "../core";
import { key, lazy } from "./shared";
import { orElse, repeated, skippedWhile } from "./walks";

/** Queries that policies seldom use. */
export const more: Record<string, Rows[string]> = {
  "ext bool SequenceEqual<T>(IEnumerable<T> source, IEnumerable<T> second)": (
    _: TypeArguments,
    source: Value,
    second: Value,
  ) => {
    const [a, b] = [[...walk(source)], [...walk(second)]];
    return a.length === b.length && a.every((item, index) => equal(item, b[index] as Value));
  },
  "ext IEnumerable<T> SkipWhile<T>(IEnumerable<T> source, Func<T, bool> predicate)": (
    types: TypeArguments,
    source: Value,
    test: CsFunction,
  ) => lazy(key(types), () => skippedWhile(source, test)),
  "ext IEnumerable<T> DefaultIfEmpty<T>(IEnumerable<T> source)": (types: TypeArguments, source: Value) =>
    lazy(key(types), () => orElse(source, defaultOf(types[0] as CsType))),
  "ext IEnumerable<T> DefaultIfEmpty<T>(IEnumerable<T> source, T defaultValue)": (
    types: TypeArguments,
    source: Value,
    otherwise: Value,
  ) => lazy(key(types), () => orElse(source, otherwise)),
  "ext IEnumerable<T> AsEnumerable<T>(IEnumerable<T> source)": (_: TypeArguments, source: Value) => source,
  "ext IEnumerable<IGrouping<K, V>> GroupBy<T, K, V>(IEnumerable<T> source, Func<T, K> keySelector, Func<T, V> elementSelector)":
    (types: TypeArguments, source: Value, by: CsFunction, pick: CsFunction) =>
      lazy(`IGrouping<${key(types, 1)}, ${key(types, 2)}>`, () => {
        const groups = new Map<string, Group>();
        for (const item of walk(source)) {
          const value = by(item);
          const known = groups.get(keyOf(value));
          if (known === undefined)
            groups.set(keyOf(value), new Group([key(types, 1), key(types, 2)], value, [pick(item)]));
          else known.items.push(pick(item));
        }
        return groups.values();
      }),
  "static IEnumerable<T> Empty<T>()": (types: TypeArguments) => new CsSequence(key(types), () => []),
  "static IEnumerable<T> Repeat<T>(T element, int count)"(
    types: TypeArguments,
    element: Value,
    count: number,
  ) {
    this.allocate(Math.max(0, count));
    return lazy(key(types), () => repeated(element, count));
  },
};

import { CsList, keyOf } from "../../runtime/collections";
import type { CsFunction, Value } from "../../runtime/value";
import { walk } from "../../runtime/walk";
import type { Rows } from "../../types/table";
import { key, lazy, type Types } from "./shared";

/** Items by the key that a function gives each. */
function byKey(items: Value, keyFor: CsFunction): ReadonlyMap<string, Value[]> {
  const found = new Map<string, Value[]>();
  for (const item of walk(items)) {
    const at = keyOf(keyFor(item));
    const group = found.get(at);
    if (group === undefined) found.set(at, [item]);
    else group.push(item);
  }
  return found;
}

/** Queries that put two sequences together. */
export const joins: Record<string, Rows[string]> = {
  "ext IEnumerable<R> SelectMany<T, C, R>(IEnumerable<T> source, Func<T, IEnumerable<C>> collectionSelector, Func<T, C, R> resultSelector)":
    (types: Types, source: Value, inner: CsFunction, result: CsFunction) =>
      lazy(key(types, 2), function* () {
        for (const item of walk(source)) for (const other of walk(inner(item))) yield result(item, other);
      }),
  "ext IEnumerable<T> Append<T>(IEnumerable<T> source, T element)": (
    types: Types,
    source: Value,
    item: Value,
  ) =>
    lazy(key(types), function* () {
      yield* walk(source);
      yield item;
    }),
  "ext IEnumerable<T> Prepend<T>(IEnumerable<T> source, T element)": (
    types: Types,
    source: Value,
    item: Value,
  ) =>
    lazy(key(types), function* () {
      yield item;
      yield* walk(source);
    }),
  "ext IEnumerable<R> Join<A, B, K, R>(IEnumerable<A> outer, IEnumerable<B> inner, Func<A, K> outerKeySelector, Func<B, K> innerKeySelector, Func<A, B, R> resultSelector)":
    (
      types: Types,
      outer: Value,
      inner: Value,
      outerKey: CsFunction,
      innerKey: CsFunction,
      result: CsFunction,
    ) =>
      lazy(key(types, 3), function* () {
        const groups = byKey(inner, innerKey);
        for (const item of walk(outer))
          for (const other of groups.get(keyOf(outerKey(item))) ?? []) yield result(item, other);
      }),
  "ext IEnumerable<R> GroupJoin<A, B, K, R>(IEnumerable<A> outer, IEnumerable<B> inner, Func<A, K> outerKeySelector, Func<B, K> innerKeySelector, Func<A, IEnumerable<B>, R> resultSelector)":
    (
      types: Types,
      outer: Value,
      inner: Value,
      outerKey: CsFunction,
      innerKey: CsFunction,
      result: CsFunction,
    ) =>
      lazy(key(types, 3), function* () {
        const groups = byKey(inner, innerKey);
        for (const item of walk(outer))
          yield result(item, new CsList(key(types, 1), groups.get(keyOf(outerKey(item))) ?? []));
      }),
};

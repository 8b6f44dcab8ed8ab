import { CsList, keyOf } from "../../runtime/collections";
import type { CsFunction, Value } from "../../runtime/value";
import { walk } from "../../runtime/walk";
import type { TypeArguments } from "../../types/csType";
import type { Rows } from "../../types/table";
import { key, lazy } from "./shared";

/** Items by the key that a function gives each. As in .NET, an item whose key is null goes with nothing. */
function byKey(items: Value, keyFor: CsFunction): ReadonlyMap<string, Value[]> {
  const found = new Map<string, Value[]>();
  for (const item of walk(items)) {
    const given = keyFor(item);
    if (given === null) continue;
    const at = keyOf(given);
    const group = found.get(at);
    if (group === undefined) found.set(at, [item]);
    else group.push(item);
  }
  return found;
}

/** What a join gives for an item of the outer sequence and those of the inner one that have its key. */
type Matched = (types: TypeArguments, item: Value, matches: Value[], result: CsFunction) => Iterable<Value>;

const joined =
  (matched: Matched) =>
  (
    types: TypeArguments,
    outer: Value,
    inner: Value,
    outerKey: CsFunction,
    innerKey: CsFunction,
    result: CsFunction,
  ) =>
    lazy(key(types, 3), function* () {
      const groups = byKey(inner, innerKey);
      for (const item of walk(outer))
        yield* matched(types, item, groups.get(keyOf(outerKey(item))) ?? [], result);
    });

/** Queries that put two sequences together. */
export const joins: Record<string, Rows[string]> = {
  "ext IEnumerable<R> SelectMany<T, C, R>(IEnumerable<T> source, Func<T, IEnumerable<C>> collectionSelector, Func<T, C, R> resultSelector)":
    (types: TypeArguments, source: Value, inner: CsFunction, result: CsFunction) =>
      lazy(key(types, 2), function* () {
        for (const item of walk(source)) for (const other of walk(inner(item))) yield result(item, other);
      }),
  "ext IEnumerable<T> Append<T>(IEnumerable<T> source, T element)": (
    types: TypeArguments,
    source: Value,
    item: Value,
  ) =>
    lazy(key(types), function* () {
      yield* walk(source);
      yield item;
    }),
  "ext IEnumerable<T> Prepend<T>(IEnumerable<T> source, T element)": (
    types: TypeArguments,
    source: Value,
    item: Value,
  ) =>
    lazy(key(types), function* () {
      yield item;
      yield* walk(source);
    }),
  "ext IEnumerable<R> Join<A, B, K, R>(IEnumerable<A> outer, IEnumerable<B> inner, Func<A, K> outerKeySelector, Func<B, K> innerKeySelector, Func<A, B, R> resultSelector)":
    joined(function* (_types, item, matches, result) {
      for (const other of matches) yield result(item, other);
    }),
  "ext IEnumerable<R> GroupJoin<A, B, K, R>(IEnumerable<A> outer, IEnumerable<B> inner, Func<A, K> outerKeySelector, Func<B, K> innerKeySelector, Func<A, IEnumerable<B>, R> resultSelector)":
    joined(function* (types, item, matches, result) {
      yield result(item, new CsList(key(types, 1), matches));
    }),
};

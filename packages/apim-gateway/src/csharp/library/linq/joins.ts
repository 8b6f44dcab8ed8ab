import { CsList } from "../../runtime/collections";
import type { CsFunction, Value } from "../../runtime/value";
import type { TypeArguments } from "../../types/csType";
import type { Rows } from "../../types/table";
import { key, lazy } from "./shared";
import { eachWith, followedBy, joinedOn, ledBy, paired } from "./walks";

/** Queries that put two sequences together. */
export const joins: Record<string, Rows[string]> = {
  "ext IEnumerable<R> SelectMany<T, C, R>(IEnumerable<T> source, Func<T, IEnumerable<C>> collectionSelector, Func<T, C, R> resultSelector)":
    (types: TypeArguments, source: Value, inner: CsFunction, result: CsFunction) =>
      lazy(key(types, 2), () => paired(source, inner, result)),
  "ext IEnumerable<T> Append<T>(IEnumerable<T> source, T element)": (
    types: TypeArguments,
    source: Value,
    item: Value,
  ) => lazy(key(types), () => followedBy(source, item)),
  "ext IEnumerable<T> Prepend<T>(IEnumerable<T> source, T element)": (
    types: TypeArguments,
    source: Value,
    item: Value,
  ) => lazy(key(types), () => ledBy(source, item)),
  "ext IEnumerable<R> Join<A, B, K, R>(IEnumerable<A> outer, IEnumerable<B> inner, Func<A, K> outerKeySelector, Func<B, K> innerKeySelector, Func<A, B, R> resultSelector)":
    (
      types: TypeArguments,
      outer: Value,
      inner: Value,
      outerKey: CsFunction,
      innerKey: CsFunction,
      result: CsFunction,
    ) =>
      lazy(key(types, 3), () =>
        joinedOn(outer, outerKey, inner, innerKey, (item, matches) => eachWith(item, matches, result)),
      ),
  "ext IEnumerable<R> GroupJoin<A, B, K, R>(IEnumerable<A> outer, IEnumerable<B> inner, Func<A, K> outerKeySelector, Func<B, K> innerKeySelector, Func<A, IEnumerable<B>, R> resultSelector)":
    (
      types: TypeArguments,
      outer: Value,
      inner: Value,
      outerKey: CsFunction,
      innerKey: CsFunction,
      result: CsFunction,
    ) =>
      lazy(key(types, 3), () =>
        joinedOn(outer, outerKey, inner, innerKey, (item, matches) => [
          result(item, new CsList(key(types, 1), matches)),
        ]),
      ),
};

import { CsSequence } from "../../runtime/collections";
import { type SortKey, sortedBy } from "../../runtime/order";
import type { CsFunction, Value } from "../../runtime/value";
import { walk } from "../../runtime/walk";
import type { TypeArguments } from "../../types/csType";
import type { Rows } from "../../types/table";
import { key } from "./shared";

/** Sorted when it is walked; `ThenBy` adds a key. */
class Ordered extends CsSequence {
  override readonly csType = "IOrderedEnumerable";
  constructor(
    element: string,
    readonly source: Value,
    readonly keys: readonly SortKey[],
  ) {
    super(element, () => sortedBy(walk(source), keys));
  }
}

/** A `StringComparer`; null is the default order. */
type Comparer = { readonly compare: (a: string | null, b: string | null) => number } | null;

const keyWith = (by: CsFunction, descending: boolean, comparer: Comparer): SortKey => ({
  by,
  descending,
  compare: comparer?.compare as SortKey["compare"],
});

/** `OrderBy`, `ThenBy` and their sisters. */
export const ordering: Record<string, Rows[string]> = {};
for (const descending of [false, true]) {
  const suffix = descending ? "Descending" : "";
  ordering[
    `ext IOrderedEnumerable<T> OrderBy${suffix}<T, K>(IEnumerable<T> source, Func<T, K> keySelector)`
  ] = (types: TypeArguments, source: Value, by: CsFunction) =>
    new Ordered(key(types), source, [{ by, descending }]);
  ordering[
    `ext IOrderedEnumerable<T> ThenBy${suffix}<T, K>(IOrderedEnumerable<T> source, Func<T, K> keySelector)`
  ] = (types: TypeArguments, source: Ordered, by: CsFunction) =>
    new Ordered(key(types), source.source, [...source.keys, { by, descending }]);
  ordering[
    `ext IOrderedEnumerable<T> OrderBy${suffix}<T>(IEnumerable<T> source, Func<T, string> keySelector, StringComparer comparer)`
  ] = (types: TypeArguments, source: Value, by: CsFunction, comparer: Comparer) =>
    new Ordered(key(types), source, [keyWith(by, descending, comparer)]);
  ordering[
    `ext IOrderedEnumerable<T> ThenBy${suffix}<T>(IOrderedEnumerable<T> source, Func<T, string> keySelector, StringComparer comparer)`
  ] = (types: TypeArguments, source: Ordered, by: CsFunction, comparer: Comparer) =>
    new Ordered(key(types), source.source, [...source.keys, keyWith(by, descending, comparer)]);
}

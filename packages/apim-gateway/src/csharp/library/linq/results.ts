import { keyOf } from "../../runtime/collections";
import { type CsFunction, fail, type Value } from "../../runtime/value";
import { walk } from "../../runtime/walk";
import type { CsType, TypeArguments } from "../../types/csType";
import { defaultOf } from "../../types/defaultValue";
import type { Rows } from "../../types/table";
import { equal } from "../core";
import { noMatch, none } from "./shared";

/** What asks a sequence for one value. */
export const results: Record<string, Rows[string]> = {
  "ext bool Any<T>(IEnumerable<T> source)": (_: TypeArguments, source: Value) => {
    for (const _item of walk(source)) return true;
    return false;
  },
  "ext bool Any<T>(IEnumerable<T> source, Func<T, bool> predicate)": (
    _: TypeArguments,
    source: Value,
    test: CsFunction,
  ) => {
    for (const item of walk(source)) if (test(item)) return true;
    return false;
  },
  "ext bool All<T>(IEnumerable<T> source, Func<T, bool> predicate)": (
    _: TypeArguments,
    source: Value,
    test: CsFunction,
  ) => {
    for (const item of walk(source)) if (!test(item)) return false;
    return true;
  },
  "ext long LongCount<T>(IEnumerable<T> source)": (_: TypeArguments, source: Value) =>
    BigInt([...walk(source)].length),
  "ext int Count<T>(IEnumerable<T> source)": (_: TypeArguments, source: Value) => [...walk(source)].length,
  "ext int Count<T>(IEnumerable<T> source, Func<T, bool> predicate)": (
    _: TypeArguments,
    source: Value,
    test: CsFunction,
  ) => [...walk(source)].filter((item) => test(item)).length,
  "ext bool Contains<T>(IEnumerable<T> source, T value)": (_: TypeArguments, source: Value, value: Value) => {
    for (const item of walk(source)) if (equal(item, value)) return true;
    return false;
  },
  "ext bool Contains<T>(IEnumerable<T> source, T value, StringComparer comparer)": (
    _: TypeArguments,
    source: Value,
    value: Value,
    comparer: { ignoreCase?: boolean },
  ) => {
    const wanted = keyOf(value, comparer.ignoreCase);
    for (const item of walk(source)) if (keyOf(item, comparer.ignoreCase) === wanted) return true;
    return false;
  },
  "ext T ElementAt<T>(IEnumerable<T> source, int index)": (_: TypeArguments, source: Value, at: number) => {
    const found = [...walk(source)][at];
    if (found === undefined)
      throw fail(
        "ArgumentOutOfRangeException",
        "Index was out of range. Must be non-negative and less than the size of the collection.\nParameter name: index",
      );
    return found;
  },
  "ext T ElementAtOrDefault<T>(IEnumerable<T> source, int index)": (
    types: TypeArguments,
    source: Value,
    at: number,
  ) => [...walk(source)][at] ?? defaultOf(types[0] as CsType),
  "ext T Aggregate<T>(IEnumerable<T> source, Func<T, T, T> func)": (
    _: TypeArguments,
    source: Value,
    merge: CsFunction,
  ) => {
    const [first, ...rest] = [...walk(source)];
    if (first === undefined) throw none();
    return rest.reduce((sum, item) => merge(sum, item), first);
  },
  "ext A Aggregate<T, A>(IEnumerable<T> source, A seed, Func<A, T, A> func)": (
    _: TypeArguments,
    source: Value,
    seed: Value,
    merge: CsFunction,
  ) => {
    let sum = seed;
    for (const item of walk(source)) sum = merge(sum, item);
    return sum;
  },
  "ext R Aggregate<T, A, R>(IEnumerable<T> source, A seed, Func<A, T, A> func, Func<A, R> resultSelector)": (
    _: TypeArguments,
    source: Value,
    seed: Value,
    merge: CsFunction,
    result: CsFunction,
  ) => {
    let sum = seed;
    for (const item of walk(source)) sum = merge(sum, item);
    return result(sum);
  },
};
for (const [suffix, last] of [
  ["First", false],
  ["Last", true],
] as const) {
  const find = (source: Value, test: CsFunction | undefined): Value | undefined => {
    if (!last) {
      for (const item of walk(source)) if (test === undefined || test(item)) return item;
      return undefined;
    }
    return [...walk(source)].reverse().find((item) => test === undefined || test(item));
  };
  for (const orDefault of [false, true]) {
    const row = (types: TypeArguments, source: Value, test?: CsFunction) => {
      const found = find(source, test);
      if (found === undefined && !orDefault) throw test === undefined ? none() : noMatch();
      return found === undefined ? defaultOf(types[0] as CsType) : found;
    };
    results[`ext T ${suffix}${orDefault ? "OrDefault" : ""}<T>(IEnumerable<T> source)`] = row;
    results[
      `ext T ${suffix}${orDefault ? "OrDefault" : ""}<T>(IEnumerable<T> source, Func<T, bool> predicate)`
    ] = row;
  }
}
for (const orDefault of ["", "OrDefault"]) {
  const row = (types: TypeArguments, source: Value, test?: CsFunction) => {
    const found = [...walk(source)].filter((item) => test === undefined || test(item));
    if (found.length > 1) throw fail("InvalidOperationException", "Sequence contains more than one element");
    if (found.length === 0 && orDefault === "") throw none();
    return found[0] ?? defaultOf(types[0] as CsType);
  };
  results[`ext T Single${orDefault}<T>(IEnumerable<T> source)`] = row;
  results[`ext T Single${orDefault}<T>(IEnumerable<T> source, Func<T, bool> predicate)`] = row;
}

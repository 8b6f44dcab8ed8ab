import { unchecked } from "../runtime/arithmetic";
import { arrayOfValues, CsDictionary, CsHashSet, CsList, CsSequence, keyOf } from "../runtime/collections";
import { toNumber } from "../runtime/json/convert";
import type { Machine } from "../runtime/machine";
import { CsDouble, type CsFunction, fail, type Value } from "../runtime/value";
import { walk } from "../runtime/walk";
import type { CsType } from "../types/csType";
import { castTo, isInstance } from "../types/runtimeType";
import { defineType, type Rows } from "../types/table";
import { Group, sorted } from "./collections";
import { equal } from "./core";

type Types = readonly CsType[];
const key = (types: Types, at = 0) => (types[at] as CsType).key;
const lazy = (type: string, run: () => Iterable<Value>) => new CsSequence(type, run);
const none = () => fail("InvalidOperationException", "Sequence contains no elements");
const noMatch = () => fail("InvalidOperationException", "Sequence contains no matching element");
const list = (machine: Machine, items: Value): Value[] => {
  const found: Value[] = [];
  for (const item of walk(items)) {
    machine.allocate(8);
    found.push(item);
  }
  return found;
};
const blank = (type: CsType): Value =>
  (({ int: 0, long: 0n, bool: false }) as Record<string, Value>)[type.key] ?? null;

const rows: Record<string, Rows[string]> = {
  "ext IEnumerable<R> Select<T, R>(IEnumerable<T> source, Func<T, R> selector)": (
    types: Types,
    source: Value,
    map: CsFunction,
  ) =>
    lazy(key(types, 1), function* () {
      for (const item of walk(source)) yield map(item);
    }),
  "ext IEnumerable<R> Select<T, R>(IEnumerable<T> source, Func<T, int, R> selector)": (
    types: Types,
    source: Value,
    map: CsFunction,
  ) =>
    lazy(key(types, 1), function* () {
      let at = 0;
      for (const item of walk(source)) yield map(item, at++);
    }),
  "ext IEnumerable<R> SelectMany<T, R>(IEnumerable<T> source, Func<T, IEnumerable<R>> selector)": (
    types: Types,
    source: Value,
    map: CsFunction,
  ) =>
    lazy(key(types, 1), function* () {
      for (const item of walk(source)) yield* walk(map(item));
    }),
  "ext IEnumerable<T> Where<T>(IEnumerable<T> source, Func<T, bool> predicate)": (
    types: Types,
    source: Value,
    test: CsFunction,
  ) =>
    lazy(key(types), function* () {
      for (const item of walk(source)) if (test(item)) yield item;
    }),
  "ext bool Any<T>(IEnumerable<T> source)": (_: Types, source: Value) => {
    for (const _item of walk(source)) return true;
    return false;
  },
  "ext bool Any<T>(IEnumerable<T> source, Func<T, bool> predicate)": (
    _: Types,
    source: Value,
    test: CsFunction,
  ) => {
    for (const item of walk(source)) if (test(item)) return true;
    return false;
  },
  "ext bool All<T>(IEnumerable<T> source, Func<T, bool> predicate)": (
    _: Types,
    source: Value,
    test: CsFunction,
  ) => {
    for (const item of walk(source)) if (!test(item)) return false;
    return true;
  },
  "ext int Count<T>(IEnumerable<T> source)": (_: Types, source: Value) => [...walk(source)].length,
  "ext int Count<T>(IEnumerable<T> source, Func<T, bool> predicate)": (
    _: Types,
    source: Value,
    test: CsFunction,
  ) => [...walk(source)].filter((item) => test(item)).length,
  "ext bool Contains<T>(IEnumerable<T> source, T value)": (_: Types, source: Value, value: Value) => {
    for (const item of walk(source)) if (equal(item, value)) return true;
    return false;
  },
  "ext bool Contains<T>(IEnumerable<T> source, T value, StringComparer comparer)": (
    _: Types,
    source: Value,
    value: Value,
    comparer: { ignoreCase?: boolean },
  ) => {
    const wanted = keyOf(value, comparer.ignoreCase);
    for (const item of walk(source)) if (keyOf(item, comparer.ignoreCase) === wanted) return true;
    return false;
  },
  "ext T ElementAt<T>(IEnumerable<T> source, int index)": (_: Types, source: Value, at: number) => {
    const found = [...walk(source)][at];
    if (found === undefined)
      throw fail(
        "ArgumentOutOfRangeException",
        "Index was out of range. Must be non-negative and less than the size of the collection.\nParameter name: index",
      );
    return found;
  },
  "ext T ElementAtOrDefault<T>(IEnumerable<T> source, int index)": (
    types: Types,
    source: Value,
    at: number,
  ) => [...walk(source)][at] ?? blank(types[0] as CsType),
  "ext IEnumerable<T> Take<T>(IEnumerable<T> source, int count)": (
    types: Types,
    source: Value,
    count: number,
  ) =>
    lazy(key(types), function* () {
      let left = count;
      if (left > 0)
        for (const item of walk(source)) {
          yield item;
          if (--left <= 0) return;
        }
    }),
  "ext IEnumerable<T> Skip<T>(IEnumerable<T> source, int count)": (
    types: Types,
    source: Value,
    count: number,
  ) =>
    lazy(key(types), function* () {
      let left = count;
      for (const item of walk(source)) if (left-- <= 0) yield item;
    }),
  "ext IEnumerable<T> TakeWhile<T>(IEnumerable<T> source, Func<T, bool> predicate)": (
    types: Types,
    source: Value,
    test: CsFunction,
  ) =>
    lazy(key(types), function* () {
      for (const item of walk(source)) {
        if (!test(item)) return;
        yield item;
      }
    }),
  "ext IEnumerable<T> Distinct<T>(IEnumerable<T> source)": (types: Types, source: Value) =>
    lazy(key(types), () => new Map([...walk(source)].reverse().map((item) => [keyOf(item), item])).values()),
  "ext IEnumerable<T> Concat<T>(IEnumerable<T> source, IEnumerable<T> second)": (
    types: Types,
    source: Value,
    second: Value,
  ) =>
    lazy(key(types), function* () {
      yield* walk(source);
      yield* walk(second);
    }),
  "ext IEnumerable<T> Union<T>(IEnumerable<T> source, IEnumerable<T> second)": (
    types: Types,
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
    types: Types,
    source: Value,
    second: Value,
  ) =>
    lazy(key(types), () => {
      const other = new Set([...walk(second)].map((item) => keyOf(item)));
      return new Map(
        [...walk(source)].filter((item) => other.has(keyOf(item))).map((item) => [keyOf(item), item]),
      ).values();
    }),
  "ext IEnumerable<T> Except<T>(IEnumerable<T> source, IEnumerable<T> second)": (
    types: Types,
    source: Value,
    second: Value,
  ) =>
    lazy(key(types), () => {
      const other = new Set([...walk(second)].map((item) => keyOf(item)));
      return new Map(
        [...walk(source)].filter((item) => !other.has(keyOf(item))).map((item) => [keyOf(item), item]),
      ).values();
    }),
  "ext IEnumerable<T> Reverse<T>(IEnumerable<T> source)": (types: Types, source: Value) =>
    lazy(key(types), () => [...walk(source)].reverse()),
  "ext IOrderedEnumerable<T> OrderBy<T, K>(IEnumerable<T> source, Func<T, K> keySelector)": (
    types: Types,
    source: Value,
    by: CsFunction,
  ) => lazy(key(types), () => sorted(walk(source), by)),
  "ext IOrderedEnumerable<T> OrderByDescending<T, K>(IEnumerable<T> source, Func<T, K> keySelector)": (
    types: Types,
    source: Value,
    by: CsFunction,
  ) => lazy(key(types), () => sorted(walk(source), by, true)),
  "ext IEnumerable<IGrouping<K, T>> GroupBy<T, K>(IEnumerable<T> source, Func<T, K> keySelector)": (
    types: Types,
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
  "ext List<T> ToList<T>(IEnumerable<T> source)"(types: Types, source: Value) {
    return new CsList(key(types), list(this, source));
  },
  "ext T[] ToArray<T>(IEnumerable<T> source)"(types: Types, source: Value) {
    return arrayOfValues(key(types), list(this, source));
  },
  "ext Dictionary<K, T> ToDictionary<T, K>(IEnumerable<T> source, Func<T, K> keySelector)": (
    types: Types,
    source: Value,
    by: CsFunction,
  ) => dictionary([key(types, 1), key(types)], source, by, (item) => item),
  "ext Dictionary<K, V> ToDictionary<T, K, V>(IEnumerable<T> source, Func<T, K> keySelector, Func<T, V> elementSelector)":
    (types: Types, source: Value, by: CsFunction, pick: CsFunction) =>
      dictionary([key(types, 1), key(types, 2)], source, by, pick),
  "ext T Aggregate<T>(IEnumerable<T> source, Func<T, T, T> func)": (
    _: Types,
    source: Value,
    merge: CsFunction,
  ) => {
    const [first, ...rest] = [...walk(source)];
    if (first === undefined) throw none();
    return rest.reduce((sum, item) => merge(sum, item), first);
  },
  "ext A Aggregate<T, A>(IEnumerable<T> source, A seed, Func<A, T, A> func)": (
    _: Types,
    source: Value,
    seed: Value,
    merge: CsFunction,
  ) => {
    let sum = seed;
    for (const item of walk(source)) sum = merge(sum, item);
    return sum;
  },
  "ext IEnumerable<R> Zip<T, S, R>(IEnumerable<T> source, IEnumerable<S> second, Func<T, S, R> merge)": (
    types: Types,
    source: Value,
    second: Value,
    merge: CsFunction,
  ) =>
    lazy(key(types, 2), () => {
      const other = [...walk(second)];
      return [...walk(source)].slice(0, other.length).map((item, at) => merge(item, other[at] as Value));
    }),
  "static IEnumerable<int> Range(int start, int count)"(start: number, count: number) {
    this.allocate(count);
    return lazy("int", function* () {
      for (let at = 0; at < count; at++) yield start + at;
    });
  },
};

function dictionary(types: readonly string[], source: Value, by: CsFunction, pick: CsFunction): CsDictionary {
  const made = new CsDictionary(types);
  for (const item of walk(source)) {
    const at = by(item);
    if (made.get(at) !== undefined)
      throw fail("ArgumentException", "An item with the same key has already been added.");
    made.set(at, pick(item));
  }
  return made;
}

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
    const row = (types: Types, source: Value, test?: CsFunction) => {
      const found = find(source, test);
      if (found === undefined && !orDefault) throw test === undefined ? none() : noMatch();
      return found === undefined ? blank(types[0] as CsType) : found;
    };
    rows[`ext T ${suffix}${orDefault ? "OrDefault" : ""}<T>(IEnumerable<T> source)`] = row;
    rows[
      `ext T ${suffix}${orDefault ? "OrDefault" : ""}<T>(IEnumerable<T> source, Func<T, bool> predicate)`
    ] = row;
  }
}
for (const orDefault of ["", "OrDefault"]) {
  const row = (types: Types, source: Value, test?: CsFunction) => {
    const found = [...walk(source)].filter((item) => test === undefined || test(item));
    if (found.length > 1) throw fail("InvalidOperationException", "Sequence contains more than one element");
    if (found.length === 0 && orDefault === "") throw none();
    return found[0] ?? blank(types[0] as CsType);
  };
  rows[`ext T Single${orDefault}<T>(IEnumerable<T> source)`] = row;
  rows[`ext T Single${orDefault}<T>(IEnumerable<T> source, Func<T, bool> predicate)`] = row;
}
for (const type of ["int", "long", "double", "decimal"] as const) {
  const add = unchecked[type]?.["+"] as (a: Value, b: Value) => Value;
  const sum = (items: Iterable<Value>) =>
    [...items].reduce<Value>((total, item) => add(total, item), toNumber(0, type));
  const mean = (items: Value[]) => {
    if (items.length === 0) throw none();
    return new CsDouble((toNumber(sum(items), "double") as CsDouble).value / items.length);
  };
  rows[`ext ${type} Sum(IEnumerable<${type}> source)`] = (source: Value) => sum(walk(source));
  rows[`ext ${type} Sum<T>(IEnumerable<T> source, Func<T, ${type}> selector)`] = (
    _: Types,
    source: Value,
    by: CsFunction,
  ) => sum([...walk(source)].map((item) => by(item)));
  if (type !== "decimal") {
    rows[`ext double Average(IEnumerable<${type}> source)`] = (source: Value) => mean([...walk(source)]);
    rows[`ext double Average<T>(IEnumerable<T> source, Func<T, ${type}> selector)`] = (
      _: Types,
      source: Value,
      by: CsFunction,
    ) => mean([...walk(source)].map((item) => by(item)));
  }
}
for (const [word, at] of [
  ["Max", true],
  ["Min", false],
] as const) {
  rows[`ext T ${word}<T>(IEnumerable<T> source)`] = (_: Types, source: Value) => {
    const found = sorted(walk(source), (item) => item, at)[0];
    if (found === undefined) throw none();
    return found;
  };
  rows[`ext R ${word}<T, R>(IEnumerable<T> source, Func<T, R> selector)`] = (
    _: Types,
    source: Value,
    by: CsFunction,
  ) => {
    const found = sorted(
      [...walk(source)].map((item) => by(item)),
      (item) => item,
      at,
    )[0];
    if (found === undefined) throw none();
    return found;
  };
}
rows["ext IEnumerable<R> OfType<R>(IEnumerable<object> source)"] = (types: Types, source: Value) =>
  lazy(key(types), function* () {
    for (const item of walk(source)) if (isInstance(item, types[0] as CsType)) yield item;
  });
rows["ext IEnumerable<R> Cast<R>(IEnumerable<object> source)"] = (types: Types, source: Value) =>
  lazy(key(types), function* () {
    for (const item of walk(source)) yield castTo(item, types[0] as CsType);
  });
rows["ext HashSet<T> ToHashSet<T>(IEnumerable<T> source)"] = (types: Types, source: Value) => {
  const made = new CsHashSet(key(types));
  for (const item of walk(source)) made.entries.set(keyOf(item), item);
  return made;
};
defineType("static", "System.Linq.Enumerable", rows);

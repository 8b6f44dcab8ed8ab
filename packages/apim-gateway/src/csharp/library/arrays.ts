import { arrayOfValues, type CsArray } from "../runtime/collections";
import { sorted } from "../runtime/order";
import { argumentNull, argumentOutOfRange, type CsFunction, fail, type Value } from "../runtime/value";
import type { CsType, TypeArguments } from "../types/csType";
import { defaultOf } from "../types/defaultValue";
import { findDefinition } from "../types/registry";
import { defineType, extendType } from "../types/table";
import { equal } from "./core";

/** Overlapping parts of one array are copied as if through a third. */
function copy(
  source: CsArray | null,
  from: number,
  target: CsArray | null,
  to: number,
  length: number,
): null {
  if (source === null) throw argumentNull("sourceArray");
  if (target === null) throw argumentNull("destinationArray");
  if (length < 0) throw argumentOutOfRange("length", "Value has to be >= 0.");
  if (from < 0) throw argumentOutOfRange("sourceIndex", "Value has to be >= 0.");
  if (to < 0) throw argumentOutOfRange("destinationIndex", "Value has to be >= 0.");
  if (from + length > source.items.length || to + length > target.items.length)
    throw fail("ArgumentException", "The array is not long enough.");
  for (const [at, item] of source.items.slice(from, from + length).entries()) target.items[to + at] = item;
  return null;
}

extendType(findDefinition("[]", 1) as never, {
  "int Rank": () => 1,
  "int GetLength(int dimension)": (self: CsArray, dimension: number) => {
    if (dimension !== 0) throw fail("IndexOutOfRangeException", "Index was outside the bounds of the array.");
    return self.items.length;
  },
  "object Clone()": (self: CsArray) => arrayOfValues(self.csArgs[0] as string, [...self.items]),
  "void CopyTo(T[] array, int index)": (self: CsArray, target: CsArray | null, at: number) =>
    copy(self, 0, target, at, self.items.length),
});

defineType(
  "static",
  "System.Array",
  {
    "static T[] Empty<T>()": (types: TypeArguments) => arrayOfValues((types[0] as CsType).key, []),
    "static void Copy<T>(T[] sourceArray, T[] destinationArray, int length)": (
      _: TypeArguments,
      source: CsArray | null,
      target: CsArray | null,
      length: number,
    ) => copy(source, 0, target, 0, length),
    "static void Copy<T>(T[] sourceArray, int sourceIndex, T[] destinationArray, int destinationIndex, int length)":
      (
        _: TypeArguments,
        source: CsArray | null,
        from: number,
        target: CsArray | null,
        to: number,
        length: number,
      ) => copy(source, from, target, to, length),
    "static void Clear<T>(T[] array, int index, int length)": (
      types: TypeArguments,
      array: CsArray,
      from: number,
      length: number,
    ) => {
      if (from < 0 || length < 0 || from + length > array.items.length)
        throw fail("IndexOutOfRangeException", "Index was outside the bounds of the array.");
      array.items.fill(defaultOf(types[0] as CsType), from, from + length);
      return null;
    },
    "static int IndexOf<T>(T[] array, T value)": (_: TypeArguments, array: CsArray, value: Value) =>
      array.items.findIndex((item) => equal(item, value)),
    "static int LastIndexOf<T>(T[] array, T value)": (_: TypeArguments, array: CsArray, value: Value) =>
      array.items.findLastIndex((item) => equal(item, value)),
    "static void Sort<T>(T[] array)": (_: TypeArguments, array: CsArray) => {
      const order = sorted(array.items, (item) => item);
      for (const [at, item] of order.entries()) array.items[at] = item;
      return null;
    },
    "static void Sort<T>(T[] array, Comparison<T> comparison)": (
      _: TypeArguments,
      array: CsArray,
      compare: CsFunction,
    ) => {
      array.items.sort((a, b) => compare(a, b) as number);
      return null;
    },
    "static void Reverse<T>(T[] array)": (_: TypeArguments, array: CsArray) => {
      array.items.reverse();
      return null;
    },
    "static T Find<T>(T[] array, Predicate<T> match)": (
      types: TypeArguments,
      array: CsArray,
      match: CsFunction,
    ) => {
      const at = array.items.findIndex((item) => match(item) === true);
      return at < 0 ? defaultOf(types[0] as CsType) : (array.items[at] as Value);
    },
    "static T[] FindAll<T>(T[] array, Predicate<T> match)": (
      types: TypeArguments,
      array: CsArray,
      match: CsFunction,
    ) =>
      arrayOfValues(
        (types[0] as CsType).key,
        array.items.filter((item) => match(item)),
      ),
    "static int FindIndex<T>(T[] array, Predicate<T> match)": (
      _: TypeArguments,
      array: CsArray,
      match: CsFunction,
    ) => array.items.findIndex((item) => match(item)),
    "static T FindLast<T>(T[] array, Predicate<T> match)": (
      types: TypeArguments,
      array: CsArray,
      match: CsFunction,
    ) => {
      const at = array.items.findLastIndex((item) => match(item) === true);
      return at < 0 ? defaultOf(types[0] as CsType) : (array.items[at] as Value);
    },
    "static bool Exists<T>(T[] array, Predicate<T> match)": (
      _: TypeArguments,
      array: CsArray,
      match: CsFunction,
    ) => array.items.some((item) => match(item)),
    "static bool TrueForAll<T>(T[] array, Predicate<T> match)": (
      _: TypeArguments,
      array: CsArray,
      match: CsFunction,
    ) => array.items.every((item) => match(item)),
    "static void ForEach<T>(T[] array, Action<T> action)": (
      _: TypeArguments,
      array: CsArray,
      action: CsFunction,
    ) => {
      for (const item of array.items) action(item);
      return null;
    },
    "static U[] ConvertAll<T, U>(T[] array, Func<T, U> converter)": (
      types: TypeArguments,
      array: CsArray,
      converter: CsFunction,
    ) =>
      arrayOfValues(
        (types[1] as CsType).key,
        array.items.map((item) => converter(item)),
      ),
  },
  { name: "Array" },
);

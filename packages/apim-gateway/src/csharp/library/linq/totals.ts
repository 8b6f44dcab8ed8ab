import { checked } from "../../runtime/arithmetic";
import { decimalOperations } from "../../runtime/decimal";
import { toNumber } from "../../runtime/json/convert";
import { sorted } from "../../runtime/order";
import { type CsDecimal, CsDouble, type CsFunction, type Value } from "../../runtime/value";
import { walk } from "../../runtime/walk";
import type { TypeArguments } from "../../types/csType";
import { type CsType, isValueType } from "../../types/csType";
import type { Rows } from "../../types/table";
import { none } from "./shared";

/** `Sum`, `Average`, `Max`, `Min`. Of values that may be null, those that are null do not count. */
export const totals: Record<string, Rows[string]> = {};
const present = (items: readonly Value[]) => items.filter((item) => item !== null);
const picked = (source: Value, by: CsFunction) => [...walk(source)].map((item) => by(item));

for (const type of ["int", "long", "float", "double", "decimal"] as const) {
  // Totals that do not fit are an error here, whatever `unchecked` says. Floats are added as doubles.
  const add = checked[type === "float" ? "double" : type]?.["+"] as (a: Value, b: Value) => Value;
  const addends = (items: readonly Value[]) =>
    type === "float" ? present(items).map((item) => toNumber(item, "double")) : present(items);
  const sum = (items: readonly Value[]) => {
    const total = addends(items).reduce(
      (all, item) => add(all, item),
      toNumber(0, type === "float" ? "double" : type),
    );
    return type === "float" ? toNumber(total, "float") : total;
  };
  const meanType = type === "decimal" ? "decimal" : "double";
  const mean = (items: readonly Value[]): Value => {
    const total = toNumber(sum(items), meanType);
    const count = toNumber(present(items).length, meanType);
    return meanType === "decimal"
      ? (decimalOperations["/"] as (a: CsDecimal, b: CsDecimal) => Value)(
          total as CsDecimal,
          count as CsDecimal,
        )
      : toNumber(
          new CsDouble((total as CsDouble).value / (count as CsDouble).value),
          type === "float" ? "float" : "double",
        );
  };
  for (const mark of ["", "?"]) {
    const average = (items: readonly Value[]) => {
      if (present(items).length > 0) return mean(items);
      if (mark === "") throw none();
      return null;
    };
    const element = `${type}${mark}`;
    totals[`ext ${element} Sum(IEnumerable<${element}> source)`] = (source: Value) => sum([...walk(source)]);
    totals[`ext ${element} Sum<T>(IEnumerable<T> source, Func<T, ${element}> selector)`] = (
      _: TypeArguments,
      source: Value,
      by: CsFunction,
    ) => sum(picked(source, by));
    totals[`ext ${meanType}${mark} Average(IEnumerable<${element}> source)`] = (source: Value) =>
      average([...walk(source)]);
    totals[`ext ${meanType}${mark} Average<T>(IEnumerable<T> source, Func<T, ${element}> selector)`] = (
      _: TypeArguments,
      source: Value,
      by: CsFunction,
    ) => average(picked(source, by));
  }
}

function extreme(type: CsType, items: readonly Value[], descending: boolean): Value {
  const found = sorted(present(items), (item) => item, descending)[0];
  if (found !== undefined) return found;
  if (isValueType(type) && type.definition.name !== "Nullable") throw none();
  return null;
}

for (const [word, descending] of [
  ["Max", true],
  ["Min", false],
] as const) {
  totals[`ext T ${word}<T>(IEnumerable<T> source)`] = (types: TypeArguments, source: Value) =>
    extreme(types[0] as CsType, [...walk(source)], descending);
  totals[`ext R ${word}<T, R>(IEnumerable<T> source, Func<T, R> selector)`] = (
    types: TypeArguments,
    source: Value,
    by: CsFunction,
  ) => extreme(types[1] as CsType, picked(source, by), descending);
}

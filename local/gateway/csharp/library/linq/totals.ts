import { unchecked } from "../../runtime/arithmetic";
import { toNumber } from "../../runtime/json/convert";
import { CsDouble, type CsFunction, type Value } from "../../runtime/value";
import { walk } from "../../runtime/walk";
import type { Rows } from "../../types/table";
import { sorted } from "../collections";
import { none, type Types } from "./shared";

/** `Sum`, `Average`, `Max`, `Min`. */
export const totals: Record<string, Rows[string]> = {};
for (const type of ["int", "long", "double", "decimal"] as const) {
  const add = unchecked[type]?.["+"] as (a: Value, b: Value) => Value;
  const sum = (items: Iterable<Value>) =>
    [...items].reduce<Value>((total, item) => add(total, item), toNumber(0, type));
  const mean = (items: Value[]) => {
    if (items.length === 0) throw none();
    return new CsDouble((toNumber(sum(items), "double") as CsDouble).value / items.length);
  };
  totals[`ext ${type} Sum(IEnumerable<${type}> source)`] = (source: Value) => sum(walk(source));
  totals[`ext ${type} Sum<T>(IEnumerable<T> source, Func<T, ${type}> selector)`] = (
    _: Types,
    source: Value,
    by: CsFunction,
  ) => sum([...walk(source)].map((item) => by(item)));
  if (type !== "decimal") {
    totals[`ext double Average(IEnumerable<${type}> source)`] = (source: Value) => mean([...walk(source)]);
    totals[`ext double Average<T>(IEnumerable<T> source, Func<T, ${type}> selector)`] = (
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
  totals[`ext T ${word}<T>(IEnumerable<T> source)`] = (_: Types, source: Value) => {
    const found = sorted(walk(source), (item) => item, at)[0];
    if (found === undefined) throw none();
    return found;
  };
  totals[`ext R ${word}<T, R>(IEnumerable<T> source, Func<T, R> selector)`] = (
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

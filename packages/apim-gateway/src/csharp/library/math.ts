import { roundDecimal, wholeDecimal } from "../runtime/decimal";
import { isIntegerKind, makeInteger, wholeOf } from "../runtime/integers";
import {
  argumentOutOfRange,
  CsDecimal,
  CsDouble,
  type CsEnum,
  CsFloat,
  fail,
  type Value,
} from "../runtime/value";
import { defineEnum, defineType, type Rows } from "../types/table";
import { compareNumbers } from "./numbers";

defineEnum("System.MidpointRounding", ["ToEven", "AwayFromZero"]);

const viaNumber = (name: string, change: (value: number) => number): Rows => ({
  [`static double ${name}(double a)`]: (a: CsDouble) => new CsDouble(change(a.value)),
});
const evenRound = (value: number) =>
  Math.abs(value % 1) === 0.5 ? 2 * Math.round(value / 2) : Math.round(value);

/** As .NET: scaled, rounded to a whole number and scaled back, with what that does to the last digit. */
function rounded({ value }: CsDouble, digits: number, away = false): CsDouble {
  if (digits < 0 || digits > 15)
    throw argumentOutOfRange("digits", "Rounding digits must be between 0 and 15, inclusive.");
  if (!(Math.abs(value) < 1e16)) return new CsDouble(value);
  const scaled = value * 10 ** digits;
  const cut = Math.trunc(scaled);
  const up = Math.abs(scaled - cut) >= 0.5 ? cut + Math.sign(scaled) : cut;
  const whole = away ? up : evenRound(scaled);
  return new CsDouble(whole / 10 ** digits);
}
const isAway = (mode: CsEnum) => mode.value === 1;

const rows: Record<string, Rows[string]> = {
  ...viaNumber("Ceiling", Math.ceil),
  ...viaNumber("Floor", Math.floor),
  ...viaNumber("Sqrt", Math.sqrt),
  ...viaNumber("Truncate", Math.trunc),
  ...viaNumber("Round", evenRound),
  ...viaNumber("Log", Math.log),
  ...viaNumber("Log10", Math.log10),
  ...viaNumber("Exp", Math.exp),
  ...viaNumber("Sin", Math.sin),
  ...viaNumber("Cos", Math.cos),
  ...viaNumber("Tan", Math.tan),
  ...viaNumber("Atan", Math.atan),
  "static double Log(double a, double newBase)": (a: CsDouble, base: CsDouble) =>
    new CsDouble(Math.log(a.value) / Math.log(base.value)),
  "static double Pow(double x, double y)": (x: CsDouble, y: CsDouble) => new CsDouble(x.value ** y.value),
  "static double PI": new CsDouble(Math.PI),
  "static double E": new CsDouble(Math.E),
  "static double Round(double value, int digits)": (value: CsDouble, digits: number) =>
    rounded(value, digits),
  "static double Round(double value, MidpointRounding mode)": (value: CsDouble, mode: CsEnum) =>
    rounded(value, 0, isAway(mode)),
  "static double Round(double value, int digits, MidpointRounding mode)": (
    value: CsDouble,
    digits: number,
    mode: CsEnum,
  ) => rounded(value, digits, isAway(mode)),
  "static decimal Round(decimal d)": (d: CsDecimal) => roundDecimal(d, 0),
  "static decimal Round(decimal d, int decimals)": (d: CsDecimal, places: number) => roundDecimal(d, places),
  "static decimal Round(decimal d, MidpointRounding mode)": (d: CsDecimal, mode: CsEnum) =>
    roundDecimal(d, 0, isAway(mode)),
  "static decimal Round(decimal d, int decimals, MidpointRounding mode)": (
    d: CsDecimal,
    places: number,
    mode: CsEnum,
  ) => roundDecimal(d, places, isAway(mode)),
  "static decimal Truncate(decimal d)": (d: CsDecimal) => new CsDecimal(d.digits / 10n ** BigInt(d.scale), 0),
  "static decimal Floor(decimal d)": (d: CsDecimal) => wholeDecimal(d, false),
  "static decimal Ceiling(decimal d)": (d: CsDecimal) => wholeDecimal(d, true),
};

const signed = ["sbyte", "short", "int", "long", "float", "double", "decimal"] as const;
for (const type of signed) {
  rows[`static int Sign(${type} value)`] = (value: Value) => sizeOf(type, value).sign;
  rows[`static ${type} Abs(${type} value)`] = (value: Value) => sizeOf(type, value).size;
}
for (const type of [...signed, "byte", "ushort", "uint", "ulong"]) {
  rows[`static ${type} Max(${type} val1, ${type} val2)`] = (a: Value, b: Value) =>
    compareNumbers(a, b) >= 0 ? a : b;
  rows[`static ${type} Min(${type} val1, ${type} val2)`] = (a: Value, b: Value) =>
    compareNumbers(a, b) <= 0 ? a : b;
}
defineType("static", "System.Math", rows);

/** @throws OverflowException for the least number of a type, which has no positive counterpart */
function sizeOf(
  type: (typeof signed)[number],
  value: Value,
): { readonly sign: number; readonly size: Value } {
  if (value instanceof CsDecimal)
    return {
      sign: value.digits < 0n ? -1 : value.digits > 0n ? 1 : 0,
      size: new CsDecimal(value.digits < 0n ? -value.digits : value.digits, value.scale),
    };
  if (value instanceof CsDouble)
    return { sign: Math.sign(value.value), size: new CsDouble(Math.abs(value.value)) };
  if (value instanceof CsFloat)
    return { sign: Math.sign(value.value), size: new CsFloat(Math.abs(value.value)) };
  if (!isIntegerKind(type)) throw new TypeError(`${type} is not a whole number`);
  const number = wholeOf(type, value);
  const size = makeInteger(type, number < 0n ? -number : number);
  return {
    sign: number < 0n ? -1 : number > 0n ? 1 : 0,
    get size(): Value {
      if (wholeOf(type, size) < 0n)
        throw fail("OverflowException", "Negating the minimum value of a twos complement number is invalid.");
      return size;
    },
  };
}

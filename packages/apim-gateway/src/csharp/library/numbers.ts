import { compareDecimals, roundDecimal, wholeDecimal } from "../runtime/decimal";
import { formatValue } from "../runtime/formatValue";
import { integerKinds, isIntegerKind, makeInteger } from "../runtime/integers";
import { toNumber } from "../runtime/json/convert";
import { type ParsedKind, parseNumber, tryParseNumber } from "../runtime/parseNumber";
import { textOf } from "../runtime/text";
import { CsChar, CsDecimal, CsDouble, type CsEnum, CsFloat, type Value } from "../runtime/value";
import { getType } from "../types/registry";
import { defineEnum, extendType, type Rows } from "../types/table";
import { equal } from "./core";

/** Order of two numbers of one type. */
export function compareNumbers(a: Value, b: Value): number {
  if (a instanceof CsDecimal) return compareDecimals(a, b as CsDecimal);
  const number = (value: Value) =>
    (value instanceof CsChar
      ? value.code
      : typeof value === "object"
        ? (value as unknown as { readonly value: number | bigint }).value
        : value) as number;
  return number(a) < number(b) ? -1 : number(a) > number(b) ? 1 : 0;
}

defineEnum("System.Globalization.NumberStyles", {
  None: 0,
  AllowLeadingWhite: 1,
  AllowTrailingWhite: 2,
  AllowLeadingSign: 4,
  AllowTrailingSign: 8,
  AllowParentheses: 16,
  AllowDecimalPoint: 32,
  AllowThousands: 64,
  AllowExponent: 128,
  AllowCurrencySymbol: 256,
  AllowHexSpecifier: 512,
  Integer: 7,
  HexNumber: 515,
  Number: 111,
  Float: 167,
  Currency: 383,
  Any: 511,
});

/** The text as the plain parser takes it: hexadecimal digits, or a fraction of zeros, written otherwise. */
function plainNumber(text: string | null, { value: style }: CsEnum, name: ParsedKind): string | null {
  if (text === null) return null;
  if ((style & 512) !== 0) {
    const digits = text.trim();
    if (!isIntegerKind(name) || !/^[\da-f]+$/i.test(digits)) return "";
    const { bits, isSigned } = integerKinds[name];
    const whole = BigInt(`0x${digits}`);
    // Digits are bits: `FFFFFFFF` is -1. More digits than there are bits stay too large.
    return String(isSigned && digits.length * 4 <= bits ? BigInt.asIntN(bits, whole) : whole);
  }
  return (style & 32) !== 0 && /^\s*[+-]?\d+\.0*\s*$/.test(text) ? text.replace(/\.0*\s*$/, "") : text;
}

function numberRows(name: ParsedKind): Rows {
  const parse = (text: string | null) => parseNumber(text, name);
  const tryParse = (text: string | null) => {
    const found = text === null ? undefined : tryParseNumber(text, name);
    const ok = found !== undefined && found !== "overflow";
    return { csType: "out", result: ok, out: ok ? found : toNumber(0, name) };
  };
  return {
    "string ToString(string format)"(self: Value, format: string) {
      return formatValue(self, format ?? "", this);
    },
    "string ToString(IFormatProvider provider)"(self: Value) {
      return textOf(self, this);
    },
    "string ToString(string format, IFormatProvider provider)"(self: Value, format: string) {
      return formatValue(self, format ?? "", this);
    },
    [`int CompareTo(${name} value)`]: compareNumbers,
    [`bool Equals(${name} obj)`]: equal,
    [`static ${name} Parse(string s)`]: parse,
    [`static ${name} Parse(string s, IFormatProvider provider)`]: parse,
    [`static bool TryParse(string s, out ${name} result)`]: tryParse,
    [`static ${name} Parse(string s, NumberStyles style)`]: (text: string | null, style: CsEnum) =>
      parse(plainNumber(text, style, name)),
    [`static ${name} Parse(string s, NumberStyles style, IFormatProvider provider)`]: (
      text: string | null,
      style: CsEnum,
    ) => parse(plainNumber(text, style, name)),
    [`static bool TryParse(string s, NumberStyles style, IFormatProvider provider, out ${name} result)`]: (
      text: string | null,
      style: CsEnum,
    ) => tryParse(plainNumber(text, style, name)),
    ...(isIntegerKind(name) ? integerLimits(name) : {}),
  };
}

function integerLimits(name: ParsedKind & keyof typeof integerKinds): Rows {
  const { bits, isSigned } = integerKinds[name];
  const values = isSigned ? 1n << BigInt(bits - 1) : 1n << BigInt(bits);
  return {
    [`static ${name} MaxValue`]: makeInteger(name, values - 1n) as number,
    [`static ${name} MinValue`]: makeInteger(name, isSigned ? -values : 0n) as number,
  };
}

type Fraction = CsDouble | CsFloat;
function fractionRows(name: "float" | "double", most: number, epsilon: number): Rows {
  const make = (value: number): Fraction => (name === "float" ? new CsFloat(value) : new CsDouble(value));
  return {
    ...numberRows(name),
    [`static ${name} MaxValue`]: make(most),
    [`static ${name} MinValue`]: make(-most),
    [`static ${name} Epsilon`]: make(epsilon),
    [`static ${name} NaN`]: make(Number.NaN),
    [`static ${name} PositiveInfinity`]: make(Number.POSITIVE_INFINITY),
    [`static ${name} NegativeInfinity`]: make(Number.NEGATIVE_INFINITY),
    [`static bool IsNaN(${name} d)`]: (d: Fraction) => Number.isNaN(d.value),
    [`static bool IsInfinity(${name} d)`]: (d: Fraction) => Math.abs(d.value) === Number.POSITIVE_INFINITY,
  };
}

for (const name of ["sbyte", "byte", "short", "ushort", "int", "uint", "long", "ulong"] as const)
  extendType(getType(name).definition, numberRows(name));
extendType(getType("float").definition, fractionRows("float", 3.4028234663852886e38, 1.401298464324817e-45));
extendType(getType("double").definition, fractionRows("double", Number.MAX_VALUE, Number.MIN_VALUE));
extendType(getType("decimal").definition, {
  ...numberRows("decimal"),
  "static decimal Zero": new CsDecimal(0n, 0),
  "static decimal One": new CsDecimal(1n, 0),
  "static decimal MinusOne": new CsDecimal(-1n, 0),
  "static decimal MaxValue": new CsDecimal(2n ** 96n - 1n, 0),
  "static decimal MinValue": new CsDecimal(1n - 2n ** 96n, 0),
  "static decimal Round(decimal d)": (d: CsDecimal) => roundDecimal(d, 0),
  "static decimal Round(decimal d, int decimals)": roundDecimal,
  "static decimal Truncate(decimal d)": (d: CsDecimal) => new CsDecimal(d.digits / 10n ** BigInt(d.scale), 0),
  "static decimal Floor(decimal d)": (d: CsDecimal) => wholeDecimal(d, false),
  "static decimal Ceiling(decimal d)": (d: CsDecimal) => wholeDecimal(d, true),
  "static int Compare(decimal d1, decimal d2)": compareDecimals,
});

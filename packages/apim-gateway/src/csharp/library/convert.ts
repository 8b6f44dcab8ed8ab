import type { CsArray } from "../runtime/collections";
import { type IntegerKindName, integerKinds, isIntegerKind, makeInteger } from "../runtime/integers";
import { netName, toBoolean, toDateTime, tokenTo, toNumber } from "../runtime/json/convert";
import { CsJValue } from "../runtime/json/token";
import type { ParsedKind } from "../runtime/parseNumber";
import { textOf } from "../runtime/text";
import { CsDateTime } from "../runtime/time";
import {
  argumentOutOfRange,
  CsByte,
  CsChar,
  type CsInteger,
  charOf,
  fail,
  type Value,
} from "../runtime/value";
import { runtimeType } from "../types/runtimeType";
import { defineType, type Rows } from "../types/table";
import { bufferOf } from "./bytes";
import { bytesOf } from "./core";

const firstDate = new CsDateTime(0n);
/** `Convert.ToChar`. */
export function toChar(value: Value): CsChar {
  if (value === null) return charOf(0);
  if (value instanceof CsChar) return value;
  if (value instanceof CsJValue) {
    if (value.value === null || typeof value.value === "boolean")
      throw fail("ArgumentException", `Can not convert ${value.type} to Char.`);
    return toChar(value.value);
  }
  if (typeof value === "string") {
    if (value.length !== 1) throw fail("FormatException", "String must be exactly one character long.");
    return charOf(value.charCodeAt(0));
  }
  const code = value instanceof CsByte ? value.value : value;
  if (typeof code !== "number" && typeof code !== "bigint")
    throw fail("InvalidCastException", `Invalid cast from '${runtimeType(value).key}' to 'Char'.`);
  if (code < 0 || code > 65535)
    throw fail("OverflowException", "Value was either too large or too small for a character.");
  return charOf(Number(code));
}
/** @throws FormatException */
export function fromBase64(text: string): Buffer {
  const bare = text.replace(/\s/g, "");
  if (bare.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(bare))
    throw fail("FormatException", "Invalid length for a Base-64 char array or string.");
  return Buffer.from(bare, "base64");
}

const convertRows: Record<string, Rows[string]> = {
  "static string ToBase64String(byte[] inArray)": (bytes: { items: CsByte[] }) =>
    Buffer.from(bytes.items.map(({ value }) => value)).toString("base64"),
  "static string ToBase64String(byte[] inArray, int offset, int length)": (
    bytes: CsArray | null,
    offset: number,
    length: number,
  ) => {
    const given = bufferOf(bytes, "inArray");
    if (offset < 0 || length < 0 || offset + length > given.length)
      throw argumentOutOfRange("offset", "Offset and length must refer to a position in the string.");
    return given.subarray(offset, offset + length).toString("base64");
  },
  "static byte[] FromBase64String(string s)"(text: string) {
    this.allocate(text.length);
    return bytesOf(fromBase64(text));
  },
  "static string ToString(object value)"(value: Value) {
    return textOf(value, this);
  },
  "static string ToString(byte value, int toBase)": (value: CsByte, base: number) =>
    inBase(BigInt(value.value), base, 8),
  "static string ToString(short value, int toBase)": (value: CsInteger, base: number) =>
    inBase(value.value, base, 16),
  "static string ToString(int value, int toBase)": (value: number, base: number) =>
    inBase(BigInt(value), base, 32),
  "static string ToString(long value, int toBase)": (value: bigint, base: number) => inBase(value, base, 64),
  "static DateTime ToDateTime(string value)": (text: string | null) =>
    text === null ? firstDate : toDateTime(text),
  "static DateTime ToDateTime(object value)": (value: Value) => {
    if (value === null) return firstDate;
    if (value instanceof CsJValue) return tokenTo(value, "DateTime", false);
    if (typeof value === "string" || value instanceof CsDateTime) return toDateTime(value);
    throw fail("InvalidCastException", `Invalid cast from '${runtimeType(value).key}' to 'DateTime'.`);
  },
  "static char ToChar(string value)": toChar,
  "static char ToChar(int value)": toChar,
  "static char ToChar(object value)": toChar,
};
/** A value of any type: what cannot be converted shows when it runs, as it does with a boxed value in .NET. */
for (const [kind, name] of Object.entries(netName)) {
  if (["string", "DateTime", "Guid"].includes(kind)) continue;
  convertRows[`static ${kind} To${name}(object value)`] = (value: Value) => {
    if (value instanceof CsJValue) return tokenTo(value, kind as ParsedKind, false);
    return kind === "bool" ? toBoolean(value) : toNumber(value, kind as ParsedKind);
  };
  if (isIntegerKind(kind))
    convertRows[`static ${kind} To${name}(string value, int fromBase)`] = (
      text: string | null,
      base: number,
    ) => fromBase(text, base, kind);
}
defineType("static", "System.Convert", convertRows);

/** The other way; a negative number to another base than 10 is written as its bits. */
function inBase(value: bigint, base: number, bits: number): string {
  if (![2, 8, 10, 16].includes(base)) throw fail("ArgumentException", "Invalid Base.");
  return (base === 10 ? value : BigInt.asUintN(bits, value)).toString(base);
}

/** Digits to base 2, 8, 10 or 16; a negative number is written as its bits. */
function fromBase(text: string | null, base: number, kind: IntegerKindName): Value {
  if (![2, 8, 10, 16].includes(base)) throw fail("ArgumentException", "Invalid Base.");
  if (text === null) return makeInteger(kind, 0n);
  if (text === "") throw fail("ArgumentOutOfRangeException", "Index was out of range.");
  const digits = base === 16 ? text.replace(/^0x/i, "") : text;
  const form = { 2: /^[01]+$/, 8: /^[0-7]+$/, 10: /^[+-]?[0-9]+$/, 16: /^[0-9a-f]+$/i }[base] as RegExp;
  if (!form.test(digits)) throw fail("FormatException", "Could not find any recognizable digits.");
  if (base === 10) return toNumber(text, kind as ParsedKind);
  const whole = BigInt({ 2: "0b", 8: "0o", 16: "0x" }[base as 2 | 8 | 16] + digits);
  if (whole >> BigInt(integerKinds[kind].bits) > 0n)
    throw fail(
      "OverflowException",
      `Value was either too large or too small for ${integerKinds[kind].phrase}.`,
    );
  return makeInteger(kind, whole);
}

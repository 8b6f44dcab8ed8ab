import { CsByte, type CsChar, CsInteger, charOf, type IntegerName, type Value } from "./value";

export interface IntegerKind {
  readonly bits: number;
  readonly isSigned: boolean;
  /** As .NET's messages name it. */
  readonly phrase: string;
}

/** The whole numbers of the language, and `char`, which converts as one. */
export const integerKinds = {
  sbyte: { bits: 8, isSigned: true, phrase: "a signed byte" },
  byte: { bits: 8, isSigned: false, phrase: "an unsigned byte" },
  char: { bits: 16, isSigned: false, phrase: "a character" },
  short: { bits: 16, isSigned: true, phrase: "an Int16" },
  ushort: { bits: 16, isSigned: false, phrase: "a UInt16" },
  int: { bits: 32, isSigned: true, phrase: "an Int32" },
  uint: { bits: 32, isSigned: false, phrase: "a UInt32" },
  long: { bits: 64, isSigned: true, phrase: "an Int64" },
  ulong: { bits: 64, isSigned: false, phrase: "a UInt64" },
} as const satisfies Readonly<Record<string, IntegerKind>>;

export type IntegerKindName = keyof typeof integerKinds;

export const isIntegerKind = (type: string): type is IntegerKindName => Object.hasOwn(integerKinds, type);

/** The low bits, as the type reads them. */
export function wrapped(type: IntegerKindName, whole: bigint): bigint {
  const { bits, isSigned } = integerKinds[type];
  return isSigned ? BigInt.asIntN(bits, whole) : BigInt.asUintN(bits, whole);
}

export const fits = (type: IntegerKindName, whole: bigint): boolean => wrapped(type, whole) === whole;

/** The value of the type; a number that does not fit is wrapped. */
export function makeInteger(type: IntegerKindName, whole: bigint): Value {
  const inside = wrapped(type, whole);
  if (type === "int") return Number(inside);
  if (type === "long") return inside;
  if (type === "byte") return new CsByte(Number(inside));
  if (type === "char") return charOf(Number(inside));
  return new CsInteger(type satisfies IntegerName, inside);
}

export function wholeOf(type: IntegerKindName, value: Value): bigint {
  if (type === "int") return BigInt(value as number);
  if (type === "long") return value as bigint;
  if (type === "char") return BigInt((value as CsChar).code);
  if (type === "byte") return BigInt((value as CsByte).value);
  return (value as CsInteger).value;
}

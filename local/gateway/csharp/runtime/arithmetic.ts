import { compareDecimals, decimalFromNumber, decimalOperations, decimalToNumber } from "./decimal";
import { CsByte, type CsChar, CsDecimal, CsDouble, CsException, charOf, type Value } from "./value";

// biome-ignore lint/suspicious/noExplicitAny: operands have the type of the row
type Operation = (a: any, b: any) => Value;
type Operations = Readonly<Record<string, Operation>>;

const arithmeticOverflow = (): CsException =>
  new CsException("OverflowException", "Arithmetic operation resulted in an overflow.");
const byZero = () => new CsException("DivideByZeroException", "Attempted to divide by zero.");

function checkedInt(value: number): number {
  if (value > 2147483647 || value < -2147483648) throw arithmeticOverflow();
  return value;
}

function checkedLong(value: bigint): bigint {
  if (BigInt.asIntN(64, value) !== value) throw arithmeticOverflow();
  return value;
}

const long = (value: bigint) => BigInt.asIntN(64, value);

function divideInt(a: number, b: number): number {
  if (b === 0) throw byZero();
  if (b === -1 && a === -2147483648) throw arithmeticOverflow();
  return (a / b) | 0;
}

function divideLong(a: bigint, b: bigint): bigint {
  if (b === 0n) throw byZero();
  return checkedLong(a / b);
}

/** Operators by the type of both operands. `checked` has the rows that differ. */
export const unchecked: Readonly<Record<string, Operations>> = {
  int: {
    "+": (a, b) => (a + b) | 0,
    "-": (a, b) => (a - b) | 0,
    "*": (a, b) => Math.imul(a, b),
    "/": divideInt,
    "%": (a, b) => {
      if (b === 0) throw byZero();
      return (a % b) | 0;
    },
    "&": (a, b) => a & b,
    "|": (a, b) => a | b,
    "^": (a, b) => a ^ b,
    "<<": (a, b) => a << b,
    ">>": (a, b) => a >> b,
    "==": (a, b) => a === b,
    "!=": (a, b) => a !== b,
    "<": (a, b) => a < b,
    ">": (a, b) => a > b,
    "<=": (a, b) => a <= b,
    ">=": (a, b) => a >= b,
  },
  long: {
    "+": (a: bigint, b: bigint) => long(a + b),
    "-": (a: bigint, b: bigint) => long(a - b),
    "*": (a: bigint, b: bigint) => long(a * b),
    "/": divideLong,
    "%": (a, b) => {
      if (b === 0n) throw byZero();
      return a % b;
    },
    "&": (a, b) => a & b,
    "|": (a, b) => a | b,
    "^": (a, b) => a ^ b,
    "<<": (a: bigint, b: number) => long(a << BigInt(b & 63)),
    ">>": (a: bigint, b: number) => a >> BigInt(b & 63),
    "==": (a, b) => a === b,
    "!=": (a, b) => a !== b,
    "<": (a, b) => a < b,
    ">": (a, b) => a > b,
    "<=": (a, b) => a <= b,
    ">=": (a, b) => a >= b,
  },
  double: {
    "+": (a, b) => new CsDouble(a.value + b.value),
    "-": (a, b) => new CsDouble(a.value - b.value),
    "*": (a, b) => new CsDouble(a.value * b.value),
    "/": (a, b) => new CsDouble(a.value / b.value),
    "%": (a, b) => new CsDouble(a.value % b.value),
    "==": (a, b) => a.value === b.value,
    "!=": (a, b) => a.value !== b.value,
    "<": (a, b) => a.value < b.value,
    ">": (a, b) => a.value > b.value,
    "<=": (a, b) => a.value <= b.value,
    ">=": (a, b) => a.value >= b.value,
  },
  decimal: {
    ...decimalOperations,
    "==": (a, b) => compareDecimals(a, b) === 0,
    "!=": (a, b) => compareDecimals(a, b) !== 0,
    "<": (a, b) => compareDecimals(a, b) < 0,
    ">": (a, b) => compareDecimals(a, b) > 0,
    "<=": (a, b) => compareDecimals(a, b) <= 0,
    ">=": (a, b) => compareDecimals(a, b) >= 0,
  },
  bool: {
    "&": (a, b) => a && b,
    "|": (a, b) => a || b,
    "^": (a, b) => a !== b,
    "==": (a, b) => a === b,
    "!=": (a, b) => a !== b,
  },
};

export const checked: Readonly<Record<string, Operations>> = {
  ...unchecked,
  int: {
    ...unchecked.int,
    "+": (a, b) => checkedInt(a + b),
    "-": (a, b) => checkedInt(a - b),
    "*": (a, b) => checkedInt(a * b),
  },
  long: {
    ...unchecked.long,
    "+": (a: bigint, b: bigint) => checkedLong(a + b),
    "-": (a: bigint, b: bigint) => checkedLong(a - b),
    "*": (a: bigint, b: bigint) => checkedLong(a * b),
  },
};

export function negate(type: string, value: Value, isChecked: boolean): Value {
  if (type === "int") return isChecked ? checkedInt(-(value as number)) : -(value as number) | 0;
  if (type === "long") return isChecked ? checkedLong(-(value as bigint)) : long(-(value as bigint));
  if (type === "double") return new CsDouble(-(value as CsDouble).value);
  const { digits, scale } = value as CsDecimal;
  return new CsDecimal(-digits, scale);
}

const integral = new Set(["int", "long", "char", "byte"]);
export const numericTypes = new Set([...integral, "double", "decimal"]);

function asBig(type: string, value: Value): bigint {
  if (type === "int") return BigInt(value as number);
  if (type === "char") return BigInt((value as CsChar).code);
  if (type === "byte") return BigInt((value as CsByte).value);
  return value as bigint;
}

/** An explicit numeric conversion. @throws OverflowException, in `checked` and always for decimal */
export function convertNumber(value: Value, from: string, to: string, isChecked: boolean): Value {
  if (from === to) return value;
  if (to === "double") {
    if (from === "decimal") return new CsDouble(decimalToNumber(value as CsDecimal));
    return new CsDouble(Number(asBig(from, value)));
  }
  if (to === "decimal")
    return from === "double"
      ? decimalFromNumber((value as CsDouble).value)
      : new CsDecimal(asBig(from, value), 0);
  let whole: bigint;
  if (from === "double") {
    const { value: number } = value as CsDouble;
    const limit =
      to === "long" ? 9.2233720368547758e18 : to === "int" ? 2147483648 : to === "char" ? 65536 : 256;
    const inside =
      number < limit && number > (to === "char" || to === "byte" ? -1 : -limit - (to === "long" ? 0 : 1));
    if (!inside && !(to === "long" && number === -limit)) {
      if (isChecked) throw arithmeticOverflow();
      // What .NET on x64 gives outside the range; the language leaves it open.
      return to === "long"
        ? -9223372036854775808n
        : to === "int"
          ? -2147483648
          : to === "char"
            ? charOf(0)
            : new CsByte(0);
    }
    whole = BigInt(Math.trunc(number));
  } else if (from === "decimal") {
    const { digits, scale } = value as CsDecimal;
    whole = digits / 10n ** BigInt(scale);
    const bits =
      to === "long"
        ? BigInt.asIntN(64, whole)
        : to === "int"
          ? BigInt.asIntN(32, whole)
          : BigInt.asUintN(to === "char" ? 16 : 8, whole);
    if (bits !== whole)
      throw new CsException(
        "OverflowException",
        `Value was either too large or too small for ${{ long: "an Int64", int: "an Int32", char: "a character" }[to] ?? "an unsigned byte"}.`,
      );
  } else whole = asBig(from, value);
  const bits =
    to === "long"
      ? BigInt.asIntN(64, whole)
      : to === "int"
        ? BigInt.asIntN(32, whole)
        : BigInt.asUintN(to === "char" ? 16 : 8, whole);
  if (isChecked && bits !== whole) throw arithmeticOverflow();
  return to === "long"
    ? bits
    : to === "int"
      ? Number(bits)
      : to === "char"
        ? charOf(Number(bits))
        : new CsByte(Number(bits));
}

import { compareDecimals, decimalOperations } from "./decimal";
import { fits, makeInteger } from "./integers";
import { CsDecimal, CsDouble, CsException, CsFloat, type CsInteger, type Value } from "./value";

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

const comparisons: Operations = {
  "==": (a, b) => a.value === b.value,
  "!=": (a, b) => a.value !== b.value,
  "<": (a, b) => a.value < b.value,
  ">": (a, b) => a.value > b.value,
  "<=": (a, b) => a.value <= b.value,
  ">=": (a, b) => a.value >= b.value,
};

/** `uint` and `ulong`; `make` wraps or refuses what does not fit. */
function unsigned(type: "uint" | "ulong", isChecked = false): Operations {
  const make = (value: bigint): Value => {
    if (isChecked && !fits(type, value)) throw arithmeticOverflow();
    return makeInteger(type, value);
  };
  const divide =
    (compute: (a: bigint, b: bigint) => bigint): Operation =>
    (a: CsInteger, b: CsInteger) => {
      if (b.value === 0n) throw byZero();
      return make(compute(a.value, b.value));
    };
  const mask = type === "uint" ? 31 : 63;
  return {
    ...comparisons,
    "+": (a: CsInteger, b: CsInteger) => make(a.value + b.value),
    "-": (a: CsInteger, b: CsInteger) => make(a.value - b.value),
    "*": (a: CsInteger, b: CsInteger) => make(a.value * b.value),
    "/": divide((a, b) => a / b),
    "%": divide((a, b) => a % b),
    "&": (a: CsInteger, b: CsInteger) => make(a.value & b.value),
    "|": (a: CsInteger, b: CsInteger) => make(a.value | b.value),
    "^": (a: CsInteger, b: CsInteger) => make(a.value ^ b.value),
    "<<": (a: CsInteger, b: number) => makeInteger(type, a.value << BigInt(b & mask)),
    ">>": (a: CsInteger, b: number) => makeInteger(type, a.value >> BigInt(b & mask)),
  };
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
    ...comparisons,
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
  uint: unsigned("uint"),
  ulong: unsigned("ulong"),
  float: {
    ...comparisons,
    ...Object.fromEntries(
      (
        [
          ["+", (a, b) => a + b],
          ["-", (a, b) => a - b],
          ["*", (a, b) => a * b],
          ["/", (a, b) => a / b],
          ["%", (a, b) => a % b],
        ] as readonly (readonly [string, (a: number, b: number) => number])[]
      ).map(([operator, compute]) => [
        operator,
        (a: CsFloat, b: CsFloat) => new CsFloat(compute(a.value, b.value)),
      ]),
    ),
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
  uint: unsigned("uint", true),
  ulong: unsigned("ulong", true),
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
  if (type === "float") return new CsFloat(-(value as CsFloat).value);
  const { digits, scale } = value as CsDecimal;
  return new CsDecimal(-digits, scale);
}

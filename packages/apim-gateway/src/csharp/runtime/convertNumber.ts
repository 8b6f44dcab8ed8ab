import { decimalFromNumber, decimalToNumber } from "./decimal";
import { fits, type IntegerKindName, integerKinds, isIntegerKind, makeInteger, wholeOf } from "./integers";
import { CsDecimal, CsDouble, CsException, CsFloat, type Value } from "./value";

const fractions = new Set(["float", "double", "decimal"]);

export const numericTypes: ReadonlySet<string> = new Set([...Object.keys(integerKinds), ...fractions]);

const overflow = () => new CsException("OverflowException", "Arithmetic operation resulted in an overflow.");

/** An explicit numeric conversion. @throws OverflowException, in `checked` and always for decimal */
export function convertNumber(value: Value, from: string, to: string, isChecked: boolean): Value {
  if (from === to) return value;
  if (!isIntegerKind(to)) return toFraction(value, from, to);
  if (isIntegerKind(from)) {
    const whole = wholeOf(from, value);
    if (isChecked && !fits(to, whole)) throw overflow();
    return makeInteger(to, whole);
  }
  if (value instanceof CsDecimal) return fromDecimal(value, to);
  return fromDouble((value as CsDouble | CsFloat).value, to, isChecked);
}

function toFraction(value: Value, from: string, to: string): Value {
  if (to === "decimal") {
    if (isIntegerKind(from)) return new CsDecimal(wholeOf(from, value), 0);
    return decimalFromNumber((value as CsDouble | CsFloat).value, from === "float" ? 7 : 15);
  }
  const number = isIntegerKind(from)
    ? Number(wholeOf(from, value))
    : value instanceof CsDecimal
      ? decimalToNumber(value)
      : (value as CsDouble | CsFloat).value;
  return to === "float" ? new CsFloat(number) : new CsDouble(number);
}

function fromDecimal({ digits, scale }: CsDecimal, to: IntegerKindName): Value {
  const whole = digits / 10n ** BigInt(scale);
  if (!fits(to, whole))
    throw new CsException(
      "OverflowException",
      `Value was either too large or too small for ${integerKinds[to].phrase}.`,
    );
  return makeInteger(to, whole);
}

function fromDouble(number: number, to: IntegerKindName, isChecked: boolean): Value {
  const whole = Number.isFinite(number) ? BigInt(Math.trunc(number)) : undefined;
  if (whole !== undefined && fits(to, whole)) return makeInteger(to, whole);
  if (isChecked) throw overflow();
  // The language leaves it open; this is what .NET on x64 gives: it goes through an int, or a long where that is too small.
  const through = to === "uint" || to === "long" || to === "ulong" ? "long" : "int";
  const least = through === "long" ? -9223372036854775808n : -2147483648n;
  return makeInteger(to, whole !== undefined && fits(through, whole) ? whole : least);
}

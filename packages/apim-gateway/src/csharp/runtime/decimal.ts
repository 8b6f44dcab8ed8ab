import { CsDecimal, CsException } from "./value";

const most = 2n ** 96n - 1n;
const powers: bigint[] = [1n];
export function powerOfTen(exponent: number): bigint {
  for (let index = powers.length; index <= exponent; index++)
    powers.push((powers[index - 1] as bigint) * 10n);
  return powers[exponent] as bigint;
}

export function overflow(type: string): CsException {
  return new CsException("OverflowException", `Value was either too large or too small for ${type}.`);
}

const abs = (value: bigint) => (value < 0n ? -value : value);

/** `value / divisor`, halves to even. */
export function divideToEven(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  const twice = abs(value % divisor) * 2n;
  const size = abs(divisor);
  if (twice < size || (twice === size && quotient % 2n === 0n)) return quotient;
  return quotient + (value < 0n === divisor < 0n ? 1n : -1n);
}

/** Brings digits into 96 bits and scale into 28, as .NET does. @throws OverflowException */
export function makeDecimal(digits: bigint, scale: number): CsDecimal {
  let drop = Math.max(0, scale - 28);
  while (drop < scale && abs(digits) / powerOfTen(drop) > most) drop++;
  for (;;) {
    const rounded = drop === 0 ? digits : divideToEven(digits, powerOfTen(drop));
    if (abs(rounded) <= most) return new CsDecimal(rounded, scale - drop);
    if (drop >= scale) throw overflow("a Decimal");
    drop++;
  }
}

function aligned(a: CsDecimal, b: CsDecimal): readonly [bigint, bigint, number] {
  const scale = Math.max(a.scale, b.scale);
  return [a.digits * powerOfTen(scale - a.scale), b.digits * powerOfTen(scale - b.scale), scale];
}

export function compareDecimals(a: CsDecimal, b: CsDecimal): number {
  const [left, right] = aligned(a, b);
  return left < right ? -1 : left > right ? 1 : 0;
}

export const decimalOperations: Readonly<Record<string, (a: CsDecimal, b: CsDecimal) => CsDecimal>> = {
  "+": (a, b) => {
    const [left, right, scale] = aligned(a, b);
    return makeDecimal(left + right, scale);
  },
  "-": (a, b) => {
    const [left, right, scale] = aligned(a, b);
    return makeDecimal(left - right, scale);
  },
  "*": (a, b) => makeDecimal(a.digits * b.digits, a.scale + b.scale),
  "/": (a, b) => {
    if (b.digits === 0n) throw new CsException("DivideByZeroException", "Attempted to divide by zero.");
    const least = Math.max(0, a.scale - b.scale);
    const raw = makeDecimal(divideToEven(a.digits * powerOfTen(56 + b.scale), b.digits), 56 + a.scale);
    let { digits, scale } = raw;
    while (scale > least && digits % 10n === 0n) {
      digits /= 10n;
      scale--;
    }
    return new CsDecimal(digits, scale);
  },
  "%": (a, b) => {
    if (b.digits === 0n) throw new CsException("DivideByZeroException", "Attempted to divide by zero.");
    const [left, right, scale] = aligned(a, b);
    return makeDecimal(left % right, scale);
  },
};

/** Digits after rounding to `places`; `away`: halves away from zero. */
export function roundDecimal(value: CsDecimal, places: number, away = false): CsDecimal {
  if (value.scale <= places) return value;
  const divisor = powerOfTen(value.scale - places);
  if (!away) return new CsDecimal(divideToEven(value.digits, divisor), places);
  const half = divisor / 2n;
  return new CsDecimal((value.digits + (value.digits < 0n ? -half : half)) / divisor, places);
}

/** `-12.50`, or undefined when the text is no decimal. Blank space around and `,` between digits are allowed. */
export function parseDecimal(text: string): CsDecimal | undefined {
  const found = /^([+-])?([0-9][0-9,]*)?(?:\.([0-9]*))?$/.exec(text.trim());
  if (found === null || text.length > 200 || (found[2] ?? found[3] ?? "") === "") return undefined;
  const whole = (found[2] ?? "").replace(/,/g, "");
  const fraction = found[3] ?? "";
  const digits = BigInt(`${whole}${fraction}` || "0");
  return makeDecimal(found[1] === "-" ? -digits : digits, fraction.length);
}

export function decimalText(value: CsDecimal): string {
  const digits = abs(value.digits)
    .toString()
    .padStart(value.scale + 1, "0");
  const whole = digits.slice(0, digits.length - value.scale);
  const sign = value.digits < 0n ? "-" : "";
  return value.scale === 0 ? sign + whole : `${sign}${whole}.${digits.slice(digits.length - value.scale)}`;
}

export const decimalToNumber = (value: CsDecimal) => Number(decimalText(value));

/** As .NET: at most 15 significant digits of a double, 7 of a float. @throws OverflowException */
export function decimalFromNumber(value: number, precision = 15): CsDecimal {
  if (!Number.isFinite(value) || Math.abs(value) >= 7.9228162514264338e28) throw overflow("a Decimal");
  const [mantissa = "0", exponent = "0"] = value.toExponential(precision - 1).split("e");
  const digits = BigInt(mantissa.replace(".", ""));
  const scale = precision - 1 - Number(exponent);
  let made = scale >= 0 ? makeDecimal(digits, scale) : makeDecimal(digits * powerOfTen(-scale), 0);
  while (made.scale > 0 && made.digits % 10n === 0n) made = new CsDecimal(made.digits / 10n, made.scale - 1);
  return made;
}

/** Down to a whole number, or up. */
export function wholeDecimal({ digits, scale }: CsDecimal, up: boolean): CsDecimal {
  const unit = 10n ** BigInt(scale);
  const cut = digits / unit;
  const isExact = cut * unit === digits;
  if (isExact || digits > 0n !== up) return new CsDecimal(cut, 0);
  return new CsDecimal(up ? cut + 1n : cut - 1n, 0);
}

import { decimalToNumber, makeDecimal, powerOfTen, roundDecimal } from "./decimal";
import { doubleText } from "./text";
import { CsDecimal, CsDouble, CsException, type TextStyle } from "./value";

const invalid = () => new CsException("FormatException", "Format specifier was invalid.");

/** A number in .NET's standard (`N2`, `D5`, `X`, `F1`, `P`, `E`) and custom (`0.00`, `#,##0`) formats, invariant culture. */
export function formatNumber(
  value: number | bigint | CsDouble | CsDecimal,
  format: string,
  style: TextStyle,
): string {
  const standard = /^([A-Za-z])([0-9]{0,2})$/.exec(format);
  if (value instanceof CsDouble && !Number.isFinite(value.value)) return doubleText(value.value, style);
  if (standard === null) return custom(exact(value), format);
  const letter = (standard[1] as string).toUpperCase();
  const precision = standard[2] === "" ? undefined : Number(standard[2]);
  const isInteger = typeof value === "number" || typeof value === "bigint";
  switch (letter) {
    case "D": {
      if (!isInteger) throw invalid();
      const text = value.toString();
      return text.startsWith("-")
        ? `-${text.slice(1).padStart(precision ?? 0, "0")}`
        : text.padStart(precision ?? 0, "0");
    }
    case "X": {
      if (!isInteger) throw invalid();
      const bits = typeof value === "number" ? BigInt.asUintN(32, BigInt(value)) : BigInt.asUintN(64, value);
      const text = bits.toString(16).padStart(precision ?? 0, "0");
      return standard[1] === "X" ? text.toUpperCase() : text;
    }
    case "F":
      return fixed(exact(value), precision ?? 2, false);
    case "N":
      return fixed(exact(value), precision ?? 2, true);
    case "P": {
      const hundred = exact(value);
      return `${fixed(makeWide(hundred.digits * 100n, hundred.scale), precision ?? 2, true)} %`;
    }
    case "C": {
      const text = fixed(exact(value), precision ?? 2, true);
      return text.startsWith("-") ? `(\u00a4${text.slice(1)})` : `\u00a4${text}`;
    }
    case "E": {
      const number =
        value instanceof CsDouble
          ? value.value
          : Number(value instanceof CsDecimal ? fixed(value, value.scale, false) : value);
      const [mantissa, power = "+0"] = number.toExponential(precision ?? 6).split("e");
      return `${mantissa}${standard[1]}${power[0]}${power.slice(1).padStart(3, "0")}`;
    }
    case "R":
      if (!(value instanceof CsDouble)) throw invalid();
      return Number(doubleText(value.value, { doubles: "G15" })) === value.value
        ? doubleText(value.value, { doubles: "G15" })
        : doubleText(value.value, { doubles: "shortest" });
    case "G":
      if (value instanceof CsDouble)
        return doubleText(
          precision ? Number(value.value.toPrecision(Math.min(precision, 17))) : value.value,
          precision !== undefined && precision > 15 ? { doubles: "shortest" } : style,
        );
      return general(exact(value), precision);
    default:
      throw invalid();
  }
}

/** `G` of whole numbers and decimals: with a precision, that many digits, and an exponent where there are more. */
function general(value: CsDecimal, precision: number | undefined): string {
  if (!precision || value.digits === 0n) return fixed(value, value.scale, false);
  const number = decimalToNumber(value);
  const digits = (value.digits < 0n ? -value.digits : value.digits).toString().length;
  const [mantissa = "0", power = "0"] = number.toExponential(Math.min(precision, 15) - 1).split("e");
  if (digits - value.scale <= precision)
    return digits <= precision
      ? trimZeros(fixed(value, value.scale, false))
      : trimZeros(roundTo(value, precision));
  return `${trimZeros(mantissa)}E${power[0]}${power.slice(1).padStart(2, "0")}`;
}

function roundTo(value: CsDecimal, precision: number): string {
  const digits = (value.digits < 0n ? -value.digits : value.digits).toString().length;
  return fixed(value, Math.max(0, value.scale - (digits - precision)), false);
}

/** `1234567` is `1,234,567`. */
function inThousands(digits: string): string {
  const first = digits.length % 3;
  return [digits.slice(0, first), ...(digits.slice(first).match(/\d{3}/g) ?? [])].filter(Boolean).join(",");
}

const trimZeros = (text: string) => (text.includes(".") ? text.replace(/\.0+$|(?<!0)0+$/, "") : text);

/** Not bounded to 96 bits: only for writing. */
function makeWide(digits: bigint, scale: number): CsDecimal {
  return new CsDecimal(digits, scale);
}

function exact(value: number | bigint | CsDouble | CsDecimal): CsDecimal {
  if (value instanceof CsDecimal) return value;
  if (!(value instanceof CsDouble)) return new CsDecimal(BigInt(value), 0);
  // .NET Framework rounds to 15 digits before it formats.
  const [mantissa = "0", power = "0"] = value.value.toExponential(14).split("e");
  const scale = 14 - Number(power);
  const digits = BigInt(mantissa.replace(".", ""));
  return scale >= 0 ? new CsDecimal(digits, scale) : makeWide(digits * powerOfTen(-scale), 0);
}

function fixed(value: CsDecimal, places: number, grouped: boolean): string {
  const rounded = roundDecimal(value, places, true);
  const negative = rounded.digits < 0n;
  const text = (negative ? -rounded.digits : rounded.digits).toString().padStart(rounded.scale + 1, "0");
  const point = text.length - rounded.scale;
  const whole = text.slice(0, point);
  const body = grouped ? inThousands(whole) : whole;
  // Zeros as text: a format of 100,000 places would ask for a number of as many digits.
  const fraction = text.slice(point).padEnd(places, "0");
  return `${negative ? "-" : ""}${body}${places > 0 ? `.${fraction}` : ""}`;
}

/** `0.00`, `#,##0.#`, `0%`, literals in quotes; sections for negative numbers and zero by `;`. */
function custom(value: CsDecimal, format: string): string {
  const sections = format.split(";");
  const negative = value.digits < 0n;
  const size = negative ? new CsDecimal(-value.digits, value.scale) : value;
  if (sections.length > 1 && (negative || value.digits === 0n)) {
    if (value.digits === 0n) return section(size, sections[2] ?? (sections[0] as string));
    if (sections[1] !== "") return section(size, sections[1] as string);
  }
  const text = section(size, sections[0] as string);
  return negative && /[1-9]/.test(text) ? `-${text}` : text;
}

function section(value: CsDecimal, format: string): string {
  const tokens = [...format.matchAll(/'[^']*'|"[^"]*"|\\.|[0#]|./gs)].map(([text]) => text);
  const percent = tokens.includes("%");
  const point = tokens.indexOf(".");
  const isDigit = (token: string) => token === "0" || token === "#";
  const wholeTokens = (point < 0 ? tokens : tokens.slice(0, point)).filter(isDigit);
  const fractionTokens = (point < 0 ? [] : tokens.slice(point + 1)).filter(isDigit);
  const grouped = /[0#],[0#]/.test(format);
  const shifted = percent ? makeDecimal(value.digits * 100n, value.scale) : value;
  const [whole = "0", fraction = ""] = fixed(shifted, fractionTokens.length, false).split(".");
  const least = wholeTokens.length - wholeTokens.indexOf("0");
  const zeros = wholeTokens.includes("0") ? least : 0;
  const plain = (whole === "0" ? "" : whole).padStart(zeros, "0");
  const integer = grouped ? inThousands(plain) : plain;
  const keep = fractionTokens.lastIndexOf("0") + 1;
  const decimals = fraction.slice(0, keep) + fraction.slice(keep).replace(/(?<!0)0+$/, "");
  let text = "";
  let written = false;
  for (const token of tokens) {
    if (isDigit(token) || token === "." || token === ",") {
      if (!written) text += integer + (decimals === "" ? "" : `.${decimals}`);
      written = true;
    } else if (/^['"]/.test(token) && token.length > 1) text += token.slice(1, -1);
    else text += token.startsWith("\\") && token.length > 1 ? token[1] : token;
  }
  return text;
}

import { fullNameOf } from "../types/csType";
import { findDefinition } from "../types/registry";
import { runtimeType } from "../types/runtimeType";
import { decimalText } from "./decimal";
import {
  CsByte,
  CsChar,
  CsDecimal,
  CsDouble,
  CsEnum,
  CsFloat,
  CsInteger,
  type TextStyle,
  type Value,
} from "./value";

/** `ToString()` of any value in the invariant culture; null is empty, as in a concatenation. */
export function textOf(value: Value, style: TextStyle): string {
  if (value === null) return "";
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number" || typeof value === "bigint") return value.toString();
  if (value instanceof CsDouble) return doubleText(value.value, style);
  if (value instanceof CsDecimal) return decimalText(value);
  if (value instanceof CsChar) return String.fromCharCode(value.code);
  if (value instanceof CsByte || value instanceof CsInteger) return value.value.toString();
  if (value instanceof CsFloat) return floatText(value.value, style);
  if (value instanceof CsEnum) return enumText(value);
  if (typeof value === "object" && value.csText !== undefined) return value.csText(style);
  return fullNameOf(runtimeType(value));
}

export function enumText({ csType, value }: CsEnum): string {
  const names = Object.entries(findDefinition(csType, 0)?.enumValues ?? {});
  return names.find(([, number]) => number === value)?.[0] ?? value.toString();
}

/** .NET's general format: an exponent from 1E+15 up and below 1E-05, with at least two digits. */
export function doubleText(value: number, style: TextStyle): string {
  const exponential =
    style.doubles === "G17"
      ? value.toExponential(16)
      : style.doubles === "G15"
        ? value.toExponential(14)
        : value.toExponential();
  return generalText(value, exponential, 15, style);
}

/** The same for single precision: 7 digits, or the fewest that read back. */
export function floatText(value: number, style: TextStyle): string {
  let precision = style.doubles === "G15" ? 7 : style.doubles === "G17" ? 9 : 1;
  if (style.doubles === "shortest")
    while (precision < 9 && Math.fround(Number(value.toPrecision(precision))) !== value) precision++;
  return generalText(value, value.toExponential(precision - 1), 7, style);
}

function generalText(
  value: number,
  exponential: string,
  digitsBeforeExponent: number,
  style: TextStyle,
): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
  if (value === 0) return Object.is(value, -0) && style.doubles === "shortest" ? "-0" : "0";
  const [mantissa = "0", power = "0"] = exponential.split("e");
  const exponent = Number(power);
  const digits =
    mantissa
      .replace("-", "")
      .replace(".", "")
      .replace(/(?<!0)0+$/, "") || "0";
  const sign = value < 0 ? "-" : "";
  if (exponent >= digitsBeforeExponent || exponent < -5) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : "";
    return `${sign}${digits[0]}${fraction}E${exponent < 0 ? "-" : "+"}${Math.abs(exponent).toString().padStart(2, "0")}`;
  }
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  if (digits.length <= exponent + 1) return sign + digits.padEnd(exponent + 1, "0");
  return `${sign}${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
}

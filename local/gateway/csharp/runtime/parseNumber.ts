import { parseDecimal } from "./decimal";
import { argumentNull, CsByte, CsDouble, fail, type Value } from "./value";

export type ParsedKind = "int" | "long" | "double" | "decimal" | "byte";
const ranges = {
  int: [-2147483648n, 2147483647n, "an Int32"],
  long: [-(2n ** 63n), 2n ** 63n - 1n, "an Int64"],
  byte: [0n, 255n, "an unsigned byte"],
} as const;

/** `int.Parse` and its sisters. @throws FormatException, OverflowException, ArgumentNullException */
export function parseNumber(text: string | null, to: ParsedKind): Value {
  if (text === null) throw argumentNull("String");
  const found = tryParseNumber(text, to);
  if (found === undefined) throw fail("FormatException", "Input string was not in a correct format.");
  if (found === "overflow")
    throw fail(
      "OverflowException",
      `Value was either too large or too small for ${to === "double" ? "a Double" : to === "decimal" ? "a Decimal" : ranges[to][2]}.`,
    );
  return found;
}

export function tryParseNumber(text: string, to: ParsedKind): Value | undefined | "overflow" {
  if (to === "double") {
    const trimmed = text.trim();
    if (trimmed === "NaN") return new CsDouble(Number.NaN);
    if (trimmed === "Infinity" || trimmed === "-Infinity") return new CsDouble(Number(trimmed));
    if (trimmed.length > 400) return undefined;
    if (!/^[-+]?(\d[\d,]*\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(trimmed)) return undefined;
    const value = Number(trimmed.replace(/,/g, ""));
    return Number.isFinite(value) ? new CsDouble(value) : "overflow";
  }
  if (to === "decimal") {
    try {
      return parseDecimal(text);
    } catch {
      return "overflow";
    }
  }
  const trimmed = /^[ \t\n\v\f\r]*([+-]?[0-9]+)[ \t\n\v\f\r\0]*$/.exec(text)?.[1];
  if (trimmed === undefined || trimmed.length > 1000) return undefined;
  const value = BigInt(trimmed.replace(/^\+/, ""));
  const [least, most] = ranges[to];
  if (value < least || value > most) return "overflow";
  return to === "int" ? Number(value) : to === "long" ? value : new CsByte(Number(value));
}

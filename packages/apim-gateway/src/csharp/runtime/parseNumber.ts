import { parseDecimal } from "./decimal";
import { fits, type IntegerKindName, integerKinds, isIntegerKind, makeInteger } from "./integers";
import { argumentNull, CsDouble, CsFloat, fail, type Value } from "./value";

/** Numbers that text is read as. */
export type ParsedKind = Exclude<IntegerKindName, "char"> | "float" | "double" | "decimal";
const fractionPhrases = { float: "a Single", double: "a Double", decimal: "a Decimal" } as const;
export const numberPhrase = (kind: ParsedKind): string =>
  isIntegerKind(kind) ? integerKinds[kind].phrase : fractionPhrases[kind];

/** `int.Parse` and its sisters. @throws FormatException, OverflowException, ArgumentNullException */
export function parseNumber(text: string | null, to: ParsedKind): Value {
  if (text === null) throw argumentNull("String");
  const found = tryParseNumber(text, to);
  if (found === undefined) throw fail("FormatException", "Input string was not in a correct format.");
  if (found === "overflow")
    throw fail("OverflowException", `Value was either too large or too small for ${numberPhrase(to)}.`);
  return found;
}

export function tryParseNumber(text: string, to: ParsedKind): Value | undefined | "overflow" {
  if (to === "double" || to === "float") {
    const make = (value: number): Value => (to === "float" ? new CsFloat(value) : new CsDouble(value));
    const trimmed = text.trim();
    if (trimmed === "NaN") return make(Number.NaN);
    if (trimmed === "Infinity" || trimmed === "-Infinity") return make(Number(trimmed));
    if (trimmed.length > 400) return undefined;
    if (!/^[-+]?(?:\d[\d,]*(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/.test(trimmed)) return undefined;
    const value = Number(trimmed.replace(/,/g, ""));
    return Number.isFinite(to === "float" ? Math.fround(value) : value) ? make(value) : "overflow";
  }
  if (to === "decimal") {
    try {
      return parseDecimal(text);
    } catch {
      return "overflow";
    }
  }
  const plain = plainWhole(text);
  if (plain >= 0) {
    if (to === "long") return BigInt(plain);
    if (to === "int" && plain <= 2_147_483_647) return plain;
  }
  const trimmed = /^[ \t\n\v\f\r]*([+-]?[0-9]+)[ \t\n\v\f\r\0]*$/.exec(text)?.[1];
  if (trimmed === undefined || trimmed.length > 1000) return undefined;
  const value = BigInt(trimmed.replace(/^\+/, ""));
  return fits(to, value) ? makeInteger(to, value) : "overflow";
}

/** Digits and nothing else, as nearly all numbers in policies are; -1 for any other text, and for numbers that are not exact here. */
function plainWhole(text: string): number {
  const { length } = text;
  if (length === 0 || length > 15) return -1;
  let value = 0;
  for (let at = 0; at < length; at++) {
    const digit = text.charCodeAt(at) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

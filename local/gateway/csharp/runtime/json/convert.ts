import { convertNumber } from "../arithmetic";
import { divideToEven, powerOfTen, roundDecimal } from "../decimal";
import { parseDate } from "../parseDate";
import { parseNumber } from "../parseNumber";
import { textOf } from "../text";
import { CsDateTime, CsDateTimeOffset } from "../time";
import { CsByte, CsChar, CsDecimal, CsDouble, CsEnum, type CsException, fail, type Value } from "../value";
import { type CsJson, CsJValue } from "./token";

const style = { doubles: "G15" } as const;

/** `Convert.ToInt32` and its sisters: strings are parsed, fractions rounded to even. */
export function toNumber(value: Value, to: "int" | "long" | "double" | "decimal" | "byte"): Value {
  if (value === null) return convertNumber(0, "int", to, true);
  if (typeof value === "string") return parseNumber(value, to);
  if (typeof value === "boolean") return convertNumber(value ? 1 : 0, "int", to, true);
  if (typeof value === "number") return inRange(BigInt(value), "int", value, to);
  if (typeof value === "bigint") return inRange(value, "long", value, to);
  if (value instanceof CsEnum) return convertNumber(value.value, "int", to, true);
  if (value instanceof CsDouble || value instanceof CsDecimal) {
    if (to === "double" || to === "decimal") return convertNumber(value, value.csType, to, true);
    const rounded = value instanceof CsDouble ? evenNumber(value.value, to) : roundDecimal(value, 0).digits;
    return inRange(rounded, "long", rounded, to);
  }
  const isWhole = to !== "double" && to !== "decimal";
  if (value instanceof CsByte || (value instanceof CsChar && isWhole))
    return convertNumber(value, value.csType, to, true);
  throw fail(
    "InvalidCastException",
    `Invalid cast from '${typeof value === "object" ? value.csType : "Object"}' to '${netName[to]}'.`,
  );
}

export const netName = {
  int: "Int32",
  long: "Int64",
  double: "Double",
  decimal: "Decimal",
  byte: "Byte",
  bool: "Boolean",
  string: "String",
  DateTime: "DateTime",
  Guid: "Guid",
} as const;
const article = { int: "an Int32", long: "an Int64", byte: "an unsigned byte" } as const;

function inRange(
  whole: bigint,
  from: string,
  value: Value,
  to: "int" | "long" | "double" | "decimal" | "byte",
): Value {
  if (to === "double" || to === "decimal") return convertNumber(value, from, to, true);
  const fits =
    to === "byte" ? whole >= 0n && whole <= 255n : BigInt.asIntN(to === "int" ? 32 : 64, whole) === whole;
  if (!fits) throw fail("OverflowException", `Value was either too large or too small for ${article[to]}.`);
  return convertNumber(whole, "long", to, false);
}

function evenNumber(value: number, to: "int" | "long" | "byte"): bigint {
  if (!Number.isFinite(value) || Math.abs(value) > 9.3e18)
    throw fail("OverflowException", `Value was either too large or too small for ${article[to]}.`);
  if (Number.isInteger(value)) return BigInt(value);
  const [mantissa = "0", power = "0"] = value.toExponential(16).split("e");
  const scale = 16 - Number(power);
  return scale <= 0
    ? BigInt(Math.trunc(value))
    : divideToEven(BigInt(mantissa.replace(".", "")), powerOfTen(Math.min(scale, 400)));
}

export function toBoolean(value: Value): boolean {
  if (value === null) return false;
  if (typeof value === "boolean") return value;
  if (typeof value === "string") {
    const found = parseBoolean(value);
    if (found === undefined) throw fail("FormatException", "String was not recognized as a valid Boolean.");
    return found;
  }
  if (value instanceof CsDecimal) return value.digits !== 0n;
  if (value instanceof CsDouble) return value.value !== 0;
  if (typeof value === "object")
    throw fail("InvalidCastException", `Invalid cast from '${value.csType}' to 'Boolean'.`);
  return BigInt(value as number | bigint) !== 0n;
}

export function parseBoolean(text: string): boolean | undefined {
  const word = text.trim().toLowerCase();
  return word === "true" ? true : word === "false" ? false : undefined;
}

export function toDateTime(value: Value): CsDateTime {
  if (value instanceof CsDateTime) return value;
  if (value instanceof CsDateTimeOffset) return new CsDateTime(value.utcTicks, "Local");
  const parsed = typeof value === "string" ? parseDate(value) : undefined;
  if (parsed === undefined) throw fail("FormatException", "String was not recognized as a valid DateTime.");
  return new CsDateTime(
    parsed.ticks - BigInt(parsed.offset ?? 0) * 600_000_000n,
    parsed.offset === undefined ? "Unspecified" : "Local",
  );
}

function cannot(token: CsJson | null, to: keyof typeof netName): CsException {
  if (token === null) return fail("ArgumentNullException", "Value cannot be null.\nParameter name: value");
  return fail("ArgumentException", `Can not convert ${token.type} to ${netName[to]}.`);
}

/** The explicit operators of JToken. */
export function tokenTo(token: CsJson | null, to: keyof typeof netName, nullable: boolean): Value {
  if (token === null && (nullable || to === "string")) return null;
  const holder =
    token !== null && "name" in token && "value" in token
      ? (token as unknown as { readonly value: CsJson }).value
      : token;
  if (!(holder instanceof CsJValue)) throw cannot(holder, to);
  const { value, type } = holder;
  if (value === null) {
    if (nullable || to === "string") return null;
    throw cannot(holder, to);
  }
  if (to === "string") {
    if (type === "Bytes") throw cannot(holder, to);
    return textOf(value, style);
  }
  const isNumberLike = ["Integer", "Float", "String", "Boolean"].includes(type);
  if (to === "bool") {
    if (!isNumberLike) throw cannot(holder, to);
    return toBoolean(value);
  }
  if (to === "DateTime") {
    if (type !== "Date" && type !== "String") throw cannot(holder, to);
    return toDateTime(value);
  }
  if (to === "Guid") throw cannot(holder, to);
  if (!isNumberLike) throw cannot(holder, to);
  return toNumber(value, to);
}

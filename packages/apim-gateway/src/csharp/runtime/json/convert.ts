import { convertNumber, numericTypes } from "../convertNumber";
import { divideToEven, powerOfTen, roundDecimal } from "../decimal";
import { fits, type IntegerKindName, integerKinds, isIntegerKind, makeInteger, wholeOf } from "../integers";
import { parseDate } from "../parseDate";
import { type ParsedKind, parseNumber } from "../parseNumber";
import { textOf } from "../text";
import { CsDateTime, CsDateTimeOffset } from "../time";
import {
  CsDecimal,
  CsDouble,
  CsEnum,
  type CsException,
  CsFloat,
  CsInteger,
  fail,
  type Value,
} from "../value";
import { type CsJson, CsJValue } from "./token";

const style = { doubles: "G15" } as const;

/** `Convert.ToInt32` and its sisters: strings are parsed, fractions rounded to even. */
export function toNumber(value: Value, to: ParsedKind): Value {
  if (value === null) return convertNumber(0, "int", to, true);
  if (typeof value === "string") return parseNumber(value, to);
  if (typeof value === "boolean") return convertNumber(value ? 1 : 0, "int", to, true);
  const from = numberType(value);
  const isFraction = from === "float" || from === "double" || from === "decimal";
  if (from === undefined || (from === "char" && !isIntegerKind(to)))
    throw fail(
      "InvalidCastException",
      `Invalid cast from '${typeof value === "object" ? value.csType : "Object"}' to '${netName[to]}'.`,
    );
  const number = value instanceof CsEnum ? value.value : value;
  if (!isIntegerKind(to)) return convertNumber(number, from, to, true);
  if (isFraction) return inRange(evenWhole(value as CsDouble | CsFloat | CsDecimal, to), to);
  return inRange(wholeOf(from as IntegerKindName, number), to);
}

function numberType(value: Value): string | undefined {
  if (typeof value === "number" || value instanceof CsEnum) return "int";
  if (typeof value === "bigint") return "long";
  return typeof value === "object" && value !== null && numericTypes.has(value.csType)
    ? value.csType
    : undefined;
}

/** Types that JSON and `Convert` know, by the names that .NET gives them. */
export const netName = {
  int: "Int32",
  long: "Int64",
  double: "Double",
  decimal: "Decimal",
  byte: "Byte",
  sbyte: "SByte",
  short: "Int16",
  ushort: "UInt16",
  uint: "UInt32",
  ulong: "UInt64",
  float: "Single",
  bool: "Boolean",
  string: "String",
  DateTime: "DateTime",
  Guid: "Guid",
} as const;

function inRange(whole: bigint, to: IntegerKindName): Value {
  if (!fits(to, whole))
    throw fail(
      "OverflowException",
      `Value was either too large or too small for ${integerKinds[to].phrase}.`,
    );
  return makeInteger(to, whole);
}

function evenWhole(value: CsDouble | CsFloat | CsDecimal, to: IntegerKindName): bigint {
  return value instanceof CsDecimal ? roundDecimal(value, 0).digits : evenNumber(value.value, to);
}

function evenNumber(value: number, to: IntegerKindName): bigint {
  if (!Number.isFinite(value) || Math.abs(value) > 1.9e19)
    throw fail(
      "OverflowException",
      `Value was either too large or too small for ${integerKinds[to].phrase}.`,
    );
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
  if (value instanceof CsDouble || value instanceof CsFloat) return value.value !== 0;
  if (value instanceof CsInteger) return value.value !== 0n;
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

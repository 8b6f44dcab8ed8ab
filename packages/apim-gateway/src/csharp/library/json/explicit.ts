import { guidOfBytes, parseGuid } from "../../runtime/guid";
import { type CsJProperty, type CsJson, CsJValue } from "../../runtime/json/token";
import type { JsonType } from "../../runtime/json/types";
import { textOf } from "../../runtime/text";
import { argumentNull, fail, type Value } from "../../runtime/value";
import { bufferOf } from "../bytes";
import { fromBase64, toChar } from "../convert";
import { bytesOf } from "../core";
import { dateOffsetOf, parsedSpan } from "../dates";
import { uri } from "../uri";

interface Operator {
  /** Types of tokens that it takes. */
  readonly from: readonly JsonType[];
  readonly make: (value: Value) => Value;
  /** A class: the token that is missing gives null. */
  readonly isClass?: boolean;
}

const style = { doubles: "G15" } as const;
const isA = (value: Value, type: string): boolean =>
  typeof value === "object" && value !== null && value.csType === type;

/** The explicit operators of JToken for types that a JValue holds as they are, or reads from its text. */
export const operators: Readonly<Record<string, Operator>> = {
  DateTimeOffset: { from: ["Date", "String"], make: dateOffsetOf },
  TimeSpan: {
    from: ["String", "TimeSpan"],
    make: (value) => (isA(value, "TimeSpan") ? value : parsedSpan(textOf(value, style))),
  },
  Guid: {
    from: ["String", "Guid", "Bytes"],
    make: (value) =>
      isA(value, "Guid")
        ? value
        : isA(value, "[]")
          ? guidOfBytes(bufferOf(value as never))
          : parseGuid(textOf(value, style)),
  },
  Uri: {
    from: ["String", "Uri"],
    make: (value) => (isA(value, "Uri") ? value : uri(textOf(value, style))),
    isClass: true,
  },
  "byte[]": {
    from: ["Bytes", "String"],
    make: (value) => (typeof value === "string" ? bytesOf(fromBase64(value)) : value),
    isClass: true,
  },
  char: { from: ["Integer", "Float", "String"], make: toChar },
};

/** @throws ArgumentException for a token of another kind */
export function explicitly(token: CsJson | null, type: string, nullable: boolean): Value {
  const { from, make, isClass = false } = operators[type] as Operator;
  if (token === null) {
    if (nullable || isClass) return null;
    throw argumentNull("value");
  }
  const held = token.csType === "JProperty" ? (token as CsJProperty).value : token;
  const value = held instanceof CsJValue ? held.value : undefined;
  // Of the classes only bytes refuse a token that is null.
  if (value === null && (nullable || type === "Uri")) return null;
  if (value === undefined || value === null || !from.includes(held.type))
    throw fail("ArgumentException", `Can not convert ${held.type} to ${type === "char" ? "Char" : type}.`);
  return make(value);
}

import { CsDateTime, CsDateTimeOffset, CsTimeSpan } from "../time";
import { CsByte, CsChar, CsDecimal, CsDouble, CsEnum, CsFloat, CsInteger, type Value } from "../value";

/** Numbers of `JTokenType`. */
export const jsonTypes = {
  None: 0,
  Object: 1,
  Array: 2,
  Constructor: 3,
  Property: 4,
  Comment: 5,
  Integer: 6,
  Float: 7,
  String: 8,
  Boolean: 9,
  Null: 10,
  Undefined: 11,
  Date: 12,
  Raw: 13,
  Bytes: 14,
  Guid: 15,
  Uri: 16,
  TimeSpan: 17,
} as const;
export type JsonType = keyof typeof jsonTypes;

/** What kind of `JValue` holds this. */
export function typeOfValue(value: Value): JsonType {
  if (value === null) return "Null";
  if (typeof value === "string" || value instanceof CsChar) return "String";
  if (typeof value === "boolean") return "Boolean";
  if (
    typeof value === "number" ||
    typeof value === "bigint" ||
    value instanceof CsByte ||
    value instanceof CsInteger ||
    value instanceof CsEnum
  )
    return "Integer";
  if (value instanceof CsDouble || value instanceof CsFloat || value instanceof CsDecimal) return "Float";
  if (value instanceof CsDateTime || value instanceof CsDateTimeOffset) return "Date";
  if (value instanceof CsTimeSpan) return "TimeSpan";
  if (typeof value === "object" && value.csType === "Guid") return "Guid";
  if (typeof value === "object" && value.csType === "Uri") return "Uri";
  return "Bytes";
}

import { CsByte, CsDecimal, CsDouble, type Value } from "../csharp/runtime/value";
import { PolicyFailure } from "./failure";

/** An attribute's value as a number. @throws PolicyFailure for anything that is none */
export function toNumber(value: Value, attribute: string): number {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  if (value instanceof CsDouble || value instanceof CsByte) return value.value;
  if (value instanceof CsDecimal) return Number(value.digits) / 10 ** value.scale;
  if (typeof value === "string" && /^\s*[+-]?\d+(\.\d+)?\s*$/.test(value)) return Number(value);
  throw wrong(attribute, "a number");
}

/** An attribute's value as a boolean; text in any case. @throws PolicyFailure for anything that is none */
export function toBoolean(value: Value, attribute: string): boolean {
  if (typeof value === "boolean") return value;
  if (typeof value === "string") {
    const text = value.trim().toLowerCase();
    if (text === "true") return true;
    if (text === "false") return false;
  }
  throw wrong(attribute, "true or false");
}

function wrong(attribute: string, expected: string): PolicyFailure {
  return new PolicyFailure({
    reason: "ExpressionValueEvaluationFailure",
    message: `The value of ${attribute} is not ${expected}.`,
  });
}

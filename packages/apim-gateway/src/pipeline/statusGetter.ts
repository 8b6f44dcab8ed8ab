import type { PolicyElement } from "../xml/policyDocument";
import { PolicyFailure } from "./failure";
import { type Getter, mapGetter } from "./getter";
import type { PolicyCompiler } from "./policyCompiler";

/** An attribute that holds the status of an answer. It throws PolicyFailure for what HTTP cannot send. */
export function statusGetter(
  element: PolicyElement,
  attribute: string,
  fallback: number,
  compiler: PolicyCompiler,
): Getter<number> {
  return mapGetter(compiler.number(element, attribute, fallback), (code) => {
    if (Number.isInteger(code) && code >= 100 && code <= 599) return code;
    const message = `${code} is not a status: it must be a whole number from 100 to 599.`;
    throw new PolicyFailure({ reason: "InvalidStatus", message });
  });
}

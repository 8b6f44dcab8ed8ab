import { closest } from "../text/closest";
import type { PolicyValue } from "./policyDocument";
import type { ValueType } from "./policyTable/rules";
import type { XmlProblem } from "./problem";

/** What is wrong with one value, without its place. */
export interface ValueFault {
  readonly rule: string;
  readonly message: string;
  readonly severity: XmlProblem["severity"];
  readonly meaningless?: true;
}

/** At most this much of a value goes into a message. */
const shownLength = 40;

export function quote(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return `'${line.length > shownLength ? `${line.slice(0, shownLength)}…` : line}'`;
}

/**
 * Checks a value against its rule.
 *
 * @param what how messages call it: `'count' attribute`, `text of 'set-method'`
 */
export function checkValue(
  value: PolicyValue,
  what: string,
  rule: { readonly expression: boolean; readonly type: ValueType },
): ValueFault | undefined {
  if (value.kind === "expression") {
    return rule.expression
      ? undefined
      : {
          severity: "error",
          rule: "expression-not-allowed",
          message: `Policy expressions are not allowed in the ${what}.`,
        };
  }
  if (value.kind === "broken") return undefined;
  if (value.kind === "mixed" || /@[({]/.test(value.text))
    return {
      severity: "warning",
      rule: "expression-not-whole",
      message: `The ${what} has an expression inside other text; whether it is evaluated is not documented. Make the whole value one expression.`,
    };
  // A named value that is not known yet may stand for anything.
  if (/\{\{[A-Za-z0-9._-]+\}\}/.test(value.text)) return undefined;
  return checkLiteral(value, what, rule.type);
}

function checkLiteral(value: PolicyValue, what: string, type: ValueType): ValueFault | undefined {
  const text = value.text.trim();
  const invalid = (expected: string): ValueFault => ({
    severity: "error",
    rule: type.kind === "number" ? "value-out-of-range" : "value-not-allowed",
    message: `The ${what} is invalid - The value ${quote(value.shown)} is invalid: ${expected}.`,
  });
  switch (type.kind) {
    case "text":
      return undefined;
    case "number": {
      if (placeholder.test(text)) return unfilled(value, what);
      const number = /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
      const fits = number >= type.min && number <= type.max && (!type.whole || Number.isInteger(number));
      if (fits) return undefined;
      const fault = invalid(`it must be ${range(type)}`);
      return Number.isNaN(number) || isStatus(type) ? { ...fault, meaningless: true } : fault;
    }
    case "boolean":
    case "enum": {
      const values = type.kind === "boolean" ? ["true", "false"] : type.values;
      if (values.includes(text)) return undefined;
      const same = values.find((each) => each.toLowerCase() === text.toLowerCase());
      if (same !== undefined)
        return {
          severity: "warning",
          rule: "value-case",
          message: `The ${what} is ${quote(value.shown)}; the documented spelling is '${same}'.`,
        };
      if (placeholder.test(text)) return unfilled(value, what);
      const allowed = values.map((each) => `'${each}'`).join(" or ");
      if (value.secret) return invalid(`it must be ${allowed}`);
      const nearest = closest(text, values);
      if (nearest !== undefined) return invalid(`it must be ${allowed}; '${nearest}' seems to be meant`);
      if (type.kind === "boolean") {
        // An expression without what makes it one.
        const bare = /\bcontext\.[A-Z]/.test(text) ? "; an expression stands in '@(…)'" : "";
        return invalid(`it must be ${allowed}${bare}`);
      }
      return {
        severity: "warning",
        rule: "undocumented-value",
        message: `The ${what} is ${quote(value.shown)}, which may be newer than this gateway; documented are ${allowed}.`,
      };
    }
  }
}

/** What a tool fills in before it deploys: `{count}`, `${count}`, `#{count}#`, `__count__`, `%count%`, `$(count)`, `<count>`, `RETRY_COUNT`. */
const placeholder = /^(?:[^{]*\{[^}\]]*[}\]]|__.+__$|%.+%$|\$\(.+\)$|<.+>$|[A-Z]+(?:_[A-Z0-9]+)+$)/;

const unfilled = (value: PolicyValue, what: string): ValueFault => ({
  severity: "warning",
  rule: "placeholder",
  message: `The ${what} is ${quote(value.shown)}, which seems to be filled in before it is deployed.`,
});

/** What is no status cannot be answered with, whereas a limit may be any number. */
const isStatus = ({ min, max }: ValueType & { kind: "number" }) => min === 100 && max === 599;

function range({ min, max, whole }: ValueType & { kind: "number" }): string {
  const what = whole ? "a whole number" : "a number";
  return max === Number.POSITIVE_INFINITY ? `${what} from ${min}` : `${what} from ${min} to ${max}`;
}

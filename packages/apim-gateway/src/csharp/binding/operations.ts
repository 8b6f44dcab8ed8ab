import { unchecked } from "../runtime/arithmetic";
import type { Evaluate } from "../runtime/machine";
import type { Value } from "../runtime/value";
import type { Bound } from "./bound";

type Int = (frame: Parameters<Evaluate>[0]) => number;

/** What policies compute most, without a call between the operands and the result. Only what cannot throw or overflow. */
const ints: Readonly<Record<string, (a: Int, b: Int) => Evaluate>> = {
  "+": (a, b) => (frame) => (a(frame) + b(frame)) | 0,
  "-": (a, b) => (frame) => (a(frame) - b(frame)) | 0,
  "==": (a, b) => (frame) => a(frame) === b(frame),
  "!=": (a, b) => (frame) => a(frame) !== b(frame),
  "<": (a, b) => (frame) => a(frame) < b(frame),
  ">": (a, b) => (frame) => a(frame) > b(frame),
  "<=": (a, b) => (frame) => a(frame) <= b(frame),
  ">=": (a, b) => (frame) => a(frame) >= b(frame),
};

/** The same against a constant on the right. */
const againstInt: Readonly<Record<string, (a: Int, b: number) => Evaluate>> = {
  "+": (a, b) => (frame) => (a(frame) + b) | 0,
  "-": (a, b) => (frame) => (a(frame) - b) | 0,
  "==": (a, b) => (frame) => a(frame) === b,
  "!=": (a, b) => (frame) => a(frame) !== b,
  "<": (a, b) => (frame) => a(frame) < b,
  ">": (a, b) => (frame) => a(frame) > b,
  "<=": (a, b) => (frame) => a(frame) <= b,
  ">=": (a, b) => (frame) => a(frame) >= b,
};

/** An unchecked operator on two operands of type `type`, neither of them lifted. */
export function runOperation(type: string, operator: string, left: Bound, right: Bound): Evaluate {
  const { run: a } = left;
  const { run: b } = right;
  if (type === "int") {
    const fixed = right.constant === undefined ? undefined : againstInt[operator];
    if (fixed !== undefined) return fixed(a as Int, right.constant?.value as number);
    const made = ints[operator];
    if (made !== undefined) return made(a as Int, b as Int);
  }
  const operation = unchecked[type]?.[operator] as (x: Value, y: Value) => Value;
  return (frame) => operation(a(frame), b(frame));
}

/** Whether two values are the very same: text by its characters, numbers by value, objects by identity. */
export function runSame(left: Bound, right: Bound, equal: boolean): Evaluate {
  const { run: a } = left;
  const { run: b } = right;
  if (right.constant !== undefined) {
    const { value } = right.constant;
    return equal ? (frame) => a(frame) === value : (frame) => a(frame) !== value;
  }
  return equal ? (frame) => a(frame) === b(frame) : (frame) => a(frame) !== b(frame);
}

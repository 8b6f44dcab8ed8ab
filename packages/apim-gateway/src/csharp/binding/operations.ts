import { unchecked } from "../runtime/arithmetic";
import type { Evaluate, Frame } from "../runtime/machine";
import type { Value } from "../runtime/value";
import type { Bound } from "./bound";
import { type Written, written } from "./javascript";

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

/** What the language writes otherwise than C#. */
const written32: Readonly<Record<string, string>> = { "==": "===", "!=": "!==" };

/** An unchecked operator on two operands of type `type`, neither of them lifted. */
export function runOperation(type: string, operator: string, left: Bound, right: Bound): Evaluate {
  const { run: a } = left;
  const { run: b } = right;
  if (type === "int") {
    const how: Written = (writer) => {
      const text = `(${writer.value(a)}${written32[operator] ?? operator}${writer.value(b)})`;
      return operator === "+" || operator === "-" ? `(${text}|0)` : text;
    };
    const fixed = right.constant === undefined ? undefined : againstInt[operator];
    if (fixed !== undefined) return written(fixed(a as Int, right.constant?.value as number), how);
    const made = ints[operator];
    if (made !== undefined) return written(made(a as Int, b as Int), how);
  }
  const operation = unchecked[type]?.[operator] as (x: Value, y: Value) => Value;
  return written(
    (frame: Frame) => operation(a(frame), b(frame)),
    (writer) => `${writer.constant(operation)}(${writer.value(a)},${writer.value(b)})`,
  );
}

/** Whether two values are the very same: text by its characters, numbers by value, objects by identity. */
export function runSame(left: Bound, right: Bound, equal: boolean): Evaluate {
  const { run: a } = left;
  const { run: b } = right;
  const how: Written = (writer) => `(${writer.value(a)}${equal ? "===" : "!=="}${writer.value(b)})`;
  if (right.constant !== undefined) {
    const { value } = right.constant;
    return written<Evaluate>(equal ? (frame) => a(frame) === value : (frame) => a(frame) !== value, how);
  }
  return written<Evaluate>(equal ? (frame) => a(frame) === b(frame) : (frame) => a(frame) !== b(frame), how);
}

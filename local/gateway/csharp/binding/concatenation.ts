import type { Evaluate } from "../runtime/machine";
import { textOf } from "../runtime/text";
import { builtin } from "../types/registry";
import { type Bound, constantOf } from "./bound";

/** Longest text that `+` of constants is folded to. */
const longestConstant = 65_536;

/** `a + b` where one is a string: null is empty, everything else is its `ToString()`. */
export function concatenate(left: Bound, right: Bound, at: number): Bound {
  const a = left.constant?.value;
  const b = right.constant?.value;
  if (typeof a === "string" && typeof b === "string" && a.length + b.length < longestConstant)
    return constantOf(builtin.string, a + b, at);
  const runA = textReader(left);
  const runB = textReader(right);
  return {
    type: builtin.string,
    at,
    run: (frame) => {
      const x = runA(frame) as string;
      const y = runB(frame) as string;
      frame.machine.allocate(x.length + y.length);
      return x + y;
    },
  };
}

function textReader({ run, type }: Bound): Evaluate {
  if (type === builtin.string) return (frame) => run(frame) ?? "";
  return (frame) => textOf(run(frame), frame.machine);
}

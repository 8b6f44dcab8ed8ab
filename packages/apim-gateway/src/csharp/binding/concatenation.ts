import type { Evaluate } from "../runtime/machine";
import { textOf } from "../runtime/text";
import { builtin } from "../types/registry";
import { type Bound, constantOf } from "./bound";
import { written } from "./javascript";

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
  if (typeof a === "string") return { type: builtin.string, at, run: prefixed(a, runB) };
  return {
    type: builtin.string,
    at,
    run: written<Evaluate>(
      (frame) => {
        const x = runA(frame) as string;
        const y = runB(frame) as string;
        frame.machine.allocate(x.length + y.length);
        return x + y;
      },
      (writer) =>
        `${writer.helper(["m", "x", "y"], "m.allocate(x.length+y.length);return x+y;")}(m,${writer.value(runA)},${writer.value(runB)})`,
    ),
  };
}

/** Texts of these lengths are remembered: shorter ones cost less to join, and longer ones are seldom the same again. */
const [shortest, longest] = [256, 4096];

/** A constant before another text. `"Bearer " + token` is the same in request after request, and need not be made anew. */
function prefixed(prefix: string, text: Evaluate): Evaluate {
  let last = "";
  let joined = prefix;
  return (frame) => {
    const given = text(frame) as string;
    frame.machine.allocate(prefix.length + given.length);
    if (given.length < shortest || given.length > longest) return prefix + given;
    if (given !== last) {
      last = given;
      joined = prefix + given;
    }
    return joined;
  };
}

function textReader({ run, type }: Bound): Evaluate {
  if (type === builtin.string)
    return written<Evaluate>(
      (frame) => run(frame) ?? "",
      (writer) => `(${writer.value(run)}??"")`,
    );
  return written<Evaluate>(
    (frame) => textOf(run(frame), frame.machine),
    (writer) => `${writer.constant(textOf)}(${writer.value(run)},m)`,
  );
}

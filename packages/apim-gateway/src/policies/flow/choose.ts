import type { Value } from "../../csharp/runtime/value";
import type { Exchange } from "../../pipeline/exchange";
import { type Getter, ready } from "../../pipeline/getter";
import type { PolicyDefinition } from "../../pipeline/policy";
import type { Step } from "../../pipeline/step";
import { toBoolean } from "../../pipeline/valueForms";

interface Branch {
  readonly condition: Getter<Value>;
  readonly steps: Step;
}

/** `choose`: the first `when` whose condition is true, else `otherwise`. Conditions after it are not evaluated. */
export const choose: PolicyDefinition = {
  name: "choose",
  compile(element, compiler) {
    const branches: Branch[] = [];
    let otherwise: Step = () => undefined;
    for (const child of element.children) {
      if (child.name === "otherwise") otherwise = compiler.steps(child);
      else if (child.name === "when") {
        const condition = compiler.lazily(() => compiler.value(child, "condition"));
        branches.push({ condition, steps: compiler.steps(child) });
      }
    }
    return (exchange) => take(branches, 0, otherwise, exchange);
  },
};

/** @throws PolicyFailure */
const holds = (value: Value): boolean => (typeof value === "boolean" ? value : toBoolean(value, "condition"));

function take(
  branches: readonly Branch[],
  from: number,
  otherwise: Step,
  exchange: Exchange,
): undefined | Promise<void> {
  for (let index = from; index < branches.length; index++) {
    const { condition, steps } = branches[index] as Branch;
    const { reads } = condition;
    if (reads.request || reads.response) {
      // Bodies are read only when this condition's turn comes: a stream must not be held up for one that is not asked.
      const waiting = ready(exchange, reads);
      if (waiting !== undefined)
        return waiting.then(() =>
          holds(condition(exchange)) ? steps(exchange) : take(branches, index + 1, otherwise, exchange),
        );
    }
    if (holds(condition(exchange))) return steps(exchange);
  }
  return otherwise(exchange);
}

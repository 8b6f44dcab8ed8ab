import type { Exchange } from "../../pipeline/exchange";
import { ready } from "../../pipeline/getter";
import type { PolicyCompiler } from "../../pipeline/policyCompiler";
import { after } from "../../pipeline/waiting";
import { findAttribute, type PolicyElement } from "../../xml/policyDocument";

/** Whether and by how much a request counts. */
export interface Increment {
  /** The amount, where the document tells it; `undefined`: it is known at the end of outbound only. */
  readonly known: number | undefined;
  /** Counts at the end of outbound what an expression gives then. Only where `known` is `undefined`. */
  later(exchange: Exchange, count: (amount: number) => void): void;
}

/**
 * `increment-condition` and `increment-count`. An expression in one of them may read the response, so both are
 * evaluated when no policy follows any more, and the call itself is admitted before it is counted.
 */
export function compileIncrement(element: PolicyElement, compiler: PolicyCompiler): Increment {
  const [condition, amount] = compiler.lazily(() => [
    findAttribute(element, "increment-condition") === undefined
      ? undefined
      : compiler.boolean(element, "increment-condition", true),
    compiler.number(element, "increment-count", 1),
  ]);
  const known =
    (condition === undefined || condition.constant !== undefined) && amount.constant !== undefined
      ? condition?.constant === false
        ? 0
        : amount.constant
      : undefined;
  const reads = {
    request: amount.reads.request || (condition?.reads.request ?? false),
    response: amount.reads.response || (condition?.reads.response ?? false),
  };
  const countNow = (exchange: Exchange, count: (amount: number) => void): undefined => {
    if (condition === undefined || condition(exchange)) count(amount(exchange));
  };
  return {
    known,
    later(exchange, count) {
      exchange.hooks.onAnswer(() => {
        const failed = exchange.lastError !== null;
        if (failed && exchange.services.settings.deferredIncrement === "after-success") return undefined;
        return after(ready(exchange, reads), countNow, exchange, count);
      });
    },
  };
}

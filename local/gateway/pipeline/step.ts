import type { Exchange } from "./exchange";

/**
 * What a policy compiles to. It returns nothing when it is done, or a promise when it has to wait: most policies never
 * wait, and a request runs through all of them without one turn of the event loop.
 *
 * @throws PolicyFailure, Unsupported (or rejects with them)
 */
export type Step = (exchange: Exchange) => undefined | Promise<void>;

/** Runs steps in order until one ends the exchange. */
export function sequence(steps: readonly Step[]): Step {
  if (steps.length === 0) return () => undefined;
  if (steps.length === 1) return steps[0] as Step;
  return (exchange) => runFrom(steps, 0, exchange);
}

function runFrom(steps: readonly Step[], from: number, exchange: Exchange): undefined | Promise<void> {
  for (let index = from; index < steps.length; index++) {
    const waiting = (steps[index] as Step)(exchange);
    if (waiting !== undefined)
      return waiting.then(() => (exchange.ended ? undefined : runFrom(steps, index + 1, exchange)));
    if (exchange.ended) return undefined;
  }
  return undefined;
}

/** Goes on with `next` at once, or when `waiting` is done. */
export function after(
  waiting: undefined | Promise<void>,
  next: () => undefined | Promise<void>,
): undefined | Promise<void> {
  return waiting === undefined ? next() : waiting.then(next);
}

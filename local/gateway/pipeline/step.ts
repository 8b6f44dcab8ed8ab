import type { Exchange } from "./exchange";

/**
 * What a policy compiles to. It returns nothing when it is done, or a promise when it has to wait: most policies never
 * wait, and a request runs through all of them without one turn of the event loop.
 *
 * @throws PolicyFailure, Unsupported (or rejects with them)
 */
export type Step = (exchange: Exchange) => undefined | Promise<void>;

/** Goes on with `next` at once, or when `waiting` is done. */
export function after(
  waiting: undefined | Promise<void>,
  next: () => undefined | Promise<void>,
): undefined | Promise<void> {
  return waiting === undefined ? next() : waiting.then(next);
}

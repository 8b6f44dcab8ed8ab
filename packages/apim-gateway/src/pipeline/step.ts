import type { Exchange } from "./exchange";

/**
 * What a policy compiles to. It returns nothing when it is done, or a promise when it has to wait: most policies never
 * wait, and a request runs through all of them without one turn of the event loop.
 *
 * @throws PolicyFailure, Unsupported (or rejects with them)
 */
export interface Step {
  (exchange: Exchange): undefined | Promise<void>;
  /**
   * One step for this one and the next, where they do together what they do one after the other; `undefined` where they
   * do not go together. It is not taken in requests that are traced.
   */
  readonly joinedWith?: (next: Step) => Step | undefined;
}

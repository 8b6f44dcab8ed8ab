import type { Exchange } from "./exchange";
import { PolicyFailure } from "./failure";

/** A value that a policy needs while it runs: a literal, or an expression's result. */
export interface Getter<T> {
  /** Evaluates. Bodies that it reads must be in memory: call `ready` first. @throws PolicyFailure */
  (exchange: Exchange): T;
  /** Set for a literal. */
  readonly constant: T | undefined;
  /** What C# knows of an expression's value before it runs: `string[]`, `object`. */
  readonly type?: string;
  /** Whether it reads `context.Request.Body` or `context.Response.Body`. */
  readonly reads: { readonly request: boolean; readonly response: boolean };
}

const nothing = { request: false, response: false } as const;

export function constantGetter<T>(value: T): Getter<T> {
  return Object.assign(() => value, { constant: value, reads: nothing });
}

/** @param get made for this: it becomes the getter itself, as each call between would cost every request */
export function getter<T>(get: (exchange: Exchange) => T, reads: Getter<T>["reads"] = nothing): Getter<T> {
  return Object.assign(get, { constant: undefined, reads });
}

/** The same value in another form. A literal that has no such form fails when it is asked for, not before. */
export function mapGetter<T, U>(of: Getter<T>, change: (value: T) => U): Getter<U> {
  const { constant, reads } = of;
  if (constant === undefined) return getter((exchange) => change(of(exchange)), reads);
  try {
    return constantGetter(change(constant));
  } catch (error) {
    if (!(error instanceof PolicyFailure)) throw error;
    return getter(() => change(constant));
  }
}

/** Brings into memory what the getters read. Returns nothing when there is nothing to wait for. */
export function ready(
  exchange: Exchange,
  reads: { readonly request: boolean; readonly response: boolean },
): undefined | Promise<void> {
  const limit = exchange.services.bodyLimit;
  const request = reads.request ? exchange.request.body?.load(limit) : undefined;
  const response = reads.response ? exchange.response?.body?.load(limit) : undefined;
  if (request === undefined) return response;
  return response === undefined ? request : Promise.all([request, response]).then(() => {});
}

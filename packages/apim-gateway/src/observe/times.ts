import type { Attempt, Exchange } from "../pipeline/exchange";

/** Where the time of a request went, in milliseconds. */
export interface Times {
  readonly total: number;
  /** Until the answer was ready, without the time that backends took. */
  readonly gateway: number;
  /** Until the heads of the backends' answers. */
  readonly backend: number;
  /** From when the answer was ready: the body's way from the backend, where it is a stream, and to the caller. */
  readonly delivery: number;
}

/** @param now `services.monotonic()` when the answer had gone out */
export function timesOf({ started, answered = started, attempts }: Exchange, now: number): Times {
  const ready = Math.max(answered, started);
  let backend = 0;
  for (const attempt of attempts) backend += endOf(attempt, now) - attempt.started;
  return {
    total: now - started,
    gateway: Math.max(0, ready - started - backend),
    backend,
    delivery: Math.max(0, now - ready),
  };
}

/** When an attempt was over. One that nobody waited for any more was not. */
export function endOf({ ended, status, failure }: Attempt, now: number): number {
  return status === undefined && failure === undefined ? now : ended;
}

import type { Environment } from "../ports/environment";
import { afterRest } from "./afterRest";
import { createElsewhere } from "./elsewhere";
import { EventQueue } from "./eventQueue";
import { seededRandom } from "./random";

/**
 * An environment whose clock only moves when everything has happened that could happen before: an hour passes as fast as
 * it can be computed, and the same seed gives the same hour again.
 */
export interface VirtualEnvironment extends Environment {
  /** Runs an action `milliseconds` from now. */
  after(milliseconds: number, action: () => void): void;
  /**
   * Lets time pass until nothing is left to happen, or until `end` (milliseconds since 1970). Before time goes on, all
   * promises come to rest and what is computed elsewhere is told; what waits for a socket or a file is not waited for.
   *
   * @param done asked before each moment: true ends the run early
   * @returns the time at which it stopped
   */
  run(end?: number, done?: () => boolean): Promise<number>;
}

export interface VirtualEnvironmentOptions {
  readonly seed: number;
  /** Milliseconds since 1970. @default 2026-01-01 */
  readonly start?: number;
  /** Each moment gets a whole turn of the event loop, so that streams come to rest too. Slower. @default false */
  readonly patient?: boolean;
}

/** Timers and signals of the real world get a turn after so many moments: a few milliseconds. */
const MOMENTS_A_TURN = 256;

export function virtualEnvironment({
  seed,
  start = Date.UTC(2026, 0, 1),
  patient = false,
}: VirtualEnvironmentOptions): VirtualEnvironment {
  const events = new EventQueue();
  const elsewhere = createElsewhere();
  let now = start;
  const after = (milliseconds: number, action: () => void) =>
    events.add(now + Math.max(0, milliseconds), action);
  return {
    // Policies read whole milliseconds, as .NET's clock gives them; durations keep their fractions.
    now: () => Math.floor(now),
    monotonic: () => now - start,
    random: seededRandom(seed),
    sleep: (milliseconds) =>
      milliseconds <= 0 ? undefined : new Promise((resolve) => after(milliseconds, resolve)),
    compute: elsewhere.compute,
    after,
    run: (end = Number.POSITIVE_INFINITY, done = () => false) =>
      new Promise((resolve, reject) => {
        let moments = 0;
        const moment = () => {
          if (elsewhere.holds(moment)) return;
          if (done()) {
            resolve(now);
            return;
          }
          const at = events.next;
          if (at === undefined || at > end) {
            if (at !== undefined || Number.isFinite(end)) now = Math.max(now, end);
            resolve(now);
            return;
          }
          now = at;
          try {
            while (events.next === at) events.take()?.action();
          } catch (error) {
            reject(error);
            return;
          }
          if (patient || ++moments % MOMENTS_A_TURN === 0) setImmediate(moment);
          else afterRest(moment);
        };
        setImmediate(moment);
      }),
  };
}

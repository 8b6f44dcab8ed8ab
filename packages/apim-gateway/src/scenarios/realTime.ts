import { seededRandom } from "../virtual/random";
import { watchLateness } from "./lateness";
import type { ScenarioTime } from "./world";

/** No answer takes longer. */
const LONGEST = 600_000;
/** What nobody waits for gets so long to come to an end. */
const REST = 500;
const LOOK = 2;
/** What `setTimeout` can hold. */
const LONGEST_TIMER = 2_147_483_647;

export interface RealTime extends ScenarioTime {
  /** Forgets what was to happen later. */
  stop(): void;
}

/** Time as it passes, with chance out of a seed. */
export function createRealTime(seed: number): RealTime {
  const start = performance.now();
  const watch = watchLateness();
  const timers = new Set<NodeJS.Timeout>();
  const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
  const waitFor = async (done: () => boolean, longest: number) => {
    const end = performance.now() + longest;
    while (!done() && performance.now() < end) await sleep(LOOK);
  };
  return {
    now: Date.now,
    monotonic: () => performance.now() - start,
    random: seededRandom(seed),
    sleep: (milliseconds) => (milliseconds > 0 ? sleep(milliseconds) : undefined),
    compute: (work) => work,
    after(milliseconds, action) {
      const timer = setTimeout(
        () => {
          timers.delete(timer);
          action();
        },
        Math.min(milliseconds, LONGEST_TIMER),
      );
      timers.add(timer);
    },
    wait: sleep,
    until: (done) => waitFor(done, LONGEST),
    late: watch.late,
    rest: (done) => waitFor(done, REST),
    stop() {
      watch.stop();
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

import type { Outage } from "./faults";
import type { OutageSeen } from "./load";

/** A call to a deployment that an outage hits. */
export interface OutageCall {
  readonly second: number;
  readonly served: boolean;
}

/** Calls that are that many times farther apart than usual go elsewhere. */
const PAUSE = 8;
const SHORTEST_PAUSE = 1.5;

/**
 * When a router found an outage, and when it came back: the last call before calls became rare, and the first that was
 * served and soon followed by another.
 *
 * @param calls in the order of time
 */
export function outageSeen(
  { from = 0, to = Number.POSITIVE_INFINITY, period }: Outage,
  calls: readonly OutageCall[],
  isOn: (second: number) => boolean,
): OutageSeen {
  const during = calls.filter(({ second }) => isOn(second));
  if (period !== undefined) return { calls: during.length, foundAfter: undefined, backAfter: undefined };
  const pause = pauseOf(calls.filter(({ second }) => second < from));
  return {
    calls: during.length,
    foundAfter: found(during, from, to, pause),
    backAfter: back(calls, to, pause),
  };
}

/** What counts as a pause, from how far calls were apart before. */
function pauseOf(before: readonly OutageCall[]): number {
  const [first, last] = [before[0], before.at(-1)];
  if (first === undefined || last === undefined || before.length < 2) return SHORTEST_PAUSE;
  return Math.max(SHORTEST_PAUSE, (PAUSE * (last.second - first.second)) / (before.length - 1));
}

function found(during: readonly OutageCall[], from: number, to: number, pause: number): number | undefined {
  let last = from;
  for (const { second } of during) {
    if (second - last > pause) return last - from;
    last = second;
  }
  // Nobody called any more, or nobody stopped.
  return to - last > pause ? last - from : undefined;
}

function back(calls: readonly OutageCall[], to: number, pause: number): number | undefined {
  const served = calls.filter((call) => call.served && call.second >= to);
  const first = served.find(({ second }, index) => {
    const next = served[index + 1];
    return next !== undefined && next.second - second <= pause;
  });
  return first === undefined ? undefined : first.second - to;
}

import type { Admission } from "../accounts/admission/admission";
import type { DrawnArrival } from "./drawArrivals";
import { type Called, faultAt } from "./faults";
import type { AccountOptions } from "./load";

export interface OracleOptions extends Pick<AccountOptions, "admission" | "fault" | "outages"> {
  readonly members: readonly Called[];
  /** What arrives, in the order of time. */
  readonly arrivals: readonly DrawnArrival[];
  /** Milliseconds since 1970 at which the load starts: slices depend on it. @default 2026-01-01, as virtual time */
  readonly start?: number;
  /** What arrives earlier is not counted. @default 0 */
  readonly warmUpSeconds?: number;
  /** How long a request may wait for room, as one does that is refused a few times. @default 100 */
  readonly patienceMs?: number;
}

export interface OracleResult {
  readonly sent: number;
  readonly answered: number;
  /** Consumer → how many of its requests. */
  readonly consumers: Readonly<Record<string, { readonly sent: number; readonly answered: number }>>;
}

/** How often somebody looks whether there is room for those who wait. */
const TICK_MS = 5;

interface Candidate {
  readonly called: Called;
  readonly rule: Admission;
}

/**
 * What an ideal router answers: it sees into the accounts, asks nobody in vain, and uses first what would be lost first.
 * With requests that cost the same none can answer more. A pure function: the rules are made anew.
 */
export function oracle(options: OracleOptions): OracleResult {
  const { start = Date.UTC(2026, 0, 1), warmUpSeconds = 0, patienceMs = 100, arrivals } = options;
  const candidates = options.members.map((called) => ({ called, rule: options.admission(called) }));
  const consumers: Record<string, { sent: number; answered: number }> = {};
  let waiting: DrawnArrival[] = [];
  let at = 0;

  const count = (arrival: DrawnArrival, answered: boolean) => {
    if (arrival.at < warmUpSeconds * 1000) return;
    consumers[arrival.consumer.name] ??= { sent: 0, answered: 0 };
    const of = consumers[arrival.consumer.name] as { sent: number; answered: number };
    of.sent++;
    if (answered) of.answered++;
  };
  const serve = (arrival: DrawnArrival): boolean => {
    if (arrival.consumer.poison !== undefined) return false;
    // Policies read whole milliseconds, and so do the accounts of the simulation.
    const now = Math.floor(start + at);
    const chosen = choose(candidates, arrival, now, (called) => isFailing(options, called, at / 1000));
    return chosen?.rule.ask(now, arrival.cost).admitted ?? false;
  };
  const look = () => {
    waiting = waiting.filter((arrival) => {
      const served = serve(arrival);
      if (served) count(arrival, true);
      else if (at >= arrival.at + patienceMs) count(arrival, false);
      else return true;
      return false;
    });
  };

  for (const arrival of arrivals) {
    while (waiting.length > 0 && at + TICK_MS < arrival.at) {
      at += TICK_MS;
      look();
    }
    at = arrival.at;
    waiting.push(arrival);
    look();
  }
  while (waiting.length > 0) {
    at += TICK_MS;
    look();
  }
  const all = Object.values(consumers);
  return {
    sent: all.reduce((sum, { sent }) => sum + sent, 0),
    answered: all.reduce((sum, { answered }) => sum + answered, 0),
    consumers,
  };
}

/** Of those that would admit a request, the one whose room is lost first. */
function choose(
  candidates: readonly Candidate[],
  { tooLong, cost }: DrawnArrival,
  now: number,
  isDead: (called: Called) => boolean,
): Candidate | undefined {
  let best: Candidate | undefined;
  let soonest = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const { called, rule } = candidate;
    if (tooLong && rule.utilization(now) !== undefined) continue;
    if (!rule.wouldAdmit(now, cost) || isDead(called)) continue;
    const until = rule.keepsUntil(now);
    if (until >= soonest) continue;
    soonest = until;
    best = candidate;
  }
  return best;
}

const isFailing = ({ fault, outages = [] }: OracleOptions, called: Called, second: number): boolean =>
  (fault?.(called, second) ?? faultAt(outages, called, second)) !== undefined;

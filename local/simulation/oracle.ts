import type { Admission } from "../accounts/admission/admission";
import type { DrawnArrival } from "./drawArrivals";
import { type Called, faultAt } from "./faults";
import type { AccountOptions } from "./load";

export interface OracleMember extends Called {
  /** 1 is used first. @default 1 */
  readonly priority?: number;
  /** Its part among those of its priority. @default 1 */
  readonly rate?: number;
}

export interface OracleOptions extends Pick<AccountOptions, "admission" | "fault" | "outages"> {
  readonly members: readonly OracleMember[];
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
  readonly priority: number;
  readonly rate: number;
  /** What it has answered. */
  served: number;
}

/**
 * What an ideal router answers: it sees into the accounts and asks nobody in vain. It keeps what is promised: PTU before
 * PAYG, then the file's priorities; of those it uses first what would be lost first, and otherwise shares by weight. To
 * leave a bucket empty, or a minute's quota unused, for a failure that is still to come is no routing. A pure function:
 * the rules are made anew.
 */
export function oracle(options: OracleOptions): OracleResult {
  const { start = Date.UTC(2026, 0, 1), warmUpSeconds = 0, patienceMs = 100, arrivals } = options;
  const candidates: Candidate[] = options.members.map((called) => ({
    called,
    rule: options.admission(called),
    priority: called.priority ?? 1,
    rate: called.rate ?? 1,
    served: 0,
  }));
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
    if (chosen === undefined || !chosen.rule.ask(now, arrival.cost).admitted) return false;
    chosen.served += arrival.cost.actual;
    return true;
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

/** Of those that would admit a request, the one that the promises and then its own room name first. */
function choose(
  candidates: readonly Candidate[],
  { tooLong, cost }: DrawnArrival,
  now: number,
  isDead: (called: Called) => boolean,
): Candidate | undefined {
  let best: { readonly candidate: Candidate; readonly place: readonly number[] } | undefined;
  for (const candidate of candidates) {
    const { called, rule, priority, served, rate } = candidate;
    const ptu = rule.utilization(now) !== undefined;
    if (ptu && tooLong) continue;
    if (!rule.wouldAdmit(now, cost) || isDead(called)) continue;
    const place = [ptu ? 0 : 1, priority, rule.keepsUntil(now), served / rate];
    if (best === undefined || isBefore(place, best.place)) best = { candidate, place };
  }
  return best?.candidate;
}

/** In the order of the first figure that differs. */
function isBefore(one: readonly number[], other: readonly number[]): boolean {
  const at = one.findIndex((value, index) => value !== other[index]);
  return at >= 0 && (one[at] as number) < (other[at] as number);
}

const isFailing = ({ fault, outages = [] }: OracleOptions, called: Called, second: number): boolean =>
  (fault?.(called, second) ?? faultAt(outages, called, second)) !== undefined;

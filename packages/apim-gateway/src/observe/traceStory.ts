import { printable } from "../text/printable";
import type { Trace, TraceAttempt, TracePolicy } from "./trace";

/** Something that mattered to what came of a request. */
export interface StoryRow {
  /** `null`: it stands for several. */
  readonly at: number | null;
  /** `null`: no policy's doing, or nobody knows whose. */
  readonly place: string | null;
  readonly policy: string;
  readonly text: string;
  readonly good: boolean;
}

/** The smaller, the more it mattered. 1: what came of the request cannot be understood without it. */
interface Event extends StoryRow {
  readonly at: number;
  /** Of what happened at the same time, which came first. */
  readonly order: number;
  readonly rank: 1 | 2 | 3 | 4;
  /** What it comes to, where several are counted. */
  readonly kind: string;
}

/**
 * What came of a request in a few rows, in the order of their time: what failed, who was called, what breakers did, which
 * way policies took.
 *
 * @param most rows
 */
export function traceStory(trace: Trace, most: number): StoryRow[] {
  const events = [...failures(trace), ...calls(trace), ...lonelyBreakers(trace), ...turns(trace)];
  const ofRank = (rank: number) => events.filter((event) => event.rank === rank).sort(byTime);
  const first = ofRank(1);
  if (first.length > most) return cutShort(first, most);
  const chosen = [...first, ...ofRank(2), ...ofRank(3), ...ofRank(4)].slice(0, most);
  return chosen.sort(byTime);
}

const byTime = (a: Event, b: Event) => a.at - b.at || a.order - b.order;

/** The first ones, how many there are between, and the last one. */
function cutShort(events: readonly Event[], most: number): StoryRow[] {
  const between = events.slice(most - 2, -1);
  const counts = new Map<string, number>();
  for (const { kind } of between) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const kinds = [...counts].map(([kind, count]) => `${kind} ×${count}`).join(", ");
  const row = { at: null, place: null, policy: `… ${between.length} more`, text: kinds, good: true };
  return [...events.slice(0, most - 2), row, events.at(-1) as Event];
}

/** The innermost policies that failed. An attempt that failed is told as a call. */
function failures({ policies, attempts, error }: Trace): Event[] {
  return policies.flatMap((entry, index) => {
    const { failure, policy, at, place } = entry;
    if (failure === null || policy === null) return [];
    const inside = policies.slice(index + 1, endOfInside(policies, index));
    if (inside.some((inner) => inner.failure !== null)) return [];
    if (policy === "forward-request" && attempts.some((attempt) => isOf(attempt, entry))) return [];
    // The error's own line has said why.
    const text = failure === error?.message ? "failed here" : printable(failure);
    return [{ at, order: index, place, policy, text, good: false, rank: 1, kind: `${policy} failed` }];
  });
}

/** The index behind the last policy that stands in this one. */
function endOfInside(policies: readonly TracePolicy[], index: number): number {
  const { depth } = policies[index] as TracePolicy;
  const end = policies.findIndex((other, at) => at > index && other.depth <= depth);
  return end < 0 ? policies.length : end;
}

const isOf = (attempt: TraceAttempt, { at, duration }: TracePolicy) =>
  // Both are rounded.
  attempt.at >= at - 0.001 && attempt.at <= at + duration + 0.001;

function calls({ policies, attempts, breakers }: Trace): Event[] {
  return attempts.map((attempt) => {
    const { backend, pool, url, status, failure, at, duration } = attempt;
    const order = policies.findIndex((entry) => entry.policy === "forward-request" && isOf(attempt, entry));
    const outcome = String(status ?? failure ?? "no answer");
    const moved = breakers.filter((breaker) => breaker.backend === backend && happened(breaker.at, attempt));
    const name = backend === null ? originOf(url) : `${backend}${pool === null ? "" : ` of ${pool}`}`;
    // The name is long, and may be cut.
    const came = [`${outcome} in ${tenths(duration)} ms`, ...moved.map(breakerText)].join(", ");
    const text = `${came}: ${printable(name)}`;
    return {
      at,
      order,
      place: policies[order]?.place ?? null,
      policy: "forward-request",
      text,
      good: status !== null && status < 400,
      rank: 1 as const,
      kind: outcome,
    };
  });
}

const happened = (at: number, attempt: TraceAttempt) =>
  at >= attempt.at - 0.001 && at <= attempt.at + attempt.duration + 1;

const originOf = (url: string) => (URL.canParse(url) ? new URL(url).origin : url);

const tenths = (number: number) => Math.round(number * 10) / 10;

type BreakerChange = Trace["breakers"][number];

const breakerText = ({ to, at, until }: BreakerChange) =>
  `breaker ${to === "open" ? "opens" : to === "closed" ? "closes" : to}${until === null ? "" : ` for ${tenths((until - at) / 1000)} s`}`;

/** What breakers did that no call of this request explains. */
function lonelyBreakers({ breakers, attempts }: Trace): Event[] {
  return breakers
    .filter(({ backend, at }) => !attempts.some((call) => call.backend === backend && happened(at, call)))
    .map((breaker) => ({
      at: breaker.at,
      order: 0,
      place: null,
      policy: printable(breaker.backend),
      text: `${breakerText(breaker)}: ${printable(breaker.why)}`,
      good: breaker.to !== "open",
      rank: 2,
      kind: `breaker ${breaker.to}`,
    }));
}

/** Which way policies took. */
function turns({ policies, attempts }: Trace): Event[] {
  const called = new Set(attempts.flatMap(({ backend, pool }) => [backend, pool]));
  return policies.flatMap((entry, order) => {
    const { policy, at, place, failure } = entry;
    const inside = policies.slice(order + 1, endOfInside(policies, order));
    const told = failure === null ? turnOf(entry, inside, called) : undefined;
    if (policy === null || told === undefined) return [];
    const text = printable(told.text);
    return [{ at, order, place, policy, text, good: true, rank: told.rank, kind: policy }];
  });
}

/** What the way that `choose` took leads to, where it mattered. */
const ends = new Set(["forward-request", "mock-response", "return-response", "set-backend-service"]);

function turnOf(
  { policy, expressions, notes }: TracePolicy,
  inside: readonly TracePolicy[],
  called: ReadonlySet<string | null>,
): { text: string; rank: Event["rank"] } | undefined {
  const said = notes.join("; ");
  switch (policy) {
    // What they do is seen in what comes of it.
    case null:
    case "base":
    case "forward-request":
    case "include-fragment":
    case "retry":
    case "set-header":
    case "set-variable":
      return undefined;
    case "return-response":
    case "mock-response":
      return { text: "the answer is made here", rank: 1 };
    case "set-backend-service":
      // The call says it too.
      return { text: said, rank: called.has(said.replace(/^requests go to backend /, "")) ? 4 : 2 };
    case "send-request":
      return said === "" ? undefined : { text: said, rank: 2 };
    case "choose": {
      const taken = expressions.find(({ what, value }) => what === "when condition" && value === "True");
      const matters = inside.some(({ policy, failure }) => failure !== null || ends.has(policy ?? ""));
      return taken && { text: `when ${taken.source}`, rank: matters ? 3 : 4 };
    }
    case "trace":
      return { text: said, rank: 3 };
    default: {
      if (said === "") return undefined;
      return { text: said, rank: /\bcache hit\b/i.test(said) ? 2 : 4 };
    }
  }
}

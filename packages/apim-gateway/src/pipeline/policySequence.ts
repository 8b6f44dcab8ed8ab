// The policies of one element, one after the other.
// In: steps with their places, when a document is compiled. Out: one step for all of them, which ends when one ends the exchange.
// Called by `documentCompiler` and `documents`; it runs in every request, a hundred times.
// Trick: one loop and no function around each policy; policies that go together run as one (`joinedWith`), and what is only for
// traces and preflights is passed over in one comparison.

import { BodyCut, BodyTooLarge } from "../messages/body";
import type { Exchange } from "./exchange";
import { PolicyFailure } from "./failure";
import { ready } from "./getter";
import type { Step } from "./step";
import type { PolicyPlace, TraceEntry, TraceRecorder } from "./traceRecorder";
import { after, settle, type Waiting } from "./waiting";

export interface Reads {
  request: boolean;
  response: boolean;
}

/** A policy's step with what is known of it when its turn comes. */
export interface PlacedPolicy {
  readonly step: Step;
  /** The step for this policy and those after it that go together with it. */
  joined: Step;
  /** How many policies `joined` is for. */
  count: number;
  readonly place: PolicyPlace;
  /** It runs for a CORS preflight too. */
  readonly onPreflight: boolean;
}

/** Has in memory the bodies that the policy reads. */
export function guarded(step: Step, place: PolicyPlace, reads: Reads, onPreflight: boolean): PlacedPolicy {
  const readsBody = reads.request || reads.response;
  const whole: Step = readsBody ? (exchange) => after(ready(exchange, reads), step, exchange) : step;
  return { step: whole, joined: whole, count: 1, place, onPreflight };
}

/**
 * Runs policies in order until one ends the exchange. A failure gets the place of the innermost policy that it left.
 * One loop and no function around each policy: there are a hundred of them in a request.
 */
export function inOrder(policies: readonly PlacedPolicy[]): Step {
  join(policies);
  return policies.length === 0 ? () => undefined : (exchange) => runFrom(policies, 0, exchange);
}

/** Longer runs of policies go together in several steps: each step of a run knows all that come after it. */
const mostJoined = 64;

/** From the end, so that each policy goes together with as many as possible. */
function join(policies: readonly PlacedPolicy[]): void {
  for (let index = policies.length - 2; index >= 0; index--) {
    const policy = policies[index] as PlacedPolicy;
    const next = policies[index + 1] as PlacedPolicy;
    const joined = next.count < mostJoined ? policy.step.joinedWith?.(next.joined) : undefined;
    if (joined === undefined) continue;
    policy.joined = joined;
    policy.count = next.count + 1;
  }
}

function runFrom(
  policies: readonly PlacedPolicy[],
  from: number,
  exchange: Exchange,
): undefined | Promise<void> {
  let index = from;
  try {
    for (; index < policies.length; index++) {
      const policy = policies[index] as PlacedPolicy;
      const { recorder, preflight, resumeAfter } = exchange;
      let waiting: undefined | Promise<void>;
      if (recorder === undefined && !preflight && resumeAfter === undefined) {
        waiting = policy.joined(exchange);
        index += policy.count - 1;
      } else waiting = runWatched(policy, exchange);
      if (waiting !== undefined) return goOn(waiting, policies, index, exchange);
      if (exchange.ended) return undefined;
    }
    return undefined;
  } catch (error) {
    throw located(error, (policies[index] as PlacedPolicy).place, exchange);
  }
}

/** The rest of the policies, when the one at `index` has waited. */
function goOn(
  waiting: Promise<void>,
  policies: readonly PlacedPolicy[],
  index: number,
  exchange: Exchange,
): Promise<void> {
  return waiting.then(
    () => (exchange.ended ? undefined : runFrom(policies, index + 1, exchange)),
    (error: unknown) => {
      throw located(error, (policies[index] as PlacedPolicy).place, exchange);
    },
  );
}

/** The turn of a policy in a request that is out of the ordinary: some policies are passed over, or all are traced. */
function runWatched(
  { step, place, onPreflight }: PlacedPolicy,
  exchange: Exchange,
): undefined | Promise<void> {
  if (exchange.preflight && !onPreflight) return undefined;
  if (exchange.resumeAfter !== undefined && isPassedOver(place, exchange.resumeAfter)) return undefined;
  return exchange.recorder === undefined ? step(exchange) : traced(step, place, exchange.recorder, exchange);
}

/** Policies in which the one to go on after may stand. */
const around = new Set(["base", "include-fragment", "choose"]);

function isPassedOver({ section, policy }: PolicyPlace, resumeAfter: string): boolean {
  if (section === "outbound") return policy !== resumeAfter && !around.has(policy);
  return section !== "on-error";
}

function traced(step: Step, place: PolicyPlace, recorder: TraceRecorder, exchange: Exchange): Waiting {
  return settle(step, leaveDone, leaveFailed, exchange, recorder.enter(place));
}

function leaveDone(_: unknown, { recorder }: Exchange, entry: TraceEntry): undefined {
  recorder?.leave(entry, undefined);
}

function leaveFailed(error: unknown, { recorder }: Exchange, entry: TraceEntry): never {
  recorder?.leave(entry, error instanceof Error ? error.message : undefined);
  throw error;
}

/** The failure with the place of the innermost policy that it left. */
function located(error: unknown, place: PolicyPlace, exchange: Exchange): unknown {
  const failure =
    error instanceof BodyTooLarge
      ? tooLarge(error, exchange)
      : error instanceof BodyCut
        ? new PolicyFailure({ reason: "BackendConnectionFailure", message: error.message })
        : error;
  if (failure instanceof PolicyFailure) failure.place ??= place;
  return failure;
}

/** Only what the caller has sent is the caller's to make smaller. */
function tooLarge({ limit, body }: BodyTooLarge, { request }: Exchange): PolicyFailure {
  const ofRequest = body === request.body;
  const message = `The body of the ${ofRequest ? "request" : "response"} is larger than ${limit} bytes, which policies may bring into memory (bodyLimitBytes).`;
  return new PolicyFailure({ reason: "BodyTooLarge", message, status: ofRequest ? 413 : 502 });
}

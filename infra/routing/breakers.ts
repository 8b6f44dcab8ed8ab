import type { Tier, Topology } from "../topology/topology";
import type { Breaker } from "./plan";

/**
 * The circuit breaker of a member, per tier: the last net. The policies keep what they know of a member in the cache, for all
 * instances and by consumer; a breaker counts in whole seconds, in one gateway instance, for all consumers, so it must never
 * be what decides. It does not count 429, and opens only on a run of failures of the service that the policies' own
 * pacing would have prevented. API Management accepts one rule per backend and answers 503 for it while it is open (documented).
 */
export function memberBreaker(tier: Tier, settings: Topology["routing"]["breaker"]): Breaker {
  const fallback = defaults[tier];
  const set = settings[tier];
  return {
    ...shared,
    tripDuration: set.tripDuration ?? fallback.tripDuration,
    acceptRetryAfter: set.acceptRetryAfter ?? fallback.acceptRetryAfter,
    reasons: {
      ...sharedReasons,
      tripDuration:
        set.tripDuration === undefined ? fallback.reasons.tripDuration : fromFile(tier, "tripDuration"),
      acceptRetryAfter:
        set.acceptRetryAfter === undefined
          ? fallback.reasons.acceptRetryAfter
          : fromFile(tier, "acceptRetryAfter"),
    },
  };
}

function fromFile(tier: Tier, key: string): string {
  return `Set in the topology file as \`routing.breaker.${tier}.${key}\`.`;
}

const shared = {
  failureCount: 20,
  interval: "PT10S",
  statusCodeRanges: [{ min: 500, max: 504 }],
} as const;

const sharedReasons = {
  failureCount:
    "After a failure the policies leave a member to others for a second and come back with half of its share, so twenty failures " +
    "within the interval mean that something does not reach them; with 10, one consumer's poisoned requests closed members for everybody at times, with 1 always (measured).",
  interval:
    "The policies' pacing lets a failing member meet about one call a second, so twenty in this time are a run.",
  statusCodeRanges:
    "Failures of the service only: 429 is what a full member says, and pacing answers it better than seconds of absence (measured); " +
    "408, 499 and the refusals 401, 403, 404 and 410 are kept in the cache with their reason.",
} as const;

const defaults = {
  ptu: {
    tripDuration: "PT1S",
    acceptRetryAfter: false,
    reasons: {
      tripDuration:
        "A second is the shortest that API Management knows; the policies have a finer memory of their own.",
      acceptRetryAfter:
        "What a PTU says may be longer than it needs: obeying 10 s where 1 s would do leaves it 85 % idle (measured), and " +
        "nothing is known to cap what API Management obeys (inferred).",
    },
  },
  payg: {
    tripDuration: "PT1S",
    acceptRetryAfter: false,
    reasons: {
      tripDuration:
        "A second is the shortest that API Management knows; the policies have a finer memory of their own.",
      acceptRetryAfter:
        "A PAYG Retry-After may be as long as a day (documented) and nothing is known to cap what API Management obeys " +
        "(inferred): one odd answer would bench a member for that long.",
    },
  },
} as const;

/**
 * The breaker of an account's regional backend. Its calls belong to this one account (files, batches, stored
 * responses): there is nowhere else to go, so it opens only on a run of failures of the service itself.
 */
export const regionalBreaker: Breaker = {
  failureCount: 10,
  interval: "PT1M",
  statusCodeRanges: [{ min: 500, max: 504 }],
  tripDuration: "PT10S",
  acceptRetryAfter: false,
  reasons: {
    failureCount:
      "These calls cannot go elsewhere, so one failure must not refuse everybody else's; ten show that the account is failing (inferred).",
    interval: "Long enough to gather ten failures at a low rate of calls (inferred).",
    statusCodeRanges:
      "Failures of the service only: one caller's 429 on one deployment says nothing about the account's other deployments (inferred).",
    tripDuration:
      "A pause for the account and an early second look, since there is no other capacity (inferred).",
    acceptRetryAfter:
      "A Retry-After may be as long as a day (documented), and these calls have no other capacity (inferred).",
  },
};

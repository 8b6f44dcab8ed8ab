import type { Tier, Topology } from "../topology/topology";
import type { Breaker } from "./plan";

/**
 * The circuit breaker of a member, per tier. API Management accepts one rule per backend, trips when the count of
 * matching answers within the interval is reached, and then answers 503 for that backend without calling it
 * (documented). A breaker is state of one gateway instance and is never synchronised, so several instances each pay
 * for one failure before they leave a member.
 *
 * A bench must be about as long as the refusal that it answers: capacity that is kept out longer is missing elsewhere,
 * its load trips the next member, and goodput falls as load rises. Measured (`test/scenarios/goodput.test.ts`).
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
  failureCount: 1,
  interval: "PT10S",
  statusCodeRanges: [
    { min: 408, max: 408 },
    { min: 429, max: 429 },
    { min: 499, max: 504 },
  ],
} as const;

const sharedReasons = {
  failureCount:
    "The gateway tries other capacity at once, and one refusal already says that the member is busy or broken: with 1 " +
    "every attempt leaves one member behind, so no request meets the same member twice (inferred; Microsoft's newest failover sample uses 1 too).",
  interval:
    "With a count of 1 the first failure trips whatever the window is; a short one is over by the time the member is back " +
    "(inferred: whether closing the breaker forgets older failures is not documented).",
  statusCodeRanges:
    "408, 429 and 500–504 are answers that other capacity can mend, and 499 is how an exhausted PTU has been seen to " +
    "surface (in Microsoft's newest failover sample); 400, 401, 403 and 404 would fail anywhere and must not bench a member.",
} as const;

const defaults = {
  ptu: {
    tripDuration: "PT1S",
    acceptRetryAfter: false,
    reasons: {
      tripDuration:
        "A second is the shortest that API Management knows, and about what a saturated PTU asks for: only the overflow " +
        "moves and paid capacity stays 97–100 % busy (measured with buckets of 10 s at 70–300 % of the fleet's capacity).",
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
        "PAYG refuses in slices of 1 or 10 seconds and by the minute (documented). Left out for a second, a fleet at 70 % of its " +
        "capacity answers 96–100 % of its requests and at 90 % 84–100 %; with half a minute it was 24–63 % and 19–53 %, " +
        "because the load of one member trips the next (measured, slices of 1 s and 10 s).",
      acceptRetryAfter:
        "Obeyed, it gives the same goodput (measured), but a PAYG Retry-After may be as long as a day (documented) and " +
        "nothing is known to cap what API Management obeys (inferred): one odd answer would bench a member for that long.",
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

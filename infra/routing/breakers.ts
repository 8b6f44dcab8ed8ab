import type { Tier, Topology } from "../topology/topology";
import type { Breaker } from "./plan";

/**
 * The circuit breaker of a member, per tier. API Management accepts one rule per backend, trips when the count of
 * matching answers within the interval is reached, and then answers 503 for that backend without calling it
 * (documented). A breaker is state of one gateway instance and is never synchronised, so several instances each pay
 * for one failure before they leave a member.
 *
 * The tiers differ in what an idle minute costs. PTU is paid for whether it is used or not and says precisely how long
 * to wait, so it comes back as soon as it says. PAYG costs nothing while benched and its Retry-After may be as long as
 * a day, which API Management does not cap, so a fixed time decides.
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
    tripDuration: "PT10S",
    acceptRetryAfter: true,
    reasons: {
      tripDuration:
        "Used only when a PTU answer has no Retry-After, such as most 5xx: short, because paid capacity idles meanwhile (inferred).",
      acceptRetryAfter:
        "A saturated PTU says how long to wait, usually about a second (documented), so only the overflow moves and paid " +
        "capacity stays full; API Management reads whole seconds of Retry-After only (inferred).",
    },
  },
  payg: {
    tripDuration: "PT30S",
    acceptRetryAfter: false,
    reasons: {
      tripDuration:
        "PAYG counts requests in slices of 1 or 10 seconds and tokens by the minute (documented): half a minute outlasts " +
        "the first and costs at most one more refusal within the second (inferred).",
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

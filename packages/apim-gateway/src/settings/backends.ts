import { number, type SettingRows, text, type ValuesOf, words } from "./row";

/** Where Azure's behaviour is not known for sure, this table says what is assumed and what else may be true. */
export const backendSettings = {
  poolSelection: {
    default: "smooth-weighted",
    values: words("smooth-weighted", "random-weighted"),
    meaning: "how a member is chosen among those of one priority",
    source:
      "Backends in API Management: by weight, round robin where weights are equal; the algorithm is not documented",
  },
  absentPriority: {
    default: 0,
    values: number(0, 100),
    meaning: "priority of a pool member without one",
    source: "the schema lets it be absent and does not say what that means",
  },
  absentWeight: {
    default: 1,
    values: number(1, 100),
    meaning: "weight of a pool member without one",
    source: "the schema lets it be absent; without weights pools are documented as round robin",
  },
  zeroWeight: {
    default: "last-resort",
    values: words("last-resort", "never"),
    meaning: "a member of weight 0: taken when no other of its priority is available, or never",
    source: "the schema allows 0 and does not say what it means",
  },
  contextBackend: {
    default: "called",
    values: words("called", "selected"),
    meaning:
      "`context.Backend` after a call of a pool: the member that was called, or the pool as it was selected",
    source: "not documented; a public policy labels answers with its region, which a pool has none of",
  },
  breakerThreshold: {
    default: "reached",
    values: words("reached", "exceeded"),
    meaning: "whether the breaker trips with the failure that makes the count, or with the next one",
    source: "the documented example with count 3 trips at three or more",
  },
  breakerWindow: {
    default: "sliding",
    values: words("sliding", "fixed"),
    meaning: "the interval ends now, or starts with the first call after the last interval",
    source: "not documented",
  },
  percentageLeastCalls: {
    default: 1,
    values: number(1, 1_000_000),
    meaning: "calls in the interval before a percentage counts",
    source: "not documented",
  },
  errorReasons: {
    default: "last-error-reason",
    values: words("last-error-reason", "ignored"),
    meaning:
      "what a rule's errorReasons are compared with: the reason of a failure without answer, or nothing",
    source: "not documented; samples hold free text, which no reason equals",
  },
  retryAfterAbsent: {
    default: "trip-duration",
    values: words("trip-duration", "no-trip"),
    meaning: "acceptRetryAfter and no header",
    source: "not documented; to be proved on a live service",
  },
  retryAfterZero: {
    default: "trip-duration",
    values: words("trip-duration", "no-trip"),
    meaning: "acceptRetryAfter and a header of 0, or a date that has passed",
    source: "not documented; to be proved on a live service",
  },
  retryAfterInvalid: {
    default: "trip-duration",
    values: words("trip-duration", "no-trip"),
    meaning: "acceptRetryAfter and a header that is neither seconds nor a date",
    source: "not documented",
  },
  retryAfterDate: {
    default: "obeyed",
    values: words("obeyed", "invalid"),
    meaning: "whether a date in Retry-After is read",
    source: "HTTP allows a date; not documented for the breaker",
  },
  retryAfterLongest: {
    default: 0,
    values: number(0, 31_536_000),
    meaning: "longest trip in seconds that Retry-After can cause; 0: as long as it says",
    source: "no limit is documented; Azure OpenAI may say a day",
  },
  tripCounters: {
    default: "cleared",
    values: words("cleared", "kept"),
    meaning: "failures of the interval when the breaker closes again",
    source: "documented: the circuit resets after the trip duration",
  },
  halfOpen: {
    default: "close",
    values: words("close", "probe"),
    meaning: "after the trip all traffic resumes, or one call first",
    source: "documented: the circuit resets and traffic resumes; a probe is not mentioned",
  },
  lateFailures: {
    default: "ignored",
    values: words("ignored", "extend"),
    meaning: "failures of calls that were under way when the breaker tripped",
    source: "not documented",
  },
  unavailableStatus: {
    default: 503,
    values: number(100, 599),
    meaning: "status when no backend may be called and no failureResponse is set",
    source: "documented: 503 Service Unavailable",
  },
  unavailableReason: {
    default: "Service Unavailable",
    values: text,
    meaning: "reason text of that answer",
    source: "Microsoft has changed the text; policies that read it broke",
  },
  unavailableAs: {
    default: "error",
    values: words("response", "error"),
    meaning:
      "whether that answer arrives in outbound or in on-error; a condition of `retry` sees it either way",
    source:
      "samples that Microsoft tests on the service turn it into another status in on-error; another handles outbound",
  },
  unavailableRetryAfter: {
    default: "first-closing",
    values: words("absent", "first-closing"),
    meaning: "Retry-After of that answer: none, or the whole seconds until the first breaker closes",
    source:
      "a sample that Microsoft tests on the service passes it on, although no backend was called; not documented",
  },
  affinityUnavailable: {
    default: "other-member",
    values: words("other-member", "unavailable"),
    meaning: "the session's member may not be called: another one and a new cookie, or no call",
    source: "not documented",
  },
  affinityCookieAttributes: {
    default: "Path=/; HttpOnly",
    values: text,
    meaning: "what follows the session cookie's name and value",
    source: "not documented",
  },
} as const satisfies SettingRows;

export type BackendSettings = ValuesOf<typeof backendSettings>;

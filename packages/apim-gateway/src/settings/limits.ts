import { number, type SettingRows, text, words } from "./row";

/** What is not documented about limits of calls and bytes, or documented in two ways. */
export const limitSettings = {
  rateLimitAlgorithm: {
    default: "by-gateway",
    values: words("by-gateway", "sliding-window", "token-bucket"),
    meaning:
      "how calls and tokens of a period are counted; by gateway: a token bucket in v2 tiers, else a window",
    source: "documented: a sliding window in classic tiers, a token bucket in v2 tiers; for others not",
  },
  rateLimitRejected: {
    default: "not-counted",
    values: words("not-counted", "counted"),
    meaning: "whether a call that a rate limit refuses counts towards that limit",
    source: "not documented",
  },
  limitHeaders: {
    default: "visible",
    values: words("visible", "last"),
    meaning:
      "headers that rate-limit, rate-limit-by-key and the token limits tell in: outbound and on-error see them and may change or delete them, or they are set when no policy runs any more",
    source: "not documented; a header that a policy sets is on the response that the next policies see",
  },
  deferredIncrement: {
    default: "always",
    values: words("always", "after-success"),
    meaning:
      "an increment whose condition or count is an expression: after every request, or not where on-error ran",
    source: "documented for the end of outbound; what happens after a failure is not documented",
  },
  quotaPeriodOrigin: {
    default: "0001-01-01T00:00:00Z",
    values: text,
    meaning: "from when periods of `quota` are counted for a subscription whose start is not known",
    source: "documented: from the start of the subscription; this is the default of first-period-start",
  },
  quotaBandwidth: {
    default: "request-and-response",
    values: words("request-and-response", "response"),
    meaning: "whose bodies count towards a bandwidth",
    source: "not documented",
  },
  quotaKilobyte: {
    default: 1024,
    values: number(1000, 1024),
    meaning: "bytes of a kilobyte of bandwidth",
    source: "not documented",
  },
  concurrencyReason: {
    default: "ConcurrencyLimitExceeded",
    values: text,
    meaning: "`context.LastError.Reason` when limit-concurrency refuses",
    source: "not documented",
  },
  concurrencyMessage: {
    default: "Concurrency limit is exceeded.",
    values: text,
    meaning: "message of the answer when limit-concurrency refuses",
    source: "only the status 429 is documented",
  },
} as const satisfies SettingRows;

import { type SettingRows, words } from "./row";

export const flowSettings = {
  retryAfterNoResponse: {
    default: "judged",
    values: words("judged", "fails"),
    meaning:
      "an attempt without any answer inside `retry`: its condition is asked, with no response; or the retry fails at once",
    source: "a published Microsoft sample relies on the condition being asked; not documented",
  },
  retryAfterErrorStatus: {
    default: "judged",
    values: words("judged", "fails"),
    meaning:
      "an attempt inside `retry` that `fail-on-error-status-code` fails: the condition is asked, with that response; or the retry fails at once",
    source: "a Microsoft sample with published results fails over this way; not documented",
  },
  retryAfterConcurrencyLimit: {
    default: "judged",
    values: words("judged", "fails"),
    meaning:
      "an attempt inside `retry` that `limit-concurrency` does not let through: the condition is asked; or the retry fails at once",
    source: "a public policy that its authors measured under load tries another backend then; not documented",
  },
  retryCountRead: {
    default: "once",
    values: words("once", "each-time"),
    meaning:
      "an expression in `count` of `retry`: evaluated when the retry is entered, or again after every attempt",
    source:
      "not documented; public policies count a variable down inside, and mean as many attempts as it said at first",
  },
  retryWaitRead: {
    default: "once",
    values: words("once", "each-time"),
    meaning:
      "expressions in `interval`, `delta`, `max-interval` and `first-fast-retry`: evaluated when the retry is entered, or before every wait",
    source:
      "not documented; other policies evaluate their attributes when they are reached, and a wait that needs the last answer shall not pass here and fail there",
  },
  retryExponential: {
    default: "n-1",
    values: words("n-1", "2^n-1", "2^(n-1)-1"),
    meaning:
      "factor of `delta` before retry n when `max-interval` is given: 2^(n-1), 2^n - 1, or 2^(n-1) - 1, which is 0 before the first",
    source: "pages of the reference differ; a public workshop counts as in the last form",
  },
} as const satisfies SettingRows;

import { type RuleParts, single, start } from "./fleet";

function breaker(parts: RuleParts = {}, settings: Record<string, unknown> = {}) {
  const fleet = start([single("a", parts)], settings);
  return {
    ...fleet,
    fail: (outcome?: Parameters<typeof fleet.fail>[1]) => fleet.fail("a", outcome),
    open: () => fleet.choose("a") !== "a",
    closedIn: () => fleet.closedIn("a"),
  };
}

describe("when a breaker trips", () => {
  test("with the failure that makes the count, and not before", () => {
    const b = breaker({ condition: { count: 3 } });
    b.fail();
    b.fail();
    expect(b.open()).toBe(false);
    b.fail();
    expect(b.open()).toBe(true);
    expect(b.changes).toEqual(["0 s: a open: status 429; 3 of 3 failures in the interval; tripDuration"]);
  });

  test("only statuses in its ranges count, bounds included", () => {
    const b = breaker({
      condition: {
        statusCodeRanges: [
          { min: 429, max: 429 },
          { min: 500, max: 503 },
        ],
      },
    });
    for (const status of [200, 400, 401, 404, 428, 430, 499, 504, 599]) b.fail(status);
    expect(b.open()).toBe(false);
    b.fail(503);
    expect(b.open()).toBe(true);
  });

  test("successes between failures do not reset the count", () => {
    const b = breaker({ condition: { count: 2 } });
    for (const status of [429, 200, 200, 429]) b.fail(status);
    expect(b.open()).toBe(true);
  });

  test("failures older than the interval no longer count", () => {
    const b = breaker({ condition: { count: 2, interval: "PT10S" } });
    b.fail();
    b.wait(10);
    b.fail();
    expect(b.open()).toBe(false);
    b.wait(9.8);
    b.fail();
    expect(b.open()).toBe(true);
  });

  test("in a fixed window the interval starts with its first call", () => {
    const b = breaker({ condition: { count: 2, interval: "PT10S" } }, { breakerWindow: "fixed" });
    b.fail(200);
    b.wait(9);
    b.fail();
    b.wait(2);
    b.fail();
    expect(b.open()).toBe(false);
    b.fail();
    expect(b.open()).toBe(true);
  });

  test("with one failure more where the threshold must be exceeded", () => {
    const b = breaker({ condition: { count: 2 } }, { breakerThreshold: "exceeded" });
    b.fail();
    b.fail();
    expect(b.open()).toBe(false);
    b.fail();
    expect(b.open()).toBe(true);
  });

  test("by percentage, when that share of the calls in the interval failed", () => {
    const b = breaker({ condition: { percentage: 50 } });
    for (const status of [200, 200, 429]) b.fail(status);
    expect(b.open()).toBe(false);
    b.fail(429);
    expect(b.open()).toBe(true);
    expect(b.changes).toEqual([
      "0 s: a open: status 429; 2 of 4 calls failed, 50 % are the limit; tripDuration",
    ]);
  });

  test("a percentage of few calls counts for nothing where a least number is set", () => {
    const b = breaker({ condition: { percentage: 50 } }, { percentageLeastCalls: 4 });
    for (const status of [429, 429, 429]) b.fail(status);
    expect(b.open()).toBe(false);
    b.fail(200);
    expect(b.open()).toBe(false);
    b.fail(429);
    expect(b.open()).toBe(true);
  });

  test("no answer at all never trips a rule of statuses only", () => {
    const b = breaker();
    b.fail({ errorReason: "BackendConnectionFailure" });
    b.fail({ errorReason: "Timeout" });
    b.fail({});
    expect(b.open()).toBe(false);
  });

  test("no answer trips a rule that names the reason, in any case", () => {
    const b = breaker({ condition: { statusCodeRanges: undefined, errorReasons: ["timeout"] } });
    b.fail({ errorReason: "BackendConnectionFailure" });
    expect(b.open()).toBe(false);
    b.fail({ errorReason: "Timeout" });
    expect(b.open()).toBe(true);
  });

  test("the free text of samples matches no reason", () => {
    const b = breaker({ condition: { errorReasons: ["Server errors"] } });
    b.fail({ errorReason: "Timeout" });
    expect(b.open()).toBe(false);
  });

  test("reasons count for nothing where they are ignored", () => {
    const b = breaker({ condition: { errorReasons: ["Timeout"] } }, { errorReasons: "ignored" });
    b.fail({ errorReason: "Timeout" });
    expect(b.open()).toBe(false);
  });
});

describe("how long it stays open", () => {
  const obeying = { rule: { acceptRetryAfter: true, tripDuration: "PT1M" } };

  test("for its trip duration, to the millisecond", () => {
    const b = breaker({ rule: { tripDuration: "PT1M30S" } });
    b.fail();
    expect(b.closedIn()).toBe(90);
    b.wait(89.999);
    expect(b.open()).toBe(true);
    b.wait(0.001);
    expect(b.open()).toBe(false);
  });

  test("Retry-After means nothing to a rule that does not accept it", () => {
    const b = breaker();
    b.fail({ status: 429, retryAfter: "5" });
    expect(b.closedIn()).toBe(60);
  });

  test.each([
    ["five seconds", "5", 5],
    ["a day", "86400", 86_400],
    ["a date", "Thu, 01 Jan 2026 00:02:00 GMT", 120],
    ["an old date form", "Thursday, 01-Jan-26 00:02:00 GMT", 120],
  ])("accepting Retry-After: %s", (_, retryAfter, seconds) => {
    const b = breaker(obeying);
    b.fail({ status: 429, retryAfter });
    expect(b.closedIn()).toBe(seconds);
  });

  test.each([
    ["absent", "retryAfterAbsent", undefined],
    ["zero", "retryAfterZero", "0"],
    ["a date that has passed", "retryAfterZero", "Wed, 31 Dec 2025 00:00:00 GMT"],
    ["no number", "retryAfterInvalid", "soon"],
    ["negative", "retryAfterInvalid", "-1"],
    ["a fraction", "retryAfterInvalid", "1.5"],
  ])("Retry-After is %s: the trip duration, or no trip, as `%s` says", (_, setting, retryAfter) => {
    const usual = breaker(obeying);
    usual.fail({ status: 429, retryAfter });
    expect(usual.closedIn()).toBe(60);
    const other = breaker(obeying, { [setting]: "no-trip" });
    other.fail({ status: 429, retryAfter });
    expect(other.open()).toBe(false);
  });

  test("a date is no wait where dates are not read", () => {
    const b = breaker(obeying, { retryAfterDate: "invalid" });
    b.fail({ status: 429, retryAfter: "Thu, 01 Jan 2026 00:02:00 GMT" });
    expect(b.closedIn()).toBe(60);
  });

  test("a day is cut where a longest trip is set", () => {
    const b = breaker(obeying, { retryAfterLongest: 300 });
    b.fail({ status: 429, retryAfter: "86400" });
    expect(b.closedIn()).toBe(300);
  });

  test("failures of calls under way change nothing, or extend the trip where that is set", () => {
    for (const [setting, seconds] of [
      ["ignored", 60],
      ["extend", 300],
    ] as const) {
      const b = breaker(obeying, { lateFailures: setting });
      b.fail({ status: 429 });
      b.fail({ status: 429, retryAfter: "300" });
      b.fail({ status: 429, retryAfter: "2" });
      expect(b.closedIn()).toBe(seconds);
    }
  });
});

describe("when it closes again", () => {
  test("all traffic resumes and the count starts anew", () => {
    const b = breaker({ condition: { count: 2, interval: "PT1H" } });
    b.fail();
    b.fail();
    b.wait(60);
    expect([b.open(), b.open()]).toEqual([false, false]);
    b.fail();
    expect(b.open()).toBe(false);
    expect(b.changes.slice(1)).toEqual(["60 s: a closed: the trip is over"]);
  });

  test("one failure is enough where the counters are kept", () => {
    const b = breaker({ condition: { count: 2, interval: "PT1H" } }, { tripCounters: "kept" });
    b.fail();
    b.fail();
    b.wait(60);
    expect(b.open()).toBe(false);
    b.fail();
    expect(b.open()).toBe(true);
  });

  test("with a probe, one call goes first and the others wait for how it ends", () => {
    const b = breaker({}, { halfOpen: "probe" });
    b.fail();
    b.wait(60);
    expect([b.open(), b.open(), b.open()]).toEqual([false, true, true]);
    b.fail(200);
    expect([b.open(), b.open()]).toEqual([false, false]);
    expect(b.changes.slice(1)).toEqual([
      "60 s: a half-open: the trip is over",
      "60 s: a closed: the probe succeeded",
    ]);
  });

  test("a probe that fails opens it again, whatever the count", () => {
    const b = breaker({ condition: { count: 5 } }, { halfOpen: "probe" });
    for (let i = 0; i < 5; i++) b.fail();
    b.wait(60);
    expect(b.open()).toBe(false);
    b.fail(500);
    expect(b.closedIn()).toBe(60);
  });

  test("a probe that nobody tells about gives its turn to another after the trip duration", () => {
    const b = breaker({}, { halfOpen: "probe" });
    b.fail();
    b.wait(60);
    expect([b.open(), b.open()]).toEqual([false, true]);
    b.wait(60);
    expect([b.open(), b.open()]).toEqual([false, true]);
  });
});

test("an open single backend is answered with 503, or with the status that the rule says", () => {
  const plain = start([single("a")]);
  plain.fail("a");
  expect(plain.backends.choose("a")).toEqual({
    kind: "unavailable",
    status: 503,
    reason: "Service Unavailable",
    as: "error",
    retryInMs: 60_000,
    retryAfter: "60",
    why: "the breaker of a is open",
  });
  const own = start([single("a", { rule: { failureResponse: { statusCode: 429 } } })], {
    unavailableAs: "response",
    unavailableReason: "Busy",
    unavailableRetryAfter: "absent",
  });
  own.fail("a");
  expect(own.backends.choose("a")).toEqual({
    kind: "unavailable",
    status: 429,
    reason: "Busy",
    as: "response",
    retryInMs: 60_000,
    why: "the breaker of a is open",
  });
});

test("every instance has breakers of its own", () => {
  const resources = [single("a")];
  const [first, second] = [start(resources), start(resources)];
  first.fail("a");
  expect([first.choose("a"), second.choose("a")]).toEqual([503, "a"]);
});

test("the state says what each breaker counts", () => {
  const { backends, fail, wait } = start([
    single("a", { condition: { count: 2 } }),
    { name: "b", properties: { url: "https://b", protocol: "http" } },
  ]);
  fail("a", 200);
  fail("a");
  expect(backends.state()).toEqual([
    {
      backend: "a",
      available: true,
      breakers: [{ rule: "busy", circuit: "closed", until: undefined, failures: 1, calls: 2 }],
    },
    { backend: "b", available: true, breakers: [] },
  ]);
  wait(1);
  fail("a");
  expect(backends.state()[0]).toMatchObject({
    available: false,
    breakers: [{ circuit: "open", until: Date.UTC(2026, 0, 1, 0, 1, 1), failures: 2, calls: 3 }],
  });
});

import { type Call, type CallableFleet, callableFleet, smallFleet } from "./callFleet";

jest.setTimeout(60_000);

let fleet: CallableFleet;
let classic: CallableFleet;
beforeAll(async () => {
  const limited = (name: string, limits: string) =>
    `  ${name}: { tokensPerMinute: 100000, models: { gpt-5.4: { ${limits} }, text-embedding-3-large: {} } }`;
  fleet = await callableFleet(
    smallFleet(
      [
        limited("requests", "requestsPerMinute: 3"),
        limited("tokens", "tokensPerMinute: 1000"),
        limited("quota", "tokenQuota: { tokens: 1000, period: Daily }"),
        "  each: { tokensPerMinute: 100000, models: { '*': { requestsPerMinute: 3, tokensPerMinute: 1000 } } }",
        "  both: { tokensPerMinute: 100000, requestsPerMinute: 3, models: { '*': { requestsPerMinute: 2 } } }",
        "  other: { tokensPerMinute: 100000 }",
      ].join("\n"),
    ),
  );
  classic = await callableFleet(
    smallFleet(
      "  app: { tokensPerMinute: 100000, requestQuota: { requests: 3, period: Hourly }, models: { '*': { requestQuota: { requests: 2, period: Daily } } } }",
      "",
      "Developer",
    ),
  );
});
afterAll(() => {
  fleet.remove();
  classic.remove();
});

const ways: readonly (readonly [name: string, how: Partial<Call>])[] = (
  ["azure", "v1", "regional"] as const
).flatMap((surface) => [
  [surface, { surface }] as const,
  [`${surface}, streamed`, { surface, stream: true }] as const,
]);

describe.each(ways)("a limit of one consumer for one model: %s", (_, how) => {
  // Every algorithm that the tiers have: a token bucket in v2 tiers, a window in classic ones.
  test.each(["token-bucket", "sliding-window"])(
    "of requests ends them with 429 that names it and the time, and touches no other model and nobody else (%s)",
    async (rateLimitAlgorithm) => {
      const { call, times, wait } = fleet.start({ rateLimitAlgorithm });
      const own = { key: "requests", ...how };
      expect((await times(3, own)).map(({ status }) => status)).toEqual([200, 200, 200]);
      const refused = await call(own);
      const seconds = Number(refused.headers["retry-after"]);
      expect([refused.status, refused.error]).toEqual([
        429,
        {
          message: `The limit of 3 requests per minute of this consumer for the model \`gpt-5.4\` is reached. Try again in ${seconds} s.`,
          type: "rate_limit_error",
          param: null,
          code: "rate_limit_exceeded",
        },
      ]);
      expect(refused.headers["retry-after-ms"]).toBe(String(seconds * 1000));
      expect((await call({ ...own, model: "text-embedding-3-large" })).status).toBe(200);
      expect((await times(3, { ...own, key: "each" })).map(({ status }) => status)).toEqual([200, 200, 200]);
      await wait(seconds - 1);
      expect((await call(own)).status).toBe(429);
      await wait(1);
      expect((await call(own)).status).toBe(200);
    },
  );

  test("of tokens counts what answers say that they used, and tells what is left", async () => {
    const { call, wait } = fleet.start();
    const own = { key: "tokens", ...how, tokens: 600 };
    const first = await call(own);
    expect([first.status, first.headers["x-ratelimit-limit-tokens"]]).toEqual([200, "1000"]);
    expect((await call(own)).status).toBe(200);
    const refused = await call(own);
    const seconds = Number(refused.headers["retry-after"]);
    expect([refused.status, refused.error.message]).toEqual([
      429,
      `The limit of 1000 tokens per minute of this consumer for the model \`gpt-5.4\` is reached. Try again in ${seconds} s.`,
    ]);
    expect((await call({ ...own, model: "text-embedding-3-large" })).status).toBe(200);
    expect((await call({ ...own, key: "other" })).status).toBe(200);
    await wait(seconds);
    expect((await call(own)).status).toBe(200);
  });

  test("of tokens in a period ends with 403 that names it and when it starts again", async () => {
    const { call, wait } = fleet.start();
    const own = { key: "quota", ...how, tokens: 1000 };
    expect((await call(own)).status).toBe(200);
    await wait(120);
    const refused = await call(own);
    expect([refused.status, refused.error]).toEqual([
      403,
      {
        message:
          "The quota of 1000 tokens per day of this consumer for the model `gpt-5.4` is used up. It starts again with 2026-01-02 00:00 UTC.",
        type: "insufficient_quota",
        param: null,
        code: "insufficient_quota",
      },
    ]);
    await wait(86_400);
    expect((await call(own)).status).toBe(200);
  });
});

test.each(["usage-or-estimate", "estimate"])(
  "tokens of a stream count as documented, by usage or by an estimate of prompt and answer (%s)",
  async (streamedTokens) => {
    const { times } = fleet.start({ streamedTokens });
    const own = { key: "tokens", stream: true, tokens: 1000, prompt: "x".repeat(1600) };
    // The estimate is 400 tokens of prompt and a few of the answer, of which two calls have room.
    const statuses = (await times(3, own)).map(({ status }) => status);
    expect(statuses).toEqual(streamedTokens === "estimate" ? [200, 200, 429] : [200, 429, 429]);
  },
);

test("a limit over all models stands beside those of single ones, each with its own name", async () => {
  const { call, times } = fleet.start();
  const [first] = await times(2, { key: "both" });
  expect([
    first?.headers["x-ratelimit-limit-requests"],
    first?.headers["x-ratelimit-remaining-requests"],
  ]).toEqual(["2", "1"]);
  expect((await call({ key: "both" })).error.message).toContain(
    "2 requests per minute of this consumer for the model",
  );
  expect((await call({ key: "both", model: "text-embedding-3-large" })).error.message).toMatch(
    /^The limit of 3 requests per minute of this consumer is reached\. Try again in \d+ s\.$/,
  );
});

test("a quota of requests is counted where the tier can", async () => {
  const { call, times, wait } = classic.start();
  await times(2, { key: "app" });
  const own = await call({ key: "app" });
  expect([own.status, own.error.message]).toEqual([
    403,
    "The quota of 2 requests per day of this consumer for the model `gpt-5.4` is used up. It starts again with 2026-01-02 00:00 UTC.",
  ]);
  const whole = await call({ key: "app", model: "text-embedding-3-large" });
  expect([whole.status, whole.error.message]).toEqual([
    403,
    "The quota of 3 requests per hour of this consumer is used up. It starts again with 2026-01-01 01:00 UTC.",
  ]);
  await wait(3600);
  expect((await call({ key: "app", model: "text-embedding-3-large" })).status).toBe(200);
});

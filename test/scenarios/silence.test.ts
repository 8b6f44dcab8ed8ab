import { type StackLoad, stackLoad } from "./stackLoad";

jest.setTimeout(240_000);

/** Accounts that hang, and accounts that are only slow. */
let prod: StackLoad;
/** A model that does not reason. */
let triage: StackLoad;
beforeAll(async () => {
  prod = await stackLoad("prod", "checkout", "gpt-5.4");
  triage = await stackLoad("prod", "claims", "claims-triage");
});
afterAll(() => {
  prod.remove();
  triage.remove();
});

const hangs = (from: number, to: number) => ({
  fault: { kind: "hangs" } as const,
  hits: (called: { account: string; deployment: string }) => prod.isIn(called, "eastus2"),
  from,
  to,
});

// 4,800 requests waited for more than two minutes, at 20 req/s.
test.each([
  { rate: 1, found: 12 },
  { rate: 5, found: 8 },
  { rate: 40, found: 8 },
])(
  "a hang is found within $found s at $rate req/s, and the account is back soon after it",
  async ({ rate, found }) => {
    const load = await prod.run({ slice: 10 }, { rate, seconds: 100, outages: [hangs(20, 60)] });
    expect(load.outages[0]?.foundAfter).toBeLessThanOrEqual(found);
    expect(load.outages[0]?.backAfter).toBeLessThanOrEqual(30);
    // Those that were under way when it was found, and looks, one every eight seconds.
    expect(load.late).toBeLessThanOrEqual(rate * found + 3);
  },
);

describe("looks at an account that hangs", () => {
  const looking = (others: readonly { name: string; key: string; rate: number }[]) =>
    prod.run(
      { slice: 10 },
      {
        rate: 2,
        seconds: 220,
        warmUpSeconds: 40,
        consumers: [{ name: "critical", key: prod.key("checkout") }, ...others],
        outages: [hangs(20, 220)],
      },
    );

  test("are never the request of a critical consumer where another one comes in time", async () => {
    const { consumers, deadCalls } = await looking([
      { name: "other", key: prod.key("batch-summaries"), rate: 0.25 },
    ]);
    expect(consumers.critical?.first).toBe(consumers.critical?.sent);
    expect(deadCalls).toBeGreaterThan(10);
  });

  test("are one in half a minute for each deployment where all consumers are critical", async () => {
    const { deadCalls, answered, sent } = await looking([]);
    expect(deadCalls).toBeGreaterThan(2);
    expect(deadCalls).toBeLessThanOrEqual((2 * 180) / 30);
    expect(answered).toBe(sent);
  });
});

// 6,000 of 6,000 failed, and nothing was learned.
test("callers that give up after 30 s do not hide a hang: only those of its first seconds are lost", async () => {
  const key = prod.key("checkout");
  const load = await prod.run(
    { slice: 10 },
    {
      rate: 20,
      seconds: 60,
      consumers: [{ name: "checkout", key, timeLimitSeconds: 30 }],
      outages: [hangs(10, 200)],
    },
  );
  expect(load.sent - load.answered).toBeLessThanOrEqual(20 * 8);
});

// Four calls of 120 s to all accounts, all paid, then 503 after 480 s.
describe.each([0, 1])("of all answers, %d streamed", (streamed) => {
  const of = (stack: StackLoad, name: string) => [{ name, key: stack.key(name), streamed }];

  test("a reasoning model's answer is waited for as long as API Management honours, and generated once", async () => {
    const load = await prod.run(
      { slice: 10 },
      // A stream's head comes after three tenths of it.
      { rate: 0.1, seconds: 40, answerSeconds: streamed ? 600 : 200, consumers: of(prod, "checkout") },
    );
    expect([load.answered, load.attempts]).toEqual([load.sent, 1]);
  });

  test("longer than that is 504, generated once, and no account is blamed", async () => {
    const load = await prod.run(
      { slice: 10 },
      { rate: 0.1, seconds: 40, answerSeconds: streamed ? 900 : 250, consumers: of(prod, "checkout") },
    );
    expect([Object.keys(load.statuses), load.twice]).toEqual([["504"], 0]);
  });

  test.each([
    { seconds: 110, status: "200" },
    { seconds: streamed ? 210 : 130, status: "504" },
  ])("of another chat model an answer after $seconds s is $status", async ({ seconds, status }) => {
    const load = await triage.run(
      { slice: 10 },
      { rate: 0.1, seconds: 40, answerSeconds: seconds, consumers: of(triage, "claims") },
    );
    expect([Object.keys(load.statuses), load.twice]).toEqual([[status], 0]);
  });
});

test("slow answers are learned: an account that takes 20 s is used as before", async () => {
  const load = await prod.run(
    { slice: 10 },
    { rate: 8, seconds: 150, warmUpSeconds: 60, answerSeconds: { median: 20, sigma: 0.3 } },
  );
  expect(load.answered).toBe(load.sent);
  expect(load.attempts).toBe(1);
  const preferred = Object.entries(load.calls).filter(([name]) => name.endsWith("-ptu"));
  expect(preferred.reduce((sum, [, { served }]) => sum + served, 0) / load.sent).toBeGreaterThan(0.9);
});

// After a start the first answer of a minute looked like silence: healthy accounts were left, and their PTU with them.
test.each([1, 5])(
  "a reasoning model may think for a minute before it is ever heard, at %s req/s",
  async (rate) => {
    const load = await prod.run({ slice: 10, depth: 60 }, { rate, seconds: 120, answerSeconds: 60 });
    expect(load.answered).toBe(load.sent);
    expect(load.attempts).toBe(1);
    const preferred = Object.entries(load.calls).filter(([name]) => name.endsWith("-ptu"));
    expect(preferred.reduce((sum, [, { served }]) => sum + served, 0)).toBe(load.sent);
  },
);

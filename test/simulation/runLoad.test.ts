import { PtuBucket } from "../../local/accounts/admission/ptuBucket";
import { RequestSlices } from "../../local/accounts/admission/requestSlices";
import { failsWith } from "../../local/simulation/faults";
import type { LoadOptions } from "../../local/simulation/load";
import { runLoad } from "../../local/simulation/runLoad";
import { onTwoAccounts, roomy } from "./twoAccounts";

const base = onTwoAccounts();
const run = (options: Partial<LoadOptions> = {}) => runLoad({ ...base, ...options });
const isOne = ({ account }: { account: string }) => account.startsWith("one");

test("the same options give the same result, another seed another one", async () => {
  const [first, again, other] = [await run(), await run(), await run({ seed: 2 })];
  expect(again).toEqual(first);
  expect(other.sent).not.toBe(first.sent);
  expect(first).toMatchObject({ answered: first.sent, first: first.sent, attempts: 1, late: 0, twice: 0 });
});

test("surface v1 names the model in the body", async () => {
  const { calls } = await run({ surface: "v1" });
  expect(Object.keys(calls)).toEqual(["one/m"]);
});

describe("consumers", () => {
  test("have shares of the load, or a rate of their own", async () => {
    const { consumers } = await run({
      rate: 90,
      consumers: [
        { name: "large", key: "k", share: 2 },
        { name: "small", key: "k", share: 1 },
        { name: "own", key: "k", rate: 10 },
      ],
    });
    const sent = (name: string) => (consumers[name]?.sent ?? 0) / 30;
    expect([
      Math.round(sent("large") / 10),
      Math.round(sent("small") / 10),
      Math.round(sent("own") / 5),
    ]).toEqual([6, 3, 2]);
  });

  test("poison is refused by every member, whatever room there is, and its library tries it again", async () => {
    const poisoned = await run({
      consumers: [
        { name: "a", key: "k", rate: 1, poison: { status: 429, retryAfterSeconds: 3 }, sdkRetries: 2 },
        { name: "b", key: "k" },
      ],
    });
    const { a, b } = poisoned.consumers;
    expect([a?.answered, b?.answered]).toEqual([0, b?.sent]);
    expect(poisoned.retryAfters).toEqual({ "3": a?.sent });
    // Three tries, two accounts.
    expect(poisoned.calls["two/m"]?.asked).toBe(3 * (a?.sent ?? 0));
  });

  test("go away after their time limit, and what they asked is broken off", async () => {
    const { statuses, calls } = await run({
      consumers: [{ name: "hasty", key: "k", timeLimitSeconds: 2 }],
      outages: [{ fault: { kind: "hangs" }, hits: () => true }],
    });
    expect(Object.keys(statuses)).toEqual(["0"]);
    expect(calls["two/m"]).toBeUndefined();
  });

  test("prompts that are too long are refused by provisioned deployments alone", async () => {
    const { answered, sent, first } = await run({
      consumers: [{ name: "long", key: "k", tooLong: 0.5 }],
      admission: (called) => (isOne(called) ? new PtuBucket({ rate: 100, depthSeconds: 1 }) : roomy()),
    });
    expect(answered).toBe(sent);
    expect(first / sent).toBeCloseTo(0.5, 1);
  });

  test("get streams to their end", async () => {
    const { answered, sent } = await run({ consumers: [{ name: "reader", key: "k", streamed: 1 }] });
    expect(answered).toBe(sent);
  });
});

describe("faults", () => {
  test.each([
    ["refused connections", { kind: "refused" } as const],
    ["403", failsWith(403)],
  ])("%s for a time: calls to the failing account are counted", async (_, fault) => {
    const { deadCalls, answered, sent, outages } = await run({
      outages: [{ fault, hits: isOne, from: 10, to: 20 }],
    });
    expect(answered).toBe(sent);
    expect(deadCalls).toBeGreaterThan(60);
    // This router learns nothing: it never finds out, and is back with the first call.
    expect(outages).toEqual([{ calls: deadCalls, foundAfter: undefined, backAfter: expect.closeTo(0, 0) }]);
  });

  test("flapping fails half of the time", async () => {
    const { deadCalls, sent } = await run({
      seconds: 120,
      outages: [{ fault: failsWith(503), hits: isOne, period: 10 }],
    });
    expect(deadCalls / sent).toBeCloseTo(0.5, 1);
  });

  test("a hang costs the attempt's limit, and its callers are late", async () => {
    const { late, sent, answered } = await run({ outages: [{ fault: { kind: "hangs" }, hits: isOne }] });
    expect([late, answered]).toEqual([sent, sent]);
  });

  test("an answer that takes longer than the limit was generated for nothing, then again", async () => {
    const { twice, sent, statuses } = await run({ answerSeconds: 25 });
    expect(twice).toBe(sent);
    expect(Object.keys(statuses)).not.toContain("200");
  });
});

describe("refusals", () => {
  const full = () => new RequestSlices({ rate: 0.1, sliceSeconds: 10 });
  test.each([
    ["seconds", ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"]],
    ["none", ["none"]],
    [60, ["60"]],
  ] as const)("tell to wait: %s", async (kind, told) => {
    const { retryAfters } = await run({ admission: full, retryAfter: () => kind });
    for (const seconds of Object.keys(retryAfters)) expect(told).toContain(seconds);
    expect(Object.keys(retryAfters).length).toBeGreaterThan(0);
  });

  test("a thousand at one instant are all sent", async () => {
    const { sent, answered, first } = await run({
      rate: 0.001,
      burst: { atSeconds: 5, requests: 1000 },
      admission: () => new RequestSlices({ rate: 40, sliceSeconds: 10 }),
    });
    expect([Math.floor(sent / 1000), Math.floor(answered / 800), Math.floor(first / 400)]).toEqual([1, 1, 1]);
  });
});

test("how full a provisioned deployment is when counting begins and ends, and nothing of others", async () => {
  const { utilization, calls } = await run({
    rate: 10,
    warmUpSeconds: 10,
    admission: ({ account }) =>
      account.startsWith("one")
        ? new PtuBucket({ rate: 4, depthSeconds: 10 })
        : new RequestSlices({ rate: 40, sliceSeconds: 10 }),
  });
  expect(Object.keys(utilization)).toEqual(["one/m"]);
  const { begin, end } = utilization["one/m"] as { begin: number; end: number };
  // Full after 7 s; from then on it takes in what it works off, and is at most a request too full.
  const works = (calls["one/m"]?.work ?? 0) - ((end - begin) / 100) * 40;
  expect(works / (4 * 20)).toBeCloseTo(1, 2);
  expect(Math.max(begin, end)).toBeLessThanOrEqual(102.5);
});

test("answers differ in length where they are said to, and requests in cost", async () => {
  const { calls } = await run({
    rate: 100,
    answerSeconds: { median: 1, sigma: 0.5 },
    costSigma: 0.8,
  });
  const { work = 0, served = 1 } = calls["one/m"] ?? {};
  expect(work / served).toBeCloseTo(1, 1);
  expect(work).not.toBe(served);
});

import { FleetSeen, MOST_SAMPLES } from "../../local/page/fleetSeen";
import { billOf, breakersOf } from "../../local/page/pageState";
import { requestPath } from "../../local/page/requestPath";
import { attempt, shape, trace } from "./shape";

const called = (status: number, tokens?: { prompt: number; cached: number; output: number }) => ({
  account: "a",
  region: "swedencentral",
  deployment: "gpt-5.4-ptu",
  status,
  ...(tokens === undefined ? {} : { tokens }),
});

test("a second holds the calls of each member, what each consumer got and how full PTU is", () => {
  const seen = new FleetSeen(shape);
  seen.called(called(200, { prompt: 100, cached: 40, output: 10 }));
  seen.called(called(429));
  seen.called(called(0));
  seen.called(called(401));
  seen.called({ ...called(200), deployment: "nobody's" });
  const over = (change: Parameters<typeof trace>[0]) => seen.over(requestPath(shape, trace(change)));
  over({});
  over({ status: 429, attempts: [] });
  over({ status: 503, subscription: "aoai-claims" });
  over({ outcome: "cut", subscription: "aoai-claims" });
  over({ status: 401, subscription: null });
  const sample = seen.tick(1000, ({ tier }) => (tier === "ptu" ? 42 : undefined));
  expect(sample).toEqual({
    at: 1000,
    members: [
      [1, 1, 2, 110, 42],
      [0, 0, 0, 0, null],
    ],
    consumers: [
      [1, 1, 0, 0, 1],
      [0, 0, 2, 0, 0],
      [0, 0, 0, 1, 0],
    ],
  });
  expect(seen.tick(2000, () => undefined).members[0]).toEqual([0, 0, 0, 0, null]);
  expect(seen.tokensOf("gpt-5-4-ptu-swedencentral")).toEqual({ prompt: 100, cached: 40, output: 10 });
});

test("who answered each consumer is known by tier; what was not answered counts for nobody", () => {
  const seen = new FleetSeen(shape);
  const over = (change: Parameters<typeof trace>[0]) => seen.over(requestPath(shape, trace(change)));
  const payg = [attempt({ status: 429 }), attempt({ backend: "payg-frac-azure" })];
  over({});
  over({});
  over({ attempts: payg });
  over({ attempts: payg, subscription: "aoai-claims" });
  over({ status: 503 });
  over({ outcome: "cut" });
  over({ subscription: null });
  expect(seen.answersEver()).toEqual([
    { consumer: "checkout", model: "gpt-5.4", ptu: 2, payg: 1 },
    { consumer: "claims", model: "gpt-5.4", ptu: 0, payg: 1 },
  ]);
});

test("ten minutes and a hundred requests are kept, the newest", () => {
  const seen = new FleetSeen(shape);
  for (let second = 0; second < MOST_SAMPLES + 5; second++) {
    seen.over(requestPath(shape, trace({ id: `${second}` })));
    seen.tick(second, () => undefined);
  }
  expect([seen.history.length, seen.history[0]?.at]).toEqual([MOST_SAMPLES, 5]);
  expect([seen.paths.length, seen.paths[0]?.id]).toEqual([100, `${MOST_SAMPLES + 4}`]);
});

test("who is set aside is so since the first time, until it answers", () => {
  const seen = new FleetSeen(shape);
  const aside = (Reason: string, Member: string) => ({
    namespace: "aoai-fleet",
    name: "Members set aside",
    value: 1,
    dimensions: { Reason, Model: "gpt-5.4", Member },
  });
  seen.metric(aside("role missing", "gpt-5-4-ptu-swedencentral"), 10);
  seen.metric(aside("no connection", "ptu-swec-v1"), 20);
  seen.metric(aside("no connection", "nobody"), 20);
  seen.metric({ ...aside("x", "payg-frac-v1"), name: "Total Tokens" }, 20);
  expect(seen.setAside).toEqual([
    { member: "gpt-5-4-ptu-swedencentral", reason: "no connection", since: 10 },
  ]);
  seen.over(requestPath(shape, trace({ attempts: [attempt({ status: 500 })] })));
  expect(seen.setAside).toHaveLength(1);
  seen.over(requestPath(shape, trace()));
  expect(seen.setAside).toEqual([]);
});

test.each([
  [{ status: 200 }, "answered"],
  [{ status: 429 }, "throttled"],
  [{ status: 503 }, "failed"],
  [{ status: 200, outcome: "cut" as const }, "failed"],
  [{ status: 404 }, "refused"],
  [{ status: 200, outcome: "aborted" as const }, "refused"],
])("%j is %s", (change, outcome) => {
  expect(requestPath(shape, trace(change)).outcome).toBe(outcome);
});

test("a path names members as the fleet does, and what is no member by its backend", () => {
  const path = requestPath(
    shape,
    trace({
      attempts: [
        attempt({ status: null, failure: "connection" }),
        attempt({ backend: "payg-frac-azure", status: 200, at: 30 }),
        attempt({ backend: "regional-swec", status: null, failure: "unavailable" }),
      ],
    }),
  );
  expect(path).toMatchObject({ consumer: "checkout", model: "gpt-5.4", milliseconds: 30 });
  expect(
    path.attempts.map(({ region, deployment, tier, said, good }) => [region, deployment, tier, said, good]),
  ).toEqual([
    ["swedencentral", "gpt-5.4-ptu", "ptu", "no connection", false],
    ["francecentral", "gpt-5.4-payg", "payg", "200", true],
    ["regional-swec", "", undefined, "breaker open", false],
  ]);
});

test("the worst of a member's breakers is shown, over its backends and all instances", () => {
  const breaker = (circuit: "closed" | "open" | "half-open", failures: number, until?: number) => ({
    rule: "r",
    circuit,
    until,
    failures,
    calls: 0,
  });
  const backend = (name: string, ...breakers: ReturnType<typeof breaker>[]) => ({
    backend: name,
    available: true,
    breakers,
  });
  expect(
    breakersOf(shape, [
      {
        instance: 0,
        backends: [
          backend("ptu-swec-v1", breaker("half-open", 4)),
          backend("ptu-swec-azure", breaker("open", 1, 500)),
        ],
      },
      {
        instance: 1,
        backends: [
          backend("ptu-swec-azure", breaker("open", 1, 900)),
          backend("else", breaker("open", 9, 1)),
        ],
      },
    ]),
  ).toEqual([
    { circuit: "open", until: 900, failures: 4 },
    { circuit: "closed", until: null, failures: 0 },
  ]);
});

test("a bill has what prices are known for, and names what has none", () => {
  const seen = { tokensOf: () => ({ prompt: 1_000_000, cached: 0, output: 500_000 }) };
  const bill = billOf(shape, seen);
  // 15 PTU at a USD an hour each, GlobalProvisionedManaged (prices.json).
  expect(bill).toMatchObject({ ptuPerHour: 15, ptuTokens: 1_500_000, paygTokens: 1_500_000 });
  expect(bill.payg === null).toBe(bill.unknown.includes("gpt-5.4"));
  const [first] = shape.members;
  const priced = {
    ...shape,
    members: [
      {
        ...(first as (typeof shape.members)[0]),
        model: "gpt-5.1",
        tier: "payg" as const,
        sku: "GlobalStandard" as const,
      },
    ],
  };
  // A million in at 1.25 USD, half a million out at 10 USD a million (prices.json).
  expect(billOf(priced, seen)).toMatchObject({ ptuPerHour: null, payg: 6.25, unknown: [] });
});

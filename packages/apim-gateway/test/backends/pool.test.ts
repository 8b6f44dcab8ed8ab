import { pool, single, start } from "./fleet";

const abc = [single("a"), single("b"), single("c")];
const take = (count: number, choose: () => string | number) => Array.from({ length: count }, choose);

test("members of one priority take turns", () => {
  const { choose } = start([...abc, pool("p", ["a", "b", "c"])]);
  expect(take(6, () => choose("p"))).toEqual(["a", "b", "c", "a", "b", "c"]);
});

test("weights are spread evenly, not in blocks", () => {
  const { choose } = start([
    ...abc,
    pool("p", [
      ["a", 1, 5],
      ["b", 1, 1],
      ["c", 1, 1],
    ]),
  ]);
  expect(take(7, () => choose("p")).join("")).toBe("aabacaa");
});

test("random choice follows the weights and the random numbers that are passed in", () => {
  const numbers = [0, 0.79, 0.81, 0.999];
  const { choose } = start(
    [
      ...abc,
      pool("p", [
        ["a", 1, 80],
        ["b", 1, 20],
      ]),
    ],
    { poolSelection: "random-weighted" },
    { random: () => numbers.shift() ?? 0 },
  );
  expect(take(4, () => choose("p"))).toEqual(["a", "a", "b", "b"]);
});

test("a higher priority number only when every lower one is open, and back as soon as one closes", () => {
  const { choose, fail, wait } = start([
    ...abc,
    pool("p", [
      ["c", 2],
      ["a", 1],
      ["b", 1],
    ]),
  ]);
  fail("a");
  wait(10);
  expect(take(2, () => choose("p"))).toEqual(["b", "b"]);
  fail("b");
  expect(take(2, () => choose("p"))).toEqual(["c", "c"]);
  wait(50);
  expect(take(2, () => choose("p"))).toEqual(["a", "a"]);
});

test("an exhausted pool is answered with 503 and the time until the first breaker closes", () => {
  const { backends, fail, wait } = start([...abc, pool("p", ["a", "b"])]);
  fail("a");
  wait(20);
  fail("b");
  expect(backends.choose("p")).toEqual({
    kind: "unavailable",
    status: 503,
    reason: "Service Unavailable",
    as: "error",
    retryInMs: 40_000,
    retryAfter: "40",
    why: "no member of p may be called",
  });
});

test("a pool may have a status of its own for that", () => {
  const { choose, fail } = start([single("a"), pool("p", ["a"], { failureResponse: { statusCode: 429 } })]);
  fail("a");
  expect(choose("p")).toBe(429);
});

test("excluded members are not chosen, by name or by id", () => {
  const { choose, backends } = start([...abc, pool("p", ["a", "b", "c"])]);
  expect(take(3, () => choose("p", ["A", "/backends/b"]))).toEqual(["c", "c", "c"]);
  expect(backends.choose("p", { excluding: ["a", "b", "c"] })).toMatchObject({
    kind: "unavailable",
    retryInMs: undefined,
  });
});

test("weight 0 is a last resort, or never", () => {
  const resources = [
    ...abc,
    pool("p", [
      ["a", 1, 0],
      ["b", 1, 10],
      ["c", 2, 10],
    ]),
  ];
  const usual = start(resources);
  expect(take(3, () => usual.choose("p"))).toEqual(["b", "b", "b"]);
  usual.fail("b");
  expect(usual.choose("p")).toBe("a");
  const never = start(resources, { zeroWeight: "never" });
  never.fail("b");
  expect(never.choose("p")).toBe("c");
  never.fail("c");
  expect(never.choose("p")).toBe(503);
});

test("members without priority or weight have those of the settings", () => {
  const { choose } = start([...abc, pool("p", [["a", 3], ["b"], ["c", 4]])], { absentPriority: 4 });
  expect(choose("p")).toBe("a");
  const weighted = start(
    [
      ...abc,
      pool("p", [
        ["a", 1, 50],
        ["b", 1],
      ]),
    ],
    { absentWeight: 25 },
  );
  expect(take(3, () => weighted.choose("p")).sort()).toEqual(["a", "a", "b"]);
});

test("backends are found by any form of their id, whatever its case", () => {
  const { choose } = start([...abc, pool("p", ["a"])]);
  expect([
    choose("/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/apim/backends/A"),
    choose("/backends/P"),
    choose("nobody"),
  ]).toEqual(["a", "a", "unknown"]);
});

describe("session affinity", () => {
  const resources = [
    ...abc,
    pool("p", ["a", "b", "c"], { sessionAffinity: { sessionId: { source: "cookie", name: "session" } } }),
  ];
  function cookieOf(fleet: ReturnType<typeof start>): [name: string, cookie: string] {
    const choice = fleet.backends.choose("p");
    if (choice.kind !== "chosen" || choice.setCookie === undefined) throw new Error("no cookie");
    return [choice.backend.name, choice.setCookie];
  }

  test("a first answer sets a cookie that tells nothing, and later calls stay at the member", () => {
    const fleet = start(resources);
    const [name, cookie] = cookieOf(fleet);
    expect(cookie).toMatch(/^session=[\w-]{22}; Path=\/; HttpOnly$/);
    const header = `other=1; ${cookie.split(";")[0]}`;
    for (let i = 0; i < 4; i++)
      expect(fleet.backends.choose("p", { cookie: header })).toMatchObject({
        backend: { name },
        why: "the session's member",
        setCookie: undefined,
      });
  });

  test("another instance knows the cookie", () => {
    const fleet = start(resources);
    cookieOf(fleet);
    const [name, cookie] = cookieOf(fleet);
    expect(start(resources).backends.choose("p", { cookie })).toMatchObject({ backend: { name } });
  });

  test("when the member may not be called the session moves, or waits, as the setting says", () => {
    const fleet = start(resources);
    const [, cookie] = cookieOf(fleet);
    fleet.fail("a");
    expect(fleet.backends.choose("p", { cookie })).toMatchObject({
      backend: { name: "b" },
      setCookie: expect.stringMatching(/^session=/),
    });
    const waiting = start(resources, { affinityUnavailable: "unavailable" });
    waiting.fail("a");
    expect(waiting.backends.choose("p", { cookie })).toMatchObject({
      kind: "unavailable",
      why: "the session's member of p may not be called",
    });
  });

  test("a cookie of nobody is as good as none", () => {
    const fleet = start(resources, { affinityUnavailable: "unavailable" });
    expect(fleet.backends.choose("p", { cookie: 'session="x"; a; =' })).toMatchObject({
      kind: "chosen",
      setCookie: expect.stringMatching(/^session=/),
    });
  });
});

test("a change of the configuration keeps the breakers of what did not change", () => {
  const onBreakerChange = () => {};
  const before = start([...abc, pool("p", ["a", "b"])], {}, { onBreakerChange });
  before.fail("a");
  before.fail("b");
  const changed = single("b", { rule: { tripDuration: "PT2M" } });
  const after = start(
    [single("a"), changed, pool("p", ["a", "b"])],
    {},
    {
      onBreakerChange,
      previous: before.backends,
    },
  );
  expect([after.choose("a"), after.choose("b"), after.choose("c"), after.choose("p")]).toEqual([
    503,
    "b",
    "unknown",
    "b",
  ]);
});

import fc from "fast-check";
import { readBackends } from "../../src/backends/readBackends";
import { type MemberParts, pool, single, start } from "./fleet";

const names = Array.from({ length: 30 }, (_, index) => `m${index}`);
const members = fc
  .array(fc.tuple(fc.nat({ max: 3 }), fc.integer({ min: 1, max: 100 })), { minLength: 1, maxLength: 30 })
  .map((list) =>
    list.map(([priority, weight], index): [string, number, number] => [
      names[index] as string,
      priority,
      weight,
    ]),
  );
const selection = fc.constantFrom("smooth-weighted" as const, "random-weighted" as const);

/** A fleet with one pool `p`, and random numbers from a seed. */
function fleetOf(
  list: readonly MemberParts[],
  poolSelection: "smooth-weighted" | "random-weighted" = "smooth-weighted",
  seed = 1,
) {
  let state = seed;
  const random = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  return start([...names.map((name) => single(name)), pool("p", list)], { poolSelection }, { random });
}

test("over one round of smooth choices every member has exactly its weight", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 30 }), (weights) => {
      const { choose } = fleetOf(weights.map((weight, index) => [names[index] as string, 1, weight]));
      const counts = new Map<string | number, number>();
      for (let left = weights.reduce((sum, weight) => sum + weight, 0); left > 0; left--) {
        const name = choose("p");
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
      expect(weights.map((_, index) => counts.get(names[index] as string))).toEqual(weights);
    }),
    { numRuns: 30 },
  );
});

test("random choices come near the weights", () => {
  const { choose } = fleetOf(
    [
      ["m0", 1, 70],
      ["m1", 1, 20],
      ["m2", 1, 10],
    ],
    "random-weighted",
  );
  const counts = { m0: 0, m1: 0, m2: 0 };
  for (let i = 0; i < 10_000; i++) counts[choose("p") as keyof typeof counts]++;
  expect([counts.m0 / 100, counts.m1 / 100, counts.m2 / 100].map(Math.round)).toEqual([
    expect.closeTo(70, -0.5),
    expect.closeTo(20, -0.5),
    expect.closeTo(10, -0.5),
  ]);
});

test("no choice is outside of the pool, excluded, open, or behind an available lower priority", () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant("fail" as const), member: fc.nat({ max: 29 }) }),
    fc.record({ kind: fc.constant("wait" as const), seconds: fc.integer({ min: 1, max: 40 }) }),
    fc.record({ kind: fc.constant("choose" as const), excluding: fc.subarray(names, { maxLength: 5 }) }),
  );
  fc.assert(
    fc.property(members, selection, fc.array(step, { maxLength: 60 }), (list, how, steps) => {
      const fleet = fleetOf(list, how);
      for (const action of steps) {
        if (action.kind === "fail") fleet.fail(names[action.member] as string);
        else if (action.kind === "wait") fleet.wait(action.seconds);
        else {
          const open = new Set(
            fleet.backends
              .state()
              .filter(({ available }) => !available)
              .map(({ backend }) => backend),
          );
          const usable = list.filter(([name]) => !open.has(name) && !action.excluding.includes(name));
          const best = Math.min(...usable.map(([, priority]) => priority));
          const allowed = usable.filter(([, priority]) => priority === best).map(([name]) => name);
          const chosen = fleet.choose("p", action.excluding);
          if (allowed.length === 0) expect(chosen).toBe(503);
          else expect(allowed).toContain(chosen);
        }
      }
    }),
    { numRuns: 150 },
  );
});

test("every member is reached when all before it fail", () => {
  fc.assert(
    fc.property(members, selection, (list, how) => {
      const fleet = fleetOf(list, how);
      const reached = list.map(() => {
        const name = fleet.choose("p") as string;
        fleet.fail(name);
        return name;
      });
      expect([...reached].sort()).toEqual(list.map(([name]) => name).sort());
      const priorities = reached.map((name) => list.find(([member]) => member === name)?.[1] ?? -1);
      expect(priorities).toEqual([...priorities].sort((a, b) => a - b));
      expect(fleet.choose("p")).toBe(503);
    }),
    { numRuns: 60 },
  );
});

test("the same seed and the same times give the same choices", () => {
  const run = () => {
    const fleet = fleetOf(
      [
        ["m0", 1, 3],
        ["m1", 1, 2],
        ["m2", 2, 1],
      ],
      "random-weighted",
      7,
    );
    return Array.from({ length: 50 }, (_, index) => {
      fleet.wait(1);
      if (index % 7 === 0) fleet.fail("m0");
      return fleet.choose("p");
    });
  };
  expect(run()).toEqual(run());
});

test("no resource crashes the reader, and every problem names its backend and its path", () => {
  const part = fc.constantFrom(
    "url",
    "protocol",
    "type",
    "pool",
    "services",
    "circuitBreaker",
    "rules",
    "failureCondition",
    "interval",
    "count",
    "percentage",
    "statusCodeRanges",
    "min",
    "max",
    "id",
    "name",
    "properties",
    "tripDuration",
    "sessionAffinity",
    "sessionId",
    "__proto__",
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom<unknown>(
        "Pool",
        "Single",
        "https://a",
        "PT1M",
        "a",
        1,
        429,
        -1,
        true,
        null,
        1.5,
        "x".repeat(3000),
      ),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(part, tie("value"), { maxKeys: 5 }),
    ),
  }));
  const good = [single("a"), single("b"), pool("p", ["a", "b"])];
  fc.assert(
    fc.property(fc.array(value, { maxLength: 5 }), value, (list, properties) => {
      const { backends, problems } = readBackends([...list, { name: "odd", properties }, ...good]);
      expect(backends.size).toBeGreaterThanOrEqual(1);
      for (const problem of problems) {
        expect(problem.backend).not.toBe("");
        expect(problem.path).toMatch(/^(?:name|properties.*)$/);
        expect(problem.message).not.toBe("");
      }
    }),
    { numRuns: 500 },
  );
});

import * as fc from "fast-check";
import type { RateCount } from "../../src/policies/limits/rateCount";
import { SlidingCount } from "../../src/policies/limits/slidingCount";
import { TokenBucket } from "../../src/policies/limits/tokenBucket";

const both: [string, () => RateCount][] = [
  ["a sliding window", () => new SlidingCount()],
  ["a token bucket", () => new TokenBucket()],
];

describe.each(both)("%s", (_, make) => {
  test("has room for the limit and no more", () => {
    const count = make();
    expect(count.remaining(5, 1000, 0)).toBe(5);
    count.add(3, 5, 1000, 0);
    expect(count.remaining(5, 1000, 0)).toBe(2);
    expect(count.waitMs(2, 5, 1000, 0)).toBe(0);
    expect(count.waitMs(3, 5, 1000, 0)).toBeGreaterThan(0);
    expect(count.waitMs(6, 5, 1000, 0)).toBe(Number.POSITIVE_INFINITY);
  });

  test("never saves up more than the limit", () => {
    const count = make();
    count.add(1, 5, 1000, 0);
    expect(count.remaining(5, 1000, 1_000_000)).toBe(5);
  });

  test("takes back what was counted too much, and never more than everything", () => {
    const count = make();
    count.add(4, 5, 1000, 0);
    count.add(-3, 5, 1000, 0);
    expect(count.remaining(5, 1000, 0)).toBe(4);
    count.add(-10, 5, 1000, 0);
    expect(count.remaining(5, 1000, 0)).toBe(5);
  });

  test("is as good as new when its period has passed", () => {
    const count = make();
    expect(count.expired(0)).toBe(true);
    count.add(5, 5, 1000, 0);
    expect(count.expired(999)).toBe(false);
    expect(count.expired(1000)).toBe(true);
  });

  test("lets in what it asked to wait for, after that time and not a moment earlier", () => {
    const amounts = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 400 })));
    void fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 20 }), (events, wanted) => {
        const count = make();
        let now = 0;
        for (const [amount, pause] of events) {
          now += pause;
          count.add(amount, 20, 1000, now);
        }
        const wait = count.waitMs(wanted, 20, 1000, now);
        if (wait > 1) expect(count.waitMs(wanted, 20, 1000, now + wait - 1)).toBeGreaterThan(0);
        expect(count.waitMs(wanted, 20, 1000, now + wait + 0.001)).toBe(0);
      }),
    );
  });
});

test("a sliding window never lets more than the limit into any period", () => {
  void fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 20 }), (pauses) => {
      const count = new SlidingCount();
      const admitted: number[] = [];
      let now = 0;
      for (const pause of pauses) {
        now += pause;
        if (count.waitMs(1, 5, 1000, now) > 0) continue;
        count.add(1, 5, 1000, now);
        admitted.push(now);
      }
      for (const [index, time] of admitted.entries())
        if (index >= 5) expect(time - (admitted[index - 5] as number)).toBeGreaterThanOrEqual(1000);
    }),
  );
});

test("a sliding window can be looked at with a shorter period than it is kept for", () => {
  const count = new SlidingCount();
  count.add(2, 9, 1000, 0);
  count.add(1, 9, 100, 950);
  expect(count.remaining(9, 100, 960)).toBe(8);
  expect(count.remaining(9, 1000, 960)).toBe(6);
  expect(count.waitMs(9, 9, 100, 960)).toBe(90);
});

test("a debt of a bucket fills up before anything fits", () => {
  const bucket = new TokenBucket();
  bucket.add(15, 10, 1000, 0);
  expect(bucket.remaining(10, 1000, 0)).toBe(0);
  expect(bucket.waitMs(1, 10, 1000, 0)).toBeCloseTo(600);
  expect(bucket.expired(1499)).toBe(false);
  expect(bucket.expired(1500)).toBe(true);
});

import fc from "fast-check";
import { wholePercents } from "../../infra/routing/difference/memberChanges";

describe("shares in whole percents", () => {
  it.each([
    [
      [1, 1, 1],
      [34, 33, 33],
    ],
    [
      [100, 50],
      [67, 33],
    ],
    [
      [1, 1, 1, 1, 1, 1],
      [17, 17, 17, 17, 16, 16],
    ],
    [[7], [100]],
  ])("of %j are %j", (weights, shares) => {
    expect(wholePercents(weights)).toEqual(shares);
  });

  it("add up to 100, and none is off by a whole percent", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 30 }), (weights) => {
        const shares = wholePercents(weights);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(100);
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        for (const [index, share] of shares.entries())
          expect(Math.abs(share - (100 * (weights[index] as number)) / total)).toBeLessThan(1);
      }),
    );
  });
});

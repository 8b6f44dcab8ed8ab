import fc from "fast-check";
import { breakEven, readMix, USUAL_MIX } from "../../infra/cost/breakEven";
import { costOf } from "../../infra/cost/costOf";
import { parseTopology } from "../../infra/topology/parse";
import type { Topology } from "../../infra/topology/topology";
import { base, edited } from "../topology/fixture";

function topologyOf(text: string): Topology {
  const checked = parseTopology(text, "test.yaml");
  if (!checked.ok) throw new Error("the fixture is not valid");
  return checked.value;
}

const global51 = edited(base, [
  'gpt-5.4: { version: "2026-03-05", ptu: DataZoneProvisionedManaged, payg: DataZoneStandard }',
  'gpt-5.4: { name: gpt-5.1, version: "2025-11-13", ptu: GlobalProvisionedManaged, payg: GlobalStandard }',
]);
const ptuRow = (text: string, mix = USUAL_MIX) =>
  costOf(topologyOf(text), mix).rows.find(({ tier }) => tier === "ptu");

describe("from which traffic on PTU is cheaper", () => {
  test("never, where PTU is full before: by hand, gpt-5.1", () => {
    const even = ptuRow(global51)?.breakEven;
    // Three parts of 1.25 and one of 10 are 3.4375 for a million; 15 USD an hour are 0.25 a minute.
    expect(even?.tokensPerMinute).toBeCloseTo((0.25 / 3.4375) * 1_000_000, 6);
    // Three parts weigh 1 and one 8: 11 for four tokens, and a unit does 4,750 a minute.
    expect(even?.most).toBeCloseTo((15 * 4750 * 4) / 11, 6);
    expect(even?.reached).toBe("never");
  });

  test("what comes from the cache counts nothing on PTU and costs a tenth on PAYG", () => {
    const even = ptuRow(global51, { input: 1, cached: 40, output: 0 })?.breakEven;
    // 1 × 1.25 + 40 × 0.125 for 41 tokens.
    expect(even?.tokensPerMinute).toBeCloseTo((0.25 / (6.25 / 41)) * 1_000_000, 6);
    expect(even?.most).toBeCloseTo(15 * 4750 * 41, 6);
    expect(even?.reached).toBe("yes");
  });

  test("a reservation has a break-even of its own", () => {
    const reserved = ptuRow(global51)?.reserved ?? [];
    expect(reserved.map(({ months, monthly }) => [months, monthly])).toEqual([
      [1, 3900],
      [12, 3315],
    ]);
    expect(reserved[0]?.breakEven?.tokensPerMinute).toBeCloseTo((3900 / 43_800 / 3.4375) * 1_000_000, 6);
  });

  test("where a price or the pace is not known, it is said so", () => {
    const prices = { input: 1, output: 4 };
    expect(breakEven(1, 10, undefined, prices, USUAL_MIX)).toMatchObject({
      most: undefined,
      reached: "unknown",
    });
    expect(breakEven(1, 10, undefined, prices, { input: 3, cached: 1, output: 1 })).toBeUndefined();
    expect(breakEven(1, 10, undefined, { output: 4 }, USUAL_MIX)).toBeUndefined();
  });

  test("it is reached exactly when full PTU is worth more than it costs", () => {
    const amount = fc.double({ min: 0.01, max: 100, noNaN: true });
    fc.assert(
      fc.property(
        amount,
        fc.integer({ min: 1, max: 500 }),
        amount,
        amount,
        amount,
        amount,
        (perMinute, units, ...rest) => {
          const [input, output, partIn, partOut] = rest;
          const mix = { input: partIn, cached: 0, output: partOut };
          const even = breakEven(
            perMinute,
            units,
            { tokensPerPtu: 1000, outputWeight: 4 },
            { input, output },
            mix,
          );
          const rounds = (units * 1000) / (partIn + 4 * partOut);
          const worth = (rounds * (partIn * input + partOut * output)) / 1_000_000;
          fc.pre(Math.abs(worth - perMinute) > 1e-9 * perMinute);
          expect(even?.reached).toBe(worth > perMinute ? "yes" : "never");
        },
      ),
    );
  });
});

describe("a mix that is written", () => {
  test.each([
    ["3:0:1", { input: 3, cached: 0, output: 1 }],
    ["0.5:2:1", { input: 0.5, cached: 2, output: 1 }],
  ])("%s", (text, mix) => {
    expect(readMix(text)).toEqual(mix);
  });

  test.each(["", "3:1", "3:1:1:1", "a:1:1", "-1:1:1", "3::1", "1e3:1:1"])("`%s` is refused", (text) => {
    expect(readMix(text)).toBe("It is three numbers, new input, cached input and output, such as `3:1:1`.");
  });

  test("the cache alone is no traffic", () => {
    expect(readMix("0:5:0")).toContain("there is no traffic");
  });
});

import { failsWith, faultAt, isOn } from "../../local/simulation/faults";
import { type OutageCall, outageSeen } from "../../local/simulation/outageSeen";

const outage = { fault: failsWith(403), hits: () => true, from: 10, to: 40 };
const every = (gap: number, from: number, to: number, served: boolean): OutageCall[] =>
  Array.from({ length: Math.ceil((to - from) / gap) }, (_, n) => ({ second: from + n * gap, served }));
const seen = (...calls: OutageCall[][]) => outageSeen(outage, calls.flat(), (second) => isOn(outage, second));

test("found: the last call before calls became rare; back: the first that was served and followed by another", () => {
  const probes = every(4, 16, 40, false);
  expect(seen(every(0.1, 0, 10, true), every(0.1, 10, 12, false), probes, every(0.1, 43, 50, true))).toEqual({
    calls: 20 + 6,
    foundAfter: expect.closeTo(1.9),
    backAfter: 3,
  });
});

test("never found, and never back", () => {
  expect(seen(every(0.1, 0, 10, true), every(0.1, 10, 40, false), [{ second: 45, served: true }])).toEqual({
    calls: 300,
    foundAfter: undefined,
    backAfter: undefined,
  });
});

test("an account that is seldom asked needs a longer pause", () => {
  expect(seen(every(2, 0, 10, true), every(5, 10, 40, false)).foundAfter).toBeUndefined();
});

test("of several outages the first decides, each in its own time", () => {
  const outages = [outage, { ...outage, fault: failsWith(503), from: 0, to: 60, period: 20 }];
  const status = (second: number) => {
    const fault = faultAt(outages, { account: "a", deployment: "d" }, second);
    return fault?.kind === "status" ? fault.status : undefined;
  };
  expect([5, 15, 39.9, 40, 45, 50, 60].map(status)).toEqual([503, 403, 403, 503, 503, undefined, undefined]);
});

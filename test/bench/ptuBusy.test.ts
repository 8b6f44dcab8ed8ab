import { usualFleet } from "../../bench/routing/fleetText";
import { ptuBusy, type Seen } from "../../bench/routing/routingCase";
import type { LoadMember } from "../../local/simulation/loadMembers";

const ptu: LoadMember = {
  account: "one",
  deployment: "m-ptu",
  tier: "ptu",
  region: "eastus2",
  priority: 1,
  rate: 5,
};

/** A minute with a bucket of a minute: room for 300. */
function busy(work: number, begin: number, end: number): number | undefined {
  const result = {
    calls: { "onexyz/m-ptu": { asked: work, served: work, work } },
    utilization: { "onexyz/m-ptu": { begin, end } },
  } as unknown as Seen["result"];
  const load = { rules: { slice: 10, depth: 60 }, rate: 10, seconds: 80, warmUpSeconds: 20, seed: 1 };
  return ptuBusy(98).of({
    load,
    members: [ptu, { ...ptu, tier: "payg", deployment: "m" }],
    result,
    beside: undefined,
  });
}

test("a PTU that takes in less than it works off is busy as long as its bucket is not empty", () => {
  expect(busy(285, 100, 95)).toBeCloseTo(100);
  expect(busy(150, 100, 50)).toBeCloseTo(100);
});

test("a PTU that takes in more works no faster for it", () => {
  expect(busy(150, 0, 50)).toBeCloseTo(0);
  expect(busy(240, 0, 20)).toBeCloseTo(60);
});

test("the fleet of the table has PTU to look at", () => {
  expect(usualFleet.regions.map(({ ptu: units }) => units)).toEqual([10, undefined, 5, undefined]);
});

import type { RetryAfterKind } from "../../local/simulation/load";
import { type DrawnFleet, PLAIN_MODEL, usualFleet } from "./fleetText";
import { answered, attempts, ptuBusy, type RoutingCase, type Seen, workOf } from "./routingCase";

const CAPACITY = 125;
const SECONDS = 80;
const WARM_UP = 20;

const usual = { seconds: SECONDS, warmUpSeconds: WARM_UP, seed: 1, instances: 2 };

/** What is to be answered at a load, in percent of what is possible. */
function leastAt(share: number, slice: number): number {
  if (share <= 0.7) return 99.9;
  if (share <= 0.9) return 99;
  return slice === 1 ? 95 : 99;
}

const loads: readonly RoutingCase[] = [1, 10, 60].flatMap((slice) =>
  [0.7, 0.9, 1.1, 2, 3].map(
    (share): RoutingCase => ({
      property: 1,
      name: `${Math.round(share * 100)} % load, slices of ${slice} s`,
      fleet: usualFleet,
      load: { ...usual, rules: { slice }, rate: share * CAPACITY },
      rows: [
        answered(leastAt(share, slice)),
        ...(slice === 1 && share > 1 ? [attempts(1.35)] : [attempts()]),
      ],
    }),
  ),
);

/** PTU of 10 and 5 requests per second: so many requests fit into the smaller bucket. */
const busyAt = (depth: number) => (5 * depth >= 10 ? 98 : 85);
const kinds: readonly (readonly [string, RetryAfterKind])[] = [
  ["milliseconds", "exact"],
  ["1 s", 1],
  ["10 s", 10],
  ["60 s", 60],
  ["nothing", "none"],
];

const ptu: readonly RoutingCase[] = [0.3, 1, 10, 60].flatMap((depth) =>
  kinds
    .filter(([says]) => depth === 10 || depth === 1 || says === "milliseconds")
    .map(
      ([says, ptuSays]): RoutingCase => ({
        property: 1,
        name: `PTU of ${depth} s says ${says}`,
        fleet: usualFleet,
        // A deep bucket must be full before it is judged.
        load: {
          ...usual,
          seconds: SECONDS + depth,
          warmUpSeconds: WARM_UP + depth,
          rules: { slice: 10, depth, ptuSays },
          rate: 100,
        },
        rows: [ptuBusy(busyAt(depth)), attempts()],
      }),
    ),
);

const flatFleet: DrawnFleet = {
  model: PLAIN_MODEL,
  regions: [
    { name: "eastus2", priority: 1, payg: 30 },
    { name: "westus3", priority: 1, payg: 20 },
    { name: "swedencentral", priority: 1, payg: 10 },
  ],
  consumers: ["others"],
};

/** How far the members' use lies apart: the least used to the most used. */
const evenness = (seen: Seen) => {
  const used = seen.members.map((member) => workOf(seen, member) / member.rate);
  return Math.min(...used) / Math.max(...used);
};

const shares: readonly RoutingCase[] = [0.5, 0.9, 2].map(
  (share): RoutingCase => ({
    property: 1,
    name: `weights at ${share * 100} % load, slices of 1 s`,
    fleet: flatFleet,
    load: { ...usual, rules: { slice: 1 }, rate: share * 60 },
    rows: [{ name: "least used / most used", unit: "", of: evenness, target: { least: 0.85 } }],
  }),
);

const priorities: RoutingCase = {
  property: 1,
  name: "priorities at 50 % load, slices of 10 s",
  fleet: usualFleet,
  load: { ...usual, rules: { slice: 10 }, rate: 0.5 * CAPACITY },
  rows: [
    {
      name: "first PAYG busy",
      unit: "%",
      of: (seen) => (100 * paygWork(seen, "eastus2")) / (30 * (SECONDS - WARM_UP)),
      target: { least: 90 },
    },
    {
      name: "last PAYG busy",
      unit: "%",
      of: (seen) => (100 * paygWork(seen, "francecentral")) / (20 * (SECONDS - WARM_UP)),
      target: { most: 5 },
    },
  ],
};

function paygWork(seen: Seen, region: string): number {
  return seen.members
    .filter((member) => member.tier === "payg" && member.region === region)
    .reduce((sum, member) => sum + workOf(seen, member), 0);
}

/** Property 1: goodput never falls. */
export const goodputCases: readonly RoutingCase[] = [...loads, ...ptu, ...shares, priorities];

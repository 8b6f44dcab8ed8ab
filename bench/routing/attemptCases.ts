import { usualFleet } from "./fleetText";
import { attempts, type RoutingCase, repeated } from "./routingCase";

/** How many, and after how long one sees what another has put into the cache. */
const instances: readonly (readonly [count: number, cacheLagMs: number])[] = [
  [1, 0],
  [4, 0],
  [4, 200],
];

const steady: readonly RoutingCase[] = [
  { rate: 5, most: 1.12 },
  { rate: 22, most: 1.05 },
  { rate: 100, most: 1.02 },
].flatMap(({ rate, most }) =>
  instances.map(
    ([count, cacheLagMs]): RoutingCase => ({
      property: 2,
      name: `${rate} req/s, ${count} instance${count === 1 ? "" : "s"}${cacheLagMs === 0 ? "" : `, lag ${cacheLagMs} ms`}`,
      // At 5 req/s only the smaller PTU is asked for more than it has.
      fleet: usualFleetAt(rate),
      load: {
        rules: { slice: 10, depth: 10 },
        rate,
        seconds: rate < 20 ? 400 : 140,
        warmUpSeconds: 40,
        seed: 1,
        instances: count,
        cacheLagMs,
      },
      rows: [attempts(most), repeated],
    }),
  ),
);

/** The same fleet, its PTU small enough to overflow at that rate. */
function usualFleetAt(rate: number) {
  if (rate > 15) return usualFleet;
  return {
    ...usualFleet,
    regions: usualFleet.regions.map(({ ptu, ...region }) =>
      ptu === undefined ? region : { ...region, ptu: 1.5 },
    ),
  };
}

const BURST = 1000;

const instants: readonly RoutingCase[] = [10, 60].map(
  (slice): RoutingCase => ({
    property: 2,
    name: `${BURST} at one instant, slices of ${slice} s`,
    fleet: usualFleet,
    load: {
      rules: { slice },
      rate: 1,
      seconds: 20,
      seed: 1,
      instances: 2,
      burst: { atSeconds: 10, requests: BURST },
    },
    rows: [
      {
        name: "calls a request",
        unit: "calls",
        of: ({ result }) =>
          Object.values(result.calls).reduce((sum, { asked }) => sum + asked, 0) / result.sent,
        oracle: ({ answered, sent }) => answered / sent,
        // Two beyond the one that each answer needs.
        target: { most: 3 },
      },
      repeated,
    ],
  }),
);

/** Property 2: few attempts. */
export const attemptCases: readonly RoutingCase[] = [...steady, ...instants];

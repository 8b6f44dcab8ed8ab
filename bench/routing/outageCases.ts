import { usualFleet } from "./fleetText";
import type { PlannedFault, PlannedOutage } from "./plannedLoad";
import { answered, attempts, type RoutingCase, type RowSpec } from "./routingCase";

const FROM = 30;
const TO = 110;
const SECONDS = 150;

const found = (most: number): RowSpec => ({
  name: "found after",
  unit: "s",
  of: ({ result }) => result.outages[0]?.foundAfter,
  target: { most },
});

const back: RowSpec = {
  name: "back after",
  unit: "s",
  // Who never left does not come back.
  of: ({ result: { outages } }) => (outages[0]?.foundAfter === undefined ? undefined : outages[0].backAfter),
  target: { most: 30 },
};

const dead: RowSpec = { name: "calls to the dead", unit: "calls", of: ({ result }) => result.deadCalls };

const late = (most?: number): RowSpec => ({
  name: "late, > 10 s",
  unit: "%",
  of: ({ result }) => (100 * result.late) / result.sent,
  ...(most === undefined ? {} : { target: { most } }),
});

const region: Omit<PlannedOutage, "fault"> = { region: "eastus2", from: FROM, to: TO };

/** Counted from a moment of the outage on. */
function outage(
  name: string,
  rate: number,
  planned: PlannedOutage,
  warmUpSeconds: number,
  rows: readonly RowSpec[],
): RoutingCase {
  return {
    property: 4,
    name: `${name}, ${rate} req/s`,
    fleet: usualFleet,
    load: {
      rules: { slice: 10 },
      rate,
      seconds: SECONDS,
      warmUpSeconds,
      seed: 1,
      instances: 2,
      outages: [planned],
    },
    rows,
  };
}

const refusals: readonly (readonly [PlannedFault, readonly number[]])[] = [
  ["refused", [1, 20, 60, 80]],
  [401, [60]],
  [403, [20, 60, 80]],
  [404, [60]],
  [410, [60]],
  [429, [60]],
  [503, [20, 60, 80]],
];

const said = (fault: PlannedFault) =>
  fault === "refused" ? "eastus2 refuses connections" : `eastus2 answers ${fault}`;

const refused = refusals.flatMap(([fault, rates]) =>
  rates.map((rate) =>
    outage(said(fault), rate, { ...region, fault }, FROM, [
      answered(rate === 80 ? 98 : 99.9),
      ...(fault === "refused" ? [found(rate === 1 ? 5 : 2)] : []),
      ...(fault === 429 ? [] : [back]),
      dead,
      ...(rate === 1 ? [] : [attempts(1.1)]),
    ]),
  ),
);

// Judged from 10 s after its start on: until then nobody can know.
const hung = [1, 5, 20, 60, 80].map((rate) =>
  outage("eastus2 hangs", rate, { ...region, fault: "hangs" }, FROM + 10, [
    answered(rate === 80 ? 95 : 99.9),
    late(rate === 80 ? 4 : 0.5),
    found(rate === 1 ? 12 : 8),
    back,
    dead,
  ]),
);

const flapping = (["refused", 403, 503, "hangs"] as const).map((fault) =>
  outage(
    `${fault === "hangs" ? "eastus2 hangs" : said(fault)} 15 s in 30`,
    60,
    { ...region, fault, period: 30 },
    FROM,
    fault === "hangs" ? [answered(75), late()] : [answered(99.5), attempts(1.1)],
  ),
);

const leaving: RoutingCase = {
  ...outage("a hang, callers leave after 30 s", 20, { ...region, fault: "hangs" }, FROM + 10, [
    answered(99),
    late(1),
    found(8),
  ]),
};

/** Property 4: silence is learned at once. */
export const outageCases: readonly RoutingCase[] = [
  ...refused,
  ...hung,
  ...flapping,
  { ...leaving, load: { ...leaving.load, consumers: [{ name: "others", timeLimitSeconds: 30 }] } },
];

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listRival } from "../../bench/rivals/listRival";
import { poolRival } from "../../bench/rivals/poolRival";
import { rivalConfiguration } from "../../bench/rivals/rivalConfiguration";
import { fleetText } from "../../bench/routing/fleetText";
import { oracleOf, type PlannedLoad, runPlanned } from "../../bench/routing/plannedLoad";
import { searchDraw } from "../../bench/routing/searchDraw";
import { loadTopology } from "../../infra/topology/load";
import { loadMembers } from "../../local/simulation/loadMembers";

jest.setTimeout(60_000);

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "fleet-bound-"));
});
afterAll(() => rmSync(dir, { recursive: true }));

/** A draw made small, of requests that cost the same: what an oracle can do best is known only then. */
function smallDraw(seed: number) {
  const { fleet, load } = searchDraw(seed);
  const file = join(dir, "draw.yaml");
  writeFileSync(file, fleetText(fleet));
  const checked = loadTopology(file);
  if (!checked.ok) throw new Error(`Seed ${seed} draws no topology.`);
  const members = loadMembers(checked.value, fleet.model);
  const small: PlannedLoad = {
    ...load,
    // Failures are drawn for a load of 100 s.
    outages: (load.outages ?? []).map((outage) => ({ ...outage, from: 2, to: 8 })),
    seconds: 12,
    warmUpSeconds: 0,
    rate: Math.min(load.rate, 60),
    costSigma: 0,
    cacheLagMs: 0,
    instances: 1,
  };
  return { fleet, load: small, members };
}

/** The list asks a dead address again and again, 50 times a request: it says nothing more here, and takes long. */
const rivalsOn = ({ outages = [] }: PlannedLoad) =>
  outages.some(({ fault }) => fault === "refused") ? [poolRival] : [listRival, poolRival];

test.each(Array.from({ length: 20 }, (_, n) => n + 101))(
  "no router answers more than the oracle: seed %d",
  async (seed) => {
    const { fleet, load, members } = smallDraw(seed);
    const ideal = oracleOf(load, members);
    for (const rival of rivalsOn(load)) {
      const configuration = rivalConfiguration(rival(members));
      const world = { configuration, members, key: () => "k" };
      const { answered, afterEnd, sent } = await runPlanned(load, fleet, world, configuration);
      expect(sent).toBe(ideal.sent);
      expect(answered - afterEnd).toBeLessThanOrEqual(ideal.answered);
    }
  },
);

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Configuration } from "apim-gateway";
import { type LoadMember, loadMembers } from "../../local/simulation/loadMembers";
import { makeStackWorld } from "../../local/simulation/stackWorld";
import { type DrawnFleet, fleetText } from "./fleetText";

export interface FleetWorld {
  readonly configuration: Configuration;
  readonly members: readonly LoadMember[];
  /** Subscription key of a consumer. */
  key(consumer: string): string;
}

/** What the program declares for a fleet: its own policies, its pools, its keys. */
export async function fleetWorld(fleet: DrawnFleet): Promise<FleetWorld> {
  const folder = mkdtempSync(join(tmpdir(), "fleet-routing-"));
  try {
    const file = join(folder, "bench.yaml");
    writeFileSync(file, fleetText(fleet));
    const world = await makeStackWorld(file, join(folder, "world"));
    return {
      configuration: world.configuration,
      members: loadMembers(world.topology, fleet.model),
      key: (consumer) => world.key(consumer),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

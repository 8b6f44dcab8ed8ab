import { listRival } from "../rivals/listRival";
import { poolRival } from "../rivals/poolRival";
import { rivalConfiguration } from "../rivals/rivalConfiguration";
import type { DrawnFleet } from "./fleetText";
import { type FleetWorld, fleetWorld } from "./fleetWorld";
import { oracleOf, runPlanned } from "./plannedLoad";
import type { RoutingCase, Seen, Unit } from "./routingCase";

/** A row as it was measured: plain data. `null`: it never happened, or does not apply. */
export interface Row {
  readonly property: number;
  /** Name of its case. */
  readonly load: string;
  readonly name: string;
  readonly unit: Unit;
  readonly ours: number | null;
  readonly oracle: number | null;
  /** The algorithm of openai-apim-lb. */
  readonly list: number | null;
  /** The shape of Microsoft's newest failover sample. */
  readonly pool: number | null;
  readonly target: string | null;
  readonly ok: boolean | null;
}

/** Ours, the rivals and the oracle on the same arrivals. */
export async function runCase(routingCase: RoutingCase): Promise<readonly Row[]> {
  const { load, beside, fleet, property, name } = routingCase;
  const world = await worldOf(fleet);
  const see = async (rival?: typeof world.configuration): Promise<Seen> => ({
    load,
    members: world.members,
    result: await runPlanned(load, fleet, world, rival),
    beside: beside === undefined ? undefined : await runPlanned(beside, fleet, world, rival),
  });
  const ours = await see();
  const list = await see(rivalConfiguration(listRival(world.members)));
  const pool = await see(rivalConfiguration(poolRival(world.members)));
  const ideal = oracleOf(load, world.members);
  return routingCase.rows.map((row) => {
    const value = row.of(ours);
    const { target } = row;
    return {
      property,
      load: name,
      name: row.name,
      unit: row.unit,
      ours: value ?? null,
      oracle: row.oracle?.(ideal, ours) ?? null,
      list: row.of(list) ?? null,
      pool: row.of(pool) ?? null,
      target: target === undefined ? null : "least" in target ? `≥ ${target.least}` : `≤ ${target.most}`,
      ok:
        target === undefined
          ? null
          : value !== undefined && ("least" in target ? value >= target.least : value <= target.most),
    };
  });
}

const worlds = new Map<DrawnFleet, Promise<FleetWorld>>();

/** A fleet is declared once for all cases that load it. */
function worldOf(fleet: DrawnFleet): Promise<FleetWorld> {
  const known = worlds.get(fleet) ?? fleetWorld(fleet);
  worlds.set(fleet, known);
  return known;
}

import type { Configuration } from "apim-gateway";
import type { Topology } from "../../infra/topology/topology";
import { failuresOf } from "./failures";
import { type Judged, judge, type ModelSeen } from "./promises";
import { proveFailure } from "./proveModel";
import { provenConsumers, provenMembers } from "./provenLoad";

/** What the whole proof saw. */
export interface FleetProof {
  readonly environment: string;
  readonly models: readonly ModelSeen[];
  readonly judged: readonly Judged[];
  /** Models that nobody may call. */
  readonly uncalled: readonly string[];
}

/** A fleet as its program declares it. */
export interface DeclaredFleet {
  readonly topology: Topology;
  readonly configuration: Configuration;
  readonly key: (consumer: string) => string;
}

export interface ProofOptions {
  readonly seed: number;
  /** @default all */
  readonly model?: string;
  /** Told before each run: how many there are, which this is, and what it is about. */
  readonly onRun?: (run: number, runs: number, what: string) => void;
}

/** Every single failure of every model under the load that the file allows, through the fleet's own policies. */
export async function proveFleet(fleet: DeclaredFleet, options: ProofOptions): Promise<FleetProof> {
  const { topology } = fleet;
  const [surface = "azure"] = topology.gateway.surfaces;
  const loads = topology.models
    .filter(({ name }) => options.model === undefined || name === options.model)
    .map(({ name }) => ({
      model: name,
      members: provenMembers(topology, name),
      consumers: provenConsumers(topology, name),
    }));
  const called = loads.filter(({ members, consumers }) => members.length > 0 && consumers.length > 0);
  const planned = called.map((load) => ({
    load,
    failures: failuresOf(load.members, load.consumers),
  }));
  const runs = planned.reduce((sum, { failures }) => sum + failures.length, 0);
  const models: ModelSeen[] = [];
  let run = 0;
  for (const { load, failures } of planned) {
    const seen: ModelSeen["runs"][number][] = [];
    for (const failure of failures) {
      options.onRun?.(++run, runs, `${load.model}: ${failure.name}`);
      const under = { ...load, surface, configuration: fleet.configuration, key: fleet.key };
      seen.push(await proveFailure(under, failure, options.seed));
    }
    models.push({ ...load, runs: seen });
  }
  return {
    environment: topology.environment,
    models,
    judged: models.flatMap((seen) => judge(topology, seen)),
    uncalled: loads.filter((load) => !called.includes(load)).map(({ model }) => model),
  };
}

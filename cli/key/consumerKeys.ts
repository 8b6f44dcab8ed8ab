import { Naming } from "../../infra/naming";
import type { Topology } from "../../infra/topology/topology";
import { localKeys } from "./localKeys";

/** Primary keys by consumer, of a local world. @throws KeyError for one that the world lacks */
export async function consumerKeys(topology: Topology, world: string): Promise<ReadonlyMap<string, string>> {
  const naming = new Naming(topology.workload, topology.environment, topology.nameSuffix);
  const place = localKeys(topology, world);
  const keys = new Map<string, string>();
  for (const { name } of topology.consumers) {
    const { primary } = await place.keys(naming.subscription(name));
    keys.set(name, primary);
  }
  return keys;
}

import type { Naming } from "../naming";
import type { Topology } from "../topology/topology";

/** A consumer whose key may come as a bearer token, and the named value that holds the hashes of its keys. */
export interface BearerKeyView {
  readonly consumer: string;
  readonly namedValue: string;
}

/** By consumer; empty where keys are read from the header `api-key` alone. */
export function bearerKeys(topology: Topology, naming: Naming): BearerKeyView[] {
  if (topology.gateway.bearerKeys === "off") return [];
  return topology.consumers.map(({ name }) => ({
    consumer: name,
    namedValue: naming.gatewayChild("key-hash", name),
  }));
}

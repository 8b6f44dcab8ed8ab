import type { Topology } from "./topology";

/** Who reaches what, in one clause: that the accounts are private does not make the gateway so. */
export function reachText({ network, gateway }: Pick<Topology, "network" | "gateway">): string {
  if (network.access === "public") return "accounts and gateway public";
  return gateway.existing === undefined
    ? "accounts private, gateway public"
    : "accounts private, gateway as its owner has it";
}

import { listed } from "./describe";
import type { Topology } from "./topology";

/** Who reaches what, in one clause: that the accounts are private does not make the gateway so. */
export function reachText({ network, gateway }: Pick<Topology, "network" | "gateway">): string {
  const callers = gateway.allowedIps === undefined ? "" : ` to ${listedAddresses(gateway.allowedIps)} alone`;
  if (network.access === "public")
    return callers === "" ? "accounts and gateway public" : `accounts public, gateway open${callers}`;
  const open = callers === "" ? "public" : `open${callers}`;
  return gateway.existing === undefined
    ? `accounts private, gateway ${open}`
    : `accounts private, gateway as its owner has it${callers && `, these APIs open${callers}`}`;
}

/** A few stand by themselves; of many the number says more. */
const listedAddresses = (list: readonly string[]): string =>
  list.length <= 3 ? listed(list) : `${list.length} addresses and ranges`;

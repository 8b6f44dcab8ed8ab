import { Naming } from "../naming";
import type { Topology } from "./topology";

/** The zone in which the private endpoints of accounts register. */
export const ACCOUNT_ZONE = "privatelink.openai.azure.com";

/**
 * What the owner of an existing gateway does before it reaches the accounts of a private fleet, one sentence each; nothing
 * where the fleet brings its gateway or has public accounts.
 */
export function ownerSteps(topology: Topology): readonly string[] {
  const { existing } = topology.gateway;
  const { access, addressSpace } = topology.network;
  if (existing === undefined || access === "public") return [];
  const { hub } = new Naming(topology.workload, topology.environment, topology.nameSuffix);
  const ours = `${hub.virtualNetwork()} in ${hub.resourceGroup()}`;
  const network = existing.virtualNetwork ?? "the network of the gateway";
  const link =
    existing.virtualNetwork === undefined
      ? [
          `link the private DNS zone ${ACCOUNT_ZONE} in ${hub.resourceGroup()} to the gateway's network (az network private-dns link vnet create), or name that network as gateway.existing.virtualNetwork and the fleet does`,
        ]
      : [];
  return [
    `join ${existing.name} to a network, if it is in none: injected, or integrated in the v2 tiers`,
    `peer ${network} with ${ours}, ${addressSpace}, in both directions (az network vnet peering create); their addresses must not overlap`,
    ...link,
  ];
}

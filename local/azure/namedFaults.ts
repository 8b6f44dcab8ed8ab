/**
 * What goes wrong in a subscription that is Azure's or its owner's doing, by the name that `fleet pulumi --fault` takes:
 *
 * - `association-link`: a subnet keeps the link of its gateway for a while after the gateway is gone.
 * - `full-subnet`: there is no free address for a private endpoint, because others use the subnet.
 * - `zone-group`: a policy of the landing zone gives each new private endpoint a DNS zone group of its own.
 */
export const namedFaults = ["association-link", "full-subnet", "zone-group"] as const;
export type NamedFault = (typeof namedFaults)[number];

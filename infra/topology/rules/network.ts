import { findAddressFault, planSubnets, smallestPrefix } from "../addresses";
import { getGateway } from "../data";
import { thousands } from "../describe";
import type { Finding } from "../finding";
import { ACCOUNT_ZONE } from "../ownerSteps";
import { error, type Fleet, warning } from "./rule";

/** A private fleet has a gateway that can reach private endpoints, and room for all of them. */
export function* network({ file, topology }: Fleet): Iterable<Finding> {
  const { access, addressSpace } = file.network;
  const path = ["network", "addressSpace"];
  if (access === "public") {
    if (file.gateway.existing?.virtualNetwork !== undefined) {
      yield warning(
        "virtual-network-unused",
        { key: ["gateway", "existing", "virtualNetwork"] },
        "`virtualNetwork` has no effect while `access` is `public`.",
        "Remove it, or write `access: private`.",
      );
    }
    if (addressSpace !== undefined) {
      yield warning(
        "address-space-unused",
        { key: path },
        "`addressSpace` has no effect while `access` is `public`.",
        "Remove it, or write `access: private`.",
      );
    }
    return;
  }
  const { sku, existing } = file.gateway;
  const facts = sku === undefined ? undefined : getGateway(sku.name);
  if (existing?.tier !== undefined && getGateway(existing.tier).network === "none") {
    yield error(
      "gateway-network",
      ["gateway", "existing", "tier"],
      `the tier ${existing.tier} of \`${existing.name}\` cannot reach private endpoints, but \`network.access\` is \`private\`.`,
      "Use a service of another tier, or write `access: public`.",
    );
  }
  if (existing !== undefined && sku === undefined && existing.virtualNetwork === undefined) {
    yield warning(
      "gateway-network-unknown",
      { key: ["gateway", "existing"] },
      `\`${existing.name}\` finds the private accounts only where its network is linked to the zone \`${ACCOUNT_ZONE}\` of this fleet, and the file names no network.`,
      "Add `virtualNetwork`, the id of its network: the fleet then links the zone. `./fleet plan` says what its owner does.",
    );
  }
  if (facts?.network === "none") {
    yield error(
      "gateway-network",
      ["gateway", "sku", "name"],
      `the tier ${sku?.name} cannot reach private endpoints, but \`network.access\` is \`private\`.`,
      "Choose StandardV2, Premium or Developer, or write `access: public`.",
    );
  }
  if (addressSpace === undefined) {
    yield error(
      "address-space-missing",
      { key: ["network"] },
      "a private fleet needs `addressSpace` for its virtual network.",
      "Add a free range, such as `addressSpace: 10.60.0.0/22`.",
    );
    return;
  }
  const fault = findAddressFault(addressSpace);
  if (fault !== undefined) {
    yield error("address-space", path, `\`${addressSpace}\` ${fault.message}`, fault.remedy);
    return;
  }
  const plan = planSubnets(addressSpace);
  const endpoints = topology.accounts.length;
  const largest = smallestPrefix(endpoints, facts?.subnetPrefix);
  const remedy = `Write a /${largest} or larger; a /22 suits a fleet of any size.`;
  if (facts?.subnetPrefix !== undefined && plan.gatewayPrefix > facts.subnetPrefix) {
    yield error(
      "address-space-small",
      path,
      `\`${addressSpace}\` leaves a /${plan.gatewayPrefix} for the gateway (its lower half); the tier ${sku?.name} needs at least a /${facts.subnetPrefix}.`,
      remedy,
    );
  } else if (plan.endpointRoom < endpoints) {
    yield error(
      "address-space-small",
      path,
      `\`${addressSpace}\` leaves ${thousands(plan.endpointRoom)} addresses for private endpoints (its upper half, less the five that Azure keeps); the fleet has ${endpoints} accounts.`,
      remedy,
    );
  }
}

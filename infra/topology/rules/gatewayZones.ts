import { findRegion, gatewayZones } from "../data";
import type { Finding } from "../finding";
import { dated } from "./age";
import { error, type Fleet } from "./rule";

/** Zones can be chosen with the tier and in the region of the gateway, and each gets as many units as the others. */
export function* zonesOfGateway(fleet: Fleet): Iterable<Finding> {
  const { sku, location } = fleet.file.gateway;
  if (sku?.zones === undefined) return;
  const place = { key: ["gateway", "sku", "zones"] };
  if (!gatewayZones.tiers.includes(sku.name)) {
    yield error(
      "gateway-zones",
      place,
      `the zones of the tier ${sku.name} cannot be chosen; those of ${gatewayZones.tiers.join(", ")} can.`,
      "Remove `zones`, or choose Premium.",
    );
    return;
  }
  if (sku.units % sku.zones.length !== 0) {
    yield error(
      "gateway-zones",
      place,
      `${sku.units} units cannot be shared equally by ${sku.zones.length} zones.`,
      `Write a multiple of ${sku.zones.length} as \`units\`, or leave \`zones\` out: Azure then spreads the units itself.`,
    );
  }
  if (findRegion(location) === undefined || gatewayZones.regions.includes(location)) return;
  const source = {
    date: gatewayZones.date,
    refresh: "Microsoft's list of regions with availability zones has the present state.",
  };
  yield dated(
    fleet,
    source,
    error(
      "gateway-zones",
      place,
      `${location} has no availability zones.`,
      "Remove `zones`, or choose a region that has them, such as `swedencentral` or `eastus2`.",
    ),
  );
}

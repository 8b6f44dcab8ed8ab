import { derivedKey } from "./keys";
import { idKey, nameOf, typeOf } from "./resourceId";
import { ASSOCIATION_LINK } from "./rules/network";
import { isType, object, text } from "./rules/refusals";
import type { WorldSettings } from "./settings";
import { subscriptionKeys } from "./types/apiManagement";
import type { ArmResource } from "./world";
import type { SecretValues } from "./worldStore";

const PRODUCT = "Microsoft.ApiManagement/service/products";
const SERVICE = "Microsoft.ApiManagement/service";
const ENDPOINT = "Microsoft.Network/privateEndpoints";

/** A resource that nobody asked for, and what Azure keeps of it and never shows. */
export interface MadeByAzure {
  readonly resource: ArmResource;
  readonly secrets: SecretValues;
}

/** What Azure makes by itself when a resource is created. @param seed the world's, from which random ids and keys are derived */
export function madeByAzure(
  created: ArmResource,
  { seed, now, faults }: { seed: string; now: Date; faults: WorldSettings["faults"] },
): readonly MadeByAzure[] {
  if (isType(created, PRODUCT) && created.properties.subscriptionRequired !== false)
    return [subscriptionOfItsOwn(created, seed, now)];
  if (isType(created, ENDPOINT) && faults.includes("zone-group")) return [zoneGroupOfPolicy(created)];
  return [];
}

/**
 * A product that requires subscriptions gets one of its own: the administrator's, active, without a display name, under a
 * random id (apiops#707, azure-service-operator#3408, bicep-registry-modules#6516, read in November 2026).
 */
function subscriptionOfItsOwn(product: ArmResource, seed: string, now: Date): MadeByAzure {
  const service = product.id.replace(/\/products\/[^/]+$/i, "");
  const id = `${service}/subscriptions/${derivedKey(seed, idKey(product.id), "subscription of its own").slice(0, 24)}`;
  const properties = {
    ownerId: `${service}/users/1`,
    scope: product.id,
    state: "active",
    createdDate: now.toISOString(),
  };
  return {
    resource: { id, name: nameOf(id), type: typeOf(id), properties },
    secrets: subscriptionKeys(seed, id),
  };
}

/**
 * A policy of the landing zone (DeployIfNotExists) gives an endpoint a zone group of that name, with the zones of the central
 * network (pulumi-azure-native#2179). Azure does so some minutes later, or before the fleet's own: here at once.
 */
function zoneGroupOfPolicy(endpoint: ArmResource): MadeByAzure {
  const id = `${endpoint.id}/privateDnsZoneGroups/deployedByPolicy`;
  const properties = { provisioningState: "Succeeded", privateDnsZoneConfigs: [] };
  return { resource: { id, name: nameOf(id), type: typeOf(id), properties }, secrets: {} };
}

/**
 * What stays of a resource that is gone, for a while: the link of a gateway's subnet to what was in it
 * (terraform-provider-azurerm#28979, #30011, Azure/deployment-stacks#150; how long is not documented).
 */
export function leftByAzure(
  deleted: ArmResource,
  settings: WorldSettings,
  now: Date,
): ArmResource | undefined {
  const subnet = text(object(deleted.properties.virtualNetworkConfiguration).subnetResourceId);
  if (!isType(deleted, SERVICE) || subnet === "" || !settings.faults.includes("association-link"))
    return undefined;
  const goneAfter = new Date(now.getTime() + settings.associationLinkMinutes * 60_000).toISOString();
  const id = `${subnet}/serviceAssociationLinks/AppServiceLink`;
  return {
    id,
    name: nameOf(id),
    type: ASSOCIATION_LINK,
    properties: { linkedResourceType: "Microsoft.Web/serverfarms", goneAfter },
  };
}

/** Whether what stayed is gone by now. */
export const isOver = (resource: ArmResource, now: Date): boolean =>
  isType(resource, ASSOCIATION_LINK) && Date.parse(text(resource.properties.goneAfter)) <= now.getTime();

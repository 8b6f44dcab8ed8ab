import { derivedKey } from "./keys";
import { idKey, nameOf, typeOf } from "./resourceId";
import { subscriptionKeys } from "./types/apiManagement";
import type { ArmResource } from "./world";
import type { SecretValues } from "./worldStore";

const PRODUCT = "microsoft.apimanagement/service/products";

/** A resource that nobody asked for, and what Azure keeps of it and never shows. */
export interface MadeByAzure {
  readonly resource: ArmResource;
  readonly secrets: SecretValues;
}

/**
 * What Azure makes by itself when a resource is created. A product that requires subscriptions gets one of its own: the
 * administrator's, active, without a display name, under a random id (apiops#707, azure-service-operator#3408,
 * bicep-registry-modules#6516, read in November 2026).
 *
 * @param seed the world's, from which the random id and the keys are derived
 */
export function madeByAzure(created: ArmResource, seed: string, now: Date): readonly MadeByAzure[] {
  if (created.type.toLowerCase() !== PRODUCT || created.properties.subscriptionRequired === false) return [];
  const service = created.id.replace(/\/products\/[^/]+$/i, "");
  const id = `${service}/subscriptions/${derivedKey(seed, idKey(created.id), "subscription of its own").slice(0, 24)}`;
  const resource = {
    id,
    name: nameOf(id),
    type: typeOf(id),
    properties: {
      ownerId: `${service}/users/1`,
      scope: created.id,
      state: "active",
      createdDate: now.toISOString(),
    },
  };
  return [{ resource, secrets: subscriptionKeys(seed, id) }];
}

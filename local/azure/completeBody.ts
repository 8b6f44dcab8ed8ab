import { nameOf, resourceGroupOf, typeOf } from "./resourceId";
import type { ArmBody } from "./resourceManager";
import type { WorldSettings } from "./settings";
import type { ResourceType } from "./types/resourceType";
import { findByArmType, GENERIC } from "./types/resourceTypes";
import type { ArmResource } from "./world";
import type { World } from "./worldStore";

/**
 * What Azure makes of a body: the group's location where none is given, defaults, and what only Azure can say. A generic
 * resource has no row of its own in the table, so the row of its real type speaks.
 */
export function completeBody(
  type: ResourceType | undefined,
  id: string,
  body: ArmBody,
  context: {
    readonly world: World;
    readonly settings: WorldSettings;
    readonly now: Date;
    readonly existing?: ArmResource;
  },
): ArmBody {
  const { world, settings, now, existing } = context;
  const row = type === undefined || type.token === GENERIC ? findByArmType(typeOf(id)) : type;
  const group = resourceGroupOf(id);
  const located = (row?.envelope ?? ["location"]).includes("location");
  const location = body.location ?? (located && group !== undefined ? world.get(group)?.location : undefined);
  const resource: ArmResource = {
    ...body,
    ...(location === undefined ? {} : { location: location.toLowerCase().replace(/\s+/g, "") }),
    id,
    name: nameOf(id),
    type: typeOf(id),
  };
  return row?.complete?.(resource, { world, settings, seed: world.seed, now, existing }) ?? resource;
}

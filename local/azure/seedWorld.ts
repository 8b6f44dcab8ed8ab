import { completeBody } from "./completeBody";
import { idFault, nameOf, resourceGroupOf, typeOf } from "./resourceId";
import type { ArmBody } from "./resourceManager";
import type { WorldSettings } from "./settings";
import type { World } from "./worldStore";

/** A resource that was there before Pulumi came, in Azure's own shape; `properties` may be left out. */
export type ExistingResource = { readonly id: string } & Partial<ArmBody>;

/**
 * Puts resources into the world that no Pulumi stack owns, such as an existing gateway or account: completed as Azure
 * would have, with their resource group where it is missing. No rule judges them.
 * @throws Error when an id is none
 */
export function seedWorld(
  world: World,
  settings: WorldSettings,
  resources: readonly ExistingResource[],
  now: Date = new Date(0),
): void {
  for (const { id, ...body } of resources) {
    const fault = idFault(id);
    if (fault !== undefined) throw new Error(`\`${id}\` is no resource id: ${fault}.`);
    const group = resourceGroupOf(id);
    if (group !== undefined && world.get(group) === undefined) {
      const properties = { provisioningState: "Succeeded" };
      world.put({
        id: group,
        name: nameOf(group),
        type: typeOf(group),
        location: body.location ?? "eastus2",
        properties,
      });
    }
    const complete = completeBody(undefined, id, { properties: {}, ...body }, { world, settings, now });
    world.put({ ...complete, id, name: nameOf(id), type: typeOf(id) });
  }
}

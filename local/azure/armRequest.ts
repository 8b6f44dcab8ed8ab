import type { WorldSettings } from "./settings";
import type { ArmError, ArmResource, WorldView } from "./world";

/** A write that a rule judges before it happens. */
export type ArmRequest =
  | {
      readonly operation: "put";
      /** The resource as it would be. Ids in it have the spelling of their creation. */
      readonly resource: ArmResource;
      /** The resource as it is; absent when it is created. */
      readonly existing: ArmResource | undefined;
      /** Set on creation when the soft-deleted resource with this id shall come back. */
      readonly restore: boolean;
    }
  | { readonly operation: "delete"; readonly resource: ArmResource };

/** Azure's answer to a request that it refuses; `undefined` when this rule has nothing against it. */
export type Rule = (world: WorldView, request: ArmRequest, settings: WorldSettings) => ArmError | undefined;

const FINAL_STATES = ["Succeeded", "Failed", "Canceled"];

/** Whether an operation on the resource is under way. */
export function isSettling(resource: ArmResource): boolean {
  const state = resource.properties.provisioningState;
  return typeof state === "string" && !FINAL_STATES.includes(state);
}

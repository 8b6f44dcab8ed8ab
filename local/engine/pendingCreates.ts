import { armId } from "../azure/mapping";
import { worldSettings } from "../azure/settings";
import { findByToken } from "../azure/types/resourceTypes";

/** The part of `pulumi stack export` that is looked at; everything else passes through untouched. */
export interface StateDeployment {
  readonly resources?: readonly StateResource[];
  readonly pending_operations?: readonly { readonly type: string; readonly resource: StateResource }[];
}

export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly delete?: boolean;
  readonly inputs?: Readonly<Record<string, unknown>>;
}

export interface Completed {
  /** The deployment without pending operations. */
  readonly deployment: StateDeployment;
  /** Taken into the state under the id that they have in Azure if they exist; a refresh removes those that do not. */
  readonly kept: readonly { readonly urn: string; readonly id: string }[];
  /** Left out, with the reason: should such a resource exist, somebody must look at it. */
  readonly dropped: readonly { readonly urn: string; readonly reason: string }[];
}

/**
 * Decides about the creations that a killed update has left open. Nobody knows whether Azure has carried them out, but
 * an Azure resource's id follows from its inputs, so each is taken into the state as if it had been created, and the
 * refresh that must follow asks Azure. Interrupted updates and deletions need nothing: their resources are in the
 * state already.
 *
 * @param subscriptionId for ids; left out: that of the resources in the state
 */
export function completePendingCreates(deployment: StateDeployment, subscriptionId?: string): Completed {
  const { pending_operations: pending = [], resources = [], ...rest } = deployment;
  const subscription = subscriptionId ?? subscriptionOf(resources);
  const known = new Set(resources.filter((resource) => !resource.delete).map((resource) => resource.urn));
  const added: StateResource[] = [];
  const dropped: { urn: string; reason: string }[] = [];
  for (const { type, resource } of pending) {
    // Components, providers and random values exist in the state alone: the next update makes them again.
    if (type !== "creating" || !resource.type.startsWith("azure-native:")) continue;
    const reason = known.has(resource.urn)
      ? "it was to replace a resource that is still there"
      : obstacle(resource, subscription);
    if (reason === undefined) {
      added.push({ ...resource, id: idOf(resource, subscription as string) });
      known.add(resource.urn);
    } else dropped.push({ urn: resource.urn, reason });
  }
  return {
    deployment: { ...rest, resources: [...resources, ...added] },
    kept: added.map(({ urn, id }) => ({ urn, id: id as string })),
    dropped,
  };
}

/** Why the id of a resource cannot be told. */
function obstacle({ type }: StateResource, subscription: string | undefined): string | undefined {
  if (findByToken(type) === undefined) return `\`${type}\` has no id that follows from its inputs`;
  if (subscription === undefined) return "the state names no subscription yet; set `ARM_SUBSCRIPTION_ID`";
  return undefined;
}

function idOf({ type, inputs = {} }: StateResource, subscriptionId: string): string {
  const found = findByToken(type);
  if (found === undefined) throw new Error(`\`${type}\` is not in the table of resource types`);
  return armId(found, inputs, worldSettings({ subscriptionId }));
}

function subscriptionOf(resources: readonly StateResource[]): string | undefined {
  for (const { id } of resources) {
    const found = /^\/subscriptions\/([^/]+)/i.exec(id ?? "")?.[1];
    if (found) return found;
  }
  return undefined;
}

import { ancestorOf } from "../resourceId";
import { object, text } from "../rules/refusals";
import type { ArmResource } from "../world";
import type { World } from "../worldStore";
import type { ModelPlace } from "./modelEvents";

export const DEPLOYMENT = "Microsoft.CognitiveServices/accounts/deployments";
const ACCOUNT = "Microsoft.CognitiveServices/accounts";

export interface Upgraded {
  readonly moved: readonly ArmResource[];
  /** Deployments of the old version that Azure leaves where they are. */
  readonly left: readonly ArmResource[];
}

/**
 * Azure's automatic upgrade: deployments of a standard type whose `versionUpgradeOption` allows it get another version, or
 * another model; provisioned ones are never moved (Microsoft Learn, model lifecycle: July 2026).
 */
export function upgradeDeployments(
  world: World,
  from: ModelPlace,
  to: { readonly name: string; readonly version: string },
): Upgraded {
  const moved: ArmResource[] = [];
  const left: ArmResource[] = [];
  for (const deployment of world.ofType(DEPLOYMENT)) {
    const model = object(deployment.properties.model);
    if (model.name !== from.name || model.version !== from.version) continue;
    const account = world.get(ancestorOf(deployment.id, ACCOUNT) ?? "");
    if (from.region !== undefined && account?.location !== from.region) continue;
    const stays =
      text(deployment.sku?.name).endsWith("ProvisionedManaged") ||
      deployment.properties.versionUpgradeOption === "NoAutoUpgrade";
    if (stays) {
      left.push(deployment);
      continue;
    }
    const properties = { ...deployment.properties, model: { ...model, ...to } };
    world.put({ ...deployment, properties });
    moved.push(deployment);
  }
  return { moved, left };
}

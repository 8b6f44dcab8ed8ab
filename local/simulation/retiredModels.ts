import { type ModelEvent, stageOf } from "../azure/models/modelEvents";
import { DEPLOYMENT } from "../azure/models/upgradeDeployments";
import { parentOf } from "../azure/resourceId";
import { object, text } from "../azure/rules/refusals";
import type { WorldView } from "../azure/world";
import { failsWith, type Outage } from "./faults";

/**
 * What simulated accounts answer to calls of retired models: 410, region by region (Azure SDK for JavaScript,
 * arm-cognitiveservices 8.1, KnownModelLifecycleStatus). Deprecated ones are served until then.
 */
export function retiredModels(world: WorldView, events: readonly ModelEvent[]): Outage {
  const retired = retiredDeployments(world, events);
  return {
    fault: failsWith(410),
    hits: ({ account, deployment }) => retired.has(`${account}/${deployment}`),
  };
}

/** `subdomain/deployment` of each deployment whose model is retired where it is. */
export function retiredDeployments(world: WorldView, events: readonly ModelEvent[]): ReadonlySet<string> {
  const retired = new Set<string>();
  for (const deployment of world.ofType(DEPLOYMENT)) {
    const account = world.get(parentOf(deployment.id) ?? "");
    const model = object(deployment.properties.model);
    const stage = stageOf(events, text(model.name), text(model.version), account?.location);
    if (account === undefined || stage?.state !== "retired") continue;
    retired.add(`${text(account.properties.customSubDomainName)}/${deployment.name}`);
  }
  return retired;
}

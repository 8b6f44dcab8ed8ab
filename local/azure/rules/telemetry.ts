import type { Rule } from "../armRequest";
import { nameOf } from "../resourceId";
import type { ArmResource, WorldView } from "../world";
import { serviceOf } from "./backends";
import { object, putOf, text } from "./refusals";

/** Monitoring Metrics Publisher. */
const PUBLISHER = "3913510d-42f4-4e42-8a64-420c390055eb";

/**
 * Application Insights without keys takes telemetry only of identities with a role on it (azure-docs:
 * api-management-howto-app-insights.md and azure-monitor/app/azure-ad-authentication.md). Azure takes the logger all the same and
 * drops what it sends without a word; here it is refused, and the text is ours.
 */
export const insightsTakeTelemetry: Rule = (world, request) => {
  const logger = putOf(request, "Microsoft.ApiManagement/service/loggers");
  const insights = world.get(text(logger?.properties.resourceId));
  if (logger === undefined || insights?.properties.disableLocalAuth !== true) return undefined;
  const client = text(object(logger.properties.credentials).identityClientId);
  const refuse = (why: string) => ({
    status: 400,
    code: "ValidationError",
    message: `Nothing that the logger '${logger.name}' sends would arrive: '${insights.name}' takes no keys, and ${why}.`,
  });
  if (client === "") return refuse("the logger names no identity");
  const service = world.get(serviceOf(logger.id));
  const principal = principalOf(service, client);
  // Of somebody else's service it is not known which identities it has.
  if (principal === undefined)
    return service?.identity === undefined
      ? undefined
      : refuse(`the service has no identity with the client id '${client}'`);
  return publishes(world, insights, principal)
    ? undefined
    : refuse(`the identity '${client}' lacks the role Monitoring Metrics Publisher on it`);
};

function principalOf(service: ArmResource | undefined, client: string): string | undefined {
  const users = Object.values(object(service?.identity?.userAssignedIdentities)).map(object);
  const found = users.find((user) => text(user.clientId).toLowerCase() === client.toLowerCase());
  return found && text(found.principalId);
}

const publishes = (world: WorldView, insights: ArmResource, principal: string): boolean =>
  world
    .below(`${insights.id}/providers/Microsoft.Authorization/roleAssignments`)
    .some(
      ({ properties }) =>
        nameOf(text(properties.roleDefinitionId)).toLowerCase() === PUBLISHER &&
        text(properties.principalId).toLowerCase() === principal.toLowerCase(),
    );

import { object, text } from "../../azure/rules/refusals";
import type { ArmResource, WorldView } from "../../azure/world";
import type { LocalAccount, LocalDeployment } from "./localAccount";

const ACCOUNT = "Microsoft.CognitiveServices/accounts";
const DEPLOYMENT = `${ACCOUNT}/deployments`;
const ENDPOINT = "Microsoft.Network/privateEndpoints";

/** The accounts of a world with their deployments, as the program declared them. */
export function declaredAccounts(world: WorldView): LocalAccount[] {
  const linked = new Set(world.ofType(ENDPOINT).flatMap(linkedBy));
  return world.ofType(ACCOUNT).map((account) => {
    const { properties, id } = account;
    return {
      subdomain: text(properties.customSubDomainName),
      resourceId: id,
      region: account.location ?? "",
      takesKeys: properties.disableLocalAuth !== true,
      reachable: properties.publicNetworkAccess !== "Disabled" || linked.has(id.toLowerCase()),
      deployments: world
        .ofType(DEPLOYMENT)
        .filter((deployment) => deployment.id.toLowerCase().startsWith(`${id.toLowerCase()}/`))
        .map(declaredDeployment),
    };
  });
}

function declaredDeployment({ name, sku, properties }: ArmResource): LocalDeployment {
  const model = object(properties.model);
  const spillover = text(properties.spilloverDeploymentName);
  return {
    name,
    model: text(model.name),
    version: text(model.version),
    tier: /Provisioned/.test(text(sku?.name)) ? "ptu" : "payg",
    capacity: Number(sku?.capacity ?? 0),
    ...(spillover === "" ? {} : { spillover }),
  };
}

/** What a private endpoint leads to, in small letters. */
function linkedBy({ properties }: ArmResource): string[] {
  const connections = [
    properties.privateLinkServiceConnections,
    properties.manualPrivateLinkServiceConnections,
  ].flatMap((list) => (Array.isArray(list) ? list : []));
  return connections.map((connection) => {
    const own = object(connection);
    return text(own.privateLinkServiceId ?? object(own.properties).privateLinkServiceId).toLowerCase();
  });
}

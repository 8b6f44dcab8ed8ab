import type { Rule } from "../armRequest";
import { isSettling } from "../armRequest";
import { ancestorOf, sameId } from "../resourceId";
import { list, putOf, text } from "./refusals";

const ACCOUNT = "Microsoft.CognitiveServices/accounts";

/**
 * One operation at a time per account: create, update and delete of a deployment, of the account, of anything in it
 * (hashicorp/terraform-provider-azurerm#22607 and #22939, Azure-Samples/azure-search-openai-demo#59; the
 * text as in Azure/Vector-Search-AI-Assistant#11).
 */
export const oneOperationPerAccount: Rule = (world, request) => {
  const account = ancestorOf(request.resource.id, ACCOUNT);
  if (account === undefined) return undefined;
  const extension = request.resource.type.split("/")[0] !== "Microsoft.CognitiveServices";
  if (extension) return undefined;
  const self = world.get(account);
  const busy =
    (self !== undefined && isSettling(self)) || world.below(account).some((resource) => isSettling(resource));
  if (!busy) return undefined;
  return {
    status: 409,
    code: "RequestConflict",
    message: `Another operation is being performed on the parent resource '${account}'. Please try again later.`,
  };
};

/**
 * A private endpoint has to wait until the account has settled, its deployments included: to the network's provider
 * the account is `Accepted` until then (hashicorp/terraform-provider-azurerm#31712 has the text).
 */
export const privateEndpointAfterDeployments: Rule = (world, request) => {
  const endpoint = putOf(request, "Microsoft.Network/privateEndpoints");
  if (endpoint === undefined) return undefined;
  for (const connection of list(endpoint.properties.privateLinkServiceConnections)) {
    const target = text((connection.properties as Record<string, unknown> | undefined)?.privateLinkServiceId);
    const account = world.get(target);
    if (account === undefined || !sameId(account.id, target) || account.type !== ACCOUNT) continue;
    const children = world.below(account.id).filter((resource) => resource.type.startsWith(`${ACCOUNT}/`));
    if (isSettling(account) || children.some(isSettling)) {
      return {
        status: 400,
        code: "AccountProvisioningStateInvalid",
        message: `Call to Microsoft.CognitiveServices/accounts failed. Error message: Account ${account.id} in state Accepted`,
      };
    }
  }
  return undefined;
};

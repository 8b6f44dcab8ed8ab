import type { Rule } from "../armRequest";
import { sameId } from "../resourceId";
import { putOf, text } from "./refusals";

const ACCOUNT = "Microsoft.CognitiveServices/accounts";
const SERVICE = "Microsoft.ApiManagement/service";

/**
 * A deleted account holds its name for 48 hours (the text as in Azure/azure-cli#18146).
 * `properties.restore: true` brings it back; there must be one to bring back (that text is from memory).
 */
export const deletedAccountKeepsItsName: Rule = (world, request) => {
  if (putOf(request, ACCOUNT) === undefined || request.operation !== "put" || request.existing !== undefined)
    return undefined;
  const { id } = request.resource;
  const deleted = world.softDeleted(ACCOUNT).some((account) => sameId(account.id, id));
  if (deleted && !request.restore) {
    return {
      status: 409,
      code: "FlagMustBeSetForRestore",
      message: `An existing resource with ID '${id}' has been soft-deleted. To restore the resource, you must specify 'restore' to be 'true' in the property. If you don't want to restore existing resource, please purge it first.`,
    };
  }
  if (!deleted && request.restore) {
    return {
      status: 400,
      code: "CanNotRestoreANonExistingResource",
      message: `Cannot restore a non-existing resource: '${id}' is not soft-deleted. Remove 'restore' from the property.`,
    };
  }
  return undefined;
};

/**
 * A deleted API Management service holds its name, in whatever group (azure-docs: api-management/soft-delete.md; the text as in
 * hashicorp/terraform-provider-azurerm#11580). Restoring what was never there fails too (Azure/azure-service-operator#3433;
 * that text is ours).
 */
export const deletedServiceKeepsItsName: Rule = (world, request) => {
  const service = putOf(request, SERVICE);
  if (service === undefined || request.operation !== "put" || request.existing !== undefined)
    return undefined;
  const deleted = world.softDeleted(SERVICE);
  if (request.restore) {
    if (deleted.some((other) => sameId(other.id, service.id))) return undefined;
    return {
      status: 404,
      code: "ServiceNotFound",
      message: `Api service ${service.name} was not soft-deleted, so it cannot be restored. Remove 'restore'.`,
    };
  }
  if (world.ofType(SERVICE).some((other) => sameName(other.name, service.name))) {
    return {
      status: 409,
      code: "ServiceAlreadyExists",
      message: `Api service already exists: ${service.name}`,
    };
  }
  if (!deleted.some((other) => sameName(other.name, service.name))) return undefined;
  return {
    status: 409,
    code: "ServiceAlreadyExistsInSoftDeletedState",
    message: `Api service ${service.name} was soft-deleted. In order to create the new service with the same name, you have to either undelete the service or purge it. See https://aka.ms/apimsoftdelete.`,
  };
};

/** A custom subdomain is unique in the world, deleted accounts included (the text as in Azure-Samples/azure-search-openai-demo#1093). */
export const subdomainIsUnique: Rule = (world, request) => {
  const account = putOf(request, ACCOUNT);
  const wanted = text(account?.properties.customSubDomainName);
  if (account === undefined || wanted === "") return undefined;
  const others = [...world.ofType(ACCOUNT), ...world.softDeleted(ACCOUNT)].filter(
    (other) => !sameId(other.id, account.id),
  );
  if (!others.some((other) => sameName(text(other.properties.customSubDomainName), wanted))) return undefined;
  return {
    status: 409,
    code: "CustomDomainInUse",
    message: `Please pick a different name. The subdomain name '${wanted}' is not available as it's already used by a resource. If the resource using the name was deleted in the last 48 hours, you may need to purge the deleted resource.`,
  };
};

/** A custom subdomain that is set stays (from memory; the text is ours). */
export const subdomainStays: Rule = (_world, request) => {
  const account = putOf(request, ACCOUNT);
  if (account === undefined || request.operation !== "put") return undefined;
  const [before, after] = [
    text(request.existing?.properties.customSubDomainName),
    text(account.properties.customSubDomainName),
  ];
  if (before === "" || sameName(before, after)) return undefined;
  return {
    status: 400,
    code: "CustomSubDomainNameCannotBeChanged",
    message: `The subdomain name '${before}' of ${account.id} cannot be changed once it is set.`,
  };
};

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

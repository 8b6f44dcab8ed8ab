import type { Rule } from "../armRequest";
import { parentOf } from "../resourceId";
import { apiOf } from "../types/apiManagement";
import { serviceOf } from "./backends";
import { deletionOf, incorrectValues, list, putOf, siblings, text } from "./refusals";

const PREFIX = "Microsoft.ApiManagement/service";

/** Two APIs have two paths (azure-powershell#11027 has the text, with its two spaces). */
export const apiPathIsUnique: Rule = (world, request) => {
  const api = putOf(request, `${PREFIX}/apis`);
  if (api === undefined) return undefined;
  const path = trimmed(api.properties.path);
  const version = (resource: typeof api) =>
    `${text(resource.properties.apiVersionSetId)}|${text(resource.properties.apiVersion)}`;
  const other = siblings(world.below(serviceOf(api.id)), api).find(
    (candidate) =>
      trimmed(candidate.properties.path) === path &&
      (version(api) === "|" || version(candidate) === version(api) || version(candidate) === "|"),
  );
  if (other === undefined) return undefined;
  return incorrectValues([
    `Cannot create API '${api.name}' with the same Path '${text(api.properties.path)}' as API '${other.name}'  unless it's a part of the same version set`,
  ]);
};

/** One operation per method and template, and each `{parameter}` declared exactly once (Azure's texts, from memory). */
export const operationIsValid: Rule = (world, request) => {
  const operation = putOf(request, `${PREFIX}/apis/operations`);
  if (operation === undefined) return undefined;
  const key = (candidate: typeof operation) =>
    `${text(candidate.properties.method).toUpperCase()} ${text(candidate.properties.urlTemplate).toLowerCase()}`;
  const wrong: string[] = [];
  if (
    siblings(world.below(parentOf(operation.id) ?? ""), operation).some(
      (other) => key(other) === key(operation),
    )
  ) {
    wrong.push("Operation with the same method and URL template already exists");
  }
  const used = [...text(operation.properties.urlTemplate).matchAll(/\{([^{}]+)\}/g)]
    .map((match) => (match[1] as string).replace(/^\*/, ""))
    .sort();
  const declared = list(operation.properties.templateParameters)
    .map((parameter) => text(parameter.name))
    .sort();
  if (used.join("|") !== declared.join("|")) {
    wrong.push(
      "All template parameters used in the UriTemplate must be defined in the Operation, and vice-versa.",
    );
  }
  return incorrectValues(wrong);
};

/** A product offers APIs that exist (the text is ours). */
export const offeredApiExists: Rule = (world, request) => {
  const link = putOf(request, `${PREFIX}/products/apis`);
  if (link === undefined || world.get(apiOf(link.id)) !== undefined) return undefined;
  return { status: 404, code: "ResourceNotFound", message: `API '${link.name}' not found.` };
};

/** What a subscription is for exists (the first text is Azure's, from memory, the second ours). */
export const subscriptionScopeExists: Rule = (world, request) => {
  const subscription = putOf(request, `${PREFIX}/subscriptions`);
  if (subscription === undefined) return undefined;
  const scope = /\/(apis(?:\/[^/]+)?|products\/[^/]+)\/?$/i.exec(text(subscription.properties.scope))?.[1];
  if (scope === undefined)
    return incorrectValues([
      "Subscription scope should be one of '/apis', '/apis/{apiId}', '/products/{productId}'",
    ]);
  if (scope.toLowerCase() === "apis" || world.get(`${serviceOf(subscription.id)}/${scope}`) !== undefined)
    return undefined;
  return incorrectValues([`The scope '/${scope}' of subscription '${subscription.name}' does not exist.`]);
};

/** A product with subscriptions stays: azure-native does not send `deleteSubscriptions` (pulumi-azure-native#846 has the text). */
export const subscribedProductStays: Rule = (world, request) => {
  const product = deletionOf(request, `${PREFIX}/products`);
  if (product === undefined) return undefined;
  const scope = `/products/${product.name}`.toLowerCase();
  const used = world
    .below(`${serviceOf(product.id)}/subscriptions`)
    .some((other) => text(other.properties.scope).toLowerCase().endsWith(scope));
  if (!used) return undefined;
  return {
    status: 400,
    code: "ValidationError",
    message:
      "Product cannot be deleted since it has existing subscriptions. Delete subscriptions before deleting the product or pass in deleteSubscriptions=true as query param",
  };
};

/** A diagnostic writes to a logger that exists (the text is ours). */
export const loggerExists: Rule = (world, request) => {
  const diagnostic = putOf(request, `${PREFIX}/diagnostics`) ?? putOf(request, `${PREFIX}/apis/diagnostics`);
  if (diagnostic === undefined) return undefined;
  const logger = text(diagnostic.properties.loggerId);
  const id = /^\/subscriptions\//i.test(logger)
    ? logger
    : `${serviceOf(diagnostic.id)}/loggers/${logger.split("/").pop()}`;
  return world.get(id) !== undefined
    ? undefined
    : incorrectValues([`Logger '${logger}' of diagnostic '${diagnostic.name}' does not exist.`]);
};

function trimmed(path: unknown): string {
  return text(path)
    .toLowerCase()
    .replace(/^\/+|(?<!\/)\/+$/g, "");
}

import type { Rule } from "../armRequest";
import type { ArmError, ArmResource } from "../world";
import { isType, list, text } from "./refusals";

/** Every subscription has these (Microsoft Learn, Azure resource providers and types). */
export const alwaysRegistered: readonly string[] = ["Microsoft.Authorization", "Microsoft.Resources"];

/** Whether a subscription may use a resource provider. @param registered `undefined`: all of them */
export const isRegistered = (registered: readonly string[] | undefined, namespace: string): boolean =>
  registered === undefined ||
  [...alwaysRegistered, ...registered].some((known) => known.toLowerCase() === namespace.toLowerCase());

/**
 * Azure's answer to a type of a provider that the subscription has not registered. azure-native registers none
 * (pulumi-azure-native#3479); code and text are Azure's (Azure/data-product-streaming#12).
 */
export const missingRegistration = (namespace: string): ArmError => ({
  status: 409,
  code: "MissingSubscriptionRegistration",
  message: `The subscription is not registered to use namespace '${namespace}'. See https://aka.ms/rps-not-found for how to register subscriptions.`,
});

/** A resource needs the provider of its type, and a subnet those that it is delegated to. */
export const providersAreRegistered: Rule = (_world, request, settings) => {
  if (request.operation !== "put") return undefined;
  const missing = namespacesOf(request.resource).find(
    (namespace) => !isRegistered(settings.providers, namespace),
  );
  return missing === undefined ? undefined : missingRegistration(missing);
};

export const namespaceOf = (type: string): string => type.split("/")[0] ?? "";

/**
 * The namespaces that a resource uses. A delegation to `Microsoft.Web/serverFarms`, as gateways of the v2 tiers need it, takes
 * Microsoft.Web, though no resource of it is made (azure-docs#127544: Azure then says that the delegation cannot be set; its
 * code is not known, so the general one stands here).
 */
export function namespacesOf(resource: ArmResource): readonly string[] {
  const delegated = isType(resource, "Microsoft.Network/virtualNetworks/subnets")
    ? list(resource.properties.delegations).map((delegation) =>
        namespaceOf(text((delegation.properties as { serviceName?: unknown } | undefined)?.serviceName)),
      )
    : [];
  return [...new Set([namespaceOf(resource.type), ...delegated])].filter((name) => name !== "");
}

import { derivedKey } from "../keys";
import { nameOf } from "../resourceId";
import type { ArmResource } from "../world";
import { withIdentity } from "./identity";
import type { Completion, ResourceType } from "./resourceType";
import { once, withDefaults, withProperties } from "./resourceType";

const SERVICE = "Microsoft.ApiManagement/service";

/** The children of a service are alike: no tags, no location, their inputs are Azure's properties. */
function child(
  name: string,
  arm: string,
  path: readonly string[],
  more: Partial<ResourceType> = {},
): ResourceType {
  return {
    token: `azure-native:apimanagement:${name}`,
    arm: `${SERVICE}/${arm}`,
    apiVersion: "2024-05-01",
    base: "resourceGroup",
    path: ["serviceName", ...path],
    envelope: [],
    ...more,
  };
}

/** Azure keeps a policy under the one name `policy`. */
const policy: Partial<ResourceType> = {
  autoName: "policy",
  complete: (resource) => withDefaults(resource, { format: "xml" }),
};

export const apiManagementTypes: readonly ResourceType[] = [
  {
    token: "azure-native:apimanagement:ApiManagementService",
    arm: SERVICE,
    apiVersion: "2024-05-01",
    base: "resourceGroup",
    path: ["serviceName"],
    states: true,
    writeOnly: ["restore"],
    unordered: ["zones"],
    complete: service,
  },
  child("Backend", "backends", ["backendId"], {
    complete: (resource) => withDefaults(resource, { type: "Single" }),
  }),
  child("Api", "apis", ["apiId"], {
    unordered: ["protocols"],
    writeOnly: ["format", "value", "sourceApiId", "wsdlSelector"],
    complete: (resource) =>
      withDefaults(withProperties(resource, { provisioningState: "Succeeded" }), {
        apiRevision: "1",
        isCurrent: true,
        protocols: ["https"],
        subscriptionRequired: true,
        subscriptionKeyParameterNames: { header: "Ocp-Apim-Subscription-Key", query: "subscription-key" },
      }),
  }),
  child("ApiOperation", "apis/operations", ["apiId", "operationId"]),
  child("Policy", "policies", ["policyId"], policy),
  child("ApiPolicy", "apis/policies", ["apiId", "policyId"], policy),
  child("ApiOperationPolicy", "apis/operations/policies", ["apiId", "operationId", "policyId"], policy),
  child("ProductPolicy", "products/policies", ["productId", "policyId"], policy),
  child("PolicyFragment", "policyFragments", ["id"], {
    // Pulumi's SDKs drop an input called `id`; azure-native then takes the resource's name as it is
    // (pulumi/pulumi#13781, pulumi/pulumi-azure-native#2664).
    autoName: "resource",
    complete: (resource) =>
      withDefaults(withProperties(resource, { provisioningState: "Succeeded" }), { format: "xml" }),
  }),
  child("NamedValue", "namedValues", ["namedValueId"], {
    unordered: ["tags"],
    secretInputs: ["value"],
    complete: (resource) =>
      withDefaults(withProperties(resource, { provisioningState: "Succeeded" }), { secret: false }),
  }),
  child("Logger", "loggers", ["loggerId"], {
    secretInputs: ["credentials"],
    complete: (resource) => withDefaults(resource, { isBuffered: true }),
  }),
  child("Diagnostic", "diagnostics", ["diagnosticId"]),
  child("ApiDiagnostic", "apis/diagnostics", ["apiId", "diagnosticId"]),
  child("Product", "products", ["productId"], {
    complete: (resource) => withDefaults(resource, { state: "notPublished", subscriptionRequired: true }),
  }),
  child("ProductApi", "products/apis", ["productId", "apiId"], {
    complete: (resource, { world }) =>
      withProperties(resource, world.get(apiOf(resource.id))?.properties ?? {}),
  }),
  child("Subscription", "subscriptions", ["sid"], {
    secretInputs: ["primaryKey", "secondaryKey"],
    writeOnly: ["notify", "appType"],
    complete: (resource, completion) =>
      withDefaults(
        withProperties(resource, {
          createdDate: once(completion, "createdDate", () => completion.now.toISOString()),
        }),
        {
          state: "submitted",
        },
      ),
  }),
];

/** The API that a link of a product stands for. */
export function apiOf(productApiId: string): string {
  return `${productApiId.replace(/\/products\/[^/]+\/apis\/[^/]+$/i, "")}/apis/${nameOf(productApiId)}`;
}

/** The keys of a subscription that names none: Azure invents them, the local Azure derives them from the world's seed. */
export function subscriptionKeys(seed: string, id: string): { primaryKey: string; secondaryKey: string } {
  return {
    primaryKey: derivedKey(seed, id, "primary key"),
    secondaryKey: derivedKey(seed, id, "secondary key"),
  };
}

/** What a service shows that nobody has set (the REST reference's example of a service, 2024-05-01). */
const PROTOCOLS_OFF = Object.fromEntries(
  [
    "Security.Protocols.Tls10",
    "Security.Protocols.Tls11",
    "Security.Protocols.Ssl30",
    "Protocols.Server.Http2",
  ].map((name) => [`Microsoft.WindowsAzure.ApiManagement.Gateway.${name}`, "False"]),
);

/** A service always answers at its own host, beside those that it was given. */
function withBuiltInHost(given: unknown, host: string): readonly object[] {
  const hosts = Array.isArray(given) ? (given as { hostName?: string }[]) : [];
  if (hosts.some(({ hostName }) => hostName?.toLowerCase() === host)) return hosts;
  const builtIn = {
    type: "Proxy",
    hostName: host,
    negotiateClientCertificate: false,
    defaultSslBinding: !hosts.some((other) => (other as { defaultSslBinding?: boolean }).defaultSslBinding),
    certificateSource: "BuiltIn",
  };
  return [builtIn, ...hosts];
}

function service(resource: ArmResource, completion: Completion): ArmResource {
  const { restore: _, ...properties } = resource.properties;
  const host = `${resource.name.toLowerCase()}.azure-api.net`;
  const last = Number.parseInt(derivedKey(completion.seed, resource.id, "address").slice(0, 2), 16);
  return withDefaults(
    withProperties(withIdentity({ ...resource, properties }, completion), {
      hostnameConfigurations: withBuiltInHost(properties.hostnameConfigurations, host),
      customProperties: { ...PROTOCOLS_OFF, ...(properties.customProperties as object | undefined) },
      gatewayUrl: `https://${host}`,
      gatewayRegionalUrl: `https://${resource.name.toLowerCase()}-${resource.location}-01.regional.azure-api.net`,
      managementApiUrl: `https://${resource.name.toLowerCase()}.management.azure-api.net`,
      developerPortalUrl: `https://${resource.name.toLowerCase()}.developer.azure-api.net`,
      publicIPAddresses: [`203.0.113.${last}`],
      platformVersion: /V2$/.test(String(resource.sku?.name)) ? "stv2.1" : "stv2",
      createdAtUtc: once(completion, "createdAtUtc", () => completion.now.toISOString()),
      provisioningState: "Succeeded",
    }),
    { virtualNetworkType: "None", publicNetworkAccess: "Enabled" },
  );
}

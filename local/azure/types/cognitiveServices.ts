import type { ArmResource } from "../world";
import { withIdentity } from "./identity";
import type { Completion, ResourceType } from "./resourceType";
import { once, withDefaults, withProperties } from "./resourceType";

const PTU = /ProvisionedManaged$/;

export const cognitiveServicesTypes: readonly ResourceType[] = [
  {
    token: "azure-native:cognitiveservices:Account",
    arm: "Microsoft.CognitiveServices/accounts",
    apiVersion: "2025-06-01",
    base: "resourceGroup",
    path: ["accountName"],
    nested: true,
    states: true,
    writeOnly: ["properties.restore", "properties.migrationToken"],
    unordered: [
      "identity.userAssignedIdentities",
      "properties.networkAcls.ipRules",
      "properties.networkAcls.virtualNetworkRules",
    ],
    computed: [
      "properties.endpoint",
      "properties.endpoints",
      "properties.provisioningState",
      "properties.dateCreated",
      "identity.principalId",
    ],
    complete: account,
  },
  {
    token: "azure-native:cognitiveservices:Deployment",
    arm: "Microsoft.CognitiveServices/accounts/deployments",
    apiVersion: "2025-06-01",
    base: "resourceGroup",
    path: ["accountName", "deploymentName"],
    nested: true,
    states: true,
    autoName: "resource",
    computed: [
      "properties.provisioningState",
      "properties.rateLimits",
      "properties.capabilities",
      "properties.dynamicThrottlingEnabled",
    ],
    complete: deployment,
  },
  {
    token: "azure-native:cognitiveservices:RaiPolicy",
    arm: "Microsoft.CognitiveServices/accounts/raiPolicies",
    apiVersion: "2025-06-01",
    base: "resourceGroup",
    path: ["accountName", "raiPolicyName"],
    nested: true,
    computed: ["properties.type"],
    complete: (resource) =>
      withDefaults(withProperties(resource, { type: "UserManaged" }), { mode: "Default" }),
  },
  {
    token: "azure-native:cognitiveservices:RaiBlocklist",
    arm: "Microsoft.CognitiveServices/accounts/raiBlocklists",
    apiVersion: "2025-06-01",
    base: "resourceGroup",
    path: ["accountName", "raiBlocklistName"],
    nested: true,
  },
  {
    token: "azure-native:cognitiveservices:RaiBlocklistItem",
    arm: "Microsoft.CognitiveServices/accounts/raiBlocklists/raiBlocklistItems",
    apiVersion: "2025-06-01",
    base: "resourceGroup",
    path: ["accountName", "raiBlocklistName", "raiBlocklistItemName"],
    nested: true,
  },
];

/** Of the kind OpenAI: `https://<subdomain>.openai.azure.com/` (only a custom subdomain takes Entra tokens). */
function account(resource: ArmResource, completion: Completion): ArmResource {
  const { restore: _, ...properties } = resource.properties;
  const subdomain = properties.customSubDomainName as string | undefined;
  const region = resource.location ?? "eastus";
  const endpoint =
    subdomain === undefined
      ? `https://${region}.api.cognitive.microsoft.com/`
      : resource.kind === "AIServices"
        ? `https://${subdomain}.cognitiveservices.azure.com/`
        : `https://${subdomain}.openai.azure.com/`;
  return withDefaults(
    withProperties(withIdentity({ ...resource, properties }, completion), {
      endpoint,
      endpoints: { "OpenAI Language Model Instance API": endpoint },
      dateCreated: once(completion, "dateCreated", () => completion.now.toISOString()),
      provisioningState: "Succeeded",
    }),
    { publicNetworkAccess: "Enabled" },
  );
}

function deployment(resource: ArmResource, _completion: Completion): ArmResource {
  const sku = { capacity: 1, ...resource.sku } as { name?: string; capacity: number };
  const limits = PTU.test(sku.name ?? "")
    ? {}
    : { rateLimits: [{ key: "token", renewalPeriod: 60, count: sku.capacity * 1000 }] };
  return withDefaults(
    withProperties(
      { ...resource, sku },
      {
        ...limits,
        capabilities: {},
        dynamicThrottlingEnabled: false,
        currentCapacity: sku.capacity,
        provisioningState: "Succeeded",
      },
    ),
    { versionUpgradeOption: "OnceNewDefaultVersionAvailable", raiPolicyName: "Microsoft.DefaultV2" },
  );
}

import { derivedGuid } from "../keys";
import type { ArmResource } from "../world";
import type { ResourceType } from "./resourceType";
import { once, withDefaults, withProperties } from "./resourceType";

export const monitoringTypes: readonly ResourceType[] = [
  {
    token: "azure-native:operationalinsights:Workspace",
    arm: "Microsoft.OperationalInsights/workspaces",
    apiVersion: "2023-09-01",
    base: "resourceGroup",
    path: ["workspaceName"],
    states: true,
    // A workspace has its SKU inside `properties`, unlike most.
    envelope: ["location", "tags", "identity"],
    complete: (resource, completion) =>
      withDefaults(
        withProperties(resource, {
          customerId: derivedGuid(completion.seed, resource.id, "customer"),
          createdDate: once(completion, "createdDate", () => completion.now.toISOString()),
          provisioningState: "Succeeded",
        }),
        {
          retentionInDays: 30,
          sku: { name: "PerGB2018" },
          publicNetworkAccessForIngestion: "Enabled",
          publicNetworkAccessForQuery: "Enabled",
        },
      ),
  },
  {
    token: "azure-native:applicationinsights:Component",
    arm: "Microsoft.Insights/components",
    apiVersion: "2020-02-02",
    base: "resourceGroup",
    path: ["resourceName"],
    secretOutputs: ["connectionString", "instrumentationKey"],
    computed: ["connectionString", "instrumentationKey"],
    // Azure names these properties with capitals; azure-native gives them as outputs in lower case.
    complete: (resource, completion) =>
      withDefaults(
        withProperties(resource, {
          appId: derivedGuid(completion.seed, resource.id, "app"),
          applicationId: resource.name,
          creationDate: once(completion, "creationDate", () => completion.now.toISOString()),
          tenantId: completion.settings.tenantId,
          provisioningState: "Succeeded",
        }),
        { ingestionMode: "LogAnalytics", retentionInDays: 90, flowType: "Bluefield", requestSource: "rest" },
      ),
    derived: componentSecrets,
  },
  {
    token: "azure-native:monitor:DiagnosticSetting",
    arm: "Microsoft.Insights/diagnosticSettings",
    apiVersion: "2021-05-01-preview",
    base: { input: "resourceUri" },
    path: ["name"],
    envelope: [],
    unordered: ["logs", "metrics"],
  },
];

/** An instrumentation key lets anybody write telemetry, so the world's files do not hold it. */
function componentSecrets(resource: ArmResource, seed: string): Readonly<Record<string, unknown>> {
  const instrumentationKey = derivedGuid(seed, resource.id, "instrumentation key");
  const endpoint = `https://${resource.location}-1.in.applicationinsights.azure.com/`;
  return {
    instrumentationKey,
    connectionString: `InstrumentationKey=${instrumentationKey};IngestionEndpoint=${endpoint}`,
  };
}

import * as apimanagement from "@pulumi/azure-native/apimanagement/index.js";
import * as resources from "@pulumi/azure-native/resources/index.js";
import * as pulumi from "@pulumi/pulumi";
import { createFirst } from "./createFirst";
import type { GatewayLoggers } from "./gatewayLoggers";
import type { GatewayService } from "./gatewayService";

/** Of which API, and where it reports to. */
export interface ApiDiagnosticsArgs {
  readonly service: GatewayService;
  readonly apiId: pulumi.Output<string>;
  readonly loggers: GatewayLoggers;
}

/**
 * The first version of the API that knows `largeLanguageModel`, without which the table of model calls stays empty. azure-native's
 * own type speaks 2024-05-01, which would drop it without a word.
 */
const KNOWS_MODELS = "2024-06-01-preview";

/** What an API reports: traces and token metrics to Application Insights, its calls and those to models to Azure Monitor. Never a body. */
export function declareDiagnostics(name: string, args: ApiDiagnosticsArgs, parent: pulumi.Resource): void {
  const { service, apiId, loggers } = args;
  const { serviceName, resourceGroupName } = service;
  new apimanagement.ApiDiagnostic(
    `${name}-applicationinsights`,
    {
      ...quiet,
      diagnosticId: "applicationinsights",
      loggerId: loggers.byDiagnostic.applicationinsights,
      apiId,
      serviceName,
      resourceGroupName,
    },
    { parent, ...createFirst },
  );
  new resources.Resource(
    `${name}-azuremonitor`,
    {
      apiVersion: KNOWS_MODELS,
      resourceProviderNamespace: "Microsoft.ApiManagement",
      parentResourcePath: pulumi.interpolate`service/${serviceName}/apis/${apiId}`,
      resourceType: "diagnostics",
      resourceName: "azuremonitor",
      resourceGroupName,
      // Tokens and model of each call; no `requests` and `responses`, which would keep the messages.
      properties: {
        ...quiet,
        loggerId: loggers.byDiagnostic.azuremonitor,
        largeLanguageModel: { logs: "enabled" },
      },
    },
    {
      parent,
      // It was of azure-native's own type once, with the same id: the old one goes before this one comes.
      aliases: [{ type: "azure-native:apimanagement:ApiDiagnostic" }],
      deleteBeforeReplace: true,
    },
  );
}

/** A key may come in the URL, which is logged; what callers send as `Authorization` may be one too. */
const hidden = {
  queryParams: [{ value: "api-key", mode: "Hide" }],
  headers: ["api-key", "Authorization"].map((value) => ({ value, mode: "Hide" })),
};
const withoutBody = {
  request: { body: { bytes: 0 }, dataMasking: hidden },
  response: { body: { bytes: 0 } },
};

/**
 * Set on each API and not on the service: that overrides whatever the service does for all APIs, on a service of ours
 * or somebody else's. A logged body would hold prompts, and would make the gateway buffer streams.
 */
const quiet = {
  alwaysLog: "allErrors",
  sampling: { samplingType: "fixed", percentage: 100 },
  frontend: withoutBody,
  backend: withoutBody,
  httpCorrelationProtocol: "W3C",
  verbosity: "information",
  logClientIp: false,
  // Without it token metrics are not recorded at all.
  metrics: true,
} as const;

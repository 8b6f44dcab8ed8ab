import * as apimanagement from "@pulumi/azure-native/apimanagement/index.js";
import * as pulumi from "@pulumi/pulumi";
import type { Naming } from "../naming";
import { createFirst } from "./createFirst";
import type { GatewayService } from "./gatewayService";
import type { Hub } from "./hub";
import { nameOf } from "./nameOf";

/** Arguments of {@link GatewayLoggers}. */
export interface GatewayLoggersArgs {
  readonly service: GatewayService;
  readonly hub: Hub;
  readonly naming: Naming;
  /** Name of an Application Insights logger that the service has already; `undefined`: one of ours. */
  readonly existingLogger: string | undefined;
}

/** Where the gateway reports to: Application Insights for traces and token metrics, Azure Monitor for request logs. */
export class GatewayLoggers extends pulumi.ComponentResource {
  /** Resource ids of the loggers, by the id of the diagnostic that uses them (API Management fixes those ids). */
  public readonly byDiagnostic: Readonly<
    Record<"applicationinsights" | "azuremonitor", pulumi.Output<string>>
  >;

  constructor(name: string, args: GatewayLoggersArgs, opts?: pulumi.ComponentResourceOptions) {
    super("aoai-fleet:index:GatewayLoggers", name, {}, opts);
    const { service, naming, existingLogger } = args;
    const { serviceName, resourceGroupName } = service;

    // Not called `azuremonitor`: a service may have a logger of that name from the start, and it would not be ours.
    const azureMonitor = new apimanagement.Logger(
      `${name}-azure-monitor`,
      {
        loggerId: naming.gatewayChild("azuremonitor"),
        serviceName,
        resourceGroupName,
        loggerType: "azureMonitor",
        description: "Request logs of the fleet",
      },
      { parent: this, ...createFirst },
    );
    this.byDiagnostic = {
      applicationinsights: existingLogger
        ? pulumi.interpolate`${service.serviceId}/loggers/${existingLogger}`
        : this.declareInsights(name, args).id,
      azuremonitor: azureMonitor.id,
    };
    this.registerOutputs({});
  }

  /**
   * The identity reports, and the connection string says where to; Azure wants both. The string is kept as a secret named
   * value: written into the logger, Azure would move it to one of its own.
   */
  private declareInsights(name: string, { service, hub, naming }: GatewayLoggersArgs): apimanagement.Logger {
    const { serviceName, resourceGroupName } = service;
    const namedValueId = naming.gatewayChild("insights-connection");
    const connection = new apimanagement.NamedValue(
      `${name}-insights-connection`,
      {
        namedValueId,
        displayName: namedValueId,
        serviceName,
        resourceGroupName,
        value: hub.insightsConnection,
        secret: true,
      },
      { parent: this, ...createFirst },
    );
    return new apimanagement.Logger(
      `${name}-insights`,
      {
        loggerId: naming.gatewayChild("insights"),
        serviceName,
        resourceGroupName,
        loggerType: "applicationInsights",
        description: "Traces and token metrics of the fleet",
        resourceId: hub.insightsId,
        credentials: {
          connectionString: pulumi.interpolate`{{${nameOf(connection, namedValueId)}}}`,
          identityClientId: hub.identity.clientId,
        },
      },
      { parent: this, ...createFirst, dependsOn: [hub.mayReport] },
    );
  }
}

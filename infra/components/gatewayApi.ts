import * as apimanagement from "@pulumi/azure-native/apimanagement/index.js";
import * as pulumi from "@pulumi/pulumi";
import type { Naming } from "../naming";
import type { ApiDefinition, Operation } from "../routing/surfaces";
import { declareDiagnostics } from "./apiDiagnostics";
import { createFirst } from "./createFirst";
import type { GatewayLoggers } from "./gatewayLoggers";
import type { GatewayService } from "./gatewayService";
import { nameOf } from "./nameOf";

/** Arguments of a {@link GatewayApi}. */
export interface GatewayApiArgs {
  readonly service: GatewayService;
  readonly naming: Naming;
  /** Path, title and operations. */
  readonly definition: ApiDefinition;
  /** The policy of the API, and what it names. */
  readonly policy: { readonly xml: string; readonly dependsOn: readonly pulumi.Resource[] };
  /**
   * `false` where callers may come with an Entra token or a bearer key instead of a subscription key in its header; the
   * policy then judges all.
   */
  readonly subscriptionRequired: boolean;
  readonly loggers: GatewayLoggers;
}

/** One surface of the fleet as an API: operations, policy, and diagnostics that never keep a body. */
export class GatewayApi extends pulumi.ComponentResource {
  /** The policy of the API: keys may open the API once it is there. */
  public readonly policy: apimanagement.ApiPolicy;
  /** Its id below the service. */
  public readonly apiId: pulumi.Output<string>;

  constructor(name: string, args: GatewayApiArgs, opts?: pulumi.ComponentResourceOptions) {
    super("aoai-fleet:index:GatewayApi", name, {}, opts);
    const { definition, policy } = args;
    const { serviceName, resourceGroupName } = args.service;
    const id = args.naming.gatewayChild(definition.surface);

    const api = new apimanagement.Api(
      name,
      {
        apiId: id,
        serviceName,
        resourceGroupName,
        displayName: definition.title,
        path: definition.path,
        protocols: ["https"],
        apiType: "http",
        subscriptionRequired: args.subscriptionRequired,
        // Where `AzureOpenAI` of the openai package sends its key; `OpenAI` sends a bearer token, which the policy reads.
        subscriptionKeyParameterNames: { header: "api-key", query: "api-key" },
      },
      { parent: this, ...createFirst },
    );
    this.apiId = nameOf(api, id);

    for (const operation of definition.operations) {
      new apimanagement.ApiOperation(
        `${name}-${operation.id}`,
        { ...describe(operation), apiId: this.apiId, serviceName, resourceGroupName },
        { parent: this, ...inPlaceOf(name, operation) },
      );
    }
    declareDiagnostics(name, { service: args.service, apiId: this.apiId, loggers: args.loggers }, this);
    this.policy = new apimanagement.ApiPolicy(
      `${name}-policy`,
      {
        policyId: "policy",
        apiId: this.apiId,
        serviceName,
        resourceGroupName,
        format: "rawxml",
        value: policy.xml,
      },
      { parent: this, ...createFirst, dependsOn: [...policy.dependsOn] },
    );
    this.registerOutputs({});
  }
}

/** An operation that had another id is deleted before it comes back under its new one; see {@link Operation.formerly}. */
function inPlaceOf(api: string, { formerly }: Operation): pulumi.CustomResourceOptions {
  if (formerly === undefined) return createFirst;
  return { aliases: [{ name: `${api}-${formerly}` }], deleteBeforeReplace: true };
}

function describe(operation: Operation): {
  [K in "operationId" | "displayName" | "method" | "urlTemplate"]: string;
} & {
  templateParameters: { name: string; type: string; required: boolean }[];
} {
  return {
    operationId: operation.id,
    displayName: operation.title,
    method: operation.method,
    urlTemplate: operation.template,
    templateParameters: [...operation.template.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => ({
      name: name as string,
      type: "string",
      required: true,
    })),
  };
}

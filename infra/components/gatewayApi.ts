import * as apimanagement from "@pulumi/azure-native/apimanagement/index.js";
import * as pulumi from "@pulumi/pulumi";
import type { Naming } from "../naming";
import type { ApiDefinition, Operation } from "../routing/surfaces";
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
    for (const [diagnosticId, loggerId] of Object.entries(args.loggers.byDiagnostic)) {
      new apimanagement.ApiDiagnostic(
        `${name}-${diagnosticId}`,
        { ...quiet, diagnosticId, loggerId, apiId: this.apiId, serviceName, resourceGroupName },
        { parent: this, ...createFirst },
      );
    }
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

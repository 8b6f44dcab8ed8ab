import * as apimanagement from "@pulumi/azure-native/apimanagement/index.js";
import * as pulumi from "@pulumi/pulumi";
import type { Naming } from "../naming";
import { bearerKeys } from "../rendering/bearerKeys";
import { takesCallersWithoutKey } from "../rendering/entraView";
import type { RenderedPolicies } from "../rendering/policies";
import type { RoutingPlan } from "../routing/plan";
import { servedApis } from "../routing/surfaces";
import type { Consumer, Topology } from "../topology/topology";
import { createFirst } from "./createFirst";
import { GatewayApi } from "./gatewayApi";
import { GatewayBackends } from "./gatewayBackends";
import { GatewayConsumer, type SubscriptionScope } from "./gatewayConsumer";
import { GatewayKeys } from "./gatewayKeys";
import { GatewayLoggers } from "./gatewayLoggers";
import { GatewayService } from "./gatewayService";
import type { Hub } from "./hub";
import { mentions } from "./mentions";

/** Arguments of a {@link Gateway}. */
export interface GatewayArgs {
  readonly topology: Topology;
  readonly naming: Naming;
  readonly plan: RoutingPlan;
  readonly policies: RenderedPolicies;
  readonly hub: Hub;
  /** What must exist before requests may go to a deployment of an account. */
  readonly readyFor: (account: string, deployment: string | undefined) => readonly pulumi.Resource[];
}

/**
 * The front door: service, backends, policies, APIs, consumers. What a policy names exists before the policy and
 * outlives it, and a pool is changed before a backend that left it is deleted; both follow from the dependencies here.
 */
export class Gateway extends pulumi.ComponentResource {
  /** Base URL of each surface, e.g. `https://apim-contoso.azure-api.net/openai/v1`. */
  public readonly urls: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: GatewayArgs, opts?: pulumi.ComponentResourceOptions) {
    super("aoai-fleet:index:Gateway", name, {}, opts);
    const { topology, naming, plan, policies, hub } = args;

    const service = new GatewayService(`${name}-service`, { topology, naming, hub }, { parent: this });
    const loggers = new GatewayLoggers(
      `${name}-loggers`,
      { service, hub, naming, existingLogger: topology.gateway.existing?.logger },
      { parent: this },
    );
    const backends = new GatewayBackends(
      `${name}-backends`,
      { service, hub, plan, readyFor: args.readyFor },
      { parent: this },
    );

    // Everything that a policy may name, by the word that it is named with.
    const nameable = new Map<string, pulumi.Resource>(backends.byId);
    const clientId = naming.gatewayChild("identity-client-id");
    nameable.set(clientId, declareClientId(`${name}-identity-client-id`, clientId, service, hub, this));
    const numbers = new Map(topology.consumers.map((consumer) => [consumer.name, consumer.keys]));
    const keys = new Map(
      bearerKeys(topology, naming).map(({ consumer, namedValue }) => [
        consumer,
        new GatewayKeys(
          `${name}-keys-${consumer}`,
          { service, namedValue, numbers: numbers.get(consumer) as Consumer["keys"] },
          { parent: this },
        ),
      ]),
    );
    for (const { consumer, namedValue } of bearerKeys(topology, naming))
      nameable.set(namedValue, (keys.get(consumer) as GatewayKeys).hashes);
    const named = (xml: string) =>
      mentions(xml, nameable).map((word) => nameable.get(word) as pulumi.Resource);
    for (const fragment of policies.fragments) {
      nameable.set(fragment.id, declareFragment(fragment, service, named(fragment.xml), this));
    }

    const surfaces = servedApis(plan);
    const apis = new Map(
      surfaces.map((definition) => {
        const { xml } = getPolicy(policies, definition.surface);
        return [
          definition.surface,
          new GatewayApi(
            `${name}-api-${definition.surface}`,
            {
              service,
              naming,
              definition,
              policy: { xml, dependsOn: named(xml) },
              subscriptionRequired: !takesCallersWithoutKey(topology),
              loggers,
            },
            { parent: this },
          ),
        ] as const;
      }),
    );
    const scope = this.declareScope(name, topology.gateway.existing?.product, service, apis);
    for (const { name: consumer } of topology.consumers) {
      new GatewayConsumer(
        `${name}-consumer-${consumer}`,
        { service, naming, consumer, keys: keys.get(consumer), scope },
        { parent: this },
      );
    }

    this.urls = service.url.apply((url) =>
      Object.fromEntries(surfaces.map(({ surface, path }) => [surface, `${url}/${path}`])),
    );
    this.registerOutputs({ urls: this.urls });
  }

  /**
   * What consumers' keys open: every API of a service of ours, which are ours; on somebody else's the product that its
   * owner made for the fleet, and that the fleet adds its APIs to.
   */
  private declareScope(
    name: string,
    productId: string | undefined,
    service: GatewayService,
    apis: ReadonlyMap<string, GatewayApi>,
  ): SubscriptionScope {
    const { serviceName, resourceGroupName, serviceId } = service;
    if (productId === undefined)
      return {
        id: pulumi.interpolate`${serviceId}/apis`,
        ready: [...apis.values()].map(({ policy }) => policy),
      };
    return {
      id: pulumi.interpolate`${serviceId}/products/${productId}`,
      ready: [...apis].map(
        ([surface, { apiId, policy }]) =>
          new apimanagement.ProductApi(
            `${name}-product-${surface}`,
            { productId, apiId, serviceName, resourceGroupName },
            { parent: this, ...createFirst, dependsOn: policy },
          ),
      ),
    };
  }
}

/** The one value that only Azure knows: policies name the identity by it, so they can be rendered without it. */
function declareClientId(
  name: string,
  namedValueId: string,
  service: GatewayService,
  hub: Hub,
  parent: pulumi.Resource,
): apimanagement.NamedValue {
  const { serviceName, resourceGroupName } = service;
  return new apimanagement.NamedValue(
    name,
    {
      namedValueId,
      displayName: namedValueId,
      serviceName,
      resourceGroupName,
      value: hub.identity.clientId,
      secret: false,
    },
    { parent, ...createFirst },
  );
}

/**
 * The one resource whose logical name is its physical name: Pulumi's SDKs drop an input called `id` (pulumi/pulumi#13781,
 * pulumi/pulumi-azure-native#2664), and azure-native then names the fragment by its logical name, unchanged. The input
 * says the same for the day when it arrives.
 */
function declareFragment(
  fragment: RenderedPolicies["fragments"][number],
  service: GatewayService,
  dependsOn: pulumi.Resource[],
  parent: pulumi.Resource,
): apimanagement.PolicyFragment {
  const { serviceName, resourceGroupName } = service;
  return new apimanagement.PolicyFragment(
    fragment.id,
    {
      id: fragment.id,
      description: fragment.description,
      serviceName,
      resourceGroupName,
      format: "rawxml",
      value: fragment.xml,
    },
    { parent, ...createFirst, dependsOn },
  );
}

function getPolicy(policies: RenderedPolicies, surface: string): RenderedPolicies["apis"][number] {
  const policy = policies.apis.find((candidate) => candidate.surface === surface);
  if (policy === undefined) throw new Error(`No policy was rendered for surface \`${surface}\`.`);
  return policy;
}

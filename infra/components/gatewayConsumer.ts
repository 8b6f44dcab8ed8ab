import * as apimanagement from "@pulumi/azure-native/apimanagement/index.js";
import * as pulumi from "@pulumi/pulumi";
import type { Naming } from "../naming";
import { createFirst } from "./createFirst";
import type { GatewayApi } from "./gatewayApi";
import type { GatewayKeys } from "./gatewayKeys";
import type { GatewayService } from "./gatewayService";
import { nameOf } from "./nameOf";

/** Arguments of a {@link GatewayConsumer}. */
export interface GatewayConsumerArgs {
  readonly service: GatewayService;
  readonly naming: Naming;
  /** The consumer's name, as in the topology. */
  readonly consumer: string;
  /** Its keys; `undefined`: API Management makes them. */
  readonly keys: GatewayKeys | undefined;
  /** Limits and rights of the consumer, and what the policy names. */
  readonly policy: { readonly xml: string; readonly dependsOn: readonly pulumi.Resource[] };
  /** The APIs by surface. */
  readonly apis: ReadonlyMap<string, GatewayApi>;
}

/** One consumer: a product that carries its limits, and a subscription with its keys. */
export class GatewayConsumer extends pulumi.ComponentResource {
  constructor(name: string, args: GatewayConsumerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("aoai-fleet:index:GatewayConsumer", name, {}, opts);
    const { consumer, policy } = args;
    const { serviceName, resourceGroupName } = args.service;
    const id = args.naming.gatewayChild(consumer);

    const product = new apimanagement.Product(
      name,
      {
        productId: id,
        serviceName,
        resourceGroupName,
        displayName: id,
        description: `Azure OpenAI for ${consumer}`,
        subscriptionRequired: true,
        // Access is granted by the topology file; asking for it in a portal leads nowhere on its own.
        approvalRequired: true,
        state: "published",
      },
      { parent: this, ...createFirst },
    );
    const productId = nameOf(product, id);

    new apimanagement.ProductPolicy(
      `${name}-policy`,
      { policyId: "policy", productId, serviceName, resourceGroupName, format: "rawxml", value: policy.xml },
      { parent: this, ...createFirst, dependsOn: [...policy.dependsOn] },
    );
    const links = [...args.apis].map(
      ([surface, api]) =>
        new apimanagement.ProductApi(
          `${name}-${surface}`,
          { productId, apiId: api.apiId, serviceName, resourceGroupName },
          { parent: this, ...createFirst },
        ),
    );
    new apimanagement.Subscription(
      `${name}-subscription`,
      {
        sid: id,
        serviceName,
        resourceGroupName,
        displayName: id,
        scope: product.id,
        state: "active",
        allowTracing: false,
        ...(args.keys === undefined
          ? {}
          : { primaryKey: args.keys.primary, secondaryKey: args.keys.secondary }),
      },
      {
        parent: this,
        ...createFirst,
        dependsOn: links,
        additionalSecretOutputs: ["primaryKey", "secondaryKey"],
      },
    );
    this.registerOutputs({});
  }
}

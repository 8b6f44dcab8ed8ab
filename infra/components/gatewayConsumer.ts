import * as apimanagement from "@pulumi/azure-native/apimanagement/index.js";
import * as pulumi from "@pulumi/pulumi";
import type { Naming } from "../naming";
import { createFirst } from "./createFirst";
import type { GatewayKeys } from "./gatewayKeys";
import type { GatewayService } from "./gatewayService";

/** What the keys of all consumers open. */
export interface SubscriptionScope {
  /** Id of all APIs of the service, or of a product. */
  readonly id: pulumi.Output<string>;
  /** What must be there before a key opens it. */
  readonly ready: readonly pulumi.Resource[];
}

/** Arguments of a {@link GatewayConsumer}. */
export interface GatewayConsumerArgs {
  readonly service: GatewayService;
  readonly naming: Naming;
  /** The consumer's name, as in the topology. */
  readonly consumer: string;
  /** Its keys; `undefined`: API Management makes them. */
  readonly keys: GatewayKeys | undefined;
  readonly scope: SubscriptionScope;
}

/**
 * One consumer: a subscription with its two keys, by whose id the policies know the consumer. No product: API Management
 * gives each product a subscription of its own when it is made, with keys that nobody asked for, and then refuses to
 * delete the product, because azure-native does not send `deleteSubscriptions` (pulumi-azure-native#846).
 */
export class GatewayConsumer extends pulumi.ComponentResource {
  constructor(name: string, args: GatewayConsumerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("aoai-fleet:index:GatewayConsumer", name, {}, opts);
    const { serviceName, resourceGroupName } = args.service;
    const id = args.naming.subscription(args.consumer);
    new apimanagement.Subscription(
      `${name}-subscription`,
      {
        sid: id,
        serviceName,
        resourceGroupName,
        displayName: id,
        scope: args.scope.id,
        state: "active",
        allowTracing: false,
        ...(args.keys === undefined
          ? {}
          : { primaryKey: args.keys.primary, secondaryKey: args.keys.secondary }),
      },
      {
        parent: this,
        ...createFirst,
        dependsOn: [...args.scope.ready],
        additionalSecretOutputs: ["primaryKey", "secondaryKey"],
      },
    );
    this.registerOutputs({});
  }
}

import * as apimanagement from "@pulumi/azure-native/apimanagement/index.js";
import * as pulumi from "@pulumi/pulumi";
import type { Backend, Breaker, Pool, RoutingPlan } from "../routing/plan";
import { createFirst } from "./createFirst";
import type { GatewayService } from "./gatewayService";
import type { Hub } from "./hub";

/** Arguments of {@link GatewayBackends}. */
export interface GatewayBackendsArgs {
  readonly service: GatewayService;
  readonly hub: Hub;
  readonly plan: RoutingPlan;
  /** What must exist before requests may go to a deployment of an account; see `RegionalAccount.readyFor`. */
  readonly readyFor: (account: string, deployment: string | undefined) => readonly pulumi.Resource[];
}

/** Every place that a request may go to: one backend with one breaker per member and surface, and pools of them. */
export class GatewayBackends extends pulumi.ComponentResource {
  /** Backends and pools by id, as policies name them. */
  public readonly byId: ReadonlyMap<string, apimanagement.Backend>;

  constructor(name: string, args: GatewayBackendsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("aoai-fleet:index:GatewayBackends", name, {}, opts);
    const { plan, service } = args;
    const { serviceName, resourceGroupName } = service;
    const deploymentOf = new Map(
      [...plan.members, ...plan.retiring].map((member) => [member.id, member.deployment]),
    );
    const logical = (id: string) => `${name}-${id.slice(plan.workload.length + 1)}`;

    const backends = new Map(
      plan.backends.map((backend) => [
        backend.id,
        new apimanagement.Backend(
          logical(backend.id),
          { ...single(backend), url: args.hub.fill(backend.url), serviceName, resourceGroupName },
          {
            parent: this,
            ...createFirst,
            dependsOn: [
              ...args.readyFor(backend.account, backend.member && deploymentOf.get(backend.member)),
            ],
          },
        ),
      ]),
    );
    const pools = new Map(
      plan.pools.map((pool) => [
        pool.id,
        new apimanagement.Backend(
          logical(pool.id),
          { ...pooled(pool, backends), serviceName, resourceGroupName },
          { parent: this, ...createFirst },
        ),
      ]),
    );
    this.byId = new Map([...backends, ...pools]);
    this.registerOutputs({});
  }
}

function single(backend: Backend) {
  return {
    backendId: backend.id,
    type: "Single",
    protocol: "http",
    description: backend.description,
    tls: { validateCertificateChain: true, validateCertificateName: true },
    circuitBreaker: { rules: [rule(backend.breaker)] },
  };
}

/** API Management accepts one rule per backend. */
function rule(breaker: Breaker) {
  return {
    name: "fleet",
    failureCondition: {
      count: breaker.failureCount,
      interval: breaker.interval,
      statusCodeRanges: breaker.statusCodeRanges.map(({ min, max }) => ({ min, max })),
    },
    tripDuration: breaker.tripDuration,
    acceptRetryAfter: breaker.acceptRetryAfter,
  };
}

/** A pool has members and nothing else: Azure refuses an address, a protocol or a breaker on it. */
function pooled(pool: Pool, backends: ReadonlyMap<string, apimanagement.Backend>) {
  return {
    backendId: pool.id,
    type: "Pool",
    description: pool.description,
    pool: {
      services: pool.members.map(({ backend, priority, weight }) => {
        const member = backends.get(backend);
        if (member === undefined)
          throw new Error(`Pool \`${pool.id}\` names \`${backend}\`, which is no backend.`);
        return { id: member.id, priority, weight };
      }),
    },
  };
}

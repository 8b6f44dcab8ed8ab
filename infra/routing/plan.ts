import type { Residency, Sku } from "../topology/schema";
import type { Stateful } from "../topology/stateful";
import type { Surface, Tier } from "../topology/topology";

/**
 * Where every request may go, and in which order: a pure function of the topology (`planRouting`). Policies, resources,
 * diagrams and the reviewer's difference are all derived from this value. All ids are final API Management entity names.
 */
export interface RoutingPlan {
  readonly environment: string;
  readonly workload: string;
  readonly surfaces: readonly Surface[];
  readonly members: readonly Member[];
  /**
   * Deployments of accounts with `retire: true`: no route has them. Their backends stay until the account goes, because a
   * request that began before the change may still come to them.
   */
  readonly retiring: readonly Member[];
  /** API Management backends of type Single: one per member and surface, and one per account for the regional route. */
  readonly backends: readonly Backend[];
  /** API Management backends of type Pool, at most 30 members each. */
  readonly pools: readonly Pool[];
  readonly routes: readonly Route[];
  readonly access: readonly Access[];
  /**
   * One entry per account, for calls that belong to one account (files, batches, stored responses). None where the fleet
   * is `stateful: none`: then there is no regional API either.
   */
  readonly regional: readonly RegionalRoute[];
}

/** One deployment that can serve a model. */
export interface Member {
  /** `<model slug>-<tier>-<region>`; unique. */
  readonly id: string;
  readonly model: string;
  readonly tier: Tier;
  readonly region: string;
  /** {@link Account.key} of the account. */
  readonly account: string;
  readonly accountName: string;
  /** `<subdomain>.openai.azure.com`; may contain the suffix placeholder. */
  readonly host: string;
  readonly deployment: string;
  readonly sku: Sku;
  /** Azure's model and version where they are not those of the model elsewhere: `gpt-5.5 2026-04-24`. */
  readonly otherModel: string | undefined;
  readonly capacity: number;
  /** 1 first. From the region's priority, made dense within the tier. */
  readonly priority: number;
  /** 1–100, the share within its priority, by capacity. */
  readonly weight: number;
  /** Where prompts are processed: the region, a data zone, or anywhere. */
  readonly processing: { readonly scope: "region" | "zone" | "global"; readonly place: string };
  readonly breaker: Breaker;
  /** The backend of this member on each surface of the fleet. */
  readonly backends: Readonly<Partial<Record<Surface, string>>>;
}

export interface Backend {
  readonly id: string;
  readonly purpose: Surface | "regional";
  /** {@link Member.id}; `undefined` for the backend of an account. */
  readonly member: string | undefined;
  readonly account: string;
  readonly region: string;
  /** Without a slash at the end. May contain the suffix placeholder. */
  readonly url: string;
  readonly breaker: Breaker;
  readonly description: string;
}

/** One rule, as API Management accepts exactly one per backend. */
export interface Breaker {
  readonly failureCount: number;
  /** ISO 8601. */
  readonly interval: string;
  readonly statusCodeRanges: readonly { readonly min: number; readonly max: number }[];
  /** ISO 8601. */
  readonly tripDuration: string;
  readonly acceptRetryAfter: boolean;
  /** Why each figure is what it is, for the reader of the plan. */
  readonly reasons: Readonly<
    Record<"failureCount" | "interval" | "statusCodeRanges" | "tripDuration" | "acceptRetryAfter", string>
  >;
}

export interface Pool {
  readonly id: string;
  /** {@link Route.id}. */
  readonly route: string;
  readonly surface: Surface;
  readonly tier: Tier;
  /**
   * The deployment name that all members share (the `model` of a v1 body). On `azure`, where each member's address has
   * its own, members may differ: then it is the model's usual name.
   */
  readonly deployment: string;
  readonly members: readonly {
    readonly backend: string;
    readonly priority: number;
    readonly weight: number;
  }[];
  readonly description: string;
}

/** How one model is served under one residency. Most models have one route; a residency that excludes members makes another. */
export interface Route {
  /** `<model slug>`, or `<model slug>-<residency slug>`. */
  readonly id: string;
  readonly model: string;
  /** The narrowest demand: the consumer's, else the model's, else the fleet's. Members meet the wider ones as well. */
  readonly residency: Residency | undefined;
  /** {@link Member.id}s in the order of preference: PTU before PAYG, then priority, then weight, then name. */
  readonly members: readonly string[];
  readonly surfaces: Readonly<Partial<Record<Surface, SurfaceRoute>>>;
}

export interface SurfaceRoute {
  /** The pools in order. The first takes a request while nothing is known of the route's members. */
  readonly pools: readonly Target[];
  /** Most calls that one request makes, each to another member. */
  readonly attempts: number;
  /** Single members in order, at most 40, for requests while something is known; chosen by weight among equals. */
  readonly explicit: readonly Target[];
}

export interface Target {
  /** Backend or pool id. */
  readonly backend: string;
  readonly tier: Tier;
  /** The region of a single member; `undefined` for a pool. */
  readonly region: string | undefined;
  /** Deployment name, the `model` of a v1 body. */
  readonly deployment: string;
}

/** What one consumer reaches. */
export interface Access {
  readonly consumer: string;
  /** What it may keep in one account. */
  readonly stateful: Stateful;
  /** Model name → {@link Route.id}. A model that is absent answers 404 for this consumer. */
  readonly routes: Readonly<Record<string, string>>;
  /**
   * {@link RegionalRoute.name} → model name → deployments of that account that this consumer may use. An account is
   * absent when its region does not meet the consumer's residency (files rest there) or none of its models is allowed.
   * Empty for a consumer that may keep nothing in one account.
   */
  readonly regional: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

export interface RegionalRoute {
  readonly account: string;
  readonly region: string;
  /** What callers write in the path: the region, or `<region>-<model slug>` for a fine-tuned model's account. */
  readonly name: string;
  readonly backend: string;
  /** Model name → deployment names of this account in the order of preference. */
  readonly deployments: Readonly<Record<string, readonly string[]>>;
}

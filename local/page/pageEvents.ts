import type { Sku } from "../../infra/topology/schema";
import type { Tier } from "../../infra/topology/topology";
import type { AccountFault, FaultKind } from "../accounts/faults/accountFault";
import type { LoadSeen } from "../load/loadRunner";

// What a page is told: plain JSON, and the only thing that the page and the fleet share.

/** The first event of a page: everything. */
export interface Snapshot {
  readonly kind: "snapshot";
  readonly shape: FleetShape;
  /** URL of the gateway. */
  readonly gateway: string;
  /** Milliseconds since 1970, when the fleet began. */
  readonly began: number;
  /** What a fault may name. */
  readonly places: readonly string[];
  readonly faultKinds: readonly { readonly kind: FaultKind; readonly meaning: string }[];
  readonly history: readonly Sample[];
  readonly paths: readonly RequestPath[];
  readonly now: PageState;
  /** Names of the rendered policies. */
  readonly policies: readonly string[];
  readonly loadProfiles: readonly { readonly name: string; readonly meaning: string }[];
  /** Requests a second that a load has unless somebody says otherwise. */
  readonly loadRate: number;
}

/** Each further event: a second more. */
export interface Tick {
  readonly kind: "tick";
  readonly sample: Sample;
  /** New ones, the newest first; at most as many as a page shows. */
  readonly paths: readonly RequestPath[];
  /** Further new ones that are not in `paths`. */
  readonly more: number;
  readonly now: PageState;
}

/** What holds at this moment. */
export interface PageState {
  readonly at: number;
  /** By {@link FleetShape.members}. */
  readonly breakers: readonly BreakerSeen[];
  readonly aside: readonly Aside[];
  readonly faults: readonly AccountFault[];
  readonly bill: Bill;
  /** The load that was started last. */
  readonly load: LoadSeen | null;
}

/** The worst of a member's breakers, over its backends and the gateway's instances. */
export interface BreakerSeen {
  readonly circuit: "closed" | "half-open" | "open";
  /** Milliseconds since 1970 when it closes; `null`: it is not open. */
  readonly until: number | null;
  /** Failures in its window, the most of any. */
  readonly failures: number;
}

/** What tokens cost so far, and PTU an hour; `null`: no price is known for any of it. */
export interface Bill {
  readonly ptuPerHour: number | null;
  readonly ptuTokens: number;
  readonly paygTokens: number;
  readonly payg: number | null;
  /** Models whose price is not known, in the sums with nothing. */
  readonly unknown: readonly string[];
}

/** What a page shows of a fleet and what stays while the fleet runs: plain JSON. */
export interface FleetShape {
  readonly environment: string;
  readonly file: string;
  /** In the order in which requests prefer them. */
  readonly regions: readonly string[];
  readonly members: readonly ShownMember[];
  readonly consumers: readonly ShownConsumer[];
  readonly routes: readonly ShownRoute[];
}

/** A deployment that serves a model. */
export interface ShownMember {
  readonly id: string;
  readonly region: string;
  readonly account: string;
  readonly deployment: string;
  readonly model: string;
  readonly tier: Tier;
  readonly sku: Sku;
  /** PTU, or thousands of tokens per minute. */
  readonly capacity: number;
  readonly priority: number;
  readonly weight: number;
  /** Ids of its backends. */
  readonly backends: readonly string[];
}

export interface ShownConsumer {
  readonly name: string;
  readonly class: "critical" | "standard" | "batch";
  /** Name of its subscription in API Management. */
  readonly subscription: string;
  /** Tokens per minute over all models. */
  readonly tokensPerMinute: number;
  readonly models: readonly string[];
}

/** Who serves a model, best first. */
export interface ShownRoute {
  readonly id: string;
  readonly model: string;
  readonly residency: string | undefined;
  /** Ids of members. */
  readonly members: readonly string[];
  /** Most calls that one request makes. */
  readonly attempts: number;
}

/** What one second was like. */
export interface Sample {
  /** Milliseconds since 1970, its end. */
  readonly at: number;
  /** By {@link FleetShape.members}: calls that reached the account and were answered, throttled, or not served; tokens. */
  readonly members: readonly MemberSecond[];
  /** By {@link FleetShape.consumers}, and what nobody known sent as the last one. */
  readonly consumers: readonly ConsumerSecond[];
}

/** Answered, throttled (429), failed (all else, silence included), tokens, percent of PTU in use (`null`: PAYG). */
export type MemberSecond = readonly [
  answered: number,
  throttled: number,
  failed: number,
  tokens: number,
  utilization: number | null,
];
/** Requests by outcome, and how many of the answered ones PTU served. */
export type ConsumerSecond = readonly [
  answered: number,
  throttled: number,
  failed: number,
  refused: number,
  byPtu: number,
];

/** A member that the policies pass by, and why. */
export interface Aside {
  readonly member: string;
  readonly reason: string;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** How a request ended for its caller. */
export type Outcome = "answered" | "throttled" | "failed" | "refused";

/** A request and the calls that the gateway made for it, in order: plain JSON, nothing of what bodies say. */
export interface RequestPath {
  readonly id: string;
  /** Milliseconds since 1970, when it arrived. */
  readonly at: number;
  /** `undefined`: nobody whom the file knows. */
  readonly consumer: string | undefined;
  /** `undefined`: no member was asked, so nobody can tell. */
  readonly model: string | undefined;
  readonly status: number;
  readonly outcome: Outcome;
  /** Until its last byte. */
  readonly milliseconds: number;
  readonly attempts: readonly PathAttempt[];
}

export interface PathAttempt {
  /** `undefined`: a backend that is no member, such as one of a regional route. */
  readonly member: string | undefined;
  readonly region: string;
  readonly deployment: string;
  readonly tier: Tier | undefined;
  /** A status, or why there is none. */
  readonly said: string;
  readonly good: boolean;
  /** Since the request arrived. */
  readonly at: number;
  readonly milliseconds: number;
}

import type { EntityIds } from "../routing/ids";
import type { Member, Route, RoutingPlan, Target } from "../routing/plan";
import type { Surface, Topology } from "../topology/topology";

/** One route as `route.xml.hbs` shows it. */
export interface RouteView {
  readonly route: string;
  /** Id of the route's fragment. */
  readonly fragment: string;
  readonly summary: string;
  readonly surfaces: readonly {
    readonly surface: Surface;
    readonly attempts: readonly TargetView[];
    readonly members: readonly TargetView[];
  }[];
  /** Regional routes of the accounts where the route's members live. */
  readonly places: readonly string[];
  /** Longest time in seconds that a member's breaker keeps it out by itself. */
  readonly bench: number;
  /** Cache key of the utilization; `null` where nobody has to leave PTU to others. */
  readonly utilizationKey: string | null;
}

/**
 * What the policy needs to know of a target. A pool has no account, unless it has one member only: then it names both,
 * because who failed is known. Priority and weight are a single member's.
 */
export interface TargetView {
  readonly backend: string;
  readonly tier: string;
  readonly account?: string;
  readonly member?: string;
  readonly deployment: string;
  readonly priority?: number;
  readonly weight?: number;
}

/**
 * @param ids claims the fragments' ids
 * @param name composes a fragment's plain id
 * @param utilization start of the cache keys of a model's utilization
 */
export function routeViews(
  topology: Topology,
  plan: RoutingPlan,
  ids: EntityIds,
  name: (...parts: string[]) => string,
  utilization: string,
): RouteView[] {
  const members = new Map(plan.members.map((member) => [member.id, member]));
  const pools = new Map(plan.pools.map((pool) => [pool.id, pool.members]));
  const byBackend = new Map(
    plan.members.flatMap((member) => Object.values(member.backends).map((id) => [id, member] as const)),
  );
  const memberOf = (backend: string): Member => {
    const member = byBackend.get(backend);
    if (member === undefined) throw new Error(`Backend \`${backend}\` belongs to no member of the plan.`);
    return member;
  };
  // The account, not the region: a fine-tuned model's account fails for itself.
  const pool = ({ backend, tier, deployment }: Target): TargetView => {
    const [only, ...others] = pools.get(backend) ?? [];
    if (only === undefined || others.length > 0) return { backend, tier, deployment };
    return { backend, tier, account: memberOf(only.backend).account, member: only.backend, deployment };
  };
  const single = ({ backend, tier, deployment }: Target): TargetView => {
    const { account, priority, weight } = memberOf(backend);
    return { backend, tier, account, deployment, priority, weight };
  };
  return plan.routes.map((route) => {
    const own = route.members.map((id) => {
      const member = members.get(id);
      if (member === undefined)
        throw new Error(`Route \`${route.id}\` names member \`${id}\`, which the plan lacks.`);
      return member;
    });
    return {
      route: route.id,
      fragment: ids.claim(name("route", route.id), `fragment/route/${route.id}`),
      summary: `${route.model}${route.residency === undefined ? "" : `, processed within ${[route.residency].flat().join(", ")}`}: ${own.length} ${own.length === 1 ? "member" : "members"}.`,
      surfaces: plan.surfaces.flatMap((surface) => {
        const targets = route.surfaces[surface];
        if (targets === undefined) return [];
        return [
          {
            surface,
            attempts: targets.attempts.map(pool),
            members: targets.explicit.map(single),
          },
        ];
      }),
      places: plan.regional
        .filter((door) => own.some((member) => member.account === door.account))
        .map((door) => door.name),
      bench: Math.max(1, ...own.map(benchSeconds)),
      utilizationKey: sharesPtu(topology, plan, route, own) ? `${utilization}${route.model}` : null,
    };
  });
}

/** Whether the route has PTU, PAYG beside it, and a consumer that leaves PTU to others. */
function sharesPtu(topology: Topology, plan: RoutingPlan, route: Route, members: readonly Member[]): boolean {
  const tiers = new Set(members.map((member) => member.tier));
  const yields = topology.consumers.some(
    (consumer) =>
      consumer.class !== "critical" &&
      plan.access.find((access) => access.consumer === consumer.name)?.routes[route.model] === route.id,
  );
  // Observed on every route of the model, so that critical traffic on one is seen by batch traffic on another.
  const elsewhere = plan.routes.some((other) => other.model === route.model && other.id !== route.id);
  return tiers.has("ptu") && tiers.has("payg") && (yields || elsewhere);
}

function benchSeconds({ breaker }: Member): number {
  const match = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(breaker.tripDuration);
  const [hours, minutes, seconds] = [match?.[1], match?.[2], match?.[3]].map((part) => Number(part ?? 0));
  return (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0);
}

import type { EntityIds } from "../routing/ids";
import type { Member, Route, RoutingPlan, Target } from "../routing/plan";
import { type AttemptSeconds, attemptSeconds, isReasoning } from "../topology/data";
import type { Surface, Topology } from "../topology/topology";

/** One route as `route.xml.hbs` shows it. */
export interface RouteView {
  readonly route: string;
  /** Id of the route's fragment. */
  readonly fragment: string;
  readonly summary: string;
  readonly surfaces: readonly {
    readonly surface: Surface;
    /** The pool that a quiet route asks. */
    readonly pool: PoolView;
    /** The one for consumers that leave PTU to others; `null` where there is no such pool, or nobody does. */
    readonly payg: PoolView | null;
    readonly members: readonly MemberView[];
  }[];
  /** Regional routes of the accounts where the route's members live. */
  readonly places: readonly string[];
  /** Cache key of what is known of the model's members at all. */
  readonly knownKey: string;
  /** Cache key of each member's state, in the members' order, and the variable that holds it. */
  readonly states: readonly { readonly key: string; readonly variable: string }[];
  /** Milliseconds after which the next request of a quiet route asks a member of its own choice. */
  readonly askMs: number;
  /** Milliseconds without an answer that say nothing of an account which was never heard. */
  readonly patienceMs: number;
  /** How long an attempt may take. */
  readonly limit: AttemptSeconds;
  /** Cache key of the utilization; `null` where nobody has to leave PTU to others. */
  readonly utilizationKey: string | null;
}

export interface PoolView {
  readonly backend: string;
  readonly tier: string;
  readonly deployment: string;
  /** Index of the only member of the pool's best priority, as text: whom the pool asks is then known; else empty. */
  readonly sole: string;
}

export interface MemberView {
  readonly member: string;
  readonly backend: string;
  readonly tier: string;
  readonly account: string;
  readonly region: string;
  readonly deployment: string;
  readonly priority: number;
  readonly weight: number;
}

/** Starts of cache keys; what they are followed by is a model, or a member. */
export interface RoutingKeys {
  readonly known: string;
  readonly member: string;
  readonly utilization: string;
}

/**
 * @param ids claims the fragments' ids
 * @param name composes a fragment's plain id
 */
export function routeViews(
  topology: Topology,
  plan: RoutingPlan,
  ids: EntityIds,
  name: (...parts: string[]) => string,
  keys: RoutingKeys,
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
  const single = ({ backend, tier, region, deployment }: Target): MemberView => {
    const { id, account, priority, weight } = memberOf(backend);
    return { member: id, backend, tier, account, region: region ?? "", deployment, priority, weight };
  };
  const pool = ({ backend, tier, deployment }: Target, own: readonly MemberView[]): PoolView => {
    const all = pools.get(backend) ?? [];
    const first = Math.min(...all.map(({ priority }) => priority));
    const [only, ...others] = all.filter(({ priority }) => priority === first);
    const sole = others.length > 0 ? -1 : own.findIndex((member) => member.backend === only?.backend);
    return { backend, tier, deployment, sole: sole < 0 ? "" : String(sole) };
  };
  return plan.routes.map((route) => {
    const own = route.members.map((id) => {
      const member = members.get(id);
      if (member === undefined)
        throw new Error(`Route \`${route.id}\` names member \`${id}\`, which the plan lacks.`);
      return member;
    });
    const shared = sharesPtu(topology, plan, route, own);
    const best = bestPeers(own);
    const surfaces = plan.surfaces.flatMap((surface) => {
      const targets = route.surfaces[surface];
      if (targets === undefined) return [];
      const listed = targets.explicit.map(single);
      const [first] = targets.pools;
      if (first === undefined) return [];
      const payg = first.tier === "ptu" ? targets.pools.find(({ tier }) => tier === "payg") : undefined;
      return [
        {
          surface,
          pool: pool(first, listed),
          payg: payg === undefined || !shared ? null : pool(payg, listed),
          members: listed,
        },
      ];
    });
    // The same members in the same order on every surface.
    const states = surfaces[0]?.members ?? [];
    return {
      route: route.id,
      fragment: ids.claim(name("route", route.id), `fragment/route/${route.id}`),
      summary: `${route.model}${route.residency === undefined ? "" : `, processed within ${[route.residency].flat().join(", ")}`}: ${own.length} ${own.length === 1 ? "member" : "members"}.`,
      surfaces,
      places: placesOf(plan, own),
      knownKey: `${keys.known}${route.model}`,
      states: states.map(({ member }, index) => ({
        key: `${keys.member}${member}`,
        variable: `state-${index}`,
      })),
      askMs: Math.max(SHORTEST_ASK_MS, Math.round(ASK_MS / best)),
      patienceMs: mayThink(topology, route.model) ? THINKING_MS : SILENCE_MS,
      limit: limitOf(topology, route.model),
      utilizationKey: shared ? `${keys.utilization}${route.model}` : null,
    };
  });
}

/** Where a model keeps state, by the names of regional routes; without any, the accounts stand for them: they are counted. */
function placesOf(plan: RoutingPlan, members: readonly Member[]): string[] {
  const accounts = new Set(members.map(({ account }) => account));
  const routes = plan.regional.filter(({ account }) => accounts.has(account));
  return routes.length > 0 ? routes.map(({ name }) => name) : [...accounts];
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

/** Each member of the best priority is asked once in this time by a request that listens for its answer. */
const ASK_MS = 1000;
const SHORTEST_ASK_MS = 200;

/**
 * How long an account may be silent that was never heard. A reasoning model takes minutes for an answer that is not
 * streamed; once one was heard, silence is judged by how long answers take.
 */
const THINKING_MS = 160_000;
const SILENCE_MS = 5_500;

const mayThink = (topology: Topology, name: string): boolean => servedAs(topology, name).some(isReasoning);

/** Azure's names of what answers for a model: two while it moves to its successor. */
function servedAs({ models, accounts }: Topology, name: string): string[] {
  const stated = models.find((model) => model.name === name)?.azureName ?? name;
  const deployed = accounts
    .flatMap(({ deployments }) => deployments)
    .filter(({ model }) => model === name)
    .map(({ modelName }) => modelName);
  return [...new Set([stated, ...deployed])];
}

/** Whoever needs longest sets the limit: any of them may be asked. */
function limitOf(topology: Topology, name: string): AttemptSeconds {
  const stated = topology.routing.attemptTimeoutSeconds;
  if (stated !== undefined) return { whole: stated, streamed: stated };
  const limits = servedAs(topology, name).map(attemptSeconds);
  return {
    whole: Math.max(...limits.map(({ whole }) => whole)),
    streamed: Math.max(...limits.map(({ streamed }) => streamed)),
  };
}

/** How many members share the load of a quiet route. */
function bestPeers([best, ...others]: readonly Member[]): number {
  return 1 + others.filter(({ tier, priority }) => tier === best?.tier && priority === best.priority).length;
}

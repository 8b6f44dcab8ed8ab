import { deploymentName, Naming, slug } from "../naming";
import type { Surface, Tier, Topology } from "../topology/topology";
import type { EntityIds } from "./ids";
import { tiers } from "./members";
import type { Member, Pool, Route } from "./plan";

/** What API Management accepts in one pool (documented). */
export const POOL_LIMIT = 30;

/**
 * The pools of one route on one surface, in the order in which they are tried.
 *
 * Each tier has a pool of its own on both surfaces. On `azure` one mixed pool would do (a member's address holds its
 * deployment), and the order of preference would be the same; a pool per tier is better because a consumer can then be
 * kept off PTU, because one mechanism serves both surfaces (the `model` in a v1 body is one per pool), and because a
 * pool of each tier holds twice the regions.
 *
 * On `v1` members of one tier with other deployment names (adopted deployments) form pools of their own. They are
 * tried in the order of their best member; a priority does not reach across pools.
 *
 * More than {@link POOL_LIMIT} members are cut into pools in the order of preference (`…-pool`, `…-pool-2`): what
 * comes later takes the overflow of what comes earlier.
 */
export function poolsOf(
  route: Pick<Route, "id" | "model">,
  members: readonly Member[],
  surface: Surface,
  topology: Topology,
  ids: EntityIds,
): Pool[] {
  return tiers.flatMap((tier) => {
    const usual = deploymentName(route.model, tier);
    const inTier = members.filter((member) => member.tier === tier);
    return groups(inTier, usual, surface).flatMap(({ deployment, members: group }) =>
      chunks(group, POOL_LIMIT).map((chunk, index) => {
        const qualifier = deployment === usual || surface === "azure" ? [] : [slug(deployment)];
        const part = index === 0 ? [] : [`${index + 1}`];
        const last = surface === "v1" ? ["v1"] : [];
        const naming = new Naming(topology.workload, topology.environment, topology.nameSuffix);
        return {
          id: ids.claim(
            naming.gatewayChild(route.id, tier, "pool", ...qualifier, ...part, ...last),
            `pool/${surface}/${route.id}/${tier}/${deployment}/${index}`,
          ),
          route: route.id,
          surface,
          tier,
          deployment,
          members: chunk.map((member) => ({
            backend: member.backends[surface] as string,
            priority: member.priority,
            weight: member.weight,
          })),
          description: describe(route, tier, surface, group.length > POOL_LIMIT ? index + 1 : undefined),
        };
      }),
    );
  });
}

interface Group {
  readonly deployment: string;
  readonly members: readonly Member[];
}

function groups(members: readonly Member[], usual: string, surface: Surface): Group[] {
  if (members.length === 0) return [];
  // In `azure` each member's address names its own deployment, so that one pool may hold several names.
  if (surface === "azure") {
    const names = new Set(members.map((member) => member.deployment));
    const [only] = names;
    return [{ deployment: names.size === 1 && only !== undefined ? only : usual, members }];
  }
  const names = [...new Set(members.map((member) => member.deployment))];
  return names.map((deployment) => ({
    deployment,
    members: members.filter((member) => member.deployment === deployment),
  }));
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  const count = Math.ceil(items.length / size);
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size));
}

function describe(
  route: Pick<Route, "id" | "model">,
  tier: Tier,
  surface: Surface,
  part: number | undefined,
): string {
  const text = `${route.model} ${tier.toUpperCase()}, route ${route.id}, surface ${surface}`;
  return part === undefined ? text : `${text}, part ${part}`;
}

import type { Surface } from "../topology/topology";
import type { Member, Pool, Target } from "./plan";

/** Most single members that one surface of a route lists; bounds the size of the rendered policy. */
export const EXPLICIT_LIMIT = 40;

/** The pools of one surface in order. */
export function poolTargets(pools: readonly Pool[]): Target[] {
  return pools.map(({ id, tier, deployment }) => ({ backend: id, tier, region: undefined, deployment }));
}

/**
 * Single members in the order of preference, for requests while something is known of the route. At most
 * {@link EXPLICIT_LIMIT}: beyond it each tier keeps its best, PAYG at least half of the places if it needs them.
 * A list this long still outlasts the highest `routing.maxAttempts` twice.
 */
export function explicitTargets(members: readonly Member[], surface: Surface): Target[] {
  const ptu = members.filter((member) => member.tier === "ptu");
  const payg = members.filter((member) => member.tier === "payg");
  const paygPlaces = Math.min(payg.length, Math.max(EXPLICIT_LIMIT / 2, EXPLICIT_LIMIT - ptu.length));
  return [...ptu.slice(0, EXPLICIT_LIMIT - paygPlaces), ...payg.slice(0, paygPlaces)].map((member) => ({
    backend: member.backends[surface] as string,
    tier: member.tier,
    region: member.region,
    deployment: member.deployment,
  }));
}

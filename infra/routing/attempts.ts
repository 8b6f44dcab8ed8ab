import type { Surface } from "../topology/topology";
import type { Member, Pool, Target } from "./plan";

/** Most single members that one surface of a route lists; bounds the size of the rendered policy. */
export const EXPLICIT_LIMIT = 40;

/** Attempts that a later pool keeps even when earlier ones could use them all: one, and one more to mend it. */
const RESERVED = 2;

/**
 * How many attempts each pool may take.
 *
 * A failed attempt trips its member's breaker, so each attempt on a pool leaves one member behind and more attempts
 * than members would be wasted. Within `limit` the first pools take what they can use; a later pool keeps
 * {@link RESERVED} (or its size, if smaller), so that a large saturated PTU tier cannot starve PAYG. Every pool gets
 * one attempt at least: more pools than `limit` make as many attempts as there are pools.
 *
 * @param sizes members of each pool, in the order of the pools; each at least 1
 * @param limit `routing.maxAttempts`
 */
export function allotAttempts(sizes: readonly number[], limit: number): number[] {
  const allotted = sizes.map(() => 1);
  let left = Math.max(0, limit - sizes.length);
  const grant = (index: number, upTo: number) => {
    const more = Math.max(0, Math.min(upTo - (allotted[index] as number), left));
    allotted[index] = (allotted[index] as number) + more;
    left -= more;
  };
  for (const [index, size] of sizes.entries()) grant(index, Math.min(RESERVED, size));
  for (const [index, size] of sizes.entries()) grant(index, size);
  return allotted;
}

/** The pools of one surface in order, each repeated once per attempt that it may take. */
export function attemptsOver(pools: readonly Pool[], limit: number): Target[] {
  const allotted = allotAttempts(
    pools.map((pool) => pool.members.length),
    limit,
  );
  return pools.flatMap((pool, index) => {
    const target: Target = {
      backend: pool.id,
      tier: pool.tier,
      region: undefined,
      deployment: pool.deployment,
    };
    return Array.from({ length: allotted[index] as number }, () => target);
  });
}

/**
 * Single members in the order of preference, for requests that an account failed. At most
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

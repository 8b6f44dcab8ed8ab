import { Naming } from "../naming";
import { processing } from "../topology/residency";
import type { Account, Deployment, Model, Surface, Tier, Topology } from "../topology/topology";
import { memberBreaker } from "./breakers";
import type { EntityIds } from "./ids";
import type { Member } from "./plan";
import { meets } from "./routes";

/** Tiers in the order in which requests use them: what is paid for already comes first. */
export const tiers: readonly Tier[] = ["ptu", "payg"];

interface Candidate {
  readonly account: Account;
  readonly deployment: Deployment;
  readonly processing: Member["processing"];
}

/**
 * All members of one model in the order of preference: PTU before PAYG, then priority, then weight (the larger
 * first), then id. A deployment that the residency of the fleet or of the model forbids is no member.
 *
 * A member's priority is its account's, made dense within the tier (API Management allows 0–100, and `1, 5, 40` reads
 * worse than `1, 2, 3`). Its weight is its capacity relative to the largest of the same priority, 1–100.
 */
export function membersOf(model: Model, topology: Topology, ids: EntityIds): Member[] {
  return tiers.flatMap((tier) => tierMembers(model, tier, topology, ids, serves));
}

/** The deployments of accounts that are about to be removed, in the same order; they are members of no route. */
export function retiringOf(model: Model, topology: Topology, ids: EntityIds): Member[] {
  return tiers.flatMap((tier) => tierMembers(model, tier, topology, ids, ({ retire }) => retire));
}

const serves = ({ retire }: Account): boolean => !retire;

function tierMembers(
  model: Model,
  tier: Tier,
  topology: Topology,
  ids: EntityIds,
  isWanted: (account: Account) => boolean,
): Member[] {
  const candidates: Candidate[] = topology.accounts.filter(isWanted).flatMap((account) =>
    account.deployments
      .filter((deployment) => deployment.model === model.name && deployment.tier === tier)
      .map((deployment) => ({ account, deployment, processing: processing(deployment.sku, account.region) }))
      .filter((candidate) => meets(topology.residency, candidate) && meets(model.residency, candidate)),
  );
  const priorities = [...new Set(candidates.map(({ account }) => account.priority))].sort((a, b) => a - b);
  return candidates
    .map((candidate) => {
      const peers = candidates.filter(({ account }) => account.priority === candidate.account.priority);
      const largest = Math.max(...peers.map(({ deployment }) => deployment.capacity));
      return toMember(candidate, model, topology, ids, {
        priority: priorities.indexOf(candidate.account.priority) + 1,
        weight: Math.max(1, Math.round((100 * candidate.deployment.capacity) / largest)),
      });
    })
    .sort(byPreference);
}

function toMember(
  { account, deployment, processing }: Candidate,
  model: Model,
  topology: Topology,
  ids: EntityIds,
  share: Pick<Member, "priority" | "weight">,
): Member {
  const naming = new Naming(topology.workload, topology.environment, topology.nameSuffix);
  const id = `${model.slug}-${deployment.tier}-${account.region}`;
  const backends: Partial<Record<Surface, string>> = {};
  for (const surface of topology.gateway.surfaces) {
    const plain = naming.gatewayChild(id, ...(surface === "v1" ? ["v1"] : []));
    backends[surface] = ids.claim(
      plain,
      `backend/${surface}/${account.key}/${deployment.tier}/${model.name}`,
    );
  }
  return {
    id,
    model: model.name,
    tier: deployment.tier,
    region: account.region,
    account: account.key,
    accountName: account.name,
    host: accountHost(account),
    deployment: deployment.name,
    sku: deployment.sku,
    otherModel:
      deployment.modelName === model.azureName && deployment.modelVersion === model.version
        ? undefined
        : `${deployment.modelName} ${deployment.modelVersion}`,
    capacity: deployment.capacity,
    ...share,
    processing,
    breaker: memberBreaker(deployment.tier, topology.routing.breaker),
    backends,
  };
}

/** The data-plane host of an account. The custom subdomain is what Entra tokens and private endpoints need. */
export function accountHost(account: Account): string {
  return `${account.subdomain}.openai.azure.com`;
}

/** Orders members as requests should use them. */
export function byPreference(a: Member, b: Member): number {
  return (
    tiers.indexOf(a.tier) - tiers.indexOf(b.tier) ||
    a.priority - b.priority ||
    b.weight - a.weight ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

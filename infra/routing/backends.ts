import { Naming } from "../naming";
import type { Account, Model, Surface, Topology } from "../topology/topology";
import { regionalBreaker } from "./breakers";
import type { EntityIds } from "./ids";
import { accountHost, tiers } from "./members";
import type { Backend, Member, RegionalRoute } from "./plan";

/** Base address of a member. On surface `azure` the deployment is part of it; on `v1` the body's `model` names it. */
const address: Record<Surface, (member: Member) => string> = {
  azure: ({ host, deployment }) => `https://${host}/openai/deployments/${encodeURIComponent(deployment)}`,
  v1: ({ host }) => `https://${host}/openai/v1`,
};

/**
 * One backend per member and surface: a breaker belongs to its backend, so a backend shared between deployments would
 * let one busy model bench the others.
 */
export function memberBackends(member: Member, surfaces: readonly Surface[]): Backend[] {
  return surfaces.map((surface) => ({
    id: member.backends[surface] as string,
    purpose: surface,
    member: member.id,
    account: member.account,
    region: member.region,
    url: address[surface](member),
    breaker: member.breaker,
    description: `${member.model} ${member.tier.toUpperCase()} in ${member.region}: deployment ${member.deployment} of ${member.accountName}, surface ${surface}`,
  }));
}

/** The door to one account for calls that belong to it, and its backend. */
export interface RegionalDoor {
  readonly route: RegionalRoute;
  readonly backend: Backend;
}

/**
 * @param members the members of the plan; a deployment that no residency of fleet and model allows is not among them
 */
export function regionalDoor(
  account: Account,
  members: readonly Member[],
  topology: Topology,
  ids: EntityIds,
): RegionalDoor {
  const name = account.fineTuned
    ? `${account.region}-${ownModel(account, topology.models).slug}`
    : account.region;
  const naming = new Naming(topology.workload, topology.environment, topology.nameSuffix);
  const backend = ids.claim(naming.gatewayChild("regional", name), `regional/${account.key}`);
  return {
    route: {
      account: account.key,
      region: account.region,
      name,
      backend,
      deployments: deploymentsByModel(members.filter((member) => member.account === account.key)),
    },
    backend: {
      id: backend,
      purpose: "regional",
      member: undefined,
      account: account.key,
      region: account.region,
      url: `https://${accountHost(account)}/openai/v1`,
      breaker: regionalBreaker,
      description: `${account.name} in ${account.region}: calls that belong to this account`,
    },
  };
}

/** Model name → its deployments, PTU before PAYG, models in the members' order. */
export function deploymentsByModel(members: readonly Member[]): Record<string, string[]> {
  const models = [...new Set(members.map((member) => member.model))];
  return Object.fromEntries(
    models.map((model) => [
      model,
      tiers.flatMap((tier) =>
        members
          .filter((member) => member.model === model && member.tier === tier)
          .map((member) => member.deployment),
      ),
    ]),
  );
}

/** The fine-tuned model that an account was made for. */
function ownModel(account: Account, models: readonly Model[]): Model {
  const name = account.deployments[0]?.model;
  const model = models.find((candidate) => candidate.name === name);
  if (model === undefined)
    throw new Error(`Account \`${account.key}\` is for a fine-tuned model and deploys none.`);
  return model;
}

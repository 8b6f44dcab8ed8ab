import { SUFFIX, type Tier, type Topology } from "../../infra/topology/topology";
import type { Called } from "./faults";

/** A deployment under load. */
export interface LoadMember {
  /** The first part of the account's host, without the random suffix of the world. */
  readonly account: string;
  readonly deployment: string;
  readonly tier: Tier;
  readonly region: string;
  /** Of its account: 1 is used first. */
  readonly priority: number;
  /** Requests per second; 10 PTU or 10,000 tokens a minute are one. */
  readonly rate: number;
}

/** The deployments of a model. */
export function loadMembers(topology: Topology, model: string): readonly LoadMember[] {
  return topology.accounts.flatMap((account) =>
    account.deployments
      .filter((deployment) => deployment.model === model)
      .map((deployment) => ({
        account: account.subdomain.replace(SUFFIX, ""),
        deployment: deployment.name,
        tier: deployment.tier,
        region: account.region,
        priority: account.priority,
        rate: deployment.capacity / 10,
      })),
  );
}

/** Whether a call went to a member. */
export const isMember = (called: Called, { account, deployment }: LoadMember): boolean =>
  called.deployment === deployment && called.account.startsWith(account);

/** @throws Error when the call went to none */
export function memberCalled(members: readonly LoadMember[], called: Called): LoadMember {
  const found = members.find((member) => isMember(called, member));
  if (found === undefined) throw new Error(`No member is ${called.account}/${called.deployment}.`);
  return found;
}

/** Requests per second of some members together. */
export const rateOf = (members: readonly LoadMember[]): number =>
  members.reduce((sum, { rate }) => sum + rate, 0);

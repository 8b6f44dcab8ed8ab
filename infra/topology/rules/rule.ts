import type { Finding } from "../finding";
import type { Path } from "../path";
import type { TopologyFile } from "../schema";
import type { Account, Deployment, Topology } from "../topology";

/**
 * What a judgement is for. `review`: what will not work must not be merged. `deploy`: what works in Azure today must go on,
 * so a retired model does not stop what is done about it.
 */
export type Purpose = "review" | "deploy";

/** What a rule judges: the file as written, and what it comes to. */
export interface Fleet {
  readonly file: TopologyFile;
  readonly topology: Topology;
  /** The day on which it is judged, `2026-11-30`; `undefined`: nothing is said that depends on the day. */
  readonly today: string | undefined;
  readonly purpose: Purpose;
}

/** One rule of the domain: a pure function of the fleet. */
export type Rule = (fleet: Fleet) => Iterable<Finding>;

/** A value of the file, or the key before it. */
export type FindingPlace = Path | { readonly key: Path };

/** @param place path of the value to point at, or `{ key }` to point at the key instead */
export function error(rule: string, place: FindingPlace, message: string, remedy: string): Finding {
  return finding("error", rule, place, message, remedy);
}

/** @param place path of the value to point at, or `{ key }` to point at the key instead */
export function warning(rule: string, place: FindingPlace, message: string, remedy: string): Finding {
  return finding("warning", rule, place, message, remedy);
}

function finding(
  severity: Finding["severity"],
  rule: string,
  place: FindingPlace,
  message: string,
  remedy: string,
): Finding {
  const path = "key" in place ? place.key : place;
  return { severity, rule, path, at: "key" in place ? "key" : "value", message, remedy };
}

/** A deployment with the account that holds it. */
export interface Placed {
  readonly account: Account;
  readonly deployment: Deployment;
}

export function deploymentsOf(topology: Topology): Placed[] {
  return topology.accounts.flatMap((account) =>
    account.deployments.map((deployment) => ({ account, deployment })),
  );
}

/** Those that take traffic: not of accounts that are about to be removed. */
export const servingOf = (topology: Topology): Placed[] =>
  deploymentsOf(topology).filter(({ account }) => !account.retire);

/** Where the file declares a deployment. */
export function pathOf({ account, deployment }: Placed): Path {
  return account.fineTuned
    ? ["fineTuned", deployment.model, deployment.tier]
    : ["regions", account.region, "deployments", deployment.model, deployment.tier];
}

/** Where the file states the capacity of a deployment: the number itself, or the key of a mapping. */
export function capacityPathOf(fleet: Fleet, placed: Placed): Path {
  const path = pathOf(placed);
  const { region, fineTuned } = placed.account;
  const { model, tier } = placed.deployment;
  const declared = fineTuned ? undefined : fleet.file.regions[region]?.deployments[model]?.[tier];
  return typeof declared === "number" ? path : [...path, "capacity"];
}

/** Where the file declares an account. */
export function accountPathOf(account: Account): Path {
  const model = account.deployments[0]?.model;
  return account.fineTuned && model !== undefined ? ["fineTuned", model] : ["regions", account.region];
}

/** Where a consumer names a model that it may call; `undefined` where it does not. */
export function namedModelPlace({ file }: Fleet, consumer: string, model: string): FindingPlace | undefined {
  const models = file.consumers[consumer]?.models;
  if (models === undefined) return undefined;
  const path = ["consumers", consumer, "models"];
  if (!Array.isArray(models)) return Object.hasOwn(models, model) ? { key: [...path, model] } : undefined;
  const index = models.indexOf(model);
  return index < 0 ? undefined : [...path, index];
}

/** `PTU`, `PAYG`. */
export const tierName = (tier: "ptu" | "payg"): string => tier.toUpperCase();

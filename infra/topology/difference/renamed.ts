import { Naming } from "../../naming";
import type { Account, Topology } from "../topology";

/** What the names of a fleet are made of. */
export type NameParts = Pick<Topology, "environment" | "workload" | "nameSuffix">;

/**
 * The same fleet as if its file had these names. Names that follow from the file's follow; those that were given stay.
 * Two fleets that differ in their name are then compared in everything else.
 */
export function renamed(topology: Topology, { environment, workload, nameSuffix }: NameParts): Topology {
  const was = namingOf(topology);
  const is = namingOf({ environment, workload, nameSuffix });
  const code = (region: string) => topology.regions.find(({ name }) => name === region)?.code ?? region;
  const follows = (value: string, name: (naming: Naming) => string) =>
    value === name(was) ? name(is) : value;
  const filters = new Map(
    topology.raiPolicies.map(({ name }) => [
      name,
      follows(name, (naming) => naming.contentFilter(name.slice(topology.workload.length + 1))),
    ]),
  );
  const account = (old: Account): Account => {
    const region = code(old.region);
    const part = old.fineTuned ? `${region}-${old.key.replace(/^ft-/, "")}` : region;
    return {
      ...old,
      ...(old.existing
        ? {}
        : {
            resourceGroup: follows(old.resourceGroup, (naming) => naming.regionResourceGroup(region)),
            name: follows(old.name, (naming) => naming.account(part)),
            subdomain: follows(old.subdomain, (naming) => naming.subdomain(part)),
          }),
      deployments: old.deployments.map((deployment) => ({
        ...deployment,
        raiPolicy:
          deployment.raiPolicy === undefined
            ? undefined
            : (filters.get(deployment.raiPolicy) ?? deployment.raiPolicy),
      })),
    };
  };
  return {
    ...topology,
    environment,
    workload,
    nameSuffix,
    accounts: topology.accounts.map(account),
    raiPolicies: topology.raiPolicies.map((policy) => ({
      ...policy,
      name: filters.get(policy.name) ?? policy.name,
    })),
  };
}

const namingOf = ({ environment, workload, nameSuffix }: NameParts) =>
  new Naming(workload, environment, nameSuffix);

import type { RoutingPlan } from "../routing/plan";
import type { Tier, Topology } from "../topology/topology";

/** What consumers with the same residency may use of each account by its regional route. */
export interface DoorsView {
  readonly consumers: readonly string[];
  /** Name in the path → backend, and models with their deployments, PTU before PAYG. */
  readonly accounts: Readonly<Record<string, Door>>;
}

interface Group {
  readonly consumers: string[];
  readonly models: Map<string, Readonly<Record<string, readonly string[]>>>;
}

interface Door {
  readonly backend: string;
  readonly models: Readonly<Record<string, Readonly<Partial<Record<Tier, string>>>>>;
}

/**
 * One entry per residency, not per consumer, so that the policy grows with the fleet and not with its users. An entry
 * holds what any of its consumers may use; the policy narrows it to the regions and models of the one that calls.
 * That is exact: for one residency a deployment is open to whoever may call its model.
 */
export function doorViews(topology: Topology, plan: RoutingPlan): DoorsView[] {
  const groups = new Map<string, Group>();
  const tierOf = new Map(
    [...plan.members, ...plan.retiring].map(({ account, deployment, tier }) => [
      `${account}/${deployment}`,
      tier,
    ]),
  );
  for (const { consumer, regional } of plan.access) {
    if (Object.keys(regional).length === 0) continue;
    const residency = topology.consumers.find(({ name }) => name === consumer)?.residency;
    const key = JSON.stringify(residency ?? null);
    const group: Group = groups.get(key) ?? { consumers: [], models: new Map() };
    groups.set(key, group);
    group.consumers.push(consumer);
    for (const [name, models] of Object.entries(regional))
      group.models.set(name, { ...group.models.get(name), ...models });
  }
  return [...groups.values()].map(({ consumers, models }) => ({
    consumers,
    accounts: Object.fromEntries(
      plan.regional.flatMap(({ name, backend, account }): [string, Door][] => {
        const open = models.get(name);
        if (open === undefined) return [];
        const byTier = (deployments: readonly string[]) =>
          Object.fromEntries(
            deployments.map((deployment) => [tierOf.get(`${account}/${deployment}`), deployment]),
          ) as Partial<Record<Tier, string>>;
        const byModel = Object.entries(open).map(([model, deployments]) => [model, byTier(deployments)]);
        return [[name, { backend, models: Object.fromEntries(byModel) as Door["models"] }]];
      }),
    ),
  }));
}

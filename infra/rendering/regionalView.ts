import type { RoutingPlan } from "../routing/plan";

/** What consumers with equal rights may use of each account by its regional route. */
export interface DoorsView {
  readonly consumers: readonly string[];
  /** Name in the path → backend, and models with their deployments in order. */
  readonly accounts: Readonly<
    Record<string, { readonly backend: string; readonly models: Readonly<Record<string, readonly string[]>> }>
  >;
}

/** Consumers with the same rights share one entry, so that the policy grows with the fleet and not with its users. */
export function doorViews(plan: RoutingPlan): DoorsView[] {
  const groups = new Map<string, DoorsView>();
  for (const { consumer, regional } of plan.access) {
    if (Object.keys(regional).length === 0) continue;
    const key = JSON.stringify(regional);
    const known = groups.get(key);
    const accounts =
      known?.accounts ??
      Object.fromEntries(
        plan.regional.flatMap(({ name, backend }) => {
          const models = regional[name];
          return models === undefined ? [] : [[name, { backend, models }]];
        }),
      );
    groups.set(key, { consumers: [...(known?.consumers ?? []), consumer], accounts });
  }
  return [...groups.values()];
}

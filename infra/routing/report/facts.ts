import { count } from "apim-gateway/text";
import { type Stateful, statefulLevels, unjudged } from "../../topology/stateful";
import type { Surface, Tier } from "../../topology/topology";
import { tiers } from "../members";
import type { Breaker, Member, Pool, Route, RoutingPlan } from "../plan";

/** What all report formats say about a plan, as values. */

/** `100 PTU`, or `300k TPM` (thousands of tokens per minute). */
export function capacityText(tier: Tier, capacity: number): string {
  return tier === "ptu" ? `${capacity} PTU` : `${capacity}k TPM`;
}

/** Each region that is about to be removed, and what it still has: `francecentral is retired and takes no traffic: 200k TPM of gpt-5.4`. */
export function retiringTexts({ retiring }: RoutingPlan): string[] {
  const regions = [...new Set(retiring.map(({ region }) => region))].sort();
  return regions.map((region) => {
    const held = retiring
      .filter((member) => member.region === region)
      .map(({ model, tier, capacity }) => `${capacityText(tier, capacity)} of ${model}`);
    return `${region} is retired and takes no traffic: ${held.join(", ")}`;
  });
}

export const tierText: Readonly<Record<Tier, string>> = { ptu: "PTU", payg: "PAYG" };

/** Members of a route in its order. */
export function routeMembers(plan: RoutingPlan, route: Route): Member[] {
  const byId = new Map(plan.members.map((member) => [member.id, member]));
  return route.members.flatMap((id) => byId.get(id) ?? []);
}

export function routePools(plan: RoutingPlan, route: Route, surface: Surface): Pool[] {
  return plan.pools.filter((pool) => pool.route === route.id && pool.surface === surface);
}

/** Consumers that a route serves. */
export function consumersOf(plan: RoutingPlan, route: Route): string[] {
  return plan.access
    .filter((access) => access.routes[route.model] === route.id)
    .map((access) => access.consumer);
}

/** What may be kept in one account, as the object of a sentence. */
export const keptText: Readonly<Record<Stateful, string>> = {
  none: "nothing",
  responses: "responses and conversations",
  files: "responses, files and batches",
  all: "everything: files, fine-tuning, evals, assistants",
};

/** Who may keep what in one account, one line for each word of `stateful` that somebody has, the least first. */
export function keepers(plan: RoutingPlan): { readonly stateful: Stateful; readonly text: string }[] {
  return statefulLevels.flatMap((stateful) => {
    const own = plan.access.filter((access) => access.stateful === stateful).map(({ consumer }) => consumer);
    if (own.length === 0) return [];
    const what = unjudged[stateful];
    const opened =
      what === undefined ? "" : `; ${what}, and what the others keep there can be read and deleted`;
    return [{ stateful, text: `${stateful}: ${own.join(", ")} may keep ${keptText[stateful]}${opened}` }];
  });
}

/** `eu`, `swedencentral or francecentral`, `anywhere`. */
export function residencyText(residency: Route["residency"]): string {
  if (residency === undefined) return "anywhere";
  return typeof residency === "string" ? residency : residency.join(" or ");
}

/** The address of a member on a surface, or on the first surface of the fleet. */
export function memberUrl(plan: RoutingPlan, member: Member, surface = plan.surfaces[0] as Surface): string {
  const id = member.backends[surface];
  return plan.backends.find((backend) => backend.id === id)?.url ?? "";
}

/** One figure of a circuit breaker, with the kinds of backend that share it and its reason. */
export interface BreakerFigure {
  readonly figure: string;
  readonly value: string;
  readonly whose: readonly string[];
  readonly reason: string;
}

/** Every distinct breaker figure of the plan once. */
export function breakerFigures(plan: RoutingPlan): BreakerFigure[] {
  const uses: { whose: string; breaker: Breaker }[] = [
    ...tiers
      .flatMap((tier) => plan.members.filter((member) => member.tier === tier))
      .map((member) => ({ whose: tierText[member.tier], breaker: member.breaker })),
    ...plan.backends
      .filter((backend) => backend.purpose === "regional")
      .map(({ breaker }) => ({ whose: "regional route", breaker })),
  ];
  return figures.flatMap(({ figure, value, reason }) => {
    const found = new Map<string, { figure: string; value: string; whose: Set<string>; reason: string }>();
    for (const { whose, breaker } of uses) {
      const entry = { figure, value: value(breaker), reason: reason(breaker.reasons) };
      const key = JSON.stringify(entry);
      const known = found.get(key) ?? { ...entry, whose: new Set<string>() };
      known.whose.add(whose);
      found.set(key, known);
    }
    return [...found.values()].map((entry) => ({ ...entry, whose: [...entry.whose] }));
  });
}

const figures: readonly {
  readonly figure: string;
  readonly value: (breaker: Breaker) => string;
  readonly reason: (reasons: Breaker["reasons"]) => string;
}[] = [
  {
    figure: "trips after",
    value: ({ failureCount, interval }) => `${count(failureCount, "failure")} within ${interval}`,
    reason: (reasons) => `${reasons.failureCount} ${reasons.interval}`,
  },
  { figure: "failures are", value: statusText, reason: (reasons) => reasons.statusCodeRanges },
  {
    figure: "left out for",
    value: (breaker) => breaker.tripDuration,
    reason: (reasons) => reasons.tripDuration,
  },
  {
    figure: "Retry-After is",
    value: (breaker) => (breaker.acceptRetryAfter ? "obeyed" : "ignored"),
    reason: (reasons) => reasons.acceptRetryAfter,
  },
];

/** `408, 429, 499–504`. */
export function statusText(breaker: Pick<Breaker, "statusCodeRanges">): string {
  return breaker.statusCodeRanges
    .map(({ min, max }) => (min === max ? `${min}` : `${min}–${max}`))
    .join(", ");
}

/** The part of a plan that one model needs; `undefined` when the plan has no such model. */
export function findModelPlan(plan: RoutingPlan, model: string): RoutingPlan | undefined {
  const routes = plan.routes.filter((route) => route.model === model);
  if (routes.length === 0) return undefined;
  const ids = new Set(routes.map((route) => route.id));
  const members = plan.members.filter((member) => member.model === model);
  const memberIds = new Set(members.map((member) => member.id));
  const only = <T>(record: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(record).filter(([name]) => name === model));
  return {
    ...plan,
    members,
    backends: plan.backends.filter(
      (backend) => backend.member !== undefined && memberIds.has(backend.member),
    ),
    pools: plan.pools.filter((pool) => ids.has(pool.route)),
    routes,
    access: plan.access
      .filter((access) => Object.hasOwn(access.routes, model))
      .map((access) => ({ ...access, routes: only(access.routes), regional: {} })),
    regional: [],
  };
}

/** Models of a plan in its order. */
export function modelsOf(plan: RoutingPlan): string[] {
  return [...new Set(plan.routes.map((route) => route.model))];
}

import { count } from "apim-gateway/text";
import { covers } from "../../topology/stateful";
import type { Tier } from "../../topology/topology";
import { tiers } from "../members";
import type { Breaker, Member, RoutingPlan } from "../plan";
import { keptText, residencyText, statusText, tierText } from "../report/facts";
import type { PlanChange } from "./change";

/** The fleet's name and the surfaces that it serves. */
export function fleetChanges(before: RoutingPlan, after: RoutingPlan): PlanChange[] {
  const changes: PlanChange[] = [];
  for (const key of ["environment", "workload"] as const) {
    if (before[key] !== after[key]) {
      changes.push({
        kind: "fleet",
        impact: "shift",
        text: `${key} \`${before[key]}\` is compared with \`${after[key]}\``,
      });
    }
  }
  for (const surface of before.surfaces.filter((each) => !after.surfaces.includes(each))) {
    changes.push({
      kind: "surface-removed",
      impact: "loss",
      text: `surface \`${surface}\` is no longer served`,
    });
  }
  if (before.regional.length > 0 && after.regional.length === 0)
    changes.push({
      kind: "surface-removed",
      impact: "loss",
      text: "`/regions/{region}/openai/v1` is no longer served: nothing may be kept in one account",
    });
  if (before.regional.length === 0 && after.regional.length > 0)
    changes.push({
      kind: "surface-added",
      impact: "gain",
      text: "`/regions/{region}/openai/v1` is served: calls that belong to one account",
    });
  for (const surface of after.surfaces.filter((each) => !before.surfaces.includes(each))) {
    changes.push({ kind: "surface-added", impact: "gain", text: `surface \`${surface}\` is served` });
  }
  return changes;
}

/** Who may call what, and where it is processed for them. Models that come or go altogether are not repeated here. */
export function consumerChanges(before: RoutingPlan, after: RoutingPlan): PlanChange[] {
  const [old, now] = [consumers(before), consumers(after)];
  const served = (plan: RoutingPlan) => new Set(plan.routes.map((route) => route.model));
  const [oldModels, newModels] = [served(before), served(after)];
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((consumer): PlanChange[] => {
    const [was, is] = [old.get(consumer), now.get(consumer)];
    if (is === undefined) return [{ kind: "consumer-removed", impact: "loss", consumer, text: "is removed" }];
    if (was === undefined) {
      const models = [...is.keys()].join(", ");
      return [
        {
          kind: "consumer-added",
          impact: "gain",
          consumer,
          text: models === "" ? "is new and may call nothing" : `is new and may call ${models}`,
        },
      ];
    }
    return [...new Set([...was.keys(), ...is.keys()])].flatMap((model): PlanChange[] => {
      const [from, to] = [was.get(model), is.get(model)];
      if (from === to) return [];
      if (to === undefined) {
        return newModels.has(model)
          ? [{ kind: "consumer-lost-model", impact: "loss", consumer, text: `can no longer call ${model}` }]
          : [];
      }
      if (from === undefined) {
        return oldModels.has(model)
          ? [{ kind: "consumer-gained-model", impact: "gain", consumer, text: `may call ${model}` }]
          : [];
      }
      return [
        {
          kind: "residency",
          impact: "shift",
          consumer,
          text: `${model} uses route ${routeText(after, to)} (was ${routeText(before, from)})`,
        },
      ];
    });
  });
}

/** What consumers that both plans have may keep in one account. */
export function statefulChanges(before: RoutingPlan, after: RoutingPlan): PlanChange[] {
  const old = new Map(before.access.map(({ consumer, stateful }) => [consumer, stateful]));
  return after.access.flatMap(({ consumer, stateful }): PlanChange[] => {
    const was = old.get(consumer);
    if (was === undefined || was === stateful) return [];
    const text = `may keep ${keptText[stateful]} in one account (\`stateful: ${stateful}\`, was \`${was}\`)`;
    return covers(stateful, was)
      ? [{ kind: "consumer-gained-state", impact: "gain", consumer, text }]
      : [{ kind: "consumer-lost-state", impact: "loss", consumer, text }];
  });
}

function consumers(plan: RoutingPlan): Map<string, Map<string, string>> {
  return new Map(plan.access.map((access) => [access.consumer, new Map(Object.entries(access.routes))]));
}

function routeText(plan: RoutingPlan, id: string): string {
  return `\`${id}\`, residency ${residencyText(plan.routes.find((route) => route.id === id)?.residency)}`;
}

/** Residency and attempts of the routes that both plans have. */
export function routeChanges(before: RoutingPlan, after: RoutingPlan): PlanChange[] {
  const old = new Map(before.routes.map((route) => [route.id, route]));
  return after.routes.flatMap((is): PlanChange[] => {
    const was = old.get(is.id);
    if (was === undefined) return [];
    const { model } = is;
    const changes: PlanChange[] = [];
    if (residencyText(was.residency) !== residencyText(is.residency)) {
      changes.push({
        kind: "residency",
        impact: "shift",
        model,
        text: `route \`${is.id}\` has residency ${residencyText(is.residency)} (was ${residencyText(was.residency)})`,
      });
    }
    const moves = new Map<string, string[]>();
    for (const surface of after.surfaces) {
      const [a, b] = [was.surfaces[surface], is.surfaces[surface]];
      if (a === undefined || b === undefined || a.attempts === b.attempts) continue;
      const text = `${count(b.attempts, "attempt")} (was ${a.attempts})`;
      moves.set(text, [...(moves.get(text) ?? []), surface]);
    }
    for (const [text, surfaces] of moves) {
      const where = surfaces.length === after.surfaces.length ? "" : ` on ${surfaces.join(" and ")}`;
      const route = is.residency === undefined ? "" : ` on route \`${is.id}\``;
      changes.push({
        kind: "attempts",
        impact: "shift",
        model,
        text: `at most ${text}${route}${where}`,
      });
    }
    return changes;
  });
}

/** The breakers of members and regional backends that both plans have, one sentence per tier and change. */
export function breakerChanges(before: RoutingPlan, after: RoutingPlan): PlanChange[] {
  const old = new Map(before.members.map((member) => [memberKey(member), member]));
  const common = after.members.filter((member) => old.has(memberKey(member)));
  const changes = tiers.flatMap((tier) => {
    const inTier = common.filter((member) => member.tier === tier);
    const byText = new Map<string, Member[]>();
    for (const member of inTier) {
      const text = breakerText((old.get(memberKey(member)) as Member).breaker, member.breaker);
      if (text !== "") byText.set(text, [...(byText.get(text) ?? []), member]);
    }
    return [...byText].map(
      ([text, members]): PlanChange => ({
        kind: "breaker",
        impact: "shift",
        text: `circuit breakers of ${whose(tier, members, inTier)}: ${text}`,
      }),
    );
  });
  const regional = after.backends.flatMap((backend): PlanChange[] => {
    if (backend.purpose !== "regional") return [];
    const was = before.backends.find((each) => each.id === backend.id);
    const text = was === undefined ? "" : breakerText(was.breaker, backend.breaker);
    return text === ""
      ? []
      : [{ kind: "breaker", impact: "shift", text: `circuit breaker of \`${backend.id}\`: ${text}` }];
  });
  return [...changes, ...regional];
}

const memberKey = (member: Member) => `${member.model}\0${member.tier}\0${member.region}`;

function whose(tier: Tier, members: readonly Member[], all: readonly Member[]): string {
  if (members.length === all.length) return `all ${tierText[tier]} members`;
  return `${tierText[tier]} ${members.map((member) => `${member.model} in ${member.region}`).join(", ")}`;
}

const figures: readonly { readonly name: string; readonly value: (breaker: Breaker) => string }[] = [
  { name: "failures", value: (breaker) => `${breaker.failureCount}` },
  { name: "interval", value: (breaker) => breaker.interval },
  { name: "statuses", value: statusText },
  { name: "left out for", value: (breaker) => breaker.tripDuration },
  { name: "Retry-After", value: (breaker) => (breaker.acceptRetryAfter ? "obeyed" : "ignored") },
];

function breakerText(was: Breaker, is: Breaker): string {
  return figures
    .filter(({ value }) => value(was) !== value(is))
    .map(({ name, value }) => `${name} ${value(is)} (was ${value(was)})`)
    .join(", ");
}

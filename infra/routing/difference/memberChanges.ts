import { describeProcessing } from "../../topology/residency";
import type { Tier } from "../../topology/topology";
import { tiers } from "../members";
import type { Member, RoutingPlan } from "../plan";
import { capacityText, tierText } from "../report/facts";
import type { PlanChange } from "./change";

/** Fields of a member whose changes these functions put into words; the others are details. */
export const worded: ReadonlySet<keyof Member> = new Set<keyof Member>([
  "model",
  "tier",
  "region",
  "accountName",
  "host",
  "deployment",
  "sku",
  "capacity",
  "priority",
  "processing",
]);

/** What happens to models and to the regions that serve them. */
export function memberChanges(before: RoutingPlan, after: RoutingPlan): PlanChange[] {
  const models = union(before.members, after.members, (member) => member.model);
  return models.flatMap((model) => {
    const old = before.members.filter((member) => member.model === model);
    const now = after.members.filter((member) => member.model === model);
    if (now.length === 0) return [modelRemoved(model, old)];
    if (old.length === 0) return [modelAdded(model, now)];
    return [
      ...union(old, now, (member) => member.region).flatMap((region) =>
        regionChanges(
          model,
          region,
          old.filter((m) => m.region === region),
          now.filter((m) => m.region === region),
        ),
      ),
      ...shareChanges(model, old, now),
    ];
  });
}

function modelRemoved(model: string, old: readonly Member[]): PlanChange {
  const kind = old.some((member) => member.tier === "ptu") ? "ptu-lost" : "model-removed";
  return {
    kind,
    impact: "loss",
    model,
    text: `is no longer served (loses ${capacities(old)} in ${regionsText(old)})`,
  };
}

function modelAdded(model: string, now: readonly Member[]): PlanChange {
  return {
    kind: "model-added",
    impact: "gain",
    model,
    text: `is new, with ${capacities(now)} in ${regionsText(now)}`,
  };
}

function regionChanges(
  model: string,
  region: string,
  old: readonly Member[],
  now: readonly Member[],
): PlanChange[] {
  if (now.length === 0) {
    const kind = old.some((member) => member.tier === "ptu") ? "ptu-lost" : "region-lost";
    return [
      { kind, impact: "loss", model, region, text: `no longer receives traffic (loses ${capacities(old)})` },
    ];
  }
  if (old.length === 0) {
    const kind = now.some((member) => member.tier === "ptu") ? "ptu-gained" : "payg-gained";
    return [{ kind, impact: "gain", model, region, text: `gains ${capacities(now)} ${prioritiesText(now)}` }];
  }
  const pairs = tiers.map((tier) => ({
    tier,
    was: old.find((member) => member.tier === tier),
    is: now.find((member) => member.tier === tier),
  }));
  const facts = pairs.flatMap(({ tier, was, is }) => {
    if (was === undefined && is === undefined) return [];
    if (is === undefined) return [lost(tier, `loses ${tierText[tier]} ${amount(was as Member)}`)];
    if (was === undefined) {
      // The other tier of the region says the same priority already.
      const known = now.some((member) => member !== is && member.priority === is.priority);
      return [
        gained(tier, `gains ${tierText[tier]} ${amount(is)}${known ? "" : ` at priority ${is.priority}`}`),
      ];
    }
    return pairChanges(was, is);
  });
  return [...facts, ...priorityChanges(pairs)].map((fact) => ({ ...fact, model, region }));
}

type Fact = Pick<PlanChange, "kind" | "impact" | "text">;

const lost = (tier: Tier, text: string): Fact => ({
  kind: tier === "ptu" ? "ptu-lost" : "payg-lost",
  impact: "loss",
  text,
});
const gained = (tier: Tier, text: string): Fact => ({
  kind: tier === "ptu" ? "ptu-gained" : "payg-gained",
  impact: "gain",
  text,
});

function pairChanges(was: Member, is: Member): Fact[] {
  const tier = tierText[is.tier];
  const facts: Fact[] = [];
  if (is.capacity < was.capacity)
    facts.push(lost(is.tier, `${tier} shrinks from ${amount(was)} to ${amount(is)}`));
  if (is.capacity > was.capacity)
    facts.push(gained(is.tier, `${tier} grows from ${amount(was)} to ${amount(is)}`));
  if (is.sku !== was.sku)
    facts.push({ kind: "deployment", impact: "shift", text: `${tier} becomes ${is.sku} (was ${was.sku})` });
  const [from, to] = [describeProcessing(was.processing), describeProcessing(is.processing)];
  if (from !== to)
    facts.push({ kind: "processing", impact: "shift", text: `${tier} is processed ${to} (was ${from})` });
  else if (was.processing.scope !== is.processing.scope || was.processing.place !== is.processing.place) {
    const place = (member: Member) => `${member.processing.scope} \`${member.processing.place}\``;
    facts.push({
      kind: "processing",
      impact: "shift",
      text: `${tier} is processed in ${place(is)} (was ${place(was)})`,
    });
  }
  for (const [what, key] of [
    ["deployment", "deployment"],
    ["account", "accountName"],
    ["host", "host"],
  ] as const) {
    if (was[key] !== is[key])
      facts.push({
        kind: "deployment",
        impact: "shift",
        text: `${tier} uses ${what} \`${is[key]}\` (was \`${was[key]}\`)`,
      });
  }
  return facts;
}

/** One phrase when all tiers of the region move alike, one per tier otherwise. */
function priorityChanges(
  pairs: readonly { tier: Tier; was: Member | undefined; is: Member | undefined }[],
): Fact[] {
  const moved = pairs.flatMap(({ tier, was, is }) =>
    was !== undefined && is !== undefined ? [{ tier, from: was.priority, to: is.priority }] : [],
  );
  const [first] = moved;
  const fact = (text: string): Fact => ({ kind: "priority", impact: "shift", text });
  if (first !== undefined && moved.every(({ from, to }) => from === first.from && to === first.to)) {
    return first.from === first.to ? [] : [fact(`becomes priority ${first.to} (was ${first.from})`)];
  }
  return moved
    .filter(({ from, to }) => from !== to)
    .map(({ tier, from, to }) => fact(`becomes priority ${to} for ${tierText[tier]} (was ${from})`));
}

/** How load is divided between regions of one priority, where both plans have that priority and the shares differ. */
function shareChanges(model: string, old: readonly Member[], now: readonly Member[]): PlanChange[] {
  return tiers.flatMap((tier) => {
    const priorities = union(old, now, (member) => member.priority).sort((a, b) => a - b);
    return priorities.flatMap((priority): PlanChange[] => {
      const inGroup = (member: Member) => member.tier === tier && member.priority === priority;
      const [was, is] = [old.filter(inGroup), now.filter(inGroup)];
      if (was.length === 0 || is.length === 0 || Math.max(was.length, is.length) === 1) return [];
      const [from, to] = [sharesText(was), sharesText(is)];
      if (from === to) return [];
      return [
        {
          kind: "share",
          impact: "shift",
          model,
          text: `${tierText[tier]} of priority ${priority} goes to ${to} (was ${from})`,
        },
      ];
    });
  });
}

function sharesText(group: readonly Member[]): string {
  const sorted = [...group].sort((a, b) => (a.region < b.region ? -1 : 1));
  const shares = wholePercents(sorted.map(({ weight }) => weight));
  return sorted.map((member, index) => `${member.region} ${shares[index]} %`).join(", ");
}

/** Shares in whole percents that add up to 100: what rounding leaves over goes to those that it would take most from. */
export function wholePercents(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total <= 0) return weights.map(() => 0);
  const exact = weights.map((weight) => (100 * weight) / total);
  const floors = exact.map(Math.floor);
  const over = 100 - floors.reduce((sum, floor) => sum + floor, 0);
  const up = new Set(
    exact
      .map((share, index) => ({ index, rest: share - (floors[index] as number) }))
      .sort((a, b) => b.rest - a.rest || a.index - b.index)
      .slice(0, over)
      .map(({ index }) => index),
  );
  return floors.map((floor, index) => floor + (up.has(index) ? 1 : 0));
}

/** `PTU 50 and PAYG 300k TPM`, summed over the members. */
function capacities(members: readonly Member[]): string {
  return tiers
    .filter((tier) => members.some((member) => member.tier === tier))
    .map((tier) => {
      const sum = members.filter((m) => m.tier === tier).reduce((total, m) => total + m.capacity, 0);
      return `${tierText[tier]} ${capacityText(tier, sum).replace(" PTU", "")}`;
    })
    .join(" and ");
}

const amount = (member: Member) => capacityText(member.tier, member.capacity).replace(" PTU", "");
const regionsText = (members: readonly Member[]) =>
  [...new Set(members.map((member) => member.region))].sort().join(", ");

function prioritiesText(members: readonly Member[]): string {
  const [first, second] = members;
  if (second === undefined || first?.priority === second.priority) return `at priority ${first?.priority}`;
  return `at priority ${members.map((member) => `${member.priority} for ${tierText[member.tier]}`).join(" and ")}`;
}

function union<T, K>(a: readonly T[], b: readonly T[], key: (item: T) => K): K[] {
  return [...new Set([...a, ...b].map(key))].sort();
}

import type { Member, RoutingPlan } from "../routing/plan";
import type { Tier } from "../topology/topology";

const units: Readonly<Record<Tier, string>> = { ptu: "PTU", payg: "thousand tokens per minute" };

/** One line per model for the stack's outputs: `PTU 150 PTU in 2 regions; PAYG 1100 thousand tokens per minute in 4 regions`. */
export function planSummary(plan: RoutingPlan): Record<string, string> {
  const models = [...new Set(plan.members.map((member) => member.model))];
  return Object.fromEntries(
    models.map((model) => [model, summarize(plan.members.filter((m) => m.model === model))]),
  );
}

function summarize(members: readonly Member[]): string {
  const tiers: readonly Tier[] = ["ptu", "payg"];
  return tiers.flatMap((tier) => summarizeTier(tier, members)).join("; ");
}

function summarizeTier(tier: Tier, all: readonly Member[]): string[] {
  const members = all.filter((member) => member.tier === tier);
  if (members.length === 0) return [];
  const capacity = members.reduce((sum, member) => sum + member.capacity, 0);
  const regions = new Set(members.map((member) => member.region)).size;
  const where = regions === 1 ? `in ${members[0]?.region}` : `in ${regions} regions`;
  return [`${tier.toUpperCase()}: ${capacity} ${units[tier]} ${where}`];
}

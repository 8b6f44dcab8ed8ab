import { type CostChange, costChange } from "../cost/costChange";
import { costOf } from "../cost/costOf";
import type { PlanChange } from "../routing/difference/change";
import { diffPlans } from "../routing/diffPlans";
import type { RoutingPlan } from "../routing/plan";
import { planRouting } from "../routing/planRouting";
import { renamed } from "../topology/difference/renamed";
import type { Topology } from "../topology/topology";
import { reviewTopologies } from "./reviewTopologies";
import type { ToldChange } from "./told";

/** Two fleets, and all that differs. */
export interface FleetComparison {
  /** As it was, under the name that the fleet has after: a new name is one setting, not one change per address. */
  readonly before: RoutingPlan;
  readonly after: RoutingPlan;
  /** What it does to traffic. */
  readonly changes: readonly PlanChange[];
  /** Every setting that differs. */
  readonly settings: readonly ToldChange[];
  /** What it does to the bill. */
  readonly cost: CostChange;
}

/** What a change of a fleet does, to its traffic and to everything else. Nothing differs only when both are empty. */
export function compareFleets(before: Topology, after: Topology): FleetComparison {
  const plans = { before: planRouting(renamed(before, after)), after: planRouting(after) };
  return {
    ...plans,
    changes: diffPlans(plans.before, plans.after),
    settings: reviewTopologies(before, after),
    cost: costChange(costOf(before), costOf(after)),
  };
}

import { byImportance, type PlanChange } from "./difference/change";
import { detailChanges } from "./difference/details";
import { memberChanges } from "./difference/memberChanges";
import {
  breakerChanges,
  consumerChanges,
  fleetChanges,
  routeChanges,
  statefulChanges,
} from "./difference/otherChanges";
import type { RoutingPlan } from "./plan";

/**
 * What a change of the topology does to traffic, in words, the most important first: paid capacity that goes, other
 * losses, moves, gains, and last the details that follow from them. Nothing is skipped: a field without a sentence of
 * its own is a detail. Equal plans have no change.
 */
export function diffPlans(before: RoutingPlan, after: RoutingPlan): PlanChange[] {
  return [
    ...fleetChanges(before, after),
    ...memberChanges(before, after),
    ...consumerChanges(before, after),
    ...statefulChanges(before, after),
    ...routeChanges(before, after),
    ...breakerChanges(before, after),
    ...detailChanges(before, after),
  ].sort(byImportance);
}

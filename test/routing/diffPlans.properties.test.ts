import fc from "fast-check";
import { rank } from "../../infra/routing/difference/change";
import { diffPlans } from "../../infra/routing/diffPlans";
import type { RoutingPlan } from "../../infra/routing/plan";
import { planRouting } from "../../infra/routing/planRouting";
import { differenceLines } from "../../infra/routing/report/difference";
import { sketches } from "./sketches";
import { fleet } from "./topologies";

const plans = sketches.map((sketch) => planRouting(fleet(sketch)));

/** Every place of a value that can be changed: its leaves, and lists that can lose their last item. */
function places(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== "object" || value === null) return value === undefined ? [] : [path];
  const inside = Object.entries(value).flatMap(([key, inner]) =>
    places(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return Array.isArray(value) && value.length > 0 ? [path, ...inside] : inside;
}

function changedAt(plan: RoutingPlan, path: readonly (string | number)[]): RoutingPlan {
  const copy = JSON.parse(JSON.stringify(plan));
  let holder = copy;
  for (const key of path.slice(0, -1)) holder = holder[key];
  const last = path[path.length - 1] as string;
  const value = holder[last];
  if (Array.isArray(value)) value.pop();
  else if (typeof value === "number") holder[last] = value + 1;
  else if (typeof value === "boolean") holder[last] = !value;
  else holder[last] = `${value}x`;
  return copy;
}

describe("the difference of any two plans", () => {
  it("is empty for a plan and itself", () => {
    fc.assert(
      fc.property(plans, (plan) => {
        expect(diffPlans(plan, JSON.parse(JSON.stringify(plan)))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it("reports a change of any single field, in both directions", () => {
    const changed = plans.chain((plan) => fc.constantFrom(...places(plan)).map((path) => ({ plan, path })));
    fc.assert(
      fc.property(changed, ({ plan, path }) => {
        const other = changedAt(plan, path);
        expect(diffPlans(plan, other)).not.toEqual([]);
        expect(diffPlans(other, plan)).not.toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("never reports two different plans as equal", () => {
    fc.assert(
      fc.property(plans, plans, (a, b) => {
        const equal = JSON.stringify(a) === JSON.stringify(b);
        expect(diffPlans(a, b).length === 0).toBe(equal);
      }),
      { numRuns: 60 },
    );
  });

  it("says in words, and not only in a detail, what happens to a member's capacity, place, order or name", () => {
    const fields = ["capacity", "priority", "deployment", "sku", "host", "accountName"] as const;
    fc.assert(
      fc.property(fc.tuple(plans, fc.constantFrom(...fields), fc.nat()), ([plan, field, index]) => {
        fc.pre(plan.members.length > 0);
        const other = changedAt(plan, ["members", index % plan.members.length, field]);
        expect(diffPlans(plan, other).filter((change) => change.impact !== "detail").length).toBeGreaterThan(
          0,
        );
      }),
      { numRuns: 100 },
    );
  });

  it("is sorted by importance, and its sentences keep what is most important first", () => {
    fc.assert(
      fc.property(plans, plans, (a, b) => {
        const changes = diffPlans(a, b);
        const ranks = changes.map(rank);
        expect(ranks).toEqual([...ranks].sort((x, y) => x - y));
        const lines = differenceLines(changes);
        const order = changes.filter((change) => change.impact !== "detail");
        expect(lines[0]?.impact).toBe(order[0]?.impact);
      }),
      { numRuns: 60 },
    );
  });

  it("shows a gain one way as a loss the other way", () => {
    fc.assert(
      fc.property(plans, plans, (a, b) => {
        const kinds = (x: RoutingPlan, y: RoutingPlan, impact: string) =>
          diffPlans(x, y).filter((change) => change.impact === impact).length;
        expect(kinds(a, b, "loss")).toBe(kinds(b, a, "gain"));
      }),
      { numRuns: 60 },
    );
  });
});

import { join } from "node:path";
import type { RenderedPolicies } from "../../infra/rendering/policies";
import { renderPolicies } from "../../infra/rendering/renderPolicies";
import type { RoutingPlan } from "../../infra/routing/plan";
import { planRouting } from "../../infra/routing/planRouting";
import { loadTopology } from "../../infra/topology/load";
import { parseTopology } from "../../infra/topology/parse";
import type { Topology } from "../../infra/topology/topology";

export const root = join(__dirname, "..", "..");

/** A checked-in stack with its plan. */
export function stack(name: string): { readonly topology: Topology; readonly plan: RoutingPlan } {
  const checked = loadTopology(join(root, "stacks", `${name}.yaml`));
  if (!checked.ok) throw new Error(checked.problems.map(({ message }) => message).join("\n"));
  return { topology: checked.value, plan: planRouting(checked.value) };
}

export function rendered(name: string): RenderedPolicies {
  const { topology, plan } = stack(name);
  return renderPolicies(topology, plan);
}

/** A fleet written in a test. */
export function fleetOf(yaml: string): { readonly topology: Topology; readonly plan: RoutingPlan } {
  const checked = parseTopology(yaml, "test.yaml");
  if (!checked.ok) throw new Error(checked.problems.map(({ message }) => message).join("\n"));
  return { topology: checked.value, plan: planRouting(checked.value) };
}

/** The value with every string that equals a key of `names`, keys included, replaced. */
export function renamed<T>(value: T, names: Readonly<Record<string, string>>): T {
  const rename = (text: string) => (Object.hasOwn(names, text) ? (names[text] as string) : text);
  const visit = (part: unknown): unknown => {
    if (typeof part === "string") return rename(part);
    if (Array.isArray(part)) return part.map(visit);
    if (part === null || typeof part !== "object") return part;
    return Object.fromEntries(Object.entries(part).map(([key, item]) => [rename(key), visit(item)]));
  };
  return visit(value) as T;
}

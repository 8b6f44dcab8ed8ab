import type { GatewayProblem } from "../ports/problem";
import type { PolicyElement } from "../xml/policyDocument";
import type { ElementRule } from "../xml/policyTable/rules";

/**
 * What becomes of a mistake for which API Management would refuse to save the document, when the document is to load
 * all the same. `stays`: it keeps the configuration from being used.
 */
export type Treatment = "runs" | "first" | "left-out" | "refused" | "stays";

/** By rule. Of a rule that is not here the document does not say what to do: the policy is refused when reached. */
const outcomes: ReadonlyMap<string, Treatment> = new Map<string, Treatment>([
  ["base-in-fragment", "runs"],
  ["element-order", "runs"],
  ["one-policy-in-backend", "runs"],
  ["section-twice", "runs"],
  ["undocumented-section", "runs"],
  ["unknown-backend", "runs"],
  ["unlisted-member", "runs"],
  ["value-out-of-range", "runs"],
  ["wrong-gateway", "runs"],
  ["wrong-scope", "runs"],
  ["wrong-section", "runs"],
  ["too-many-children", "first"],
  ["unexpected-text", "left-out"],
  ["unknown-attribute", "left-out"],
  ["unknown-section", "left-out"],
  // No policy document, nothing that can be compiled, and a mistake of whoever chose the settings.
  ["root", "stays"],
  ["too-deep", "stays"],
  ["setting-wrong", "stays"],
]);

const endings: Readonly<Record<Exclude<Treatment, "stays">, string>> = {
  runs: "here it runs as written",
  first: "here the first one counts",
  "left-out": "here it is left out",
  refused: "here a request that reaches it is answered with 501",
};

/** @param meaningless as of `XmlProblem` */
export function outcomeOf(rule: string, meaningless = false): Treatment {
  return meaningless ? "refused" : (outcomes.get(rule) ?? "refused");
}

/** A problem as it is told where documents load all the same: what would be refused is a warning, and says so. */
export function toldLeniently(problem: GatewayProblem, meaningless = false): GatewayProblem {
  const { severity, rule, message } = problem;
  if (severity === "warning")
    return rule === "undocumented-attribute"
      ? { ...problem, message: `${message} Here the policy runs without it.` }
      : problem;
  const outcome = outcomeOf(rule, meaningless);
  if (outcome === "stays") return problem;
  const ending = `API Management would refuse this at save; ${endings[outcome]}.`;
  return { ...problem, severity: "warning", message: `${message} ${ending}`, refusedAtSave: true };
}

/** The element with no more children of a name than it may hold: the first ones. */
export function withFirstChildren(element: PolicyElement, { content }: ElementRule): PolicyElement {
  if (typeof content === "string") return element;
  const counts = new Map<string, number>();
  const children = element.children.filter(({ name }) => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count <= (content[name]?.max ?? count);
  });
  return children.length === element.children.length ? element : { ...element, children };
}

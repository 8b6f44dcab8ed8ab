import type { RoutingPlan } from "../../routing/plan";
import type { RenderedPolicies } from "../policies";
import { checkPolicy, type KnownEntities } from "./checkPolicy";
import { PolicyError, type PolicyProblem } from "./policyError";
import { type Section, sections } from "./policyTable";
import { parseXml, type XmlElement } from "./xmlTree";

/**
 * Checks every document of a fleet, with the fragments, backends and named values that the fleet has.
 *
 * @param namedValues ids of the named values that the program creates
 * @throws PolicyError listing every problem of every document
 */
export function checkRendered(
  policies: RenderedPolicies,
  plan: RoutingPlan,
  namedValues: readonly string[],
): void {
  const known: KnownEntities = {
    fragments: new Set(policies.fragments.map(({ id }) => id)),
    backends: new Set([...plan.backends, ...plan.pools].map(({ id }) => id)),
    namedValues: new Set(namedValues),
  };
  const uses = new Map<string, Set<Section>>();
  for (const { xml } of policies.apis) collectUses(xml, uses);
  const documents: { readonly name: string; readonly problems: readonly PolicyProblem[] }[] = [
    ...policies.fragments.map(({ id, xml }) => ({
      name: `fragments/${id}.xml`,
      problems: checkPolicy(xml, "fragment", { ...known, includedIn: [...(uses.get(id) ?? [])] }),
    })),
    ...policies.apis.map(({ surface, xml }) => ({
      name: `apis/${surface}.xml`,
      problems: checkPolicy(xml, "api", known),
    })),
    ...policies.products.map(({ consumer, xml }) => ({
      name: `products/${consumer}.xml`,
      problems: checkPolicy(xml, "product", known),
    })),
  ];
  const problems = documents.flatMap(({ name, problems }) =>
    problems.map((problem) => ({ document: name, ...problem })),
  );
  if (problems.length > 0) throw new PolicyError(problems);
}

/** Adds, for each fragment that the document includes, the sections in which it does. */
function collectUses(xml: string, uses: Map<string, Set<Section>>): void {
  const parsed = parseXml(xml);
  if (!parsed.ok) return;
  const visit = (element: XmlElement, section: Section) => {
    const id =
      element.name === "include-fragment" &&
      element.attributes.find(({ name }) => name === "fragment-id")?.value;
    if (typeof id === "string") uses.set(id, (uses.get(id) ?? new Set()).add(section));
    for (const child of element.children) visit(child, section);
  };
  for (const section of parsed.root.children) {
    if (sections.includes(section.name as Section)) visit(section, section.name as Section);
  }
}

import { checkPolicies, type PolicyText } from "apim-gateway/check";
import type { RoutingPlan } from "../../routing/plan";
import type { RenderedPolicies } from "../policies";
import { backendsOfRoutes, fiveDimensions, houseRules } from "./houseRules";
import { PolicyError } from "./policyError";

/**
 * Checks every document of a fleet by the rules of the gateway, with the fragments, backends and named values that the
 * fleet has. What API Management only might refuse is refused here: nobody wrote these documents by hand.
 *
 * @param namedValues ids of the named values that the program creates
 * @throws PolicyError listing every problem of every document
 */
export function checkRendered(
  { fragments, apis }: RenderedPolicies,
  plan: RoutingPlan,
  namedValues: readonly string[],
): void {
  const backends = new Set([...plan.backends, ...plan.pools].map(({ id }) => id));
  const documents: readonly PolicyText[] = [
    ...fragments
      .filter(({ companys }) => companys !== true)
      .map(
        ({ id, xml }): PolicyText => ({
          file: `fragments/${id}.xml`,
          text: xml,
          scope: "fragment",
          name: id,
        }),
      ),
    ...apis.map(({ surface, xml }): PolicyText => ({ file: `apis/${surface}.xml`, text: xml, scope: "api" })),
  ];
  const problems = checkPolicies(documents, {
    backends,
    fragments: fragments.map(({ id }) => id),
    namedValues,
    rules: [...houseRules, backendsOfRoutes(backends)],
    childrenRules: [fiveDimensions],
  });
  if (problems.length > 0) throw new PolicyError(problems);
}

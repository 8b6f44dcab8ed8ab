import { Naming } from "../../infra/naming";
import type { RenderedPolicies } from "../../infra/rendering/policies";
import type { RoutingPlan } from "../../infra/routing/plan";
import { apiDefinitions } from "../../infra/routing/surfaces";
import type { Topology } from "../../infra/topology/topology";

/**
 * Policies that name what real ones name, and do nothing: resources are tested against these, so that their tests speak
 * of dependencies and not of how requests are handled.
 */
export function plainPolicies(topology: Topology, plan: RoutingPlan): RenderedPolicies {
  const { workload } = plan;
  const naming = new Naming(workload, plan.environment, topology.nameSuffix);
  const include = (id: string) => `<include-fragment fragment-id="${id}" />`;
  const token = {
    id: naming.gatewayChild("token"),
    description: "Takes the gateway's token",
    xml: `<fragment><authentication-managed-identity resource="x" client-id="{{${naming.gatewayChild("identity-client-id")}}}" /></fragment>`,
  };
  const routes = plan.routes.map((route) => ({
    id: naming.gatewayChild("route", route.id),
    description: `Route ${route.id}`,
    xml: `<fragment>${Object.values(route.surfaces)
      .flatMap(({ pools, explicit }) => [...pools, ...explicit])
      .map(({ backend }) => `<set-backend-service backend-id="${backend}" />`)
      .join("")}</fragment>`,
  }));
  const regional = plan.regional
    .map(({ backend }) => `<set-backend-service backend-id="${backend}" />`)
    .join("");
  return {
    fragments: [token, ...routes],
    apis: apiDefinitions
      .filter(({ surface }) => surface === "regional" || plan.surfaces.includes(surface))
      .map(({ surface }) => ({
        surface,
        xml: `<policies><inbound>${include(token.id)}${surface === "regional" ? regional : routes.map(({ id }) => include(id)).join("")}</inbound></policies>`,
      })),
  };
}

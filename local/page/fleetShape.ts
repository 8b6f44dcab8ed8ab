import { Naming } from "../../infra/naming";
import type { Member, RoutingPlan } from "../../infra/routing/plan";
import type { Topology } from "../../infra/topology/topology";
import type { FleetShape, ShownMember } from "./pageEvents";

/** A pure function of what is in force. */
export function fleetShape(topology: Topology, plan: RoutingPlan): FleetShape {
  const naming = new Naming(topology.workload, topology.environment, topology.nameSuffix);
  const modelsOf = new Map(plan.access.map(({ consumer, routes }) => [consumer, Object.keys(routes)]));
  const priorityOf = (region: string) =>
    Math.min(...topology.accounts.filter((account) => account.region === region).map((a) => a.priority));
  return {
    environment: plan.environment,
    file: topology.file,
    regions: [...new Set(plan.members.map(({ region }) => region))].sort(
      (a, b) => priorityOf(a) - priorityOf(b) || (a < b ? -1 : 1),
    ),
    members: plan.members.map(shownMember),
    consumers: topology.consumers.map(({ name, class: kind, tokensPerMinute }) => ({
      name,
      class: kind,
      subscription: naming.subscription(name),
      tokensPerMinute,
      models: modelsOf.get(name) ?? [],
    })),
    routes: plan.routes.map(({ id, model, residency, members, surfaces }) => ({
      id,
      model,
      residency: residency === undefined ? undefined : [residency].flat().join(", "),
      members,
      attempts: Math.max(...Object.values(surfaces).map(({ attempts }) => attempts)),
    })),
  };
}

const shownMember = ({
  id,
  region,
  accountName,
  deployment,
  model,
  tier,
  sku,
  ...rest
}: Member): ShownMember => ({
  id,
  region,
  account: accountName,
  deployment,
  model,
  tier,
  sku,
  capacity: rest.capacity,
  priority: rest.priority,
  weight: rest.weight,
  backends: Object.values(rest.backends),
});

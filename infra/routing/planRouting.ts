import { satisfies } from "../topology/residency";
import type { Consumer, Topology } from "../topology/topology";
import { explicitTargets, poolTargets } from "./attempts";
import { deploymentsByModel, memberBackends, regionalDoor } from "./backends";
import { EntityIds } from "./ids";
import { membersOf, retiringOf } from "./members";
import type { Access, Backend, Member, Pool, RegionalRoute, Route, RoutingPlan, SurfaceRoute } from "./plan";
import { poolsOf } from "./pools";
import { draftRoutes, mayCall, meets } from "./routes";

/**
 * Decides where every request may go and in which order. Pure: the same topology gives the same plan, whatever the
 * order of the keys in its file.
 *
 * A deployment that the residency of the fleet or of its model forbids is no member: no backend leads to it.
 *
 * @throws Error only for a topology that validation refuses, such as a fine-tuned model's account without a deployment
 */
export function planRouting(topology: Topology): RoutingPlan {
  const ids = new EntityIds();
  const surfaces = topology.gateway.surfaces;
  const byModel = new Map(topology.models.map((model) => [model.name, membersOf(model, topology, ids)]));
  const members = [...byModel.values()].flat();
  const retiring = topology.models.flatMap((model) => retiringOf(model, topology, ids));
  const deployed = [...members, ...retiring];
  const drafts = draftRoutes(topology, byModel);
  const doors =
    topology.stateful === "none"
      ? []
      : topology.accounts.map((account) => regionalDoor(account, deployed, topology, ids));
  const backends: Backend[] = [
    ...deployed.flatMap((member) => memberBackends(member, surfaces)),
    ...doors.map((door) => door.backend),
  ];

  const pools: Pool[] = [];
  const routes = drafts.routes.map((draft): Route => {
    const bySurface: Partial<Record<(typeof surfaces)[number], SurfaceRoute>> = {};
    for (const surface of surfaces) {
      const own = poolsOf(draft, draft.members, surface, topology, ids);
      pools.push(...own);
      bySurface[surface] = {
        pools: poolTargets(own),
        attempts: Math.min(topology.routing.maxAttempts, draft.members.length),
        explicit: explicitTargets(draft.members, surface),
      };
    }
    return {
      id: draft.id,
      model: draft.model,
      residency: draft.residency,
      members: draft.members.map((member) => member.id),
      surfaces: bySurface,
    };
  });

  const regional = doors.map((door) => door.route);
  return {
    environment: topology.environment,
    workload: topology.workload,
    surfaces,
    members,
    retiring,
    backends,
    pools,
    routes,
    access: drafts.access.map((access) => {
      const consumer = consumerOf(access.consumer, topology);
      return {
        consumer: access.consumer,
        stateful: consumer.stateful,
        routes: access.routes,
        regional: consumer.stateful === "none" ? {} : regionalAccess(consumer, topology, deployed, regional),
      };
    }),
    regional,
  };
}

/**
 * What a consumer may use of each account by its regional route: the deployments of its models that meet its
 * residency, and nothing of an account whose own region does not, because files and stored responses rest there.
 */
function regionalAccess(
  consumer: Consumer,
  topology: Topology,
  members: readonly Member[],
  regional: readonly RegionalRoute[],
): Access["regional"] {
  const models = new Set(
    topology.models.filter((model) => mayCall(consumer, model)).map((model) => model.name),
  );
  return Object.fromEntries(
    regional.flatMap((route) => {
      const atRest = { scope: "region", place: route.region } as const;
      const stays = consumer.residency === undefined || satisfies(consumer.residency, atRest);
      const allowed = members.filter(
        (member) =>
          member.account === route.account && models.has(member.model) && meets(consumer.residency, member),
      );
      return stays && allowed.length > 0 ? [[route.name, deploymentsByModel(allowed)]] : [];
    }),
  );
}

function consumerOf(name: string, { consumers }: Topology): Consumer {
  const consumer = consumers.find((candidate) => candidate.name === name);
  if (consumer === undefined) throw new Error(`There is no consumer \`${name}\` in the topology.`);
  return consumer;
}

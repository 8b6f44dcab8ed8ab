import { createHash } from "node:crypto";
import { slug } from "../naming";
import { satisfies } from "../topology/residency";
import type { Residency } from "../topology/schema";
import type { Consumer, Model, Topology } from "../topology/topology";
import type { Access, Member } from "./plan";

/** A route before it has pools: which members serve a model under one residency. */
export interface RouteDraft {
  readonly id: string;
  readonly model: string;
  readonly residency: Residency | undefined;
  readonly members: readonly Member[];
}

export interface RouteDrafts {
  readonly routes: readonly RouteDraft[];
  /** For each consumer: model name → route id. */
  readonly access: readonly Pick<Access, "consumer" | "routes">[];
}

/** Whether members that process there may serve this demand; no demand, no limit. */
export function meets(residency: Residency | undefined, member: Pick<Member, "processing">): boolean {
  return residency === undefined || satisfies(residency, member.processing);
}

/**
 * The routes of a fleet. Each model has one for consumers without a residency of their own; a consumer's residency that
 * excludes members makes another, shared by all consumers with the same demand; one that excludes none uses the first.
 * A consumer's demand is added to the fleet's and the model's, which `members` meet already.
 *
 * A model without a member under a demand has no route there: it is absent from the consumer's access.
 *
 * @param members all members by model name, in the order of preference
 */
export function draftRoutes(
  topology: Topology,
  members: ReadonlyMap<string, readonly Member[]>,
): RouteDrafts {
  const slugs = new Set(topology.models.map((model) => model.slug));
  const drafts = topology.models.map((model) => {
    const all = members.get(model.name) ?? [];
    const demands = distinct(
      topology.consumers.filter((consumer) => mayCall(consumer, model)).map((consumer) => consumer.residency),
    );
    const standard = {
      id: model.slug,
      model: model.name,
      residency: model.residency ?? topology.residency,
      members: all,
    };
    const narrower = demands.flatMap((residency) => {
      const kept = all.filter((member) => meets(residency, member));
      if (kept.length === 0 || kept.length === all.length) return [];
      return [{ id: routeId(model.slug, residency, slugs), model: model.name, residency, members: kept }];
    });
    return { model, routes: all.length === 0 ? [] : [standard, ...narrower] };
  });
  return {
    routes: drafts.flatMap(({ routes }) => routes),
    access: topology.consumers.map((consumer) => ({
      consumer: consumer.name,
      routes: Object.fromEntries(
        drafts
          .filter(({ model }) => mayCall(consumer, model))
          .flatMap(({ model, routes }) => {
            const route = routeFor(consumer, routes);
            return route === undefined ? [] : [[model.name, route.id]];
          }),
      ),
    })),
  };
}

export function mayCall(consumer: Consumer, model: Model): boolean {
  return consumer.models === undefined || consumer.models.includes(model.name);
}

function routeFor(consumer: Consumer, routes: readonly RouteDraft[]): RouteDraft | undefined {
  const [standard, ...narrower] = routes;
  if (standard === undefined) return undefined;
  const kept = standard.members.filter((member) => meets(consumer.residency, member)).length;
  if (kept === 0) return undefined;
  if (kept === standard.members.length) return standard;
  const wanted = residencyKey(consumer.residency as Residency);
  return narrower.find((route) => residencyKey(route.residency as Residency) === wanted);
}

/** Two demands are the same when they allow the same places, in whatever order they are written. */
function residencyKey(residency: Residency): string {
  return typeof residency === "string" ? residency : [...new Set(residency)].sort().join("-");
}

function distinct(residencies: readonly (Residency | undefined)[]): Residency[] {
  const byKey = new Map<string, Residency>();
  for (const residency of residencies) {
    if (residency !== undefined && !byKey.has(residencyKey(residency)))
      byKey.set(residencyKey(residency), residency);
  }
  return [...byKey.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, residency]) => residency);
}

/** A list of more regions than this is named by its hash. */
const READABLE = 24;

function routeId(modelSlug: string, residency: Residency, modelSlugs: ReadonlySet<string>): string {
  const key = residencyKey(residency);
  const hash = createHash("sha256").update(key).digest("hex").slice(0, 8);
  const id = `${modelSlug}-${key.length <= READABLE ? slug(key) : `regions-${hash}`}`;
  // Another model may be called `gpt-5.4-eu`.
  return modelSlugs.has(id) ? `${id}-${hash}` : id;
}

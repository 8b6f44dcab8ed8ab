import { knownCountries, zones } from "../data";
import { listed } from "../describe";
import type { Path } from "../path";
import { processing, satisfies, satisfiesAll } from "../residency";
import type { Residency } from "../schema";
import type { Consumer, Model, Topology } from "../topology";
import { type FindingPlace, type Fleet, namedModelPlace, type Placed, servingOf } from "./rule";

/** A stated residency that leaves nothing of some models to serve with. */
export interface Unmet {
  /** Where the residency is stated. */
  readonly stated: Path;
  /** Where to point. */
  readonly place: FindingPlace;
  /** The consumer that states it; `undefined`: the fleet or the model. */
  readonly who: string | undefined;
  readonly text: string;
  readonly models: readonly string[];
  /** What there is of the models, and where it processes. */
  readonly members: readonly Placed[];
  /** Nothing that is asked for is within, and the gateway is not either: that is one reason, and one message. */
  readonly gatewayToo: boolean;
}

export function unmetResidencies(fleet: Fleet): readonly Unmet[] {
  const { topology } = fleet;
  const { location, crossesResidency } = fleet.file.gateway;
  const placed = servingOf(topology);
  const membersOf = (names: readonly string[], among: readonly Placed[] = placed) =>
    among.filter(({ deployment }) => names.includes(deployment.model));
  const excludesGateway = (residency: Residency | undefined) =>
    !crossesResidency && !satisfies(residency, { scope: "region", place: location });
  const served = servedWithin(topology);
  const byPlace = new Map<
    string,
    { readonly place: Path; readonly text: string; readonly models: Model[] }
  >();
  for (const model of topology.models) {
    if (membersOf([model.name]).length === 0 || served.get(model.name)?.length !== 0) continue;
    if (!knowsAll(topology.residency, model.residency)) continue;
    const [place, text] = [placeOf(fleet, model), stated(topology.residency, model.residency)];
    const key = JSON.stringify([place, text]);
    const group = byPlace.get(key) ?? { place, text, models: [] };
    byPlace.set(key, group);
    group.models.push(model);
  }
  const ofModels = [...byPlace.values()].map(({ place, text, models }): Unmet => {
    const names = models.map(({ name }) => name);
    const isFleet = place.length === 1;
    const residency = isFleet ? topology.residency : models[0]?.residency;
    const isAll = !isFleet || [...served.values()].every(({ length }) => length === 0);
    const members = membersOf(names);
    return {
      stated: place,
      place,
      who: undefined,
      text,
      models: names,
      members,
      gatewayToo: isAll && excludesGateway(residency),
    };
  });
  const ofConsumers = topology.consumers.flatMap((consumer): Unmet[] => {
    const { lost, wanted } = lostTo(consumer, topology, served);
    const isAll = lost.length === wanted.length;
    if (consumer.residency === undefined || lost.length === 0 || (consumer.models === undefined && !isAll))
      return [];
    const path = ["consumers", consumer.name, "residency"];
    const [only = ""] = lost;
    return [
      {
        stated: path,
        place: (lost.length === 1 ? namedModelPlace(fleet, consumer.name, only) : undefined) ?? path,
        who: consumer.name,
        text: residencyText(consumer.residency),
        models: lost,
        members: membersOf(lost, [...served.values()].flat()),
        gatewayToo: isAll && excludesGateway(consumer.residency),
      },
    ];
  });
  return [...ofModels, ...ofConsumers];
}

/** By model, what serves it within the residencies of fleet and model. */
export function servedWithin(topology: Topology): ReadonlyMap<string, readonly Placed[]> {
  const placed = servingOf(topology);
  return new Map(
    topology.models.map(({ name, residency }) => [
      name,
      placed.filter(
        (member) =>
          member.deployment.model === name && satisfiesAll([topology.residency, residency], where(member)),
      ),
    ]),
  );
}

/** Which models a consumer asks for, and which of them its residency keeps from it. */
export function lostTo(
  { models, residency }: Consumer,
  topology: Topology,
  served: ReadonlyMap<string, readonly Placed[]>,
): { readonly wanted: readonly string[]; readonly lost: readonly string[] } {
  const wanted = topology.models.map(({ name }) => name).filter((name) => models?.includes(name) ?? true);
  if (residency === undefined || !isKnownResidency(residency)) return { wanted, lost: [] };
  const lost = wanted.filter((name) => {
    const members = served.get(name) ?? [];
    return members.length > 0 && !members.some((member) => satisfies(residency, where(member)));
  });
  return { wanted, lost };
}

export const knowsAll = (...residencies: readonly (Residency | undefined)[]): boolean =>
  residencies.every((each) => each === undefined || isKnownResidency(each));

export const isKnownResidency = (residency: Residency) =>
  typeof residency !== "string" ||
  (zones as readonly string[]).includes(residency) ||
  Object.hasOwn(knownCountries, residency);

export const where = ({ account, deployment }: Placed) => processing(deployment.sku, account.region);

function placeOf({ file }: Fleet, model: Model): Path {
  const section = model.fineTuned ? "fineTuned" : "models";
  return file[section][model.name]?.residency === undefined
    ? ["residency"]
    : [section, model.name, "residency"];
}

/** In backticks, for a message. */
export const residencyText = (residency: Residency) =>
  typeof residency === "string" ? `\`${residency}\`` : listed(residency);

export const stated = (...residencies: (Residency | undefined)[]) =>
  residencies
    .filter((residency) => residency !== undefined)
    .map(residencyText)
    .join(" and ");

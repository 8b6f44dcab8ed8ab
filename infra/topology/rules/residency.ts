import { closest } from "apim-gateway/text";
import { findRegion, knownCountries, knownRegions, readOn, zones } from "../data";
import { listed } from "../describe";
import type { Finding } from "../finding";
import type { Path } from "../path";
import { describeProcessing, processing, satisfies, satisfiesAll } from "../residency";
import type { Residency } from "../schema";
import type { Model } from "../topology";
import {
  error,
  type Fleet,
  namedModelPlace,
  type Placed,
  pathOf,
  servingOf,
  tierName,
  warning,
} from "./rule";

/** Where prompts may be processed is stated in terms that exist. */
export function* residencyNames({ file }: Fleet): Iterable<Finding> {
  yield* checkName(["residency"], file.residency);
  for (const section of ["models", "fineTuned", "consumers"] as const) {
    for (const [name, { residency }] of Object.entries(file[section]))
      yield* checkName([section, name, "residency"], residency);
  }
}

function* checkName(path: Path, residency: Residency | undefined): Iterable<Finding> {
  if (residency === undefined) return;
  if (typeof residency === "string") {
    if (isKnownResidency(residency)) return;
    yield error(
      "unknown-residency",
      path,
      `\`${residency}\` is neither a data zone (${listed(zones)}) nor a country with an Azure region; the countries are ${listed(Object.keys(knownCountries))}.`,
      residency === "uk" ? "Did you mean `gb`?" : "Write one of these, or a list of regions.",
    );
    return;
  }
  for (const [index, region] of residency.entries()) {
    if (findRegion(region) !== undefined) continue;
    const meant = closest(region, knownRegions);
    yield warning(
      "unknown-region",
      [...path, index],
      `\`${region}\` is not among the regions known on ${readOn.regions}.`,
      meant === undefined
        ? "Check the spelling; a newer region is fine."
        : `Did you mean \`${meant}\`? A newer name is fine.`,
    );
  }
}

export const isKnownResidency = (residency: Residency) =>
  typeof residency !== "string" ||
  (zones as readonly string[]).includes(residency) ||
  Object.hasOwn(knownCountries, residency);

/** Every stated residency leaves something to serve with, and no capacity is bought that it never lets in. */
export function* residency(fleet: Fleet): Iterable<Finding> {
  const { topology } = fleet;
  const placed = servingOf(topology);
  const served = new Map<string, Placed[]>();
  for (const model of topology.models) {
    const members = placed.filter(({ deployment }) => deployment.model === model.name);
    const within = members.filter((member) =>
      satisfiesAll([topology.residency, model.residency], where(member)),
    );
    served.set(model.name, within);
    const knows = (residency: Residency | undefined) =>
      residency === undefined || isKnownResidency(residency);
    if (members.length === 0 || !knows(topology.residency) || !knows(model.residency)) continue;
    if (within.length === 0) {
      yield error(
        "residency-unmet",
        placeOf(fleet, model),
        `no deployment of \`${model.name}\` processes within ${stated(topology.residency, model.residency)}: ${reasons(members)}.`,
        "Deploy it where the residency allows, with a DataZone or regional SKU, or widen the residency.",
      );
      continue;
    }
    for (const member of members) {
      if (within.includes(member)) continue;
      yield warning(
        "residency-excluded",
        { key: pathOf(member) },
        `this deployment takes no traffic: it processes ${describeProcessing(where(member))}, and \`${model.name}\` must stay within ${stated(topology.residency, model.residency)}.`,
        "Choose a SKU that processes within the residency, or remove the deployment.",
      );
    }
  }
  for (const consumer of topology.consumers) {
    if (consumer.residency === undefined || !isKnownResidency(consumer.residency)) continue;
    const wanted = topology.models.filter(({ name }) => consumer.models?.includes(name) ?? true);
    const lost = wanted.filter(({ name }) => {
      const members = served.get(name) ?? [];
      return members.length > 0 && !members.some((member) => satisfies(consumer.residency, where(member)));
    });
    if (lost.length === 0) continue;
    const path = ["consumers", consumer.name];
    // A model that is asked for by name must be served; where all models are asked for, the rest of them still are.
    if (consumer.models === undefined && lost.length < wanted.length) {
      yield warning(
        "residency-narrows",
        [...path, "residency"],
        `\`${consumer.name}\` must stay within ${residencyText(consumer.residency)}, so it cannot call ${listed(lost.map(({ name }) => name))}.`,
        "List the models that it needs in `models`, or deploy the others within the residency.",
      );
      continue;
    }
    for (const model of lost) {
      yield error(
        "residency-unmet",
        namedModelPlace(fleet, consumer.name, model.name) ?? [...path, "residency"],
        `\`${consumer.name}\` must stay within ${residencyText(consumer.residency)}, but no deployment of \`${model.name}\` does: ${reasons(served.get(model.name) ?? [])}.`,
        "Deploy the model within the residency, remove it from `models`, or widen the residency.",
      );
    }
  }
}

const where = ({ account, deployment }: Placed) => processing(deployment.sku, account.region);

function placeOf({ file }: Fleet, model: Model): Path {
  const section = model.fineTuned ? "fineTuned" : "models";
  return file[section][model.name]?.residency === undefined
    ? ["residency"]
    : [section, model.name, "residency"];
}

/** In backticks, for a message. */
export const residencyText = (residency: Residency) =>
  typeof residency === "string" ? `\`${residency}\`` : listed(residency);

const stated = (...residencies: (Residency | undefined)[]) =>
  residencies
    .filter((residency) => residency !== undefined)
    .map(residencyText)
    .join(" and ");

/** Which member processes where; a long list is cut, since a few say enough. */
function reasons(members: readonly Placed[]): string {
  const each = members.map(
    (member) =>
      `${tierName(member.deployment.tier)} in ${member.account.region} (\`${member.deployment.sku}\`) processes ${describeProcessing(where(member))}`,
  );
  return each.length <= 6 ? each.join("; ") : `${each.slice(0, 5).join("; ")}; and ${each.length - 5} more`;
}

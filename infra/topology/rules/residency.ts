import { closest } from "apim-gateway/text";
import { findRegion, knownCountries, knownRegions, readOn, zones } from "../data";
import { listed } from "../describe";
import type { Finding } from "../finding";
import type { Path } from "../path";
import { describeProcessing, satisfiesAll } from "../residency";
import type { Residency } from "../schema";
import { error, type Fleet, type Placed, pathOf, servingOf, tierName, warning } from "./rule";
import {
  isKnownResidency,
  knowsAll,
  lostTo,
  residencyText,
  servedWithin,
  stated,
  type Unmet,
  unmetResidencies,
  where,
} from "./unmetResidencies";

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

/** Every stated residency leaves something to serve with, and no capacity is bought that it never lets in. */
export function* residency(fleet: Fleet): Iterable<Finding> {
  const { topology } = fleet;
  for (const unmet of unmetResidencies(fleet)) yield unmetFinding(fleet, unmet);
  const served = servedWithin(topology);
  for (const model of topology.models) {
    const within = served.get(model.name) ?? [];
    if (within.length === 0 || !knowsAll(topology.residency, model.residency)) continue;
    for (const member of servingOf(topology).filter(({ deployment }) => deployment.model === model.name)) {
      if (satisfiesAll([topology.residency, model.residency], where(member))) continue;
      yield warning(
        "residency-excluded",
        { key: pathOf(member) },
        `this deployment takes no traffic: it processes ${describeProcessing(where(member))}, and \`${model.name}\` must stay within ${stated(topology.residency, model.residency)}.`,
        "Choose a SKU that processes within the residency, or remove the deployment.",
      );
    }
  }
  for (const consumer of topology.consumers) {
    const { lost, wanted } = lostTo(consumer, topology, served);
    // A model that is asked for by name must be served; where all models are asked for, the rest of them still are.
    if (lost.length === 0 || consumer.models !== undefined || lost.length === wanted.length) continue;
    yield warning(
      "residency-narrows",
      ["consumers", consumer.name, "residency"],
      `\`${consumer.name}\` must stay within ${residencyText(consumer.residency as Residency)}, so it cannot call ${listed(lost)}.`,
      "List the models that it needs in `models`, or deploy the others within the residency.",
    );
  }
}

/** Takes all that is not met for one reason together: one message for each. */
function unmetFinding(fleet: Fleet, { place, who, text, models, members, gatewayToo }: Unmet): Finding {
  const { location } = fleet.file.gateway;
  const [them, deploy] = models.length === 1 ? ["it", "the model"] : ["them", "the models"];
  const outside = gatewayToo
    ? `; the gateway in ${location}, which decrypts every prompt, is outside too`
    : "";
  const move = gatewayToo ? ", move `gateway.location` there" : "";
  return who === undefined
    ? error(
        "residency-unmet",
        place,
        `no deployment of ${listed(models)} processes within ${text}: ${reasons(members)}${outside}.`,
        `Deploy ${them} where the residency allows, with a DataZone or regional SKU${move}, or widen the residency.`,
      )
    : error(
        "residency-unmet",
        place,
        `\`${who}\` must stay within ${text}, but no deployment of ${listed(models)} does: ${reasons(members)}${outside}.`,
        `Deploy ${deploy} within the residency${move}, remove ${them} from \`models\`, or widen the residency.`,
      );
}

/** Which member processes where; a long list is cut, since a few say enough. */
function reasons(members: readonly Placed[]): string {
  const each = [
    ...new Set(
      members.map(
        (member) =>
          `${tierName(member.deployment.tier)} in ${member.account.region} (\`${member.deployment.sku}\`) processes ${describeProcessing(where(member))}`,
      ),
    ),
  ];
  return each.length <= 6 ? each.join("; ") : `${each.slice(0, 5).join("; ")}; and ${each.length - 5} more`;
}

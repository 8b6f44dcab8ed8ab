import { closest } from "apim-gateway/text";
import {
  findModel,
  findRegion,
  isOffered,
  knownModels,
  knownRegions,
  levelOf,
  ptuSize,
  readOn,
  zones,
} from "../data";
import type { Finding } from "../finding";
import { deploymentsOf, error, type Fleet, type Placed, pathOf, warning } from "./rule";

/**
 * Regions, models and their combinations, by the dated data. What the data do not know is a warning, because Azure is
 * ahead of them; what Azure's own rules exclude is an error.
 */
export function* availability(fleet: Fleet): Iterable<Finding> {
  yield* unknownRegions(fleet);
  for (const [model, definition] of Object.entries(fleet.file.models)) {
    const name = definition.name ?? model;
    if (findModel(name) !== undefined) continue;
    yield warning(
      "unknown-model",
      { key: definition.name === undefined ? ["models", model] : ["models", model, "name"] },
      `\`${name}\` is not among the models known on ${readOn.lifecycle}; its PTU sizes and kind are not checked.`,
      suggestion(name, knownModels) ?? "Check the spelling; a newer model is fine.",
    );
  }
  for (const placed of deploymentsOf(fleet.topology)) {
    const { account, deployment } = placed;
    const { sku } = deployment;
    const facts = findRegion(account.region);
    if (deployment.existing || facts === undefined) continue;
    const label = `\`${deployment.model}\` in ${account.region} has the SKU \`${sku}\``;
    if (levelOf(sku) === "dataZone" && facts.zone === null) {
      yield warning(
        "no-data-zone",
        { key: pathOf(placed) },
        `${label}, but no data zone is known for ${account.region}; known are ${zones.map((zone) => zone.toUpperCase()).join(", ")}.`,
        `Check where it processes before you deploy, or use a Global or regional SKU, as in \`{ capacity: ${deployment.capacity}, sku: ${alternativeTo(deployment.tier)} }\`.`,
      );
    } else if (sku === "DeveloperTier" && !account.fineTuned) {
      yield error(
        "developer-tier",
        { key: pathOf(placed) },
        `${label}, which is for fine-tuned models only.`,
        "Use `GlobalStandard`, `DataZoneStandard` or `Standard`.",
      );
    } else if (sku !== "DeveloperTier") {
      yield* offer(placed, label);
    }
    if (sku === "DeveloperTier" && account.fineTuned) {
      yield warning(
        "developer-tier",
        { key: pathOf(placed) },
        `${label}; Azure removes such a deployment after 24 hours.`,
        "Use another SKU for anything but a trial.",
      );
    }
  }
}

/** What the data do not cover is told as well: silence would be taken for a check. */
function* offer(placed: Placed, label: string): Iterable<Finding> {
  const { region } = placed.account;
  const { sku, modelName, modelVersion } = placed.deployment;
  const offered = isOffered(sku, region, modelName, modelVersion);
  // A model that is not known, and PTU of a model that has none, are told of elsewhere.
  const noPtu = placed.deployment.tier === "ptu" && ptuSize(modelName, modelVersion, sku) === null;
  if (offered === true || findModel(modelName) === undefined || noPtu) return;
  const list = `az cognitiveservices model list --location ${region}`;
  yield warning(
    "unknown-availability",
    { key: pathOf(placed) },
    offered === false
      ? `${label}, which ${region} did not offer on ${readOn.offers}.`
      : `${label}; whether ${region} offers that is not among what is known on ${readOn.offers}.`,
    `Check with \`${list}\` before you deploy, or choose another SKU.`,
  );
}

const alternativeTo = (tier: "ptu" | "payg") =>
  tier === "ptu" ? "GlobalProvisionedManaged" : "GlobalStandard";

function* unknownRegions({ file }: Fleet): Iterable<Finding> {
  const places: { name: string; place: (string | number)[] | { key: string[] } }[] = [
    { name: file.gateway.location, place: ["gateway", "location"] },
    ...Object.keys(file.regions).map((name) => ({ name, place: { key: ["regions", name] } })),
    ...Object.entries(file.fineTuned).map(([model, { region }]) => ({
      name: region,
      place: ["fineTuned", model, "region"],
    })),
  ];
  for (const { name, place } of places) {
    if (findRegion(name) !== undefined) continue;
    yield warning(
      "unknown-region",
      place,
      `\`${name}\` is not among the regions known on ${readOn.regions}; nothing about it is checked, and its full name goes into resource names.`,
      suggestion(name, knownRegions) ?? "Check the spelling; a newer region is fine.",
    );
  }
}

function suggestion(name: string, known: readonly string[]): string | undefined {
  const meant = closest(name, known);
  return meant === undefined ? undefined : `Did you mean \`${meant}\`? A newer name is fine.`;
}

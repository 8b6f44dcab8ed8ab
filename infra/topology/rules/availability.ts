import { closest } from "apim-gateway/text";
import {
  findModel,
  findRegion,
  isOffered,
  knownModels,
  knownRegions,
  levelOf,
  modelsDate,
  regionsDate,
} from "../data";
import type { Finding } from "../finding";
import { deploymentsOf, error, type Fleet, pathOf, warning } from "./rule";

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
      `\`${name}\` is not among the models known on ${modelsDate}; its PTU sizes and kind are not checked.`,
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
      yield error(
        "no-data-zone",
        { key: pathOf(placed) },
        `${label}, but ${account.region} is in no data zone; only regions in the US and the EU are.`,
        `Use a Global or regional SKU here, as in \`{ capacity: ${deployment.capacity}, sku: ${alternativeTo(deployment.tier)} }\`.`,
      );
    } else if (sku === "DeveloperTier" && !account.fineTuned) {
      yield error(
        "developer-tier",
        { key: pathOf(placed) },
        `${label}, which is for fine-tuned models only.`,
        "Use `GlobalStandard`, `DataZoneStandard` or `Standard`.",
      );
    } else if (isOffered(sku, account.region, deployment.modelName) === false) {
      yield warning(
        "unknown-availability",
        { key: pathOf(placed) },
        `${label}, which ${account.region} did not offer on ${regionsDate}.`,
        "Check Azure's present list of regions before you deploy, or choose another SKU.",
      );
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
      `\`${name}\` is not among the regions known on ${regionsDate}; nothing about it is checked, and its full name goes into resource names.`,
      suggestion(name, knownRegions) ?? "Check the spelling; a newer region is fine.",
    );
  }
}

function suggestion(name: string, known: readonly string[]): string | undefined {
  const meant = closest(name, known);
  return meant === undefined ? undefined : `Did you mean \`${meant}\`? A newer name is fine.`;
}

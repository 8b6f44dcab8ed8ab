import type { Finding } from "../finding";
import { error, type Fleet, tierName, warning } from "./rule";

/**
 * Every declared model is served somewhere, and every declared place serves something. A model without a deployment is
 * an error: consumers would see its name and nothing could ever answer, and a pool cannot be empty.
 */
export function* deployed({ file }: Fleet): Iterable<Finding> {
  const served = new Set(Object.values(file.regions).flatMap(({ deployments }) => Object.keys(deployments)));
  for (const model of Object.keys(file.models)) {
    if (served.has(model)) continue;
    yield error(
      "model-not-deployed",
      { key: ["models", model] },
      `\`${model}\` is deployed in no region, so nothing could answer a request for it.`,
      "Deploy it in a region under `regions.<region>.deployments`, or remove the model.",
    );
  }
  for (const [region, { deployments }] of Object.entries(file.regions)) {
    const path = ["regions", region];
    if (Object.keys(deployments).length === 0) {
      yield warning(
        "empty-region",
        { key: path },
        `${region} has an account without deployments; it takes no traffic.`,
        "Add a deployment, or remove the region.",
      );
    }
    for (const [model, tiers] of Object.entries(deployments)) {
      const key = [...path, "deployments", model];
      if (tiers.ptu === undefined && tiers.payg === undefined)
        yield noCapacity(key, `\`${model}\` in ${region}`);
      const definition = Object.hasOwn(file.models, model) ? file.models[model] : undefined;
      if (definition === undefined) continue;
      for (const tier of ["ptu", "payg"] as const) {
        const capacity = tiers[tier];
        const ownSku = typeof capacity === "object" ? capacity.sku : undefined;
        if (capacity === undefined || ownSku !== undefined || definition[tier] !== undefined) continue;
        yield error(
          "sku-missing",
          { key: [...key, tier] },
          `${region} deploys \`${model}\` as ${tierName(tier)}, but the model names no SKU for it.`,
          `Add \`${tier}: ${tier === "ptu" ? "DataZoneProvisionedManaged" : "DataZoneStandard"}\`, or another SKU, to \`models\` → \`${model}\`.`,
        );
      }
    }
  }
  for (const [model, definition] of Object.entries(file.fineTuned)) {
    if (definition.ptu === undefined && definition.payg === undefined)
      yield noCapacity(["fineTuned", model], `the fine-tuned model \`${model}\``);
  }
}

const noCapacity = (key: readonly string[], what: string) =>
  error(
    "no-capacity",
    { key },
    `${what} has neither \`ptu\` nor \`payg\`.`,
    "Give it at least one of the two.",
  );

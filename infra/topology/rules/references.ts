import { closest } from "apim-gateway/text";
import { listed } from "../describe";
import type { Finding } from "../finding";
import { OTHER_MODELS } from "../resolveConsumer";
import { error, type Fleet } from "./rule";

/** Whatever names a model names one that the file defines. */
export function* references({ file }: Fleet): Iterable<Finding> {
  const models = Object.keys(file.models);
  const tuned = Object.keys(file.fineTuned);
  for (const [region, { deployments }] of Object.entries(file.regions)) {
    for (const model of Object.keys(deployments)) {
      if (models.includes(model)) continue;
      const key = ["regions", region, "deployments", model];
      yield tuned.includes(model)
        ? error(
            "fine-tuned-in-region",
            { key },
            `\`${model}\` is a fine-tuned model; it is served by its own account alone.`,
            `Remove it here and give it its capacity under \`fineTuned.${model}\`.`,
          )
        : error(
            "unknown-model-reference",
            { key },
            `${region} deploys \`${model}\`, which \`models\` does not define; it defines ${defined(models)}.`,
            mend(model, models),
          );
    }
  }
  const all = [...models, ...tuned];
  for (const [consumer, { models: wanted = [] }] of Object.entries(file.consumers)) {
    const names = Array.isArray(wanted) ? wanted : Object.keys(wanted);
    for (const [index, model] of names.entries()) {
      if (all.includes(model) || (model === OTHER_MODELS && !Array.isArray(wanted))) continue;
      const path = ["consumers", consumer, "models"];
      yield error(
        "unknown-model-reference",
        Array.isArray(wanted) ? [...path, index] : { key: [...path, model] },
        `the consumer \`${consumer}\` may call \`${model}\`, which the file does not define; it defines ${defined(all)}.`,
        mend(model, all),
      );
    }
  }
}

const defined = (names: readonly string[]) => (names.length === 0 ? "none" : listed(names));

function mend(name: string, names: readonly string[]): string {
  const meant = closest(name, names);
  return meant === undefined
    ? `Define \`${name}\` under \`models\`, or remove it here.`
    : `Did you mean \`${meant}\`?`;
}

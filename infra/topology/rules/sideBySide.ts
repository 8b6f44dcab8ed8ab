import { modelKind } from "../data";
import type { Finding } from "../finding";
import { error, type Fleet } from "./rule";

/** Two models that answer for one name: a caller may get either, so each must be able to take the place of the other. */
export function* sideBySide({ file }: Fleet): Iterable<Finding> {
  for (const [region, { deployments }] of Object.entries(file.regions)) {
    for (const [model, { name, version }] of Object.entries(deployments)) {
      const definition = Object.hasOwn(file.models, model) ? file.models[model] : undefined;
      if (definition === undefined) continue;
      const usual = definition.name ?? model;
      const path = ["regions", region, "deployments", model];
      if (name !== undefined && name !== usual && version === undefined) {
        yield error(
          "other-model-without-version",
          [...path, "name"],
          `\`${model}\` in ${region} is \`${name}\`, but the version is still that of \`${usual}\`: \`${definition.version}\`.`,
          `Write the version of \`${name}\` beside it.`,
        );
      }
      const [kind, here] = [modelKind(usual), modelKind(name ?? usual)];
      if (kind !== here) {
        yield error(
          "other-kind-of-model",
          [...path, "name"],
          `\`${model}\` in ${region} is \`${name}\`, which answers other operations than \`${usual}\`.`,
          "Give it a key of its own under `models`.",
        );
      } else if (here === "embedding" && (version ?? definition.version) !== definition.version) {
        yield error(
          "mixed-embeddings",
          [...path, "version"],
          `\`${model}\` in ${region} has another version than elsewhere, and vectors of two versions cannot be compared.`,
          "Give it a key of its own under `models`, which callers choose.",
        );
      } else if (here === "embedding" && (name ?? usual) !== usual) {
        yield error(
          "mixed-embeddings",
          [...path, "name"],
          `\`${model}\` in ${region} is another model than elsewhere, and their vectors cannot be compared.`,
          "Give it a key of its own under `models`, which callers choose.",
        );
      }
    }
  }
}

import { didYouMean } from "apim-gateway/text";
import type { Topology } from "../../infra/topology/topology";
import type { Requester } from "../../local/load/callers";

/** What a person asks for by name. */
export interface Named {
  readonly consumer?: string;
  readonly model?: string;
}

/** A consumer or a model that the file does not have, in words. */
export function unknownName(
  { consumer, model }: Named,
  { consumers, models, file }: Topology,
): string | undefined {
  for (const [what, name, known] of [
    ["consumer", consumer, consumers.map((each) => each.name)],
    ["model", model, models.map((each) => each.name)],
  ] as const)
    if (name !== undefined && !known.includes(name))
      return `${file} has no ${what} \`${name}\`.${didYouMean(name, known)} It has ${known.join(", ")}.`;
  return undefined;
}

/** A consumer and a model that there are, but not together, in words. @param callers all that may ask for anything */
export function nobodyMay({ consumer, model }: Named, callers: readonly Requester[]): string {
  if (consumer === undefined)
    return `Nobody may ask for \`${model}\` what this command sends: chats and embeddings.`;
  const models = new Set(callers.filter((each) => each.consumer === consumer).map((each) => each.model));
  const may = models.size === 0 ? "nothing that this command sends" : [...models].join(", ");
  return `\`${consumer}\` may not ask for \`${model ?? "anything"}\`: it may ask for ${may}.`;
}

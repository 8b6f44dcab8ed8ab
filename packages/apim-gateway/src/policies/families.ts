import type { PolicyDefinition, PolicyFamily } from "../pipeline/policy";
import { access } from "./access";
import { caching } from "./caching";
import { flow } from "./flow";
import { languageModels } from "./languageModels";
import { limits } from "./limits";
import { observation } from "./observation";
import { outgoing } from "./outgoing";
import { messages } from "./transformation";

export const families: readonly PolicyFamily[] = [
  flow,
  messages,
  outgoing,
  access,
  caching,
  limits,
  languageModels,
  observation,
];

/** Every policy that this gateway executes, by name. */
export const policyDefinitions: ReadonlyMap<string, PolicyDefinition> = new Map(
  families.flatMap(({ policies }) => policies.map((policy) => [policy.name, policy])),
);

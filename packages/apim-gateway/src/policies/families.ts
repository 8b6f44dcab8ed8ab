import type { PolicyDefinition } from "../pipeline/policy";
import { access } from "./access";
import { caching } from "./caching";
import { flow } from "./flow";
import { languageModels } from "./languageModels";
import { limits } from "./limits";
import { observation } from "./observation";
import { outgoing } from "./outgoing";
import { transformation } from "./transformation";

/** Every policy that this gateway executes, by name. */
export const policyDefinitions: ReadonlyMap<string, PolicyDefinition> = new Map(
  [flow, transformation, outgoing, access, caching, limits, languageModels, observation]
    .flat()
    .map((policy) => [policy.name, policy]),
);

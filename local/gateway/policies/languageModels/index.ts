import type { PolicyFamily } from "../../pipeline/policy";
import { emitTokenMetric } from "./emitTokenMetric";
import { languageModelSettings } from "./settings";
import { tokenLimit } from "./tokenLimit";

export const languageModels: PolicyFamily = {
  policies: [
    tokenLimit("llm-token-limit"),
    tokenLimit("azure-openai-token-limit"),
    emitTokenMetric("llm-emit-token-metric"),
    emitTokenMetric("azure-openai-emit-token-metric"),
  ],
  settings: languageModelSettings,
};

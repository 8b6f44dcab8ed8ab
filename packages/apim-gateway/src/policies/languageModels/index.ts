import type { PolicyDefinition } from "../../pipeline/policy";
import { contentSafety } from "./contentSafety";
import { emitTokenMetric } from "./emitTokenMetric";
import { semanticLookup } from "./semanticLookup";
import { semanticStore } from "./semanticStore";
import { tokenLimit } from "./tokenLimit";

/** What AI gateways use. `azure-openai-…` and `llm-…` are the same policies. */
export const languageModels: readonly PolicyDefinition[] = [
  ...["llm", "azure-openai"].flatMap((prefix) => [
    tokenLimit(`${prefix}-token-limit`),
    emitTokenMetric(`${prefix}-emit-token-metric`),
    semanticLookup(`${prefix}-semantic-cache-lookup`, `${prefix}-semantic-cache-store`),
    semanticStore(`${prefix}-semantic-cache-store`),
  ]),
  contentSafety,
];

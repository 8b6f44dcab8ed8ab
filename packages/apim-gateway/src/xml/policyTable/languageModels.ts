import { any, element, maybe, policy, some, undocumented } from "./rules";

const gateways = "CVSW";
const tokenLimit = {
  in: "I",
  gateways,
  attributes: {
    "counter-key": "!@ text",
    "tokens-per-minute": "@ 1..",
    "token-quota": "@ 1..",
    "token-quota-period": "@ Hourly|Daily|Weekly|Monthly|Yearly",
    "estimate-prompt-tokens": "!@ boolean",
    "estimate-prompt-token": "?@ boolean",
    "retry-after-header-name": "text = Retry-After",
    "retry-after-variable-name": "text",
    "remaining-quota-tokens-header-name": "text",
    "remaining-quota-tokens-variable-name": "text",
    "remaining-tokens-header-name": "text",
    "remaining-tokens-variable-name": "text",
    "tokens-consumed-header-name": "text",
    "tokens-consumed-variable-name": "text",
  },
  someOf: ["tokens-per-minute", "token-quota"],
  together: ["token-quota", "token-quota-period"],
  note: "An older page lets `token-quota` take no expression.",
};
const dimensions = {
  dimension: any(element({ attributes: { name: "! text", value: "@ text" } })),
};
const tokenMetric = {
  in: "I",
  gateways,
  attributes: { namespace: "text" },
  content: dimensions,
  note: "At most five custom dimensions reach the metric; one more is accepted and lost.",
};
const semanticLookup = {
  in: "I",
  gateways,
  once: true,
  attributes: {
    "score-threshold": "!@ 0.0..1.0",
    "embeddings-backend-id": "!@ text",
    "embeddings-backend-auth": "! text",
    "ignore-system-messages": "@ boolean = false",
    "max-message-count": "@ 1..",
    "cache-id": "?@ text",
  },
  content: { "vary-by": any(element({ text: "!@ text" })) },
};
const semanticStore = {
  in: "O",
  gateways,
  once: true,
  attributes: { duration: "!@ 0..", "cache-id": "?@ text" },
};

const blocklists = element({ content: { id: some(element({ text: "!@ text" })) } });

/** What AI gateways use. `azure-openai-…` and `llm-…` have the same attributes. */
export const languageModels = [
  policy("azure-openai-token-limit", tokenLimit),
  policy("llm-token-limit", tokenLimit),
  policy("azure-openai-emit-token-metric", tokenMetric),
  policy("llm-emit-token-metric", tokenMetric),
  policy("azure-openai-semantic-cache-lookup", semanticLookup),
  policy("llm-semantic-cache-lookup", semanticLookup),
  policy("azure-openai-semantic-cache-store", semanticStore),
  policy("llm-semantic-cache-store", semanticStore),
  policy("llm-content-safety", {
    in: "IO",
    gateways: "CVKSW",
    attributes: {
      "backend-id": "!@ text",
      "shield-prompt": "@ boolean = false",
      "enforce-on-completions": "@ boolean = false",
      "window-size": "@ 1..",
      "window-overlap-size": "@ 0..",
    },
    content: {
      categories: maybe(
        element({
          attributes: { "output-type": "@ FourSeverityLevels|EightSeverityLevels = FourSeverityLevels" },
          content: {
            category: some(
              element({ attributes: { name: "!@ Hate|SelfHarm|Sexual|Violence", threshold: "!@ 0..7" } }),
            ),
          },
        }),
      ),
      blocklists: maybe(blocklists),
      "block-lists": undocumented(blocklists),
    },
    note: "Outbound and the attributes about completions are in newer pages only.",
  }),
];

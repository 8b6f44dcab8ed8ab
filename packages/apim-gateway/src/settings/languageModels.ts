import { number, type SettingRows, text, words } from "./row";

/** What is not documented about the policies for language models, or documented in two ways. */
export const languageModelSettings = {
  charactersPerToken: {
    default: 4,
    values: number(1, 100),
    meaning: "characters of text that an estimate takes for one token",
    source: "how the service estimates is not documented; four is the rule of thumb for English",
  },
  imageTokens: {
    default: 1200,
    values: number(0, 100_000),
    meaning: "tokens that an estimate takes for an image in a prompt",
    source: "documented: at most 1200 for each image where the prompt is estimated",
  },
  streamedTokens: {
    default: "usage-or-estimate",
    values: words("usage-or-estimate", "estimate"),
    meaning: "tokens of a streamed answer: what its usage says and else an estimate, or always an estimate",
    source: "one page says that streamed tokens are estimated, another that usage is taken where available",
  },
  usageAbsent: {
    default: "nothing",
    values: words("nothing", "estimate"),
    meaning: "tokens of a successful answer that is not a stream and tells no usage",
    source: "documented: usage is taken where available; not what happens otherwise",
  },
  promptEstimateCorrected: {
    default: "corrected",
    values: words("corrected", "kept"),
    meaning:
      "whether the usage that an answer tells replaces the estimate of its prompt where it is the smaller one",
    source: "documented: the variable of consumed tokens is updated; the counter is not mentioned",
  },
  remainingTokensTold: {
    default: "after-response",
    values: words("after-response", "at-policy"),
    meaning:
      "remaining tokens in headers and variables: with the tokens of this answer where known, or without",
    source: "documented: after each policy execution; published runs show the answer's tokens taken off",
  },
  consumedTokensOfStream: {
    default: "prompt-estimate",
    values: words("prompt-estimate", "absent"),
    meaning: "the header of consumed tokens where the head goes out before the usage is known",
    source: "not documented",
  },
  tokenLimitOrder: {
    default: "rate-first",
    values: words("rate-first", "quota-first"),
    meaning: "which refusal a request gets that is beyond the rate and beyond the quota",
    source: "not documented",
  },
  tokenLimitReason: {
    default: "TokenLimitExceeded",
    values: text,
    meaning: "`context.LastError.Reason` beyond tokens-per-minute",
    source: "not documented",
  },
  tokenQuotaReason: {
    default: "TokenQuotaExceeded",
    values: text,
    meaning: "`context.LastError.Reason` beyond token-quota",
    source: "not documented",
  },
  tokenQuotaWindow: {
    default: "calendar",
    values: words("calendar", "rolling"),
    meaning:
      "a quota's period starts with the hour, day, week, month, year in UTC, or with the key's first request",
    source: "documented: the UTC time truncated to the unit of the period",
  },
  tokenQuotaWeekStart: {
    default: "monday",
    values: words("monday", "sunday"),
    meaning: "the day that a week starts with",
    source: "not documented",
  },
  tokenMetricAbsentDimension: {
    default: "omitted",
    values: words("omitted", "empty"),
    meaning: "a default dimension without a value, as User ID of a subscription that no user owns",
    source: "not documented",
  },
  semanticCacheScore: {
    default: "distance",
    values: words("distance", "similarity"),
    meaning: "score-threshold is the greatest distance (1 − cosine), or the smallest cosine, of a hit",
    source: "the newer page says that smaller values mean greater similarity; the older one leaves it open",
  },
  semanticCacheStreams: {
    default: "not-cached",
    values: words("not-cached", "cached"),
    meaning: "whether requests with `stream: true` are looked up and their answers stored",
    source: "not documented",
  },
  semanticCachePartition: {
    default: "path",
    values: words("path", "vary-by"),
    meaning: "answers are found by requests of the same API and path, or by all with the same vary-by values",
    source: "only vary-by is documented; answers of different models would be mixed without the path",
  },
  semanticCacheEntries: {
    default: 10_000,
    values: number(1, 1_000_000),
    meaning: "answers that the semantic cache of a region holds; the oldest goes first",
    source: "the external cache decides; a limit of this process",
  },
  semanticCacheQuery: {
    default: "api-version=2024-02-01",
    values: text,
    meaning: "query added to the URL of the embeddings backend when it has none",
    source: "not documented; the page tests its backend with this version",
  },
  semanticCacheResource: {
    default: "https://cognitiveservices.azure.com",
    values: text,
    meaning: "resource of the managed identity's token for the embeddings backend",
    source: "the page on enabling semantic caching names it for Azure OpenAI",
  },
  semanticCacheTimeoutMs: {
    default: 10_000,
    values: number(1, 600_000),
    meaning: "milliseconds that a call for embeddings may take until its head",
    source: "not documented",
  },
  contentSafetyVersion: {
    default: "2024-09-01",
    values: text,
    meaning: "api-version of calls to Azure AI Content Safety",
    source: "the version that is generally available with both operations",
  },
  contentSafetyTimeoutMs: {
    default: 10_000,
    values: number(1, 600_000),
    meaning: "milliseconds that a call to Azure AI Content Safety may take until its head",
    source: "not documented",
  },
  contentSafetyTooLong: {
    default: "refused",
    values: words("refused", "error", "split"),
    meaning: "a prompt beyond 10,000 characters: 403 as for harmful text, 500, or checked piece by piece",
    source: "documented as 403; an older page says 500; that prompts have a window hints at pieces",
  },
  contentSafetyUnavailable: {
    default: "refused",
    values: words("refused", "error"),
    meaning: "the service answers with an error or not at all: 403 as for harmful text, or 500",
    source: "seen by several users as 403; an older page says 500",
  },
  contentSafetyReason: {
    default: "ContentSafetyViolation",
    values: text,
    meaning: "`context.LastError.Reason` when content safety refuses",
    source: "not documented",
  },
} as const satisfies SettingRows;

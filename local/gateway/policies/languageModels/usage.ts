/** Tokens as the `usage` of an answer tells them; what it does not tell is `undefined`. */
export interface TokenUsage {
  readonly prompt: number | undefined;
  readonly completion: number | undefined;
  readonly total: number | undefined;
}

/**
 * Reads a `usage` object of chat completions, completions, embeddings (`prompt_tokens`…) or Responses and messages
 * (`input_tokens`…).
 *
 * @returns `undefined` where it tells no tokens
 */
export function readUsage(value: unknown): TokenUsage | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const told = value as Readonly<Record<string, unknown>>;
  const prompt = tokens(told.prompt_tokens) ?? tokens(told.input_tokens);
  const completion = tokens(told.completion_tokens) ?? tokens(told.output_tokens);
  const total = tokens(told.total_tokens);
  return prompt === undefined && completion === undefined && total === undefined
    ? undefined
    : { prompt, completion, total };
}

const tokens = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) && value >= 0 ? Math.floor(value) : undefined;

/** Two usages of one answer: the later one counts, and what only the earlier one tells stays. */
export function joinUsage(earlier: TokenUsage | undefined, later: TokenUsage): TokenUsage {
  if (earlier === undefined) return later;
  return {
    prompt: later.prompt ?? earlier.prompt,
    completion: later.completion ?? earlier.completion,
    // A total belongs to the parts that it came with.
    total: later.total,
  };
}

/** All three numbers: a part that is not told follows from the others. */
export function completeUsage({ prompt, completion, total }: TokenUsage): {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly totalTokens: number;
} {
  const promptTokens = prompt ?? (total === undefined ? 0 : Math.max(0, total - (completion ?? 0)));
  const completionTokens = completion ?? (total === undefined ? 0 : Math.max(0, total - promptTokens));
  return { promptTokens, completionTokens, totalTokens: total ?? promptTokens + completionTokens };
}

/** Tokens as the `usage` of an answer tells them; what it does not tell is `undefined`. */
export interface TokenUsage {
  readonly prompt: number | undefined;
  readonly completion: number | undefined;
  readonly total: number | undefined;
}

/**
 * Reads the text of a `usage` object of chat completions, completions, embeddings (`prompt_tokens`…) or Responses and
 * messages (`input_tokens`…). Only its numbers are read: this stands on the path of every request, and parsing the whole
 * object with its details takes three times as long.
 *
 * @returns `undefined` where it tells no tokens
 */
export function readUsage(object: string): TokenUsage | undefined {
  const prompt = numberOf(object, '"prompt_tokens"') ?? numberOf(object, '"input_tokens"');
  const completion = numberOf(object, '"completion_tokens"') ?? numberOf(object, '"output_tokens"');
  const total = numberOf(object, '"total_tokens"');
  return prompt === undefined && completion === undefined && total === undefined
    ? undefined
    : { prompt, completion, total };
}

/** The number that is the value of a key; `undefined` for anything else, a negative one too. */
function numberOf(object: string, key: string): number | undefined {
  const at = object.indexOf(key);
  if (at < 0) return undefined;
  const colon = skipSpace(object, at + key.length);
  if (object.charCodeAt(colon) !== 0x3a) return undefined;
  const start = skipSpace(object, colon + 1);
  let digits = 0;
  let value = 0;
  for (let code = object.charCodeAt(start); isDigit(code); code = object.charCodeAt(start + digits)) {
    value = value * 10 + code - 0x30;
    digits++;
  }
  const next = object.charCodeAt(start + digits);
  if (digits > 0 && digits <= 15 && next !== 0x2e && next !== 0x65 && next !== 0x45) return value;
  // What no model has been seen to write.
  const other = Number.parseFloat(object.slice(start, start + 20));
  return other >= 0 && Number.isFinite(other) ? Math.floor(other) : undefined;
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

/** The first index from `from` on that is no white space of JSON. */
export function skipSpace(text: string, from: number): number {
  let at = from;
  while (isSpace(text.charCodeAt(at))) at++;
  return at;
}

export const isSpace = (code: number | undefined): boolean =>
  code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

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

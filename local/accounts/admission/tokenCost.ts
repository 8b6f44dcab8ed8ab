import type { Cost } from "./admission";

/** The tokens of one request. */
export interface Demand {
  readonly prompt: number;
  /** Those of the prompt that the service has in its cache. */
  readonly cached: number;
  /** `max_tokens`; `undefined`: the caller gave none. */
  readonly maxTokens: number | undefined;
  readonly output: number;
}

/** How the service counts; not documented where it says so. */
export interface TokenRule {
  /** Output tokens that are expected where the caller gives no `max_tokens`. The service's own guess is not documented. */
  readonly guess: number;
}

export interface PtuTokenRule extends TokenRule {
  /** What an output token counts beside an input token: 4 for 4o, 4.1, o3, o4-mini; 8 for gpt-5 to 5.2; 6 for 5.4, 5.5. */
  readonly outputWeight: number;
}

/** Tokens of a provisioned deployment: cached input is free, output is weighted, and the answer corrects the estimate. */
export function ptuCost({ prompt, cached, maxTokens, output }: Demand, rule: PtuTokenRule): Cost {
  const input = prompt - cached;
  return {
    estimated: input + rule.outputWeight * (maxTokens ?? rule.guess),
    actual: input + rule.outputWeight * output,
  };
}

/** Tokens of a pay-as-you-go deployment: prompt and `max_tokens`, whatever comes of it. */
export function paygCost({ prompt, maxTokens, output }: Demand, rule: TokenRule): Cost {
  return { estimated: prompt + (maxTokens ?? rule.guess), actual: prompt + output };
}

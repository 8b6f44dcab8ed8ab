import type { TokenPrices } from "./prices";

/** Parts of the traffic: input that is new, input from the prompt cache, output. Only their ratio counts. */
export interface Mix {
  readonly input: number;
  readonly cached: number;
  readonly output: number;
}

/** What a break-even is told for where nobody says what the traffic is. */
export const USUAL_MIX: Mix = { input: 3, cached: 0, output: 1 };

/** How much a PTU deployment does in a minute. */
export interface PtuPace {
  /** Input tokens a minute of one PTU. */
  readonly tokensPerPtu: number;
  /** Input tokens that one output token counts as. */
  readonly outputWeight: number;
}

export interface BreakEven {
  /** Tokens a minute of the mix, day and night, at which PAYG costs what PTU does. */
  readonly tokensPerMinute: number;
  /** The most of the mix that the PTU carries; `undefined`: nobody knows the model's pace. */
  readonly most: number | undefined;
  /** `never`: PTU is full before it is cheaper. `unknown`: the model's pace is not known. */
  readonly reached: "yes" | "never" | "unknown";
}

/**
 * From which traffic on PTU is cheaper than PAYG.
 *
 * @param perMinute what the deployment costs a minute
 * @param prices of PAYG; `undefined` comes back where one that the mix needs is not known
 */
export function breakEven(
  perMinute: number,
  capacity: number,
  pace: PtuPace | undefined,
  prices: TokenPrices,
  mix: Mix,
): BreakEven | undefined {
  const kinds = (["input", "cached", "output"] as const).filter((kind) => mix[kind] > 0);
  if (kinds.some((kind) => prices[kind] === undefined)) return undefined;
  const parts = mix.input + mix.cached + mix.output;
  const perToken = kinds.reduce((sum, kind) => sum + mix[kind] * (prices[kind] ?? 0), 0) / parts / 1_000_000;
  const tokensPerMinute = perMinute / perToken;
  const most = pace && mostTokens(capacity, pace, mix);
  return {
    tokensPerMinute,
    most,
    reached: most === undefined ? "unknown" : tokensPerMinute <= most ? "yes" : "never",
  };
}

/** Tokens a minute that PTU carries: what comes from the prompt cache counts nothing, output several times. */
function mostTokens(capacity: number, { tokensPerPtu, outputWeight }: PtuPace, mix: Mix): number {
  const weighed = mix.input + outputWeight * mix.output;
  return (capacity * tokensPerPtu * (mix.input + mix.cached + mix.output)) / weighed;
}

/** `3:0:1` as parts, or what is wrong with it. */
export function readMix(text: string): Mix | string {
  const parts = text.split(":").map((part) => part.trim());
  const [input = Number.NaN, cached = Number.NaN, output = Number.NaN] = parts.map((part) =>
    /^\d{1,9}(\.\d{1,6})?$/.test(part) ? Number(part) : Number.NaN,
  );
  if (parts.length !== 3 || [input, cached, output].some(Number.isNaN))
    return "It is three numbers, new input, cached input and output, such as `3:1:1`.";
  // PTU counts nothing for the cache alone, so nothing could be said of what it carries.
  if (input + output === 0) return "Without new input and output there is no traffic: write `3:1:1`.";
  return { input, cached, output };
}

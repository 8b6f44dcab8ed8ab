import type { AdmissionRule } from "./backendShape";

/** What comes in: a call at a time, with its tokens. Milliseconds. */
export interface Arrival {
  readonly at: number;
  readonly tokens: number;
}

/** Judges each call. @returns milliseconds until one more would be admitted, for a call that is not */
export type Admit = (arrival: Arrival) => number | undefined;

/** A backend that takes so much and no more. Windows slide, as those of language models do. */
export function createAdmission(admission: AdmissionRule): Admit {
  if (admission.kind === "bucket")
    return bucket(admission.size, admission.rate.count / admission.rate.periodMs);
  const { count, periodMs } = admission.rate;
  const cost = admission.kind === "tokens" ? ({ tokens }: Arrival) => tokens : () => 1;
  const taken: { readonly at: number; readonly cost: number }[] = [];
  let sum = 0;
  return (arrival) => {
    while (taken[0] !== undefined && taken[0].at <= arrival.at - periodMs) sum -= taken.shift()?.cost ?? 0;
    const own = cost(arrival);
    if (sum + own <= count) {
      taken.push({ at: arrival.at, cost: own });
      sum += own;
      return undefined;
    }
    let free = count - sum;
    for (const each of taken) {
      free += each.cost;
      if (free >= own) return each.at + periodMs - arrival.at;
    }
    return periodMs;
  };
}

function bucket(size: number, perMs: number): Admit {
  let level = size;
  let last = 0;
  return ({ at }) => {
    level = Math.min(size, level + (at - last) * perMs);
    last = at;
    if (level >= 1) {
      level -= 1;
      return undefined;
    }
    return (1 - level) / perMs;
  };
}

/** Tokens of a call as the services of language models count them before they answer: prompt and `max_tokens`. */
export function tokensOf(body: string): number {
  let most = 0;
  try {
    const { max_tokens, max_completion_tokens, max_output_tokens } = JSON.parse(body) as Record<
      string,
      unknown
    >;
    most = Number(max_completion_tokens ?? max_output_tokens ?? max_tokens ?? 0);
  } catch {
    // No JSON: only its characters count.
  }
  return Math.ceil(body.length / 4) + (Number.isFinite(most) ? most : 0);
}

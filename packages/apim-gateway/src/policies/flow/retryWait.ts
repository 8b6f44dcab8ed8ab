export type Exponent = "n-1" | "2^n-1" | "2^(n-1)-1";

export interface RetryWait {
  /** 1 for the first retry. */
  readonly retry: number;
  /** Seconds. */
  readonly interval: number;
  /** Seconds; absent: the interval is fixed. */
  readonly delta: number | undefined;
  /** Seconds; with `delta`: exponential. */
  readonly maxInterval: number | undefined;
  readonly firstFast: boolean;
  readonly exponent: Exponent;
  /** In [0, 1). */
  readonly random: () => number;
}

/** Seconds before a retry. The sources of the exponential form disagree. */
export function retryWait({
  retry,
  interval,
  delta,
  maxInterval,
  firstFast,
  exponent,
  random,
}: RetryWait): number {
  if (firstFast && retry === 1) return 0;
  const cap = maxInterval ?? Number.POSITIVE_INFINITY;
  if (delta === undefined) return Math.min(interval, cap);
  if (maxInterval === undefined) return interval + (retry - 1) * delta;
  const factor = factors[exponent](retry);
  return Math.min(interval + factor * delta * (0.8 + 0.4 * random()), cap);
}

const factors: Readonly<Record<Exponent, (retry: number) => number>> = {
  "n-1": (retry) => 2 ** (retry - 1),
  "2^n-1": (retry) => 2 ** retry - 1,
  "2^(n-1)-1": (retry) => 2 ** (retry - 1) - 1,
};

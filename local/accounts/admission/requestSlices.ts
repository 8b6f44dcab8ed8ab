import { type Admission, admitted, type Cost, ONE, type Verdict } from "./admission";

export interface RequestSlicesOptions {
  /** Units per second on average. */
  readonly rate: number;
  /** Length of a slice in seconds: 1 or 10 for requests, 60 for tokens (documented). */
  readonly sliceSeconds: number;
  /** Milliseconds by which slices start after whole multiples of their length. @default 0 */
  readonly phaseMs?: number;
  /** Share of the limit that is in force at a moment: Azure may cut it for hours. @default 1 */
  readonly limitShare?: (now: number) => number;
}

/**
 * A pay-as-you-go deployment: what is asked of it is counted in slices of time, each with its share of the limit, and
 * what it refuses counts too (Azure OpenAI, quota). When a slice is used up, the rest of it is refused.
 */
export class RequestSlices implements Admission {
  private slice = Number.NEGATIVE_INFINITY;
  /** Units that were asked for in this slice. */
  private used = 0;

  constructor(private readonly options: RequestSlicesOptions) {}

  ask(now: number, { estimated }: Cost = ONE): Verdict {
    const fits = this.fits(now, estimated);
    this.used += estimated;
    return fits ? admitted : { admitted: false, retryInMs: this.keepsUntil(now) - now };
  }

  /** The estimate stays: quota is not given back. */
  complete(): void {}

  wouldAdmit(now: number, { estimated }: Cost = ONE): boolean {
    return this.fits(now, estimated);
  }

  keepsUntil(now: number): number {
    const { sliceSeconds, phaseMs = 0 } = this.options;
    return (this.sliceOf(now) + 1) * sliceSeconds * 1000 + phaseMs;
  }

  /** Units that would still be admitted in this slice, as one request. */
  remaining(now: number): number {
    const fitting = this.fits(now, 0) ? this.limit(now) - this.used : 0;
    return Math.max(0, fitting);
  }

  utilization(): undefined {
    return undefined;
  }

  private fits(now: number, units: number): boolean {
    const slice = this.sliceOf(now);
    if (slice !== this.slice) {
      this.slice = slice;
      this.used = 0;
    }
    return this.used + units <= this.limit(now);
  }

  private limit(now: number): number {
    const { rate, sliceSeconds, limitShare } = this.options;
    return rate * sliceSeconds * (limitShare?.(now) ?? 1);
  }

  private sliceOf(now: number): number {
    const { sliceSeconds, phaseMs = 0 } = this.options;
    return Math.floor((now - phaseMs) / (sliceSeconds * 1000));
  }
}

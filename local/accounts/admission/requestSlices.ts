import { type Admission, admitted } from "./admission";

export interface RequestSlicesOptions {
  /** Requests per second on average. */
  readonly rate: number;
  /** Length of a slice in seconds: 1 or 10 for requests, 60 for tokens (documented). */
  readonly sliceSeconds: number;
}

/**
 * A pay-as-you-go deployment: its requests are counted in slices of time, each with its share of the limit (Azure OpenAI,
 * quota). When a slice is used up, the rest of it is refused. Slices start at whole multiples of their length.
 */
export class RequestSlices implements Admission {
  private slice = Number.NEGATIVE_INFINITY;
  private used = 0;

  constructor(private readonly options: RequestSlicesOptions) {}

  ask(now: number) {
    const { rate, sliceSeconds } = this.options;
    const length = sliceSeconds * 1000;
    const slice = Math.floor(now / length);
    if (slice !== this.slice) {
      this.slice = slice;
      this.used = 0;
    }
    if (this.used + 1 > rate * sliceSeconds)
      return { admitted: false, retryInMs: (slice + 1) * length - now } as const;
    this.used += 1;
    return admitted;
  }
}

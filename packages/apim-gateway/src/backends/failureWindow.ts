/** Counts of calls and of failures among them, in the interval of a rule. Times in milliseconds. */
export interface FailureWindow {
  add(now: number, failed: boolean): void;
  clear(): void;
  failures(now: number): number;
  calls(now: number): number;
}

/** At most so many parts of an interval are kept, whatever the load; a part leaves the interval as a whole. */
const parts = 100;

/** The interval that ends now. With an interval shorter than 100 ms the parts are milliseconds and the counts exact. */
export class SlidingWindow implements FailureWindow {
  private readonly buckets: { readonly from: number; calls: number; failures: number }[] = [];
  private readonly width: number;

  constructor(private readonly intervalMs: number) {
    this.width = Math.max(1, Math.floor(intervalMs / parts));
  }

  add(now: number, failed: boolean): void {
    this.forget(now);
    let last = this.buckets.at(-1);
    if (last === undefined || now >= last.from + this.width) {
      last = { from: now, calls: 0, failures: 0 };
      this.buckets.push(last);
    }
    last.calls++;
    if (failed) last.failures++;
  }

  clear(): void {
    this.buckets.length = 0;
  }

  failures(now: number): number {
    this.forget(now);
    return this.buckets.reduce((sum, { failures }) => sum + failures, 0);
  }

  calls(now: number): number {
    this.forget(now);
    return this.buckets.reduce((sum, { calls }) => sum + calls, 0);
  }

  private forget(now: number): void {
    while (this.buckets.length > 0 && (this.buckets[0]?.from ?? 0) <= now - this.intervalMs)
      this.buckets.shift();
  }
}

/** An interval that starts with the first call after the last one ended. */
export class FixedWindow implements FailureWindow {
  private start = Number.NEGATIVE_INFINITY;
  private counts = { calls: 0, failures: 0 };

  constructor(private readonly intervalMs: number) {}

  add(now: number, failed: boolean): void {
    if (now >= this.start + this.intervalMs) {
      this.start = now;
      this.counts = { calls: 0, failures: 0 };
    }
    this.counts.calls++;
    if (failed) this.counts.failures++;
  }

  clear(): void {
    this.start = Number.NEGATIVE_INFINITY;
    this.counts = { calls: 0, failures: 0 };
  }

  failures(now: number): number {
    return now >= this.start + this.intervalMs ? 0 : this.counts.failures;
  }

  calls(now: number): number {
    return now >= this.start + this.intervalMs ? 0 : this.counts.calls;
  }
}

import type { RateCount } from "./rateCount";

/** Less than this is rounding: a bucket fills in fractions. */
const tolerance = 1e-6;

/**
 * A bucket of `limit` that fills evenly in one period. What is counted beyond its content is a debt, which has to fill
 * up before anything fits again.
 */
export class TokenBucket implements RateCount {
  private level: number | undefined;
  private at = 0;
  private capacity = 0;
  private perMs = 0;

  remaining(limit: number, periodMs: number, now: number): number {
    return Math.max(0, Math.floor(this.fill(limit, periodMs, now) + tolerance));
  }

  waitMs(amount: number, limit: number, periodMs: number, now: number): number {
    if (amount > limit) return Number.POSITIVE_INFINITY;
    const missing = amount - this.fill(limit, periodMs, now);
    return missing <= tolerance ? 0 : missing / this.perMs;
  }

  add(amount: number, limit: number, periodMs: number, now: number): void {
    this.level = Math.min(limit, this.fill(limit, periodMs, now) - amount);
  }

  counted(now: number): number {
    if (this.level === undefined) return 0;
    const level = Math.min(this.capacity, this.level + Math.max(0, now - this.at) * this.perMs);
    return Math.max(0, Math.ceil(this.capacity - level - tolerance));
  }

  expired(now: number): boolean {
    return this.level === undefined || this.level + (now - this.at) * this.perMs >= this.capacity;
  }

  private fill(limit: number, periodMs: number, now: number): number {
    const perMs = limit / periodMs;
    const level = this.level === undefined ? limit : this.level + Math.max(0, now - this.at) * perMs;
    this.level = Math.min(limit, level);
    this.at = now;
    this.capacity = limit;
    this.perMs = perMs;
    return this.level;
  }
}

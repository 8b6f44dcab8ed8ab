import type { RateCount } from "./rateCount";

/** Parts of a period that share one entry. */
const parts = 100;

/**
 * What was counted in the last period. Counts of one hundredth of the period are kept together under the time of the
 * last of them, so they may stay up to one per cent of the period too long, and a key never holds more than about a
 * hundred entries.
 */
export class SlidingCount implements RateCount {
  private readonly times: number[] = [];
  private readonly counts: number[] = [];
  private total = 0;
  private longestMs = 0;

  remaining(limit: number, periodMs: number, now: number): number {
    return Math.max(0, limit - this.used(periodMs, now));
  }

  waitMs(amount: number, limit: number, periodMs: number, now: number): number {
    if (amount > limit) return Number.POSITIVE_INFINITY;
    let excess = this.used(periodMs, now) + amount - limit;
    if (excess <= 0) return 0;
    for (let index = this.firstAfter(now - periodMs); index < this.times.length; index++) {
      excess -= this.counts[index] as number;
      if (excess <= 0) return (this.times[index] as number) + periodMs - now;
    }
    return periodMs;
  }

  add(amount: number, _limit: number, periodMs: number, now: number): void {
    this.forget(periodMs, now);
    if (amount < 0) this.takeBack(-amount);
    if (amount <= 0) return;
    const last = this.times.length - 1;
    const width = this.longestMs / parts;
    if (last >= 0 && Math.floor((this.times[last] as number) / width) === Math.floor(now / width)) {
      this.times[last] = now;
      this.counts[last] = (this.counts[last] as number) + amount;
    } else {
      this.times.push(now);
      this.counts.push(amount);
    }
    this.total += amount;
  }

  counted(now: number): number {
    return this.longestMs === 0 ? 0 : this.used(this.longestMs, now);
  }

  expired(now: number): boolean {
    const last = this.times.at(-1);
    return last === undefined || last <= now - this.longestMs;
  }

  private used(periodMs: number, now: number): number {
    this.forget(periodMs, now);
    if (periodMs === this.longestMs) return this.total;
    let used = 0;
    for (let index = this.firstAfter(now - periodMs); index < this.counts.length; index++)
      used += this.counts[index] as number;
    return used;
  }

  private forget(periodMs: number, now: number): void {
    if (periodMs > this.longestMs) this.longestMs = periodMs;
    const gone = this.firstAfter(now - this.longestMs);
    if (gone === 0) return;
    this.times.splice(0, gone);
    for (const count of this.counts.splice(0, gone)) this.total -= count;
  }

  private firstAfter(time: number): number {
    let index = 0;
    while (index < this.times.length && (this.times[index] as number) <= time) index++;
    return index;
  }

  private takeBack(amount: number): void {
    let left = Math.min(amount, this.total);
    this.total -= left;
    for (let index = this.counts.length - 1; left > 0 && index >= 0; index--) {
      const taken = Math.min(left, this.counts[index] as number);
      this.counts[index] = (this.counts[index] as number) - taken;
      left -= taken;
    }
  }
}

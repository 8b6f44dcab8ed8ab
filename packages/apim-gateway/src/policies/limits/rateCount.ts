/** Counts of one key in the last period. The limit and the period come with each call: expressions may change them. */
export interface RateCount {
  /** What may still be counted now; never negative. */
  remaining(limit: number, periodMs: number, now: number): number;
  /** Milliseconds until `amount` fits; 0: now; `Infinity`: it is more than the limit. */
  waitMs(amount: number, limit: number, periodMs: number, now: number): number;
  /** Counts, also beyond the limit. A negative amount takes back. */
  add(amount: number, limit: number, periodMs: number, now: number): void;
  /** What counts now, by the limit and the period of the last call. */
  counted(now: number): number;
  /** Whether it is as a new one would be. */
  expired(now: number): boolean;
}

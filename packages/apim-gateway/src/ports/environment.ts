/** What a gateway takes from outside, so that it runs in real time and in virtual time alike. */
export interface Environment {
  /** Milliseconds since 1970, UTC. */
  readonly now: () => number;
  /** Milliseconds of a clock that never goes back, for durations. May have fractions. */
  readonly monotonic: () => number;
  /** In [0, 1). */
  readonly random: () => number;
  /** Waits; 0 or less: returns nothing, without waiting. */
  readonly sleep: (milliseconds: number) => undefined | Promise<void>;
  /**
   * Waits for what the machine computes in another thread, as signatures. It takes none of a time that is not real: the
   * clock stands meanwhile, and what was begun first is told first.
   */
  readonly compute: <T>(work: Promise<T>) => Promise<T>;
}

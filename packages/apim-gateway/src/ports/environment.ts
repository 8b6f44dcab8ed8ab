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
}

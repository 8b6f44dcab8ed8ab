/** What a deployment says to one request. Times in milliseconds. */
export type Verdict =
  | { readonly admitted: true }
  | {
      readonly admitted: false;
      /** Until it would admit again; more than 0. */
      readonly retryInMs: number;
    };

/** What a request takes of a deployment's rate, in the unit of that rate: requests or tokens. */
export interface Cost {
  /** What it is judged by when it arrives. */
  readonly estimated: number;
  /** What it took, known when its answer is complete. */
  readonly actual: number;
}

/** Decides request by request; holds what it needs to remember of earlier ones. `now` is never less than before. */
export interface Admission {
  /**
   * Admits a request, or refuses it.
   *
   * @param now milliseconds since 1970
   * @param cost @default one unit
   */
  ask(now: number, cost?: Cost): Verdict;
  /** An admitted request is done. */
  complete(now: number, cost?: Cost): void;
  /** What `ask` would say; nothing is counted. */
  wouldAdmit(now: number, cost?: Cost): boolean;
  /** Until when capacity that nobody uses is not lost yet, in milliseconds since 1970. */
  keepsUntil(now: number): number;
  /** Percent of a provisioned deployment; `undefined`: it has none. */
  utilization(now: number): number | undefined;
}

export const admitted: Verdict = { admitted: true };

export const ONE: Cost = { estimated: 1, actual: 1 };

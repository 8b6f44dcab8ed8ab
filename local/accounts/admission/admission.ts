/** What a deployment says to one request. Times in milliseconds. */
export type Verdict =
  | { readonly admitted: true }
  | {
      readonly admitted: false;
      /** Until it would admit again; more than 0. */
      readonly retryInMs: number;
    };

/** Decides request by request; holds what it needs to remember of earlier ones. */
export interface Admission {
  /** @param now milliseconds since 1970, never less than in an earlier call */
  ask(now: number): Verdict;
}

export const admitted: Verdict = { admitted: true };

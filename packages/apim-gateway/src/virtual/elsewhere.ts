import { afterRest } from "./afterRest";

/** What the machine computes in other threads while a virtual clock stands. */
export interface Elsewhere {
  /**
   * The result of a work, told when everything that was begun before it has been told and has come to rest: threads end
   * as they like, and the same seed gives the same hour again.
   */
  compute<T>(work: Promise<T>): Promise<T>;
  /** Whether something is still being computed; then `goOn` is called when all of it has been told. */
  holds(goOn: () => void): boolean;
}

export function createElsewhere(): Elsewhere {
  let untold = 0;
  let waiting: (() => void)[] = [];
  let last: Promise<unknown> = Promise.resolve();
  const told = () =>
    new Promise<void>((resolve) =>
      afterRest(() => {
        untold--;
        resolve();
        if (untold > 0) return;
        const all = waiting;
        waiting = [];
        for (const goOn of all) goOn();
      }),
    );
  return {
    compute(work) {
      untold++;
      // A failure is told in its turn, and nobody else has to hear of it before.
      work.catch(() => {});
      const turn = last.then(() => work);
      last = turn.then(told, told);
      return turn;
    },
    holds(goOn) {
      if (untold > 0) waiting.push(goOn);
      return untold > 0;
    },
  };
}

import type { Surroundings } from "../ports/surroundings";

/** Real time and real chance. */
export function realSurroundings(): Surroundings {
  return {
    now: Date.now,
    monotonic: () => performance.now(),
    random: Math.random,
    sleep: (milliseconds) =>
      milliseconds > 0 ? new Promise((resolve) => setTimeout(resolve, milliseconds)) : undefined,
  };
}

import type { Environment } from "../ports/environment";

/** Real time and real chance. */
export function realEnvironment(): Environment {
  return {
    now: Date.now,
    monotonic: () => performance.now(),
    random: Math.random,
    sleep: (milliseconds) =>
      milliseconds > 0 ? new Promise((resolve) => setTimeout(resolve, milliseconds)) : undefined,
    compute: (work) => work,
  };
}

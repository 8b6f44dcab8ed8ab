import { virtualEnvironment } from "../virtual/virtualEnvironment";
import type { ScenarioWorld } from "./world";

/** Nothing leaves the process, and a minute of waiting costs nothing. */
export function createVirtualWorld(seed: number): ScenarioWorld {
  const time = virtualEnvironment({ seed, patient: true });
  return {
    time: {
      now: time.now,
      monotonic: time.monotonic,
      random: time.random,
      sleep: time.sleep,
      late: () => 0,
      compute: time.compute,
      after: time.after,
      wait: async (milliseconds) => void (await time.run(time.now() + milliseconds)),
      async until(done) {
        // What is computed outside of virtual time (zlib) gets some real time, and then counts as never coming.
        for (let turn = 0; !done() && turn < 200; turn++) {
          await time.run(undefined, done);
          if (!done()) await new Promise((resolve) => setTimeout(resolve, turn < 20 ? 0 : 10));
        }
      },
      rest: async (done) => void (await time.run(undefined, done)),
    },
    graceMs: 0,
    callsOf: async (backends) => backends,
    requestsOf: async (handle, delivered) => async (request) => ({
      answer: await handle(request),
      exchange: delivered,
    }),
    close: async () => {},
  };
}

import { createGateway } from "../src/gateway/createGateway";
import { Body } from "../src/messages/body";
import { Headers } from "../src/messages/headers";
import type { BackendResponse } from "../src/ports/transport";
import { virtualEnvironment } from "../src/virtual/virtualEnvironment";
import { arrivals, type PolicyLoad } from "./arrival";

const REQUESTS = 40_000;
/** Milliseconds of virtual time until an answer. */
const LATENCY = 800;

/**
 * Requests per second of real time through a gateway in virtual time.
 *
 * @param inFlight requests that wait for their answers at once: the more, the colder is what a request kept
 */
export async function virtualRate(load: PolicyLoad, inFlight: number): Promise<number> {
  let best = 0;
  for (let round = 0; round < 4; round++) {
    const time = virtualEnvironment({ seed: round });
    const responseHeaders = ["Content-Type", "application/json"];
    const answered = (): BackendResponse => ({
      status: 200,
      reason: "OK",
      headers: Headers.fromRaw(responseHeaders),
      body: Body.of(load.answer),
    });
    const gateway = createGateway({
      configuration: load.configuration,
      environment: time,
      traces: "never",
      transport: () => new Promise((resolve) => time.after(LATENCY, () => resolve(answered()))),
    });
    const arriving = arrivals(load);
    const bytes = Buffer.from(load.answer);
    let [sent, done] = [0, 0];
    const arrive = () => {
      if (++sent < REQUESTS) time.after(LATENCY / inFlight, arrive);
      void Promise.resolve(gateway.handle(arriving())).then((answer) => {
        if (answer.status === 200) done++;
        answer.watch?.(bytes);
        answer.delivered("complete");
      });
    };
    time.after(0, arrive);
    const before = process.cpuUsage();
    await time.run();
    const { user, system } = process.cpuUsage(before);
    if (done !== REQUESTS) throw new Error(`only ${done} of ${REQUESTS} requests were answered with 200`);
    best = Math.max(best, REQUESTS / ((user + system) / 1e6));
  }
  return best;
}

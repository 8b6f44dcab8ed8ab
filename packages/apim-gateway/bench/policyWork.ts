import { createGateway } from "../src/gateway/createGateway";
import { Body } from "../src/messages/body";
import { Headers } from "../src/messages/headers";
import { virtualEnvironment } from "../src/virtual/virtualEnvironment";
import { arrivals, type PolicyLoad } from "./arrival";

/** CPU microseconds of one request through the policies, without sockets: the least of some rounds. */
export async function policyMicroseconds(
  load: PolicyLoad,
  rounds: number,
  perRound: number,
): Promise<number> {
  const time = virtualEnvironment({ seed: 1 });
  const responseHeaders = ["Content-Type", "application/json", "x-ratelimit-remaining-tokens", "1000"];
  const gateway = createGateway({
    configuration: load.configuration,
    environment: time,
    traces: "never",
    transport: () => ({
      status: 200,
      reason: "OK",
      headers: Headers.fromRaw(responseHeaders),
      body: Body.of(load.answer),
    }),
    onDefect: (error) => {
      throw error;
    },
  });
  const arriving = arrivals(load);
  const bytes = Buffer.from(load.answer);
  const one = async () => {
    const pending = gateway.handle(arriving());
    const answer = pending instanceof Promise ? await pending : pending;
    if (answer.status !== 200) throw new Error(`answered ${answer.status}: ${answer.body?.text()}`);
    answer.watch?.(bytes);
    answer.delivered("complete");
  };
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage();
    for (let n = 0; n < perRound; n++) await one();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / perRound);
  }
  return least;
}

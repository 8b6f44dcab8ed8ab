import {
  createGateway,
  type Gateway,
  type GatewayOptions,
  SharedState,
  TransportFailure,
  virtualEnvironment,
} from "apim-gateway";
import { type DrawnArrival, drawArrivals } from "./drawArrivals";
import type { Consumer, LoadOptions, LoadResult } from "./load";
import { LoadCaller, tagOf } from "./loadCaller";
import { LoadTally } from "./loadTally";
import { type AccountCall, SimulatedAccounts } from "./simulatedAccounts";

/** A request that is under way. */
interface Underway {
  readonly arrival: DrawnArrival;
  calls: number;
  /** Of the try that its library makes now. */
  lastTry: AccountCall[];
}

/**
 * Sends a load through policies in virtual time, to accounts that admit by rule. The same options give the same result.
 */
export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const { warmUpSeconds = 0, instances = 1 } = options;
  const time = virtualEnvironment({ seed: options.seed });
  const start = time.now();
  const accounts = new SimulatedAccounts(time, options);
  const tally = new LoadTally(warmUpSeconds * 1000, options.seconds * 1000, options.outages ?? []);
  const underway = new Map<string, Underway>();
  const region = new SharedState();
  const gateways = Array.from({ length: instances }, () =>
    createGateway({
      configuration: options.configuration,
      environment: time,
      traces: "never",
      ...(options.onSetting === undefined ? {} : { onSetting: options.onSetting }),
      ...(options.onMetric === undefined ? {} : { log: metricsTo(options.onMetric) }),
      region,
      settings: { ...options.settings, ...(options.cacheLagMs ? { cacheLagMs: options.cacheLagMs } : {}) },
      transport: (request) => {
        const caller = underway.get(tagOf(request.body));
        if (caller === undefined)
          return Promise.reject(new TransportFailure("connection", "Nobody made this request."));
        return accounts.answer(request, caller.arrival, (call) => {
          caller.calls++;
          caller.lastTry.push(call);
          tally.call(call, caller.arrival);
        });
      },
    }),
  );
  let next = 0;
  const callers = new LoadCaller(time, options, () => gateways[next++ % instances] as Gateway);
  const arrivals = drawArrivals(options, consumersOf(options));
  const send = async (arrival: DrawnArrival, tag: string) => {
    const caller: Underway = { arrival, calls: 0, lastTry: [] };
    underway.set(tag, caller);
    const answer = await callers.send(arrival, tag, () => {
      caller.lastTry = [];
    });
    underway.delete(tag);
    tally.answered(arrival, answer, time.now() - start - arrival.at, {
      lastTry: caller.lastTry,
      all: caller.calls,
    });
  };
  // One at a time: a queue of all that is to come is slow.
  const arrive = (index: number) => {
    const arrival = arrivals[index];
    if (arrival === undefined) return;
    time.after(arrival.at - time.monotonic(), () => {
      void send(arrival, `${index}`);
      arrive(index + 1);
    });
  };
  time.after(warmUpSeconds * 1000, () => tally.begins(accounts.utilizations()));
  time.after(options.seconds * 1000, () => tally.ends(accounts.utilizations()));
  arrive(0);
  await time.run();
  return tally.result();
}

/** A log that hears of metrics alone. */
const metricsTo = (hear: (name: string) => void): NonNullable<GatewayOptions["log"]> => ({
  request() {},
  metric: ({ name }) => hear(name),
  event() {},
  trace() {},
  usage() {},
  ignoresUsage: true,
});

/** @throws Error when the options name nobody */
export function consumersOf({ consumers, key }: Pick<LoadOptions, "consumers" | "key">): readonly Consumer[] {
  if (consumers !== undefined && consumers.length > 0) return consumers;
  if (key === undefined) throw new Error("A load needs `key` or `consumers`.");
  return [{ name: "all", key }];
}

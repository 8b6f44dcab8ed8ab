import type { Exchange } from "./exchange";
import type { LogSinkOf } from "./ofExchange";

/** Where a gateway tells what happened. Each call must return at once and must not throw. */
export type LogSink = LogSinkOf<Exchange>;

export const silentLog: LogSink = {
  request() {},
  metric() {},
  event() {},
  trace() {},
  usage() {},
  ignoresUsage: true,
};

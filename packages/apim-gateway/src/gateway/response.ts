import { Headers } from "../messages/headers";
import type { Exchange } from "../pipeline/exchange";
import type { GatewayResponse } from "../ports/gatewayRequest";

/**
 * What goes back to the caller when the pipeline is done.
 *
 * @param traceLocation where the trace of a request will be found
 */
export function responseOf(
  exchange: Exchange,
  traceLocation?: (requestId: string) => string,
): GatewayResponse {
  const { response, affinityCookie, hooks } = exchange;
  const { bodyWatchers } = hooks;
  const headers = response?.headers ?? new Headers();
  exchange.answered = exchange.services.monotonic();
  if (affinityCookie !== undefined) headers.append("Set-Cookie", affinityCookie);
  if (exchange.recorder !== undefined && traceLocation !== undefined)
    headers.set("Ocp-Apim-Trace-Location", traceLocation(exchange.requestId));
  return {
    status: response?.statusCode ?? 200,
    reason: response?.statusReason ?? "OK",
    headers,
    body: response?.body ?? null,
    watch:
      bodyWatchers.length === 0
        ? undefined
        : (chunk) => {
            for (const watcher of bodyWatchers) watcher(chunk);
          },
    delivered: (outcome) => {
      exchange.hooks.delivered(outcome);
      exchange.services.log.request(exchange, outcome);
    },
  };
}

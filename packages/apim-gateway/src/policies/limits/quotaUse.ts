import type { Exchange } from "../../pipeline/exchange";
import { PolicyFailure } from "../../pipeline/failure";
import { secondsOf } from "./limitOutputs";
import { type QuotaWindow, timeSpanText } from "./quotaWindow";

export interface QuotaLimit {
  readonly calls: number | undefined;
  /** Kilobytes. */
  readonly bandwidth: number | undefined;
  /** 0: for ever. */
  readonly periodMs: number;
}

/**
 * The documented refusal: 403, and when the quota is there again.
 *
 * @param own what this request has counted in the window already
 * @throws PolicyFailure where nothing is left
 */
export function refuseBeyondQuota(exchange: Exchange, window: QuotaWindow, limit: QuotaLimit, own = 0): void {
  const bytesLeft = limit.bandwidth === undefined ? 1 : limit.bandwidth * kilobyteOf(exchange) - window.bytes;
  const callsLeft = limit.calls === undefined ? 1 : limit.calls - (window.calls - own);
  if (callsLeft > 0 && bytesLeft > 0) return;
  const what = callsLeft > 0 ? "bandwidth" : "call volume";
  const waitMs = window.end - exchange.services.now();
  const renewed = Number.isFinite(waitMs);
  throw new PolicyFailure({
    reason: "QuotaExceeded",
    message: renewed
      ? `Out of ${what} quota. Quota will be replenished in ${timeSpanText(waitMs)}.`
      : `Out of ${what} quota.`,
    status: 403,
    ...(renewed ? { headers: { "Retry-After": String(secondsOf(waitMs)) } } : {}),
  });
}

/**
 * Adds the bytes of the request, and of the answer as it goes out, to every window. To be called when no policy can
 * change either any more.
 */
export function countBytes(exchange: Exchange, windows: readonly QuotaWindow[]): void {
  const count = (bytes: number) => {
    for (const window of windows) window.bytes += bytes;
  };
  if (exchange.services.settings.quotaBandwidth === "request-and-response") count(requestBytes(exchange));
  const content = exchange.response?.body;
  if (content == null) return;
  if (content.size !== undefined) count(content.size);
  else exchange.hooks.watchBody((chunk) => count(chunk.byteLength));
}

function requestBytes({ request }: Exchange): number {
  if (request.originalBody === null) return 0;
  const told = Number(request.headers.get("Content-Length"));
  return request.originalBody.size ?? (Number.isFinite(told) ? told : 0);
}

const kilobyteOf = ({ services }: Exchange) => services.settings.quotaKilobyte;

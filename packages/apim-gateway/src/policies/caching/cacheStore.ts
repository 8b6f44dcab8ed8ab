import type { Exchange } from "../../pipeline/exchange";
import type { ResponseMessage } from "../../pipeline/messages";
import type { PolicyDefinition } from "../../pipeline/policy";
import { PendingResponse } from "./cacheLookup";
import { setCacheControl } from "./downstream";
import { ResponseCache } from "./responseCache";

/** `cache-store`: the response as it is now, when `cache-lookup` has looked for it in vain. */
export const cacheStore: PolicyDefinition = {
  name: "cache-store",
  compile: (element, compiler) => {
    const secondsOf = compiler.number(element, "duration", 0);
    const wantedOf = element.attributes.some(({ name }) => name === "cache-response")
      ? compiler.boolean(element, "cache-response", false)
      : undefined;
    return (exchange) => {
      if (exchange.resumeAfter !== undefined) {
        // The response came from the cache.
        exchange.resumeAfter = undefined;
        return undefined;
      }
      const { response } = exchange;
      const pending = exchange.keep(PendingResponse);
      const { key, downstream } = pending;
      pending.key = undefined;
      if (response === null || key === undefined) return undefined;
      const seconds = secondsOf(exchange);
      if (wantedOf === undefined ? response.statusCode !== 200 : !wantedOf(exchange)) return undefined;
      store(exchange, response, key, seconds);
      setCacheControl(exchange, downstream, seconds);
      return undefined;
    };
  },
};

/** Stores at once what is in memory, and a stream when all of it has gone out: nobody waits for the cache. */
function store(exchange: Exchange, response: ResponseMessage, key: string, seconds: number): void {
  const cache = exchange.services.shared(ResponseCache);
  const { statusCode, statusReason, body } = response;
  const head = { statusCode, statusReason, headers: response.headers.clone() };
  if (body === null || body.inMemory) {
    const content = body === null ? null : (body.sendable as string | Uint8Array);
    const stored = cache.store(key, head, content, seconds);
    exchange.recorder?.note(
      stored ? `Stored for ${seconds} seconds: ${key}.` : "Not stored: too large, or for no time.",
    );
    return;
  }
  let chunks: Uint8Array[] | undefined = [];
  let size = 0;
  exchange.hooks.watchBody((chunk) => {
    size += chunk.byteLength;
    if (cache.takes(size)) chunks?.push(chunk);
    else chunks = undefined;
  });
  exchange.hooks.onDelivered((outcome) => {
    // A body that was replaced since then went nowhere, and is not what callers are to get from the cache.
    if (outcome !== "complete" || exchange.response?.body !== body || chunks === undefined) return;
    cache.store(key, head, Buffer.concat(chunks), seconds);
  });
}

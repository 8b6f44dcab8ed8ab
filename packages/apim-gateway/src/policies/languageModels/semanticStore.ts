import type { Exchange } from "../../pipeline/exchange";
import type { ResponseMessage } from "../../pipeline/messages";
import type { PolicyDefinition } from "../../pipeline/policy";
import { SemanticCache } from "./semanticCache";
import { PendingAnswer } from "./semanticLookup";

/** Stores the answer of a prompt that the lookup of the same request has not found. Failures are not stored. */
export const semanticStore = (name: string): PolicyDefinition => ({
  name,
  compile(element, compiler) {
    const duration = compiler.number(element, "duration", 0);
    return (exchange) => {
      if (exchange.resumeAfter !== undefined) {
        exchange.resumeAfter = undefined;
        return undefined;
      }
      const { response } = exchange;
      const pending = exchange.keep(PendingAnswer);
      const { partition, vector } = pending;
      pending.partition = undefined;
      if (response?.statusCode !== 200 || partition === undefined) return undefined;
      const seconds = duration(exchange);
      if (seconds > 0) store(exchange, response, partition, vector, seconds);
      return undefined;
    };
  },
});

/** At once what is in memory; a stream when all of it has gone out, so that nobody waits for the cache. */
function store(
  exchange: Exchange,
  response: ResponseMessage,
  partition: string,
  vector: readonly number[],
  seconds: number,
): void {
  const { services } = exchange;
  const largest = services.settings.cacheEntryBytes;
  const { body, statusCode, statusReason } = response;
  if (body === null) return;
  const head = { statusCode, statusReason, headers: response.headers.clone() };
  const keep = (bytes: string | Uint8Array) =>
    services.shared(SemanticCache).store(partition, vector, head, bytes, seconds);
  if (body.inMemory) {
    if ((body.size ?? 0) <= largest) keep(body.sendable as string | Uint8Array);
    return;
  }
  let chunks: Uint8Array[] = [];
  let size = 0;
  exchange.hooks.watchBody((chunk) => {
    size += chunk.byteLength;
    if (size > largest) chunks = [];
    else chunks.push(chunk);
  });
  exchange.hooks.onDelivered((outcome) => {
    // A body that was replaced since then went nowhere.
    const whole = exchange.response?.body === body && !exchange.keep(PendingAnswer).cutShort;
    if (outcome === "complete" && whole && size <= largest) keep(Buffer.concat(chunks));
  });
}

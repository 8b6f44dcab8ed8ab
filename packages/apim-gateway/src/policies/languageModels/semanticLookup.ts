import type { Exchange } from "../../pipeline/exchange";
import { ready } from "../../pipeline/getter";
import type { PolicyDefinition } from "../../pipeline/policy";
import { after, given } from "../../pipeline/waiting";
import { readPrompt } from "./promptText";
import { SemanticCache } from "./semanticCache";

/** What a lookup leaves for the store of the same request. */
export class PendingAnswer {
  partition: string | undefined;
  vector: readonly number[] = [];
  /** A policy has ended the answer before its end, so that it is not what others are to get. */
  cutShort = false;
}

interface Lookup {
  /** Name of the policy that stores. */
  readonly store: string;
  readonly partition: string;
  /** Of answers that are near enough. */
  readonly least: number;
}

/**
 * Answers with what was stored for a prompt that means the same. Policies go on after the store then. Where no vector is
 * to be had, the request goes on without the cache, as documented.
 *
 * @param store name of the policy that stores
 */
export const semanticLookup = (name: string, store: string): PolicyDefinition => ({
  name,
  limits: "the cache is in memory and compares with every answer of its partition",
  compile(element, compiler) {
    const threshold = compiler.number(element, "score-threshold", 0);
    const backend = compiler.text(element, "embeddings-backend-id");
    const ignoreSystem = compiler.boolean(element, "ignore-system-messages", false);
    const most = compiler.optionalNumber(element, "max-message-count");
    const varyBy = element.children
      .filter((child) => child.name === "vary-by")
      .map((child) => compiler.content(child));
    if (compiler.text(element, "embeddings-backend-auth").constant !== "system-assigned")
      compiler.report("error", "attribute-value", "`embeddings-backend-auth` is system-assigned.", element);

    const partitionOf = (exchange: Exchange): string => {
      const values = varyBy.map((value) => value(exchange));
      const { parts, request, services } = exchange;
      if (services.settings.semanticCachePartition === "path")
        values.unshift(parts.api?.id ?? "", request.originalUrl.path);
      return JSON.stringify(values);
    };
    const lookUp = (exchange: Exchange): undefined | Promise<void> => {
      const { body } = exchange.request;
      const prompt = body === null ? undefined : readPrompt(body.text(), ignoreSystem(exchange));
      const skipped = reasonToSkip(exchange, prompt, most?.(exchange));
      if (prompt === undefined || skipped !== undefined) {
        exchange.recorder?.note(`The semantic cache is not used: ${skipped}.`);
        return undefined;
      }
      const partition = partitionOf(exchange);
      const least = leastSimilarity(exchange, threshold(exchange));
      const cache = exchange.services.shared(SemanticCache);
      const vector = cache.embed(exchange, prompt.text, backend(exchange));
      return given(vector, answerOrRemember, exchange, { store, partition, least });
    };
    return (exchange) => after(ready(exchange, { request: true, response: false }), lookUp, exchange);
  },
});

function reasonToSkip(
  exchange: Exchange,
  prompt: ReturnType<typeof readPrompt>,
  most: number | undefined,
): string | undefined {
  if (prompt === undefined || prompt.text === "" || exchange.request.originalUrl.path.endsWith("/embeddings"))
    return "the request is not a prompt for a completion";
  if (prompt.streamed && exchange.services.settings.semanticCacheStreams === "not-cached")
    return "the request asks for a stream";
  return most !== undefined && prompt.messages > most
    ? `the dialog has ${prompt.messages} messages, more than ${most}`
    : undefined;
}

function leastSimilarity({ services }: Exchange, threshold: number): number {
  return services.settings.semanticCacheScore === "distance" ? 1 - threshold : threshold;
}

function answerOrRemember(
  vector: readonly number[] | undefined,
  exchange: Exchange,
  { store, partition, least }: Lookup,
): undefined {
  if (vector === undefined) return;
  const found = exchange.services.shared(SemanticCache).find(partition, vector, least);
  if (found === undefined) {
    const pending = exchange.keep(PendingAnswer);
    pending.partition = partition;
    pending.vector = vector;
    exchange.recorder?.note("Semantic cache miss.");
    return;
  }
  exchange.recorder?.note(`Semantic cache hit with a similarity of ${found.similarity.toFixed(4)}.`);
  exchange.response = found.response;
  exchange.resumeAfter = store;
}

import type { Exchange } from "../../pipeline/exchange";
import { given, type Maybe } from "../../pipeline/waiting";
import { callService, type ServiceAnswer } from "./serviceCall";

/** Asks the embeddings deployment behind a backend, as the service's own system-assigned identity. */
export function fetchEmbedding(
  exchange: Exchange,
  text: string,
  backend: string,
): Maybe<readonly number[] | undefined> {
  const { services } = exchange;
  const answer = callService(exchange, {
    backend,
    path: "",
    query: services.settings.semanticCacheQuery,
    body: { input: text },
    timeoutMs: services.settings.semanticCacheTimeoutMs,
    resource: services.settings.semanticCacheResource,
  });
  return given(answer, vectorOf, exchange);
}

function vectorOf(answer: ServiceAnswer, exchange: Exchange): readonly number[] | undefined {
  const wrong = (why: string): undefined => exchange.recorder?.note(`No embedding: ${why}.`) as undefined;
  if (answer.kind === "failed") return wrong(answer.why);
  const { status, json } = answer;
  if (status < 200 || status > 299) return wrong(`the backend answered ${status}`);
  const data = (json as { data?: unknown } | null)?.data;
  const first = Array.isArray(data) ? (data[0] as { embedding?: unknown } | null) : undefined;
  const vector = first?.embedding;
  return Array.isArray(vector) && vector.length > 0 && vector.every((value) => typeof value === "number")
    ? (vector as number[])
    : wrong("the backend answered without a vector");
}

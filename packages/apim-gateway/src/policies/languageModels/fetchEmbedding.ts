import type { Exchange } from "../../pipeline/exchange";
import { callBackend, type ServiceAnswer } from "./serviceCall";

/** Asks the embeddings deployment behind a backend, as the service's own system-assigned identity. */
export function fetchEmbedding(
  exchange: Exchange,
  text: string,
  backend: string,
): readonly number[] | undefined | Promise<readonly number[] | undefined> {
  const { services } = exchange;
  const read = (answer: ServiceAnswer) => vectorOf(exchange, answer);
  const answer = callBackend(exchange, {
    backend,
    path: "",
    query: services.settings.semanticCacheQuery,
    body: { input: text },
    timeoutMs: services.settings.semanticCacheTimeoutMs,
    resource: services.settings.semanticCacheResource,
  });
  return answer instanceof Promise ? answer.then(read) : read(answer);
}

function vectorOf(exchange: Exchange, answer: ServiceAnswer): readonly number[] | undefined {
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

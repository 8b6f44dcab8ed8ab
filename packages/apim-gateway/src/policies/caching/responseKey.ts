import type { Exchange } from "../../pipeline/exchange";

/** What a response depends on besides product, API, operation and path. Names of headers and parameters in lower case. */
export interface Variation {
  readonly developer: boolean;
  readonly groups: boolean;
  readonly headers: readonly string[];
  readonly parameters: readonly string[];
}

/**
 * The key of a response in the cache. Its parts are those that traces of the service show: product, API with its
 * revision, operation, backend, path, the parameters and the headers to vary by.
 */
export function responseKey(exchange: Exchange, variation: Variation): string {
  const { request, parts, backendChoice } = exchange;
  const base =
    backendChoice === undefined
      ? parts.api?.serviceUrl
      : backendChoice.kind === "url"
        ? backendChoice.base
        : backendChoice.id;
  const key: (string | null)[] = [
    parts.product?.id ?? null,
    `${parts.api?.id};rev=${parts.api?.revision}`,
    parts.operation?.id ?? null,
    base ?? null,
    request.url.path,
  ];
  if (variation.developer) key.push(parts.subscription?.user?.id ?? null);
  if (variation.groups) key.push(groupsOf(exchange));
  for (const name of variation.headers) key.push(request.headers.get(name) ?? null);
  if (variation.parameters.length > 0) {
    const query = new Map<string, string>();
    for (const [name, values] of request.url.query) {
      const known = query.get(name.toLowerCase());
      query.set(name.toLowerCase(), known === undefined ? values.join(",") : `${known},${values.join(",")}`);
    }
    for (const name of variation.parameters) key.push(query.get(name) ?? null);
  }
  return JSON.stringify(key);
}

function groupsOf({ parts }: Exchange): string | null {
  const groups = parts.subscription?.user?.groups;
  return Array.isArray(groups) ? [...(groups as string[])].sort().join(",") : null;
}

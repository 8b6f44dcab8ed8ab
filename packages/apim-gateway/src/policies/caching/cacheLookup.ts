import type { Headers } from "../../messages/headers";
import type { Exchange } from "../../pipeline/exchange";
import type { PolicyDefinition } from "../../pipeline/policy";
import { compileCacheAvailable } from "./cachingType";
import { type Downstream, setCacheControl } from "./downstream";
import { ResponseCache } from "./responseCache";
import { responseKey } from "./responseKey";

/** What `cache-lookup` leaves for the `cache-store` of the same request. */
export class PendingResponse {
  /** `undefined`: nothing is to be stored. */
  key: string | undefined;
  downstream: Downstream = { caching: "none", mustRevalidate: true };
}

/**
 * Headers that would make the backend answer with less than the whole response. Source: traces of the service say that
 * a miss removes the cache headers of the request; only Cache-Control is seen in them.
 */
const conditional = [
  "Cache-Control",
  "Pragma",
  "If-Match",
  "If-None-Match",
  "If-Modified-Since",
  "If-Unmodified-Since",
  "If-Range",
  "Range",
];

/** `cache-lookup`: for GET. After a hit, policies go on after `cache-store`. */
export const cacheLookup: PolicyDefinition = {
  name: "cache-lookup",
  compile: (element, compiler) => {
    const developerOf = compiler.boolean(element, "vary-by-developer", false);
    const groupsOf = compiler.boolean(element, "vary-by-developer-groups", false);
    const privateOf = compiler.boolean(element, "allow-private-response-caching", false);
    const downstreamOf = compiler.text(element, "downstream-caching-type", "none");
    const revalidateOf = compiler.boolean(element, "must-revalidate", true);
    const available = compileCacheAvailable(element, compiler);
    const listed = (name: string) =>
      element.children.filter((child) => child.name === name).map((child) => compiler.content(child));
    const headers = listed("vary-by-header");
    const parameters = listed("vary-by-query-parameter");
    return (exchange) => {
      const { request } = exchange;
      if (request.method !== "GET") return undefined;
      if (request.headers.has("authorization") && !privateOf(exchange)) {
        exchange.recorder?.note("The request has an Authorization header: the cache is not used.");
        return undefined;
      }
      if (!available(exchange)) return undefined;
      const key = responseKey(exchange, {
        developer: developerOf(exchange),
        groups: groupsOf(exchange),
        headers: headers.map((name) => name(exchange).trim().toLowerCase()),
        parameters: parameters
          .flatMap((names) => names(exchange).toLowerCase().split(";"))
          .map((name) => name.trim()),
      });
      const downstream = { caching: downstreamOf(exchange), mustRevalidate: revalidateOf(exchange) };
      const found = exchange.services.shared(ResponseCache).find(key);
      if (found === undefined) return miss(exchange, key, downstream);
      exchange.recorder?.note(`Cache hit: ${key}. Policies go on after cache-store.`);
      exchange.response = found.response;
      setCacheControl(exchange, downstream, found.seconds);
      exchange.resumeAfter = "cache-store";
      return undefined;
    };
  },
};

function miss(exchange: Exchange, key: string, downstream: Downstream): undefined {
  exchange.recorder?.note(`Cache miss: ${key}.`);
  const pending = exchange.keep(PendingResponse);
  pending.key = key;
  pending.downstream = downstream;
  removeAll(exchange.request.headers, conditional);
  return undefined;
}

function removeAll(headers: Headers, names: readonly string[]): void {
  for (const name of names) headers.delete(name);
}

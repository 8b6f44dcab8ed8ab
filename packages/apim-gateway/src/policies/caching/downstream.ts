import type { Exchange } from "../../pipeline/exchange";

/** What callers and proxies between may do with a response. */
export interface Downstream {
  /** `none`, `private`, `public`. */
  readonly caching: string;
  readonly mustRevalidate: boolean;
}

/** `Cache-Control` of a response that is in the cache for some seconds more. */
export function cacheControl({ caching, mustRevalidate }: Downstream, seconds: number): string {
  if (caching !== "private" && caching !== "public") return "no-store";
  return `${caching}, max-age=${seconds}${mustRevalidate ? ", must-revalidate" : ""}`;
}

export function setCacheControl(exchange: Exchange, downstream: Downstream, seconds: number): void {
  if (exchange.services.settings.downstreamHeader === "set")
    exchange.response?.headers.set("Cache-Control", cacheControl(downstream, seconds));
}

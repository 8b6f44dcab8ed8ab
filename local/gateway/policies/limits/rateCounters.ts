import type { Services } from "../../pipeline/services";
import { ExpiringMap } from "./expiringMap";
import type { RateCount } from "./rateCount";
import { SlidingCount } from "./slidingCount";
import { TokenBucket } from "./tokenBucket";

/** How this gateway counts rates. */
export function rateCountMaker(services: Services): () => RateCount {
  return services.setting("rateLimitAlgorithm") === "token-bucket"
    ? () => new TokenBucket()
    : () => new SlidingCount();
}

/** The counters of `rate-limit` and `rate-limit-by-key` in one region, by key. */
export class RateCounters extends ExpiringMap<RateCount> {
  constructor(services: Services) {
    super(rateCountMaker(services));
  }
}

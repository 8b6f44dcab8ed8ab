import type { PolicyCompiler } from "../../pipeline/policyCompiler";
import { ExpiringMap } from "./expiringMap";
import type { RateCount } from "./rateCount";
import { SlidingCount } from "./slidingCount";
import { TokenBucket } from "./tokenBucket";

/** Makes counters that count as this kind of gateway does, or as the setting says. */
export function rateCountMaker(compiler: PolicyCompiler): () => RateCount {
  const set = compiler.settings.rateLimitAlgorithm;
  const bucket = set === "by-gateway" ? compiler.gateway === "v2" : set === "token-bucket";
  return bucket ? () => new TokenBucket() : () => new SlidingCount();
}

/** The counters of `rate-limit` and `rate-limit-by-key` in one region, by key. */
export class RateCounters extends ExpiringMap<RateCount> {}

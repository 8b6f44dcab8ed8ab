import type { Services } from "../../pipeline/services";
import { TokenCounters } from "../languageModels/tokenCounters";
import { QuotaCounters } from "./quotaWindow";
import { RateCounters } from "./rateCounters";

/** What is counted: calls of rate limits and of quotas, tokens of the last minute and of the quota's period. */
export type CounterKind = "rate" | "quota" | "tokens" | "token-quota";

/**
 * What counts now, by key: the `counter-key` of a policy, or the name of the subscription that `rate-limit` and `quota`
 * count; of several counters of one subscription the highest.
 */
export function countersSeen(services: Services, kind: CounterKind): ReadonlyMap<string, number> {
  const now = services.now();
  const seen = new Map<string, number>();
  const see = (key: string, count: number) => {
    const name = /^subscription:(\S+) /.exec(key)?.[1] ?? key;
    if (count > 0) seen.set(name, Math.max(seen.get(name) ?? 0, count));
  };
  switch (kind) {
    case "rate":
      for (const [key, counter] of services.shared(RateCounters).entries()) see(key, counter.counted(now));
      break;
    case "quota":
      for (const [key, window] of services.shared(QuotaCounters).entries())
        if (!window.expired(now)) see(key.replace(/^key:/, ""), window.calls);
      break;
    case "tokens":
      for (const [key, { rate }] of services.shared(TokenCounters).entries()) see(key, rate.counted(now));
      break;
    case "token-quota":
      for (const [key, counter] of services.shared(TokenCounters).entries()) see(key, counter.quotaUsed(now));
      break;
  }
  return seen;
}

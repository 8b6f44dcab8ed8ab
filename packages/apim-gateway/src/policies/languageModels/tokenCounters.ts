import type { PolicyCompiler } from "../../pipeline/policyCompiler";
import { ExpiringMap } from "../limits/expiringMap";
import type { RateCount } from "../limits/rateCount";
import { rateCountMaker } from "../limits/rateCounters";
import { type PeriodOptions, periodEnd, type QuotaPeriod } from "./quotaPeriod";

/** Tokens of one key in its present quota period. */
export interface QuotaCount {
  used: number;
  end: number;
}

/** All that is counted for one `counter-key`: policies of every scope share it. */
export class TokenCounter {
  private quotas: Map<QuotaPeriod, QuotaCount> | undefined;

  constructor(
    readonly rate: RateCount,
    private readonly options: PeriodOptions,
  ) {}

  quota(period: QuotaPeriod, now: number): QuotaCount {
    this.quotas ??= new Map();
    let quota = this.quotas.get(period);
    if (quota === undefined || now >= quota.end) {
      quota = { used: 0, end: periodEnd(period, now, this.options) };
      this.quotas.set(period, quota);
    }
    return quota;
  }

  /** Of the quota whose period is the fullest; most keys have one. */
  quotaUsed(now: number): number {
    let most = 0;
    for (const { used, end } of this.quotas?.values() ?? []) if (now < end) most = Math.max(most, used);
    return most;
  }

  expired(now: number): boolean {
    if (!this.rate.expired(now)) return false;
    for (const { end } of this.quotas?.values() ?? []) if (now < end) return false;
    return true;
  }
}

/** The token counters of one region. */
export class TokenCounters extends ExpiringMap<TokenCounter> {}

/** Makes counters that count as the service's kind of gateway does, and as the settings say. */
export function tokenCounterMaker(compiler: PolicyCompiler): () => TokenCounter {
  const makeRate = rateCountMaker(compiler);
  const options: PeriodOptions = {
    window: compiler.settings.tokenQuotaWindow,
    weekStart: compiler.settings.tokenQuotaWeekStart,
  };
  return () => new TokenCounter(makeRate(), options);
}

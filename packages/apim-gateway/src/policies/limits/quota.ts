import type { Exchange } from "../../pipeline/exchange";
import type { PolicyDefinition } from "../../pipeline/policy";
import type { PolicyCompiler } from "../../pipeline/policyCompiler";
import type { PolicyElement } from "../../xml/policyDocument";
import { nestedLimits } from "./nestedLimits";
import { countBytes, type QuotaLimit, refuseBeyondQuota } from "./quotaUse";
import { newWindow, QuotaCounters } from "./quotaWindow";

/** @param outerMs the period where the element gives none */
export function readQuota(element: PolicyElement, compiler: PolicyCompiler, outerMs = 0): QuotaLimit {
  const period = compiler.optionalNumber(element, "renewal-period")?.constant;
  return {
    calls: compiler.optionalNumber(element, "calls")?.constant,
    bandwidth: compiler.optionalNumber(element, "bandwidth")?.constant,
    periodMs: period === undefined ? outerMs : period * 1000,
  };
}

/** Calls and kilobytes of one subscription in a fixed period. Without a subscription it does nothing. */
export const quota: PolicyDefinition = {
  name: "quota",
  limits: "counters live as long as the gateway; with a renewal-period of 0 each key is kept as long",
  compile(element, compiler) {
    const { file } = compiler.place;
    const origin = compiler.settings.quotaPeriodOrigin;
    const originMs = Date.parse(origin);
    if (Number.isNaN(originMs))
      compiler.report("error", "setting-wrong", `quotaPeriodOrigin is not a date: ${origin}`, element);
    const { periodMs } = readQuota(element, compiler);
    const limits = nestedLimits(element, (of) => readQuota(of, compiler, periodMs));
    return (exchange) => {
      const { subscription } = exchange.parts;
      if (subscription === undefined) return undefined;
      const { services } = exchange;
      const now = services.now();
      const counters = services.shared(QuotaCounters);
      const start = startOf(exchange) ?? originMs;
      const applying = limits
        .filter(({ applies }) => applies(exchange))
        .map(({ about, limit }) => {
          const window = counters.find(`subscription:${subscription.id} ${file}${about}`, now, newWindow);
          window.renew(limit.periodMs, start, now);
          return { window, limit };
        });
      for (const { window, limit } of applying) refuseBeyondQuota(exchange, window, limit);
      for (const { window } of applying) window.calls++;
      const measured = applying.filter(({ limit }) => limit.bandwidth !== undefined);
      if (measured.length > 0)
        exchange.hooks.onAnswer(() => {
          countBytes(
            exchange,
            measured.map(({ window }) => window),
          );
          return undefined;
        });
      return undefined;
    };
  },
};

/** When the subscription started, where its record says so. */
function startOf({ parts }: Exchange): number | undefined {
  const { subscription } = parts.records;
  const start = Date.parse(String(subscription?.StartDate ?? subscription?.CreatedDate ?? ""));
  return Number.isNaN(start) ? undefined : start;
}

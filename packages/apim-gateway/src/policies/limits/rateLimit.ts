import type { PolicyDefinition } from "../../pipeline/policy";
import type { PolicyElement } from "../../xml/policyDocument";
import { nestedLimits } from "./nestedLimits";
import { RateCounters, rateCountMaker } from "./rateCounters";
import { compileRateLimitOutputs, refuseRate, tellRemaining } from "./rateLimitOutputs";

/**
 * At most so many calls of one subscription in a period. Without a subscription it does nothing. A counter belongs to
 * the document, so a fragment shares its counter between the places that include it.
 */
export const rateLimit: PolicyDefinition = {
  name: "rate-limit",
  limits: "a counter may keep a call up to one per cent of the period too long",
  compile(element, compiler) {
    const { file } = compiler.place;
    const makeCount = rateCountMaker(compiler);
    const constant = (of: PolicyElement, name: string) => compiler.number(of, name, 0).constant ?? 0;
    const limits = nestedLimits(element, (of) => ({
      calls: constant(of, "calls"),
      periodMs: constant(of, "renewal-period") * 1000,
    }));
    const outputs = compileRateLimitOutputs(element, compiler);
    return (exchange) => {
      const { subscription } = exchange.parts;
      if (subscription === undefined) return undefined;
      const { services } = exchange;
      const now = services.now();
      const counters = services.shared(RateCounters);
      const applying = limits
        .filter(({ applies }) => applies(exchange))
        .map(({ about, limit }) => ({
          ...limit,
          counter: counters.find(`subscription:${subscription.id} ${file}${about}`, now, makeCount),
        }));
      const refusing = applying.find(
        ({ counter, calls, periodMs }) => counter.waitMs(1, calls, periodMs, now) > 0,
      );
      if (refusing === undefined || services.settings.rateLimitRejected === "counted")
        for (const { counter, calls, periodMs } of applying) counter.add(1, calls, periodMs, now);
      if (refusing !== undefined) {
        const { counter, calls, periodMs } = refusing;
        return refuseRate(
          exchange,
          outputs,
          Math.min(counter.waitMs(1, calls, periodMs, now), periodMs),
          calls,
        );
      }
      const remaining = applying.map(({ counter, calls, periodMs }) =>
        counter.remaining(calls, periodMs, now),
      );
      tellRemaining(exchange, outputs, Math.min(...remaining), limits[0]?.limit.calls ?? 0);
      return undefined;
    };
  },
};

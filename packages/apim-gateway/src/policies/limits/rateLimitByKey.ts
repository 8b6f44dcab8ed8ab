import type { PolicyDefinition } from "../../pipeline/policy";
import { compileIncrement } from "./increment";
import { RateCounters, rateCountMaker } from "./rateCounters";
import { compileRateLimitOutputs, refuseRate, tellRemaining } from "./rateLimitOutputs";

/** At most so many calls of one key in a period. All policies with the same key share its counter. */
export const rateLimitByKey: PolicyDefinition = {
  name: "rate-limit-by-key",
  limits: "a counter may keep a call up to one per cent of the period too long",
  compile(element, compiler) {
    const calls = compiler.number(element, "calls", 0);
    const period = compiler.number(element, "renewal-period", 0);
    const key = compiler.text(element, "counter-key");
    const makeCount = rateCountMaker(compiler);
    const increment = compileIncrement(element, compiler);
    const outputs = compileRateLimitOutputs(element, compiler);
    return (exchange) => {
      const { services } = exchange;
      const now = services.now();
      const limit = calls(exchange);
      const periodMs = period(exchange) * 1000;
      const counters = services.shared(RateCounters);
      const name = key(exchange);
      const counter = counters.find(name, now, makeCount);
      const waitMs = counter.waitMs(Math.max(1, increment.known ?? 1), limit, periodMs, now);
      if (waitMs > 0) {
        if (services.settings.rateLimitRejected === "counted")
          counter.add(increment.known ?? 1, limit, periodMs, now);
        return refuseRate(exchange, outputs, Math.min(waitMs, periodMs), limit);
      }
      if (increment.known === undefined)
        increment.later(exchange, (amount) => {
          // Asked for again: where nothing counts yet, the counter may have been let go meanwhile.
          const later = services.now();
          counters.find(name, later, makeCount).add(amount, limit, periodMs, later);
        });
      else counter.add(increment.known, limit, periodMs, now);
      tellRemaining(exchange, outputs, counter.remaining(limit, periodMs, now), limit);
      return undefined;
    };
  },
};

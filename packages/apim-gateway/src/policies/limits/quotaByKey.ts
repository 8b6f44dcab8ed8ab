import type { PolicyDefinition } from "../../pipeline/policy";
import { findAttribute } from "../../xml/policyDocument";
import { compileIncrement } from "./increment";
import { readQuota } from "./quota";
import { countBytes, refuseBeyondQuota } from "./quotaUse";
import { newWindow, QuotaCounters, type QuotaWindow } from "./quotaWindow";

/** The windows in which this request counts already: several policies of one key count it once, as documented. */
class CountedWindows {
  readonly calls = new Map<QuotaWindow, number>();
  readonly bytes = new Set<QuotaWindow>();
}

/** Calls and kilobytes of one key in a fixed period that is counted from `first-period-start`. */
export const quotaByKey: PolicyDefinition = {
  name: "quota-by-key",
  limits: "counters live as long as the gateway; with a renewal-period of 0 each key is kept as long",
  compile(element, compiler) {
    const limit = readQuota(element, compiler);
    const key = compiler.text(element, "counter-key");
    const increment = compileIncrement(element, compiler);
    const start = findAttribute(element, "first-period-start");
    const originMs = Date.parse(start?.text ?? "0001-01-01T00:00:00Z");
    if (Number.isNaN(originMs))
      compiler.report(
        "error",
        "attribute-value",
        "`first-period-start` is a date and time as yyyy-MM-ddTHH:mm:ssZ.",
        start,
      );
    return (exchange) => {
      const { services } = exchange;
      const now = services.now();
      const name = `key:${key(exchange)}`;
      const windowAt = (time: number): QuotaWindow => {
        const window = services.shared(QuotaCounters).find(name, time, newWindow);
        window.renew(limit.periodMs, originMs, time);
        return window;
      };
      const window = windowAt(now);
      refuseBeyondQuota(exchange, window, limit, exchange.keep(CountedWindows).calls.get(window));
      const count = (counting: QuotaWindow, amount: number) => {
        const { calls } = exchange.keep(CountedWindows);
        if (calls.has(counting)) return;
        calls.set(counting, amount);
        counting.calls += amount;
      };
      const measure = (counting: QuotaWindow) => {
        const { bytes } = exchange.keep(CountedWindows);
        if (limit.bandwidth === undefined || bytes.has(counting)) return;
        bytes.add(counting);
        countBytes(exchange, [counting]);
      };
      if (increment.known === undefined)
        increment.later(exchange, (amount) => {
          // Asked for again: the period may be over and its window let go.
          const present = windowAt(services.now());
          count(present, amount);
          measure(present);
        });
      else if (increment.known > 0) {
        count(window, increment.known);
        exchange.hooks.onAnswer(() => {
          measure(window);
          return undefined;
        });
      }
      return undefined;
    };
  },
};

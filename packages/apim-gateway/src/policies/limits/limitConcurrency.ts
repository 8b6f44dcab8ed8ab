import { PolicyFailure } from "../../pipeline/failure";
import type { PolicyDefinition } from "../../pipeline/policy";

/** How many requests are inside `limit-concurrency` of this instance, by key. Keys without requests are not kept. */
export class ConcurrencySlots {
  private readonly taken = new Map<string, number>();

  get keys(): number {
    return this.taken.size;
  }

  /** @returns whether there was a slot */
  take(key: string, max: number): boolean {
    const taken = this.taken.get(key) ?? 0;
    if (taken >= max) return false;
    this.taken.set(key, taken + 1);
    return true;
  }

  free(key: string): void {
    const taken = this.taken.get(key) ?? 0;
    if (taken <= 1) this.taken.delete(key);
    else this.taken.set(key, taken - 1);
  }
}

/** Lets at most so many requests of a key run the nested policies at one time. One more fails at once, with 429. */
export const limitConcurrency: PolicyDefinition = {
  name: "limit-concurrency",
  compile(element, compiler) {
    const key = compiler.text(element, "key");
    const max = compiler.number(element, "max-count", 0);
    const nested = compiler.steps(element);
    return (exchange) => {
      const { services } = exchange;
      const slots = services.state(ConcurrencySlots);
      const slot = key(exchange);
      if (!slots.take(slot, max(exchange)))
        throw new PolicyFailure({
          reason: services.settings.concurrencyReason,
          message: services.settings.concurrencyMessage,
          status: 429,
        });
      let waiting: undefined | Promise<void>;
      try {
        waiting = nested(exchange);
      } finally {
        if (waiting === undefined) slots.free(slot);
      }
      return waiting?.finally(() => slots.free(slot));
    };
  },
};

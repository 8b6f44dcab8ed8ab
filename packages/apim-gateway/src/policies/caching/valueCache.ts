import type { Value } from "../../csharp/runtime/value";
import type { Services } from "../../pipeline/services";
import { BoundedCache } from "./boundedCache";
import { bytesOf, copyOf } from "./cachedValue";

/**
 * The values of `cache-store-value` in one region. They keep their C# type. What was stored is there at once, whereas
 * the service stores behind the request's back and may take a moment.
 */
export class ValueCache {
  private readonly cache: BoundedCache<Value>;
  private readonly copies: boolean;
  private readonly largest: number;

  constructor(services: Services) {
    this.copies = services.settings.cacheCopies === "copy";
    this.largest = services.settings.cacheEntryBytes;
    this.cache = new BoundedCache(services.now, {
      entries: services.settings.cacheEntries,
      bytes: services.settings.cacheBytes,
    });
  }

  /** `undefined`: there is none. */
  find(key: string): Value | undefined {
    const value = this.cache.find(key);
    return value === undefined || !this.copies ? value : copyOf(value);
  }

  /** Returns whether it was stored: what is too large is not, and the value before it is gone too. */
  store(key: string, value: Value, seconds: number): boolean {
    const bytes = bytesOf(value);
    if (bytes > this.largest || seconds <= 0) {
      this.cache.remove(key);
      return false;
    }
    this.cache.store(key, this.copies ? copyOf(value) : value, bytes + 2 * key.length + 64, seconds * 1000);
    return true;
  }

  remove(key: string): void {
    this.cache.remove(key);
  }
}

import type { Value } from "../../csharp/runtime/value";
import type { Services } from "../../pipeline/services";
import { BoundedCache } from "./boundedCache";
import { bytesOf, copyOf } from "./cachedValue";

interface Change {
  /** `now()` from which it is seen. */
  readonly at: number;
  readonly make: () => void;
}

/**
 * The values of `cache-store-value` in one region. They keep their C# type. The service stores behind the request's
 * back: `cacheLagMs` says how long a change takes to be seen.
 */
export class ValueCache {
  private readonly cache: BoundedCache<Value>;
  private readonly copies: boolean;
  private readonly largest: number;
  private readonly lag: number;
  /** Changes that are not seen yet, in the order of time. */
  private readonly changes: Change[] = [];

  constructor(private readonly services: Services) {
    this.lag = services.settings.cacheLagMs;
    this.copies = services.settings.cacheCopies === "copy";
    this.largest = services.settings.cacheEntryBytes;
    this.cache = new BoundedCache(services.now, {
      entries: services.settings.cacheEntries,
      bytes: services.settings.cacheBytes,
    });
  }

  /** `undefined`: there is none. */
  find(key: string): Value | undefined {
    this.catchUp();
    const value = this.cache.find(key);
    return value === undefined || !this.copies ? value : copyOf(value);
  }

  /** Returns whether it was stored: what is too large is not, and the value before it is gone too. */
  store(key: string, value: Value, seconds: number): boolean {
    const bytes = bytesOf(value);
    if (bytes > this.largest || seconds <= 0) {
      this.remove(key);
      return false;
    }
    const kept = this.copies ? copyOf(value) : value;
    this.change(() => this.cache.store(key, kept, bytes + 2 * key.length + 64, seconds * 1000));
    return true;
  }

  remove(key: string): void {
    this.change(() => this.cache.remove(key));
  }

  private change(make: () => void): void {
    if (this.lag === 0) make();
    else this.changes.push({ at: this.services.now() + this.lag, make });
  }

  /** Makes the changes whose time has come. */
  private catchUp(): void {
    if (this.changes.length === 0) return;
    const now = this.services.now();
    while (this.changes[0] !== undefined && this.changes[0].at <= now) this.changes.shift()?.make();
  }
}

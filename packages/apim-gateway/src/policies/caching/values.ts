import { PolicyFailure } from "../../pipeline/failure";
import type { PolicyDefinition } from "../../pipeline/policy";
import { findAttribute } from "../../xml/policyDocument";
import { canBeCached } from "./cachedValue";
import { compileCacheAvailable } from "./cachingType";
import { ValueCache } from "./valueCache";

/** `cache-lookup-value`: a variable from the cache. */
export const cacheLookupValue: PolicyDefinition = {
  name: "cache-lookup-value",
  compile: (element, compiler) => {
    const keyOf = compiler.text(element, "key");
    const variable = findAttribute(element, "variable-name")?.text ?? "";
    const available = compileCacheAvailable(element, compiler);
    const setsAlways =
      findAttribute(element, "default-value") !== undefined || compiler.settings.cacheMiss === "null";
    // Without the attribute: null.
    const fallbackOf = compiler.value(element, "default-value");
    return (exchange) => {
      const key = keyOf(exchange);
      const found = available(exchange) ? exchange.services.shared(ValueCache).find(key) : undefined;
      exchange.recorder?.note(found === undefined ? `Cache miss for '${key}'.` : `Cache hit for '${key}'.`);
      if (found !== undefined) exchange.variables.set(variable, found);
      else if (setsAlways) exchange.variables.set(variable, fallbackOf(exchange));
      return undefined;
    };
  },
};

/** `cache-store-value`. */
export const cacheStoreValue: PolicyDefinition = {
  name: "cache-store-value",
  limits: "A value is there for the next request at once, unless `cacheLagMs` says otherwise.",
  compile: (element, compiler) => {
    const keyOf = compiler.text(element, "key");
    const storedOf = compiler.value(element, "value");
    const secondsOf = compiler.number(element, "duration", 0);
    const available = compileCacheAvailable(element, compiler);
    const storesNull = compiler.settings.cacheNull === "stored";
    return (exchange) => {
      const key = keyOf(exchange);
      const value = storedOf(exchange);
      const seconds = secondsOf(exchange);
      if (!canBeCached(value))
        throw new PolicyFailure({
          reason: "CacheValueInvalid",
          message: `The value for '${key}' cannot be cached: what it refers to does not outlive the request.`,
        });
      if (!available(exchange) || (value === null && !storesNull)) return undefined;
      const stored = exchange.services.shared(ValueCache).store(key, value, seconds);
      exchange.recorder?.note(
        stored
          ? `Stored '${key}' for ${seconds} seconds.`
          : `'${key}' was not stored: too large, or for no time.`,
      );
      return undefined;
    };
  },
};

/** `cache-remove-value`. */
export const cacheRemoveValue: PolicyDefinition = {
  name: "cache-remove-value",
  compile: (element, compiler) => {
    const keyOf = compiler.text(element, "key");
    const available = compileCacheAvailable(element, compiler);
    return (exchange) => {
      const key = keyOf(exchange);
      if (available(exchange)) exchange.services.shared(ValueCache).remove(key);
      return undefined;
    };
  },
};

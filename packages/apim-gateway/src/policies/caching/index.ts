import type { PolicyFamily } from "../../pipeline/policy";
import { cacheLookup } from "./cacheLookup";
import { cacheStore } from "./cacheStore";
import { cacheSettings } from "./settings";
import { cacheLookupValue, cacheRemoveValue, cacheStoreValue } from "./values";

/** Policies that keep values and responses for later requests. */
export const caching: PolicyFamily = {
  policies: [cacheLookup, cacheStore, cacheLookupValue, cacheStoreValue, cacheRemoveValue],
  settings: cacheSettings,
};

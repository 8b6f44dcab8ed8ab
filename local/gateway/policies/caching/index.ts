import type { PolicyFamily } from "../../pipeline/policy";
import { cacheSettings } from "./settings";
import { cacheLookupValue, cacheRemoveValue, cacheStoreValue } from "./values";

/** Policies that keep values and responses for later requests. */
export const caching: PolicyFamily = {
  policies: [cacheLookupValue, cacheStoreValue, cacheRemoveValue],
  settings: cacheSettings,
};

import type { PolicyDefinition } from "../../pipeline/policy";
import { cacheLookup } from "./cacheLookup";
import { cacheStore } from "./cacheStore";
import { cacheLookupValue, cacheRemoveValue, cacheStoreValue } from "./values";

/** Policies that keep values and responses for later requests. */
export const caching: readonly PolicyDefinition[] = [
  cacheLookup,
  cacheStore,
  cacheLookupValue,
  cacheStoreValue,
  cacheRemoveValue,
];

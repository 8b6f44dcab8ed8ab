import { number, type SettingRows, words } from "./row";

/** What is not documented, or depends on the tier, about caches. */
export const cacheSettings = {
  cacheBytes: {
    default: 52_428_800,
    values: number(1024, 8_589_934_592),
    meaning:
      "bytes of values that the cache of a region holds, about, and as many of responses; what was not used lately makes room",
    source:
      "pricing: 10 MB in Developer, 50 MB in Basic, 1 GB in Standard, 5 GB in Premium; 50 MB is assumed",
  },
  cacheEntries: {
    default: 200_000,
    values: number(1, 10_000_000),
    meaning: "values that the cache of a region holds, and as many responses",
    source: "no number is documented; a limit of this process, not of the service",
  },
  cacheEntryBytes: {
    default: 2_097_152,
    values: number(1, 1_073_741_824),
    meaning: "bytes of one value or response, about; what is larger is not stored",
    source: "service limits: a cached response has at most 2 MiB; nothing is said for values",
  },
  cacheCopies: {
    default: "copy",
    values: words("copy", "reference"),
    meaning: "whether a stored list or JSON value stays as it was when the original is changed",
    source:
      "not documented; the cache is shared by the units of a region, so what is in it is not a reference",
  },
  cacheLagMs: {
    default: 0,
    values: number(0, 60_000),
    meaning:
      "milliseconds until a value that was stored or removed is seen by lookups, the same request's included",
    source:
      "cache-store-value stores asynchronously, and the cache that the units of a region share is eventually consistent; no time is documented",
  },
  cacheMiss: {
    default: "not-set",
    values: words("not-set", "null"),
    meaning: "the variable of cache-lookup-value after a miss without default-value",
    source: "cache-lookup-value says both: null is assigned, and the variable is not set",
  },
  cacheNull: {
    default: "not-stored",
    values: words("not-stored", "stored"),
    meaning: "cache-store-value with null as its value",
    source: "not documented",
  },
  downstreamHeader: {
    default: "set",
    values: words("set", "kept"),
    meaning:
      "Cache-Control of a response that is cached: no-store, or private or public with the seconds left; or as the backend sent it",
    source: "cache-lookup names the directives; the exact header is not documented",
  },
  externalCacheAbsent: {
    default: "miss",
    values: words("miss", "internal", "failure"),
    meaning:
      "caching-type external (this gateway has no external cache): nothing is found or stored, the built-in cache, or an error",
    source: "not documented; when the external cache cannot be reached, requests are served without it",
  },
} as const satisfies SettingRows;

import { any, element, policy } from "./rules";

const cachingType = "prefer-external|external|internal = prefer-external";

/** Answers and values in the cache. */
export const caching = [
  policy("cache-lookup", {
    in: "I",
    once: true,
    attributes: {
      "vary-by-developer": "!@ boolean",
      "vary-by-developer-groups": "!@ boolean",
      "caching-type": cachingType,
      "downstream-caching-type": "@ none|private|public = none",
      "must-revalidate": "@ boolean = true",
      "allow-private-response-caching": "@ boolean = false",
    },
    content: {
      "vary-by-header": any(element({ text: "!@ text" })),
      "vary-by-query-parameter": any(element({ text: "!@ text" })),
    },
  }),
  policy("cache-store", {
    in: "O",
    once: true,
    attributes: { duration: "!@ 0..", "cache-response": "@ boolean" },
  }),
  policy("cache-lookup-value", {
    in: "IBOE",
    attributes: {
      key: "!@ text",
      "default-value": "@ text",
      "variable-name": "! text",
      "caching-type": cachingType,
    },
  }),
  policy("cache-store-value", {
    in: "IBOE",
    attributes: { key: "!@ text", value: "!@ text", duration: "!@ 0..", "caching-type": cachingType },
  }),
  policy("cache-remove-value", {
    in: "IBOE",
    attributes: { key: "!@ text", "caching-type": cachingType },
  }),
];

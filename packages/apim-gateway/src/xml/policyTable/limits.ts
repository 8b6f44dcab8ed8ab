import { any, element, policy } from "./rules";

const limitOutputs = {
  "retry-after-header-name": "text = Retry-After",
  "retry-after-variable-name": "text",
  "remaining-calls-header-name": "text",
  "remaining-calls-variable-name": "text",
  "total-calls-header-name": "text",
};
const nested = (attributes: Record<string, string>) => {
  const operation = element({
    attributes: { name: "text", id: "text", ...attributes },
    someOf: ["name", "id"],
  });
  const api = element({
    attributes: { name: "text", id: "text", ...attributes },
    someOf: ["name", "id"],
    content: { operation: any(operation) },
  });
  return { api: any(api) };
};
const rate = { calls: "! 1..", "renewal-period": "! 1..300" };
const quota = { calls: "1..", bandwidth: "1..", "renewal-period": "! 0.." };
/** Inside, the period is the outer one where none is given: Microsoft's policy toolkit writes none. */
const innerQuota = { ...quota, "renewal-period": "0.." };

/** Calls and bytes in a period. */
export const limits = [
  policy("rate-limit", {
    in: "I",
    scopes: "PAO",
    once: true,
    attributes: { ...rate, ...limitOutputs },
    content: nested(rate),
  }),
  policy("rate-limit-by-key", {
    in: "I",
    gateways: "CVSW",
    attributes: {
      calls: "!@ 1..",
      "renewal-period": "!@ 1..300",
      "counter-key": "!@ text",
      "increment-condition": "@ boolean",
      "increment-count": "@ 0..",
      ...limitOutputs,
    },
    note: "The reference of v2 tiers says token bucket, classic sliding window.",
  }),
  policy("quota", {
    in: "I",
    scopes: "P",
    attributes: quota,
    someOf: ["calls", "bandwidth"],
    content: nested(innerQuota),
  }),
  policy("quota-by-key", {
    in: "I",
    gateways: "CS",
    attributes: {
      calls: "1..",
      bandwidth: "1..",
      "renewal-period": "! 0..",
      "counter-key": "!@ text",
      "increment-condition": "@ boolean",
      "increment-count": "@ 0..",
      "first-period-start": "text",
    },
    someOf: ["calls", "bandwidth"],
    note: "`renewal-period` is at least 300 seconds; 0 means for ever. Samples deploy shorter ones.",
  }),
];

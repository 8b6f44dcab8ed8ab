import type { PolicyDefinition } from "../../pipeline/policy";
import { limitConcurrency } from "./limitConcurrency";
import { quota } from "./quota";
import { quotaByKey } from "./quotaByKey";
import { rateLimit } from "./rateLimit";
import { rateLimitByKey } from "./rateLimitByKey";

export const limits: readonly PolicyDefinition[] = [
  rateLimit,
  rateLimitByKey,
  quota,
  quotaByKey,
  limitConcurrency,
];

import type { PolicyFamily } from "../../pipeline/policy";
import { limitConcurrency } from "./limitConcurrency";
import { quota } from "./quota";
import { quotaByKey } from "./quotaByKey";
import { rateLimit } from "./rateLimit";
import { rateLimitByKey } from "./rateLimitByKey";
import { limitSettings } from "./settings";

export const limits: PolicyFamily = {
  policies: [rateLimit, rateLimitByKey, quota, quotaByKey, limitConcurrency],
  settings: limitSettings,
};

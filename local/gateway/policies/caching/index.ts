import type { PolicyFamily } from "../../pipeline/policy";

export const caching: PolicyFamily = { policies: [], settings: {} };

import type { PolicyFamily } from "../../pipeline/policy";

export const limits: PolicyFamily = { policies: [], settings: {} };

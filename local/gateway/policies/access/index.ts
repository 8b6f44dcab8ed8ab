import type { PolicyFamily } from "../../pipeline/policy";

export const access: PolicyFamily = { policies: [], settings: {} };

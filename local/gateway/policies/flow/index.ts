import type { PolicyFamily } from "../../pipeline/policy";

export const flow: PolicyFamily = { policies: [], settings: {} };

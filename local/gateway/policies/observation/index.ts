import type { PolicyFamily } from "../../pipeline/policy";

export const observation: PolicyFamily = { policies: [], settings: {} };

import type { PolicyFamily } from "../../pipeline/policy";

export const messages: PolicyFamily = { policies: [], settings: {} };

import type { PolicyFamily } from "../../pipeline/policy";

export const outgoing: PolicyFamily = { policies: [], settings: {} };

import type { PolicyFamily } from "../../pipeline/policy";

export const languageModels: PolicyFamily = { policies: [], settings: {} };

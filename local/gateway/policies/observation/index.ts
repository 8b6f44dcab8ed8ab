import type { PolicyFamily } from "../../pipeline/policy";
import { trace } from "./trace";

/** Policies that tell what happens. */
export const observation: PolicyFamily = { policies: [trace], settings: {} };

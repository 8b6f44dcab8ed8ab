import type { PolicyFamily } from "../../pipeline/policy";
import { emitMetric } from "./emitMetric";
import { logToEventHub } from "./logToEventHub";
import { observationSettings } from "./settings";
import { trace } from "./trace";
import { validateContent } from "./validateContent";

/** Policies that tell what happens. */
export const observation: PolicyFamily = {
  policies: [trace, emitMetric, logToEventHub, validateContent],
  settings: observationSettings,
};

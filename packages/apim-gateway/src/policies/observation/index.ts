import type { PolicyDefinition } from "../../pipeline/policy";
import { emitMetric } from "./emitMetric";
import { logToEventHub } from "./logToEventHub";
import { trace } from "./trace";
import { validateContent } from "./validateContent";

/** Policies that tell what happens. */
export const observation: readonly PolicyDefinition[] = [trace, emitMetric, logToEventHub, validateContent];

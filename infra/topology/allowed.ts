import { z } from "zod";

/**
 * What a value may be, as the end of the sentence "`key` must be …". Written beside the schema where its own limits
 * (numbers, choices, lengths) do not say enough, such as for a pattern.
 */
export const allowed = z.registry<{ allowed: string }>();

/** Keys that a mapping does not take and that people look for, with the reason. */
export const refusedKeys = z.registry<Readonly<Record<string, string>>>();

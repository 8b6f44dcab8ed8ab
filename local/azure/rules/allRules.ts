import type { Rule } from "../armRequest";

/** Every rule, in the order in which Azure would answer. */
export const allRules: readonly Rule[] = [];

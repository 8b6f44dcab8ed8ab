import type { PolicyDefinition } from "../../pipeline/policy";

export const base: PolicyDefinition = { name: "base", compile: (_, compiler) => compiler.base() };

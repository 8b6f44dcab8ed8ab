import type { PolicyDefinition } from "../../pipeline/policy";

export const base: PolicyDefinition = {
  name: "base",
  onPreflight: true,
  compile: (_, compiler) => compiler.base(),
};

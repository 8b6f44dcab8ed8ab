import type { PolicyDefinition } from "../../pipeline/policy";

export const includeFragment: PolicyDefinition = {
  name: "include-fragment",
  onPreflight: true,
  compile(element, compiler) {
    const id = compiler.text(element, "fragment-id").constant ?? "";
    const steps = compiler.fragment(id);
    if (steps !== undefined) return steps;
    compiler.report("error", "unknown-fragment", `There is no policy fragment '${id}'.`);
    return () => undefined;
  },
};

import type { PolicyDefinition } from "../../pipeline/policy";

export const includeFragment: PolicyDefinition = {
  name: "include-fragment",
  onPreflight: true,
  compile(element, compiler) {
    const id = compiler.text(element, "fragment-id").constant ?? "";
    const steps = compiler.fragment(id);
    return steps ?? compiler.missing("fragments", "unknown-fragment", `There is no policy fragment '${id}'.`);
  },
};

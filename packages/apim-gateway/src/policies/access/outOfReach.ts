import type { PolicyDefinition } from "../../pipeline/policy";

/** Policies of this family that are refused when reached, and why. */
export const outOfReach: readonly PolicyDefinition[] = [
  refused(
    "get-authorization-context",
    "there is no credential manager behind this gateway, so there are no connections to take a token from",
  ),
];

function refused(name: string, why: string): PolicyDefinition {
  return {
    name,
    refused: true,
    limits: why,
    compile: (_element, compiler) => compiler.unsupported(`${name}: ${why}.`),
  };
}

// The door to checks of policies that load nothing of what executes them: re-exports only.

export type { GatewayProblem } from "../ports/problem";
export {
  type CheckPoliciesOptions,
  type ChildrenRule,
  checkPolicies,
  type PolicyText,
  type ValueRule,
  type WrittenElement,
  type WrittenValue,
} from "./checkPolicies";
export { maskExpressions } from "./maskExpressions";
export type { Scope, Section } from "./policyTable/rules";

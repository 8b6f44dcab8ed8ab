import type { PolicyElement } from "../xml/policyDocument";
import type { PolicyCompiler } from "./policyCompiler";
import type { Step } from "./step";

/** How one policy is executed. */
export interface PolicyDefinition {
  readonly name: string;
  /** Called once for each element when the configuration is loaded; what it returns runs for each request. */
  readonly compile: (element: PolicyElement, compiler: PolicyCompiler) => Step;
  /** What is left out or done differently from the reference, in a few words; `undefined`: nothing known. */
  readonly limits?: string;
  /** It runs for a CORS preflight too. */
  readonly onPreflight?: true;
  /** It is known and never executed: its step is `compiler.unsupported`. */
  readonly refused?: true;
}

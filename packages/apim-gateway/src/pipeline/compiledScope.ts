import type { Scope, Section } from "../xml/policyTable/rules";
import type { Step } from "./step";

/** The policies of one scope, ready to run. A section that the document lacks is `<base />`. */
export interface CompiledScope {
  readonly scope: Scope;
  readonly file: string;
  readonly sections: Readonly<Record<Section, Step>>;
}

import type { Severity } from "../problem";
import type { Path } from "./path";

/** Most problems that are told of one file: nobody mends more at a time, and a file that is no topology has thousands. */
export const MAX_PROBLEMS = 200;

/** What a rule found, before it gets its place in the file: rules work on values and do not know lines. */
export interface Finding {
  readonly severity: Severity;
  readonly rule: string;
  readonly path: Path;
  /** Point at the key instead of the value: for names, and for keys that should not be there. */
  readonly at?: "key" | "value";
  readonly message: string;
  readonly remedy: string;
}

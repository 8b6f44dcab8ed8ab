/**
 * What is wrong with a file that a person wrote. Every check of the project reports values of this one type, so
 * that the same finding can be shown in a terminal, as JSON, or as an annotation on a pull request.
 */

/** A place in a file. Lines and columns count from 1, as editors do. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** `error` stops everything; `warning` is shown and does not. */
export type Severity = "error" | "warning";

/** One finding, complete enough to be mended from its text alone. */
export interface Problem {
  readonly severity: Severity;
  /** Stable kebab-case name of the rule, e.g. `ptu-step`. */
  readonly rule: string;
  readonly position: Position;
  /** The path of the value, as a person would write it: `regions.eastus2.deployments["gpt-5.4"].ptu`. */
  readonly path: string;
  /** What was found and what is allowed, in one sentence or two. */
  readonly message: string;
  /** The way out, in the imperative: `Remove the key or write at least 15.` */
  readonly remedy: string;
}

/** A value or the reasons why there is none. Warnings may come with either. */
export type Checked<T> =
  | { readonly ok: true; readonly value: T; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

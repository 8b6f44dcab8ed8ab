import type { Place } from "./place";

/**
 * One thing that is wrong with a policy document. `error`: API Management would refuse the document. `warning`: it
 * might, or the sources disagree; the document can be run.
 */
export interface XmlProblem extends Place {
  readonly severity: "error" | "warning";
  /** Stable kebab-case name of the rule. */
  readonly rule: string;
  readonly message: string;
  /** The element in which it was found, where there is one. */
  readonly element: (Place & { readonly name: string }) | undefined;
  /** Page of Microsoft's documentation that says so, where one is known: `rate-limit-by-key-policy`. */
  readonly page?: string;
  /** What is not known resembles something that is: a slip of the pen. */
  readonly meant?: true;
  /** Nothing can be done with what is written: text where a number belongs, a number that is no status. */
  readonly meaningless?: true;
}

/** `file:line:column: message`, as editors and terminals link it. */
export function describeProblem(file: string, { line, column, severity, message }: XmlProblem): string {
  return `${file}:${line}:${column}: ${severity === "warning" ? "warning: " : ""}${message}`;
}

/**
 * The form in which API Management answers a save (public issue reports show it): the element by name, its line, and
 * the column of its name, one right of the `<`.
 */
export function asValidationError({ line, column, message, element }: XmlProblem): string {
  return element === undefined
    ? `${message} Line ${line}, position ${column}.`
    : `Error in element '${element.name}' on line ${element.line}, column ${element.column + 1}: ${message}`;
}

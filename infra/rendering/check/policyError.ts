/** One thing in a document that API Management would refuse, or that must never be in a policy. */
export interface PolicyProblem {
  /** Stable kebab-case name of the rule. */
  readonly rule: string;
  readonly message: string;
  /** From 1, in the document. */
  readonly line: number;
  readonly column: number;
}

/** Everything that is wrong with a set of documents, in one readable message. */
export class PolicyError extends Error {
  /** @param problems with the document that each was found in */
  constructor(readonly problems: readonly (PolicyProblem & { readonly document: string })[]) {
    const lines = problems.map(
      ({ document, line, column, rule, message }) => `${document}:${line}:${column}: ${rule}: ${message}`,
    );
    super(
      `API Management would refuse ${problems.length === 1 ? "a policy" : `policies, ${problems.length} times`}:\n${lines.join("\n")}`,
    );
    this.name = "PolicyError";
  }
}

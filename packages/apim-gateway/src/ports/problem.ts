/** Something wrong with what the gateway was given: a resource, a policy, an expression. */
export interface GatewayProblem {
  readonly severity: "error" | "warning";
  /** Stable kebab-case name of the rule. */
  readonly rule: string;
  /** As in `PolicySource.file`. */
  readonly file: string;
  /** From 1; inside a policy of a JSON resource they count in the policy's text. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** Page of Microsoft's documentation that says so, where one is known: `rate-limit-by-key-policy`. */
  readonly page?: string;
  /** API Management would refuse the document for it; the gateway was asked to load it all the same. */
  readonly refusedAtSave?: true;
}

export function gatewayProblemText({ severity, file, line, column, message, rule }: GatewayProblem): string {
  return `${file}:${line}:${column}: ${severity}: ${message} [${rule}]`;
}

import type { GatewayProblem } from "apim-gateway/check";

/** Everything that is wrong with a set of documents, in one readable message. */
export class PolicyError extends Error {
  constructor(readonly problems: readonly GatewayProblem[]) {
    const lines = problems.map(
      ({ file, line, column, rule, message }) => `${file}:${line}:${column}: ${rule}: ${message}`,
    );
    super(
      `API Management would refuse ${problems.length === 1 ? "a policy" : `policies, ${problems.length} times`}:\n${lines.join("\n")}`,
    );
    this.name = "PolicyError";
  }
}

import { STATUS_CODES } from "node:http";
import type { Exchange } from "../../pipeline/exchange";
import { PolicyFailure } from "../../pipeline/failure";
import type { PolicyDefinition } from "../../pipeline/policy";
import type { PolicyCompiler } from "../../pipeline/policyCompiler";
import { statusGetter } from "../../pipeline/statusGetter";
import type { PolicyElement } from "../../xml/policyDocument";
import { responseOf } from "./sectionMessage";

/** Sets status and reason of a response. @throws PolicyFailure */
export type StatusChange = (
  exchange: Exchange,
  response: { statusCode: number; statusReason: string },
) => void;

/** `set-status`, for any response: also for that of `return-response`. Without a reason: the usual one of the code. */
export function compileSetStatus(element: PolicyElement, compiler: PolicyCompiler): StatusChange {
  const codeOf = statusGetter(element, "code", 200, compiler);
  const reasonOf = compiler.optionalText(element, "reason");
  return (exchange, response) => {
    const code = codeOf(exchange);
    const reason = reasonOf?.(exchange) ?? STATUS_CODES[code] ?? "";
    if (/[^\t\x20-\x7e\x80-\xff]/.test(reason))
      throw new PolicyFailure({
        reason: "InvalidStatus",
        message: "The reason of the status has a line break or another character that it cannot hold.",
      });
    response.statusCode = code;
    response.statusReason = reason;
  };
}

/** `set-status`: of the response. */
export const setStatus: PolicyDefinition = {
  name: "set-status",
  compile: (element, compiler) => {
    const change = compileSetStatus(element, compiler);
    return (exchange) => {
      const response = responseOf(exchange);
      if (response !== undefined) change(exchange, response);
      return undefined;
    };
  },
};

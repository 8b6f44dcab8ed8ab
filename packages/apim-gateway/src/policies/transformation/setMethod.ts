import type { Exchange } from "../../pipeline/exchange";
import { PolicyFailure } from "../../pipeline/failure";
import { mapGetter } from "../../pipeline/getter";
import type { PolicyDefinition } from "../../pipeline/policy";
import type { PolicyCompiler } from "../../pipeline/policyCompiler";
import type { PolicyElement } from "../../xml/policyDocument";

/** Sets the method of a request. @throws PolicyFailure */
export type MethodChange = (exchange: Exchange, request: { method: string }) => void;

/** `set-method`, for any request: also for those of `send-request`. */
export function compileSetMethod(element: PolicyElement, compiler: PolicyCompiler): MethodChange {
  const methodOf = mapGetter(compiler.content(element), (text) => text.trim());
  return (exchange, request) => {
    const method = methodOf(exchange);
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(method))
      throw new PolicyFailure({
        reason: "InvalidMethod",
        message: `${JSON.stringify(method)} is not a valid HTTP method.`,
      });
    request.method = method;
  };
}

/** `set-method`: of the request, in every section. */
export const setMethod: PolicyDefinition = {
  name: "set-method",
  compile: (element, compiler) => {
    const change = compileSetMethod(element, compiler);
    return (exchange) => {
      change(exchange, exchange.request);
      return undefined;
    };
  },
};

import type { Headers } from "../../messages/headers";
import type { Exchange } from "../../pipeline/exchange";
import type { PolicyDefinition } from "../../pipeline/policy";
import type { PolicyCompiler } from "../../pipeline/policyCompiler";
import type { PolicyElement } from "../../xml/policyDocument";

/** @see https://learn.microsoft.com/azure/api-management/authentication-basic-policy */
export const authenticationBasic: PolicyDefinition = {
  name: "authentication-basic",
  compile(element, compiler) {
    const authenticate = compileBasic(element, compiler);
    return (exchange) => {
      authenticate(exchange, exchange.request.headers);
      return undefined;
    };
  },
};

/** Puts the credentials on a request: the backend's, or that of a `send-request` around the element. */
export function compileBasic(
  element: PolicyElement,
  compiler: PolicyCompiler,
): (exchange: Exchange, headers: Headers) => void {
  const username = compiler.text(element, "username");
  const password = compiler.text(element, "password");
  return (exchange, headers) => {
    const credentials = Buffer.from(`${username(exchange)}:${password(exchange)}`, "utf8");
    headers.set("Authorization", `Basic ${credentials.toString("base64")}`);
    exchange.recorder?.note("Basic credentials are in the Authorization header.");
  };
}

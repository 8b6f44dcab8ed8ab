import type { Headers } from "../../messages/headers";
import type { Exchange } from "../../pipeline/exchange";
import { PolicyFailure } from "../../pipeline/failure";
import type { PolicyDefinition } from "../../pipeline/policy";
import type { PolicyCompiler } from "../../pipeline/policyCompiler";
import { given, type Maybe, type Waiting } from "../../pipeline/waiting";
import { findAttribute, type PolicyElement } from "../../xml/policyDocument";
import { managedIdentityToken } from "./managedIdentityToken";

/** @see https://learn.microsoft.com/azure/api-management/authentication-managed-identity-policy */
export const authenticationManagedIdentity: PolicyDefinition = {
  name: "authentication-managed-identity",
  limits: "every resource has tokens: whether it exists in the tenant is not known here",
  compile(element, compiler) {
    const authenticate = compileManagedIdentity(element, compiler);
    return (exchange) => authenticate(exchange, exchange.request.headers);
  },
};

/** Puts a token on a request: the backend's, or that of a `send-request` around the element. */
export function compileManagedIdentity(
  element: PolicyElement,
  compiler: PolicyCompiler,
): (exchange: Exchange, headers: Headers) => Waiting {
  const resource = compiler.text(element, "resource");
  const clientId = compiler.optionalText(element, "client-id");
  const variable = findAttribute(element, "output-token-variable-name")?.text;
  const ignoreError = compiler.boolean(element, "ignore-error", false);
  const put = (
    token: string | undefined,
    exchange: Exchange,
    { headers, audience }: { readonly headers: Headers; readonly audience: string },
  ): undefined => {
    if (token === undefined) return;
    if (variable === undefined) headers.set("Authorization", `Bearer ${token}`);
    else exchange.variables.set(variable, token);
    const where = variable === undefined ? "the Authorization header" : `the variable '${variable}'`;
    exchange.recorder?.note(`The managed identity's token for ${audience} is in ${where}.`);
  };
  return (exchange, headers) => {
    const audience = resource(exchange).trim();
    const client = clientId?.(exchange).trim() || undefined;
    const token = findToken(exchange, audience, client, ignoreError(exchange));
    return given(token, put, exchange, { headers, audience });
  };
}

function findToken(
  exchange: Exchange,
  resource: string,
  clientId: string | undefined,
  ignoreError: boolean,
): Maybe<string | undefined> {
  try {
    return managedIdentityToken(exchange, resource, clientId);
  } catch (error) {
    if (ignoreError && error instanceof PolicyFailure) return undefined;
    throw error;
  }
}

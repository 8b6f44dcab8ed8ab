import type { Exchange } from "../../../pipeline/exchange";
import type { PolicyCompiler } from "../../../pipeline/policyCompiler";
import type { PolicyElement } from "../../../xml/policyDocument";

/** Where the policy takes its token from; what it returns gives `undefined` where there is none. */
export function compileTokenSource(
  element: PolicyElement,
  compiler: PolicyCompiler,
): (exchange: Exchange) => string | undefined {
  const value = compiler.optionalText(element, "token-value");
  if (value !== undefined) return (exchange) => value(exchange) || undefined;
  const parameter = compiler.optionalText(element, "query-parameter-name");
  if (parameter !== undefined)
    return (exchange) => exchange.request.url.query.get(parameter(exchange))?.[0] || undefined;
  const header = compiler.text(element, "header-name", "Authorization");
  const scheme = compiler.optionalText(element, "require-scheme");
  return (exchange) => {
    const name = header(exchange);
    return tokenInHeader(name, exchange.request.headers.values(name)?.[0], scheme?.(exchange));
  };
}

/**
 * The token in a header's value, with or without a scheme before it.
 *
 * @param required the scheme that has to be there; looked at in `Authorization` only, as documented
 */
export function tokenInHeader(
  name: string,
  value: string | undefined,
  required: string | undefined,
): string | undefined {
  const [, scheme = "", token = ""] = /^(?:(\S+)\s+)?(\S+)$/.exec(value?.trim() ?? "") ?? [];
  const wanted = name.toLowerCase() === "authorization" ? required : undefined;
  if (wanted !== undefined && scheme.toLowerCase() !== wanted.toLowerCase()) return undefined;
  return token || undefined;
}

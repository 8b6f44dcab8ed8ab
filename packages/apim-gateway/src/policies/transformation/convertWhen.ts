import type { Headers } from "../../messages/headers";
import type { Exchange } from "../../pipeline/exchange";
import { PolicyFailure } from "../../pipeline/failure";
import type { PolicyCompiler } from "../../pipeline/policyCompiler";
import type { PolicyElement } from "../../xml/policyDocument";
import { accepts, mediaTypeOf } from "./contentType";

/**
 * `apply` and `consider-accept-header`: whether a body is to be converted.
 *
 * @param conditional the value of `apply` that asks for a content type
 * @param isSource whether a content type is what is converted from
 * @param isTarget whether it is what is converted to
 */
export function compileConvertWhen(
  element: PolicyElement,
  compiler: PolicyCompiler,
  conditional: string,
  isSource: (mediaType: string) => boolean,
  isTarget: (mediaType: string) => boolean,
): (exchange: Exchange, headers: Headers) => boolean {
  const applyOf = compiler.text(element, "apply");
  const considersOf = compiler.boolean(element, "consider-accept-header", true);
  return (exchange, headers) => {
    const apply = applyOf(exchange);
    if (apply !== "always" && apply !== conditional)
      throw new PolicyFailure({
        reason: "ExpressionValueEvaluationFailure",
        message: `The value of apply is ${JSON.stringify(apply)}; it must be always or ${conditional}.`,
      });
    if (apply === conditional && !isSource(mediaTypeOf(headers))) return false;
    return !considersOf(exchange) || accepts(exchange.request.headers.get("accept"), isTarget);
  };
}

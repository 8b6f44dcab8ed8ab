import type { Exchange } from "../../pipeline/exchange";
import { PolicyFailure } from "../../pipeline/failure";
import type { PolicyCompiler } from "../../pipeline/policyCompiler";
import { findAttribute, type PolicyElement } from "../../xml/policyDocument";
import { bindBody, contextOf } from "./liquid/scope";
import { parseTemplate } from "./liquid/template";
import { changesRequest } from "./sectionMessage";

/**
 * A Liquid template of `set-body`. `body` in it is the body of the section's message, and empty inside
 * `return-response`, as documented. A mistake in the template is reported.
 *
 * @returns a function that throws PolicyFailure
 */
export function compileLiquidBody(
  element: PolicyElement,
  compiler: PolicyCompiler,
): (exchange: Exchange) => string {
  const ofRequest = changesRequest(compiler);
  const bound = compiler.place.policy !== "return-response";
  if (bound) compiler.needsBody(ofRequest ? "request" : "response");
  const options = {
    nil: findAttribute(element, "xsi-nil")?.text === "null" ? null : ("" as const),
    parseDates: findAttribute(element, "parse-date")?.text !== "false",
  };
  const source = element.children.length > 0 ? element.content : (element.text?.text ?? "");
  let render: (scope: object) => string;
  try {
    render = parseTemplate(source);
  } catch (error) {
    compiler.unusable("liquid", `The Liquid template is wrong: ${(error as Error).message}`, element);
    return () => "";
  }
  return (exchange) => {
    const message = ofRequest ? exchange.request : exchange.response;
    const body = bound && message !== null ? bindBody(message, exchange, options) : undefined;
    try {
      return render({ body, context: contextOf(exchange) });
    } catch (error) {
      throw new PolicyFailure({
        reason: "LiquidTemplateFailure",
        message: `The Liquid template failed: ${(error as Error).message}`,
      });
    }
  };
}

import type { Exchange } from "../../pipeline/exchange";
import { PolicyFailure } from "../../pipeline/failure";
import type { PolicyCompiler } from "../../pipeline/policyCompiler";
import { findAttribute, type PolicyElement } from "../../xml/policyDocument";
import { bindBody, contextOf } from "./liquid/scope";
import { parseTemplate } from "./liquid/template";
import type { HasBody } from "./replaceBody";

/**
 * A Liquid template of `set-body`. What it gives renders the template for a message whose body is in memory; without
 * one `body` is empty. A mistake in the template is reported.
 *
 * @returns a function that throws PolicyFailure
 */
export function compileLiquidBody(
  element: PolicyElement,
  compiler: PolicyCompiler,
): (exchange: Exchange, message: HasBody | undefined) => string {
  const options = {
    nil: findAttribute(element, "xsi-nil")?.text === "null" ? null : ("" as const),
    parseDates: findAttribute(element, "parse-date")?.text !== "false",
  };
  const source = element.children.length > 0 ? element.content : (element.text?.text ?? "");
  let render: (scope: object) => string;
  try {
    render = parseTemplate(source);
  } catch (error) {
    compiler.report("error", "liquid", `The Liquid template is wrong: ${(error as Error).message}`, element);
    return () => "";
  }
  return (exchange, message) => {
    const body = message === undefined ? undefined : bindBody(message, exchange, options);
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

import { Headers } from "../../messages/headers";
import type { Exchange } from "../../pipeline/exchange";
import { ResponseMessage } from "../../pipeline/messages";
import type { PolicyDefinition } from "../../pipeline/policy";
import { compileResponseParts } from "./messageParts";

/** `return-response`: ends the pipeline with a response made here; no policy of any section runs after it. */
export const returnResponse: PolicyDefinition = {
  name: "return-response",
  compile(element, compiler) {
    const variable = compiler.text(element, "response-variable-name");
    const change = compileResponseParts(element, compiler);
    return (exchange) => {
      const name = variable(exchange);
      const response = storedResponse(name, exchange) ?? new ResponseMessage(200, "OK");
      change(exchange, response);
      exchange.response?.body?.discard();
      exchange.response = response;
      exchange.ended = true;
      return undefined;
    };
  },
};

/**
 * A copy of the response that `send-request` stored, so that the variable stays what it was; `undefined` where there is
 * none: then the answer is as the policy writes it, as deployed samples rely on.
 */
function storedResponse(name: string, exchange: Exchange): ResponseMessage | undefined {
  if (name === "") return undefined;
  const found = exchange.variables.get(name);
  if (!(found instanceof ResponseMessage)) {
    exchange.recorder?.note(`the variable '${name}' holds no response: the answer is what stands here`);
    return undefined;
  }
  const headers = new Headers();
  for (const header of found.headers.names()) headers.set(header, found.headers.values(header) ?? []);
  return new ResponseMessage(found.statusCode, found.statusReason, headers, found.body);
}

import { Headers } from "../../messages/headers";
import type { Exchange } from "../../pipeline/exchange";
import { PolicyFailure } from "../../pipeline/failure";
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
      const response = name === "" ? new ResponseMessage(200, "OK") : storedResponse(name, exchange);
      change(exchange, response);
      exchange.response?.content?.discard();
      exchange.response = response;
      exchange.ended = true;
      return undefined;
    };
  },
};

/** A copy of the response that `send-request` stored, so that the variable stays what it was. */
function storedResponse(name: string, exchange: Exchange): ResponseMessage {
  const found = exchange.variables.get(name);
  if (!(found instanceof ResponseMessage))
    throw new PolicyFailure({
      reason: "ResponseVariableNotFound",
      message: `The variable '${name}' holds no response.`,
    });
  const headers = new Headers();
  for (const header of found.headers.names()) headers.set(header, found.headers.values(header) ?? []);
  return new ResponseMessage(found.statusCode, found.statusReason, headers, found.content);
}

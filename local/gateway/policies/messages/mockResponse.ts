import { STATUS_CODES } from "node:http";
import { Headers } from "../../messages/headers";
import { PolicyFailure } from "../../pipeline/failure";
import { ResponseMessage } from "../../pipeline/messages";
import type { PolicyDefinition } from "../../pipeline/policy";
import { checkHeaderValue } from "./checkHeader";

/** `mock-response`: ends the pipeline with a response of the given status. */
export const mockResponse: PolicyDefinition = {
  name: "mock-response",
  limits: "Operations have no examples and schemas here, so the response has no content.",
  compile: (element, compiler) => {
    const codeOf = compiler.number(element, "status-code", 200);
    const typeOf = compiler.optionalText(element, "content-type");
    return (exchange) => {
      const code = codeOf(exchange);
      const type = typeOf?.(exchange);
      if (!Number.isInteger(code) || code < 100 || code > 599)
        throw new PolicyFailure({ reason: "InvalidStatus", message: `${code} is not a status.` });
      const headers = new Headers();
      if (type !== undefined) {
        checkHeaderValue("Content-Type", type);
        headers.set("Content-Type", type);
      }
      exchange.recorder?.note("The operation has no example and no schema: the response has no content.");
      exchange.response?.content?.discard();
      exchange.response = new ResponseMessage(code, STATUS_CODES[code] ?? "", headers, null);
      exchange.ended = true;
      return undefined;
    };
  },
};

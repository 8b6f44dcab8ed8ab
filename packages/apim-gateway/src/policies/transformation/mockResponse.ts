import { STATUS_CODES } from "node:http";
import { Headers } from "../../messages/headers";
import { ResponseMessage } from "../../pipeline/messages";
import type { PolicyDefinition } from "../../pipeline/policy";
import { statusGetter } from "../../pipeline/statusGetter";
import { checkHeaderValue } from "./checkHeader";

/** `mock-response`: ends the pipeline with a response of the given status. */
export const mockResponse: PolicyDefinition = {
  name: "mock-response",
  limits: "Operations have no examples and schemas here, so the response has no content.",
  compile: (element, compiler) => {
    const codeOf = statusGetter(element, "status-code", 200, compiler);
    const typeOf = compiler.optionalText(element, "content-type");
    return (exchange) => {
      const code = codeOf(exchange);
      const type = typeOf?.(exchange);
      const headers = new Headers();
      if (type !== undefined) {
        checkHeaderValue("Content-Type", type);
        headers.set("Content-Type", type);
      }
      exchange.recorder?.note("The operation has no example and no schema: the response has no content.");
      exchange.response?.body?.discard();
      exchange.response = new ResponseMessage(code, STATUS_CODES[code] ?? "", headers, null);
      exchange.ended = true;
      return undefined;
    };
  },
};

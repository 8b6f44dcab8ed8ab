import type { Exchange } from "../../pipeline/exchange";
import { PolicyFailure } from "../../pipeline/failure";
import { ready } from "../../pipeline/getter";
import type { PolicyDefinition } from "../../pipeline/policy";
import { after } from "../../pipeline/waiting";
import { readText, writeText } from "./bodyText";
import { bodyOfSection, changesRequest, messageOf } from "./sectionMessage";

/** `find-and-replace`: every occurrence of a text in the body. A body without any stays as it is, byte for byte. */
export const findAndReplace: PolicyDefinition = {
  name: "find-and-replace",
  compile: (element, compiler) => {
    const fromOf = compiler.text(element, "from");
    const toOf = compiler.text(element, "to");
    const ofRequest = changesRequest(compiler);
    const reads = bodyOfSection(ofRequest);
    const replace = (exchange: Exchange): undefined => {
      const message = messageOf(exchange, ofRequest);
      const from = fromOf(exchange);
      const to = toOf(exchange);
      if (from === "")
        throw new PolicyFailure({
          reason: "FindAndReplaceFailure",
          message: "There is nothing to find: `from` is empty.",
        });
      if (message === undefined || message.body === null) return undefined;
      const text = readText(message, exchange);
      if (text.includes(from))
        writeText(
          message,
          text.replaceAll(from, () => to),
          exchange,
        );
      return undefined;
    };
    return (exchange) => after(ready(exchange, reads), replace, exchange);
  },
};

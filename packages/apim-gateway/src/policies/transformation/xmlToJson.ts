import type { Exchange } from "../../pipeline/exchange";
import { PolicyFailure } from "../../pipeline/failure";
import { ready } from "../../pipeline/getter";
import type { PolicyDefinition } from "../../pipeline/policy";
import { after } from "../../pipeline/waiting";
import { readText, writeText } from "./bodyText";
import { isJson, isXml } from "./contentType";
import { compileConvertWhen } from "./convertWhen";
import type { HasBody } from "./replaceBody";
import { bodyOfSection, changesRequest, messageOf } from "./sectionMessage";
import { readXml } from "./xml/readXml";
import { xmlToJson as convert } from "./xml/toJson";

/** `xml-to-json`: the body of the section's message. A message without a body stays as it is. */
export const xmlToJson: PolicyDefinition = {
  name: "xml-to-json",
  limits: "What `javascript-friendly` makes of attributes and prefixes is assumed.",
  compile: (element, compiler) => {
    const kindOf = compiler.text(element, "kind");
    const arraysOf = compiler.boolean(element, "always-array-child-elements", false);
    const converts = compileConvertWhen(element, compiler, "content-type-xml", isXml, isJson);
    const ofRequest = changesRequest(compiler);
    const reads = bodyOfSection(ofRequest);
    const comments = compiler.settings.xmlComments === "kept";
    const setsType = compiler.settings.convertedContentType === "set";
    const unsupported =
      compiler.settings.javascriptFriendly === "refused"
        ? compiler.unsupported(
            "The kind javascript-friendly is not documented: it is refused by the settings.",
          )
        : undefined;
    const convertBody = (
      exchange: Exchange,
      { message, kind }: { message: HasBody; kind: string },
    ): undefined => {
      const text = readText(message, exchange);
      if (text === "") return undefined;
      const form = kind === "direct" ? "direct" : "friendly";
      const json = convert(readXml(text), { form, alwaysArrays: arraysOf(exchange), comments });
      writeText(message, json, exchange);
      if (setsType) message.headers.set("Content-Type", "application/json");
      return undefined;
    };
    return (exchange) => {
      const message = messageOf(exchange, ofRequest);
      if (message === undefined || message.body === null || !converts(exchange, message.headers))
        return undefined;
      const kind = kindOf(exchange);
      if (kind !== "direct" && kind !== "javascript-friendly")
        throw new PolicyFailure({
          reason: "ExpressionValueEvaluationFailure",
          message: `The value of kind is ${JSON.stringify(kind)}; it must be direct or javascript-friendly.`,
        });
      if (kind !== "direct" && unsupported !== undefined) return unsupported(exchange);
      return after(ready(exchange, reads), convertBody, exchange, { message, kind });
    };
  },
};

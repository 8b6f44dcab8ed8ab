import type { Exchange } from "../../pipeline/exchange";
import { ready } from "../../pipeline/getter";
import type { PolicyDefinition } from "../../pipeline/policy";
import { after } from "../../pipeline/waiting";
import { readText, writeText } from "./bodyText";
import { isJson, isXml } from "./contentType";
import { compileConvertWhen } from "./convertWhen";
import type { HasBody } from "./replaceBody";
import { bodyOfSection, changesRequest, messageOf } from "./sectionMessage";
import { jsonToXml as convert } from "./xml/fromJson";

/** `json-to-xml`: the body of the section's message. A message without a body stays as it is. */
export const jsonToXml: PolicyDefinition = {
  name: "json-to-xml",
  compile: (element, compiler) => {
    const datesOf = compiler.boolean(element, "parse-date", true);
    const separatorOf = compiler.text(element, "namespace-separator", "_");
    const prefixOf = compiler.text(element, "namespace-prefix");
    const blockOf = compiler.text(element, "attribute-block-name");
    const converts = compileConvertWhen(element, compiler, "content-type-json", isJson, isXml);
    const ofRequest = changesRequest(compiler);
    const reads = bodyOfSection(ofRequest);
    const setsType = compiler.settings.convertedContentType === "set";
    const convertBody = (exchange: Exchange, message: HasBody): undefined => {
      const text = readText(message, exchange);
      if (text === "") return undefined;
      const xml = convert(text, {
        parseDates: datesOf(exchange),
        separator: separatorOf(exchange),
        namespacePrefix: prefixOf(exchange),
        attributeBlock: blockOf(exchange),
        style: exchange.services,
      });
      writeText(message, xml, exchange);
      if (setsType) message.headers.set("Content-Type", "application/xml");
      return undefined;
    };
    return (exchange) => {
      const message = messageOf(exchange, ofRequest);
      if (message === undefined || message.body === null || !converts(exchange, message.headers))
        return undefined;
      return after(ready(exchange, reads), convertBody, exchange, message);
    };
  },
};

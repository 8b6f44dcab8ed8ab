import type { PolicyDefinition } from "../../pipeline/policy";
import { findAttribute } from "../../xml/policyDocument";
import { isLogged, isSeverity } from "./severity";

const none: readonly never[] = [];

/** `trace`: a message for the log, and for the trace of the request. */
export const trace: PolicyDefinition = {
  name: "trace",
  compile: (element, compiler) => {
    const sourceOf = compiler.text(element, "source");
    const given = (findAttribute(element, "severity")?.text ?? "verbose").toLowerCase();
    const severity = isSeverity(given) ? given : "verbose";
    const messageElement = element.children.find(({ name }) => name === "message");
    const messageOf = compiler.content(messageElement ?? element);
    const metadataOf = element.children
      .filter(({ name }) => name === "metadata")
      .map((data) => ({ name: compiler.text(data, "name"), value: compiler.text(data, "value") }));
    return (exchange) => {
      const source = sourceOf(exchange);
      const message = messageOf(exchange);
      const metadata: Record<string, string> = {};
      for (const { name, value } of metadataOf) metadata[name(exchange)] = value(exchange);
      exchange.recorder?.note(`${source} (${severity}): ${message}`);
      if (isLogged(severity, exchange.parts.api?.diagnostics ?? none))
        exchange.services.log.trace({ source, severity, message, metadata }, exchange);
      return undefined;
    };
  },
};

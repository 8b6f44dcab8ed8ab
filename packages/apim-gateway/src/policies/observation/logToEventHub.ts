import type { PolicyDefinition } from "../../pipeline/policy";
import { findAttribute } from "../../xml/policyDocument";

/** More is cut off. Source: log-to-eventhub, usage notes: 200 kilobytes. */
const mostBytes = 200 * 1024;

/** `log-to-eventhub`: a text for the event hub behind a logger. */
export const logToEventHub: PolicyDefinition = {
  name: "log-to-eventhub",
  compile: (element, compiler) => {
    const logger = findAttribute(element, "logger-id")?.text ?? "";
    const partitionIdOf = compiler.optionalText(element, "partition-id");
    const partitionKeyOf = compiler.optionalText(element, "partition-key");
    const bodyOf = compiler.content(element);
    if (!compiler.hasLogger(logger))
      return compiler.missing("loggers", "unknown-logger", `There is no logger '${logger}'.`);
    return (exchange) => {
      const body = cut(bodyOf(exchange));
      const partitionId = partitionIdOf?.(exchange);
      const partitionKey = partitionKeyOf?.(exchange);
      exchange.services.log.event({ logger, partitionId, partitionKey, body }, exchange);
      return undefined;
    };
  },
};

/** At most `mostBytes` of UTF-8, without half a character at its end. */
function cut(text: string): string {
  // No character takes more than three bytes for each of its units.
  if (text.length * 3 <= mostBytes || Buffer.byteLength(text) <= mostBytes) return text;
  const bytes = Buffer.from(text).subarray(0, mostBytes);
  let end = bytes.length;
  while (end > 0 && ((bytes[end - 1] as number) & 0xc0) === 0x80) end--;
  const lead = bytes[end - 1] as number;
  const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  return bytes.subarray(0, end - 1 + length <= bytes.length ? end - 1 + length : end - 1).toString("utf8");
}

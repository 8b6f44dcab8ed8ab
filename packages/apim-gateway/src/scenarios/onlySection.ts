import type { PolicySource } from "../resources/configuration";
import { parsePolicyXml } from "../xml/parsePolicyXml";
import type { PolicyElement } from "../xml/policyDocument";

const sections = ["inbound", "backend", "outbound", "on-error"];

/** The same policy with the other sections empty. Everything that stays keeps its line and column. */
export function onlySection(source: PolicySource, section: string): PolicySource {
  const { document } = parsePolicyXml(source.text);
  if (document === undefined) return source;
  const { lineStarts, root } = document;
  const offsetOf = ({ line, column }: PolicyElement) => (lineStarts[line - 1] ?? 0) + column - 1;
  let { text } = source;
  for (const element of root.children) {
    if (!sections.includes(element.name) || element.name === section) continue;
    const start = offsetOf(element);
    const close = `</${element.name}>`;
    const end = text.indexOf(close, start);
    const openEnd = text.indexOf(">", start);
    if (end < 0 || openEnd > end || text[openEnd - 1] === "/") continue;
    text =
      text.slice(0, openEnd + 1) + text.slice(openEnd + 1, end).replace(/[^\r\n]/g, " ") + text.slice(end);
  }
  return { ...source, text };
}

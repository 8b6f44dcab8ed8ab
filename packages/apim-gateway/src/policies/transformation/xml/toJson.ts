import { quote } from "../../../csharp/runtime/json/write";
import type { ContentElement, XmlDocument, XmlNode } from "./readXml";

export interface ToJsonOptions {
  /** `direct`: attributes start with `@`, prefixes stay. `friendly`: neither, and no namespace declarations. */
  readonly form: "direct" | "friendly";
  /** Also a single child element becomes a list. */
  readonly alwaysArrays: boolean;
  /** Comments become comments, which JSON does not have. */
  readonly comments: boolean;
}

/** A document as JSON: elements are properties, those of one name a list, and every value is text. */
export function xmlToJson(document: XmlDocument, options: ToJsonOptions): string {
  const declared = document.declaration.map(([name, value]) => `${quote(name)}:${quote(value)}`);
  const parts = document.nodes.map((node) =>
    node.kind === "element"
      ? `${quote(nameOf(node.name, options))}:${elementJson(node, options)}`
      : comment(node, options),
  );
  return `{${joined([...declared, ...parts])}}`;
}

function elementJson(element: ContentElement, options: ToJsonOptions): string {
  const attributes = element.attributes.filter(([name]) => options.form === "direct" || !isNamespace(name));
  const { children } = element;
  if (attributes.length === 0) {
    if (children.length === 0) return element.selfClosing ? "null" : '""';
    const [only] = children;
    if (children.length === 1 && only?.kind === "text") return quote(only.text);
  }
  const parts = attributes.map(([name, value]) => {
    const shown = nameOf(name, options);
    return `${quote(options.form === "direct" ? `@${shown}` : shown)}:${quote(value)}`;
  });
  for (const [name, group] of grouped(children, options))
    parts.push(`${quote(name)}:${groupJson(group, options)}`);
  for (const node of children) parts.push(comment(node, options));
  return `{${joined(parts)}}`;
}

/** Children by their name in JSON, in the order in which the names first stand. */
function grouped(children: readonly XmlNode[], options: ToJsonOptions): Map<string, XmlNode[]> {
  const groups = new Map<string, XmlNode[]>();
  for (const node of children) {
    if (node.kind === "comment") continue;
    const name =
      node.kind === "element"
        ? nameOf(node.name, options)
        : node.kind === "cdata"
          ? "#cdata-section"
          : "#text";
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [node]);
    else group.push(node);
  }
  return groups;
}

function groupJson(group: readonly XmlNode[], options: ToJsonOptions): string {
  const items = group.map((node) =>
    node.kind === "element" ? elementJson(node, options) : quote(node.text),
  );
  const isList = items.length > 1 || (options.alwaysArrays && group[0]?.kind === "element");
  return isList ? `[${items.join(",")}]` : (items[0] as string);
}

/** A prefix is set off by `$`, as a colon would make the name awkward in JavaScript. */
function nameOf(name: string, { form }: ToJsonOptions): string {
  const colon = name.indexOf(":");
  if (colon < 0) return name;
  return form === "direct" ? `${name.slice(0, colon)}$${name.slice(colon + 1)}` : name.slice(colon + 1);
}

const isNamespace = (attribute: string): boolean => attribute === "xmlns" || attribute.startsWith("xmlns:");

function comment(node: XmlNode, { comments }: ToJsonOptions): string {
  return node.kind === "comment" && comments ? `/*${node.text.replaceAll("*/", "* /")}*/` : "";
}

/** Comments stand between properties without a comma of their own. */
function joined(parts: readonly string[]): string {
  let text = "";
  let needsComma = false;
  for (const part of parts) {
    if (part === "") continue;
    const isComment = part.startsWith("/*");
    if (needsComma && !isComment) text += ",";
    text += part;
    needsComma ||= !isComment;
  }
  return text;
}

import { textOf } from "../text";
import { CsDateTime, CsDateTimeOffset } from "../time";
import { fail, type Value } from "../value";
import { walk } from "../walk";
import { sameName } from "./names";
import { CsXAttribute, type CsXContainer, CsXElement, CsXNode, CsXText } from "./nodes";

/** How XML writes a value: `true`, `1.5`, `2026-11-23T12:00:00Z`. */
export function xmlText(value: Value): string {
  if (typeof value === "boolean") return value ? "true" : "false";
  if (value instanceof CsDateTime || value instanceof CsDateTimeOffset)
    return value.format("yyyy'-'MM'-'dd'T'HH':'mm':'ss.FFFFFFFK").replace(/\.(?=[Z+-]|$)/, "");
  return textOf(value, { doubles: "shortest" });
}

const isSequence = (value: Value) =>
  typeof value === "object" && value !== null && !(value instanceof CsXNode) && walkable.has(value.csType);
const walkable = new Set(["[]", "List", "IEnumerable", "IOrderedEnumerable", "HashSet", "IGrouping"]);

/** Adds what `new XElement(name, content…)` and `Add` take: nodes, attributes, sequences of them; the rest becomes text. */
export function addContent(container: CsXContainer, content: Value, at = container.nodes.length): void {
  if (content === null) return;
  if (content instanceof CsXAttribute) addAttribute(container, content);
  else if (content instanceof CsXNode) container.insert(content, at);
  else if (isSequence(content)) {
    for (const item of walk(content)) {
      const before = container.nodes.length;
      addContent(container, item, at);
      at += container.nodes.length - before;
    }
  } else addText(container, xmlText(content), at);
}

function addText(container: CsXContainer, text: string, at: number): void {
  if (!(container instanceof CsXElement))
    throw fail("ArgumentException", "Non white space characters cannot be added to content.");
  const before = container.nodes[at - 1];
  if (before instanceof CsXText && before.csType === "XText") before.value += text;
  else if (text !== "") container.insert(new CsXText("XText", text), at);
  else container.hasEndTag = true;
}

export function addAttribute(container: CsXContainer, attribute: CsXAttribute): void {
  if (!(container instanceof CsXElement))
    throw fail("ArgumentException", "An attribute cannot be added to content.");
  const { attributes } = container;
  if (attributes.some(({ name }) => sameName(name, attribute.name)))
    throw fail("InvalidOperationException", "Duplicate attribute.");
  const own = attribute.parent === null ? attribute : new CsXAttribute(attribute.name, attribute.value);
  own.parent = container;
  attributes.push(own);
}

/** Replaces what is inside by a text. */
export function setText(element: CsXElement, text: string): void {
  for (const node of [...element.nodes]) element.remove(node);
  addText(element, text, 0);
}

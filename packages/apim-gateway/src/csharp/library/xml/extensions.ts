import { CsSequence } from "../../runtime/collections";
import { argumentNull, type Value } from "../../runtime/value";
import { walk } from "../../runtime/walk";
import type { CsXName } from "../../runtime/xml/names";
import type { CsXAttribute, CsXElement, CsXNode } from "../../runtime/xml/nodes";
import { defineType, type Rows } from "../../types/table";
import { attributeOf, detachAttribute } from "./elements";
import { ancestors, detach, filtered } from "./nodes";

type Ask = (item: CsXElement) => Iterable<CsXNode>;

/** The nodes, elements or attributes of a sequence, read when somebody asks. @throws ArgumentNullException at once */
function itemsOf<T>(source: Value): () => T[] {
  if (source === null) throw argumentNull("source");
  return () => [...walk(source)] as unknown as T[];
}

/** The same question, put to each of several. */
function each<T>(source: Value, ask: (item: CsXElement) => Iterable<T>): () => T[] {
  const items = itemsOf<CsXElement>(source);
  return () => items().flatMap((item) => [...ask(item)]);
}

const rows: Record<string, Rows[string]> = {
  "ext IEnumerable<XAttribute> Attributes(IEnumerable<XElement> source)": (source: Value) =>
    new CsSequence(
      "XAttribute",
      each(source, (item) => item.attributes),
    ),
  "ext IEnumerable<XAttribute> Attributes(IEnumerable<XElement> source, XName name)": (
    source: Value,
    name: CsXName,
  ) =>
    new CsSequence(
      "XAttribute",
      each(source, (item) => [attributeOf(item, name)].filter((found) => found !== undefined)),
    ),
  "ext IEnumerable<XNode> Nodes(IEnumerable<XContainer> source)": (source: Value) =>
    new CsSequence(
      "XNode",
      each(source, (item) => item.nodes),
    ),
  "ext IEnumerable<XNode> DescendantNodes(IEnumerable<XContainer> source)": (source: Value) =>
    new CsSequence(
      "XNode",
      each(source, (item) => item.descendants()),
    ),
  "ext void Remove(IEnumerable<XNode> source)": (source: Value) => {
    for (const node of itemsOf<CsXNode>(source)()) detach(node);
    return null;
  },
  "ext void Remove(IEnumerable<XAttribute> source)": (source: Value) => {
    for (const attribute of itemsOf<CsXAttribute>(source)()) detachAttribute(attribute);
    return null;
  },
};

const elementsOf: readonly (readonly [name: string, of: string, ask: Ask])[] = [
  ["Elements", "XContainer", (item) => item.nodes],
  ["Descendants", "XContainer", (item) => item.descendants()],
  ["DescendantsAndSelf", "XElement", (item) => [item, ...item.descendants()]],
  ["Ancestors", "XNode", (item) => ancestors(item)],
  ["AncestorsAndSelf", "XElement", (item) => [item, ...ancestors(item)]],
];
for (const [name, of, ask] of elementsOf) {
  rows[`ext IEnumerable<XElement> ${name}(IEnumerable<${of}> source)`] = (source: Value) =>
    filtered(each(source, ask));
  rows[`ext IEnumerable<XElement> ${name}(IEnumerable<${of}> source, XName name)`] = (
    source: Value,
    wanted: CsXName | null,
  ) => filtered(each(source, ask), wanted);
}
defineType("static", "System.Xml.Linq.Extensions", rows, { name: "XmlExtensions" });

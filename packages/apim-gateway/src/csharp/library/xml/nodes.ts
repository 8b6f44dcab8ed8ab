import { type CsArray, CsSequence } from "../../runtime/collections";
import { CsEnum, fail, type Value } from "../../runtime/value";
import { addContent } from "../../runtime/xml/content";
import { type CsXName, sameName } from "../../runtime/xml/names";
import { type CsXContainer, CsXDocument, CsXElement, type CsXNode, CsXText } from "../../runtime/xml/nodes";
import { writeXml } from "../../runtime/xml/write";
import { defineEnum, defineType } from "../../types/table";

defineEnum("System.Xml.Linq.SaveOptions", { None: 0, DisableFormatting: 1, OmitDuplicateNamespaces: 2 });
defineEnum("System.Xml.Linq.LoadOptions", { None: 0, PreserveWhitespace: 1, SetBaseUri: 2, SetLineInfo: 4 });
const nodeTypes = {
  None: 0,
  Element: 1,
  Attribute: 2,
  Text: 3,
  CDATA: 4,
  ProcessingInstruction: 7,
  Comment: 8,
  Document: 9,
} as const;
defineEnum("System.Xml.XmlNodeType", nodeTypes);
const typeOfNode: Readonly<Record<string, keyof typeof nodeTypes>> = {
  XElement: "Element",
  XAttribute: "Attribute",
  XText: "Text",
  XCData: "CDATA",
  XProcessingInstruction: "ProcessingInstruction",
  XComment: "Comment",
  XDocument: "Document",
};

const elements = (run: () => Iterable<Value>) => new CsSequence("XElement", run);
const isElement = (node: CsXNode): node is CsXElement => node instanceof CsXElement;
export const withName = (name: CsXName | null) => (node: CsXNode) =>
  node instanceof CsXElement && name !== null && sameName(node.name, name);
/** Elements of a sequence of nodes, those of a name where one is given. */
export const filtered = (nodes: () => Iterable<CsXNode>, name?: CsXName | null) =>
  elements(() => [...nodes()].filter(name === undefined ? isElement : withName(name)));

export function* ancestors(node: CsXNode): Generator<CsXNode> {
  for (let above = node.parent; above !== null; above = above.parent) yield above;
}

export const noParent = () => fail("InvalidOperationException", "The parent is missing.");
function besides(node: CsXNode, content: readonly Value[], after: boolean): null {
  const { parent } = node;
  if (parent === null) throw noParent();
  addContent(parent, { csType: "[]", items: content } as Value, parent.nodes.indexOf(node) + (after ? 1 : 0));
  return null;
}
/** Takes a node out of its parent. @throws InvalidOperationException when it has none */
export function detach(node: CsXNode): null {
  if (node.parent === null) throw noParent();
  node.parent.remove(node);
  return null;
}
const siblings = (node: CsXNode, after: boolean): CsXNode[] => {
  const all = node.parent?.nodes ?? [];
  const at = all.indexOf(node);
  return after ? all.slice(at + 1) : all.slice(0, at);
};

defineType("class", "System.Xml.Linq.XObject", {
  "XElement Parent": (self: CsXNode) => (self.parent instanceof CsXElement ? self.parent : null),
  "XDocument Document": (self: CsXNode) => {
    let root: CsXNode = self;
    for (const above of ancestors(self)) root = above;
    return root instanceof CsXDocument ? root : null;
  },
  "XmlNodeType NodeType": (self: CsXNode) =>
    new CsEnum("XmlNodeType", nodeTypes[typeOfNode[self.csType] ?? "None"]),
});
defineType(
  "class",
  "System.Xml.Linq.XNode",
  {
    "string ToString(SaveOptions options)"(self: CsXNode, options: CsEnum) {
      const text = writeXml(self, (options.value & 1) === 0, this.newLine);
      this.allocate(text.length);
      return text;
    },
    "static bool DeepEquals(XNode n1, XNode n2)": (a: CsXNode | null, b: CsXNode | null) =>
      a === b || (a !== null && b !== null && writeXml(a, false) === writeXml(b, false)),
    "void Remove()": detach,
    "void ReplaceWith(params object[] content)": (self: CsXNode, content: CsArray) => {
      besides(self, content.items, true);
      self.parent?.remove(self);
      return null;
    },
    "void AddAfterSelf(params object[] content)": (self: CsXNode, content: CsArray) =>
      besides(self, content.items, true),
    "void AddBeforeSelf(params object[] content)": (self: CsXNode, content: CsArray) =>
      besides(self, content.items, false),
    "XNode NextNode": (self: CsXNode) => siblings(self, true)[0] ?? null,
    "XNode PreviousNode": (self: CsXNode) => siblings(self, false).at(-1) ?? null,
    "IEnumerable<XElement> ElementsAfterSelf()": (self: CsXNode) => filtered(() => siblings(self, true)),
    "IEnumerable<XElement> ElementsBeforeSelf()": (self: CsXNode) => filtered(() => siblings(self, false)),
    "IEnumerable<XElement> Ancestors()": (self: CsXNode) => filtered(() => ancestors(self)),
    "IEnumerable<XElement> Ancestors(XName name)": (self: CsXNode, name: CsXName | null) =>
      filtered(() => ancestors(self), name),
  },
  { bases: ["XObject"] },
);
defineType(
  "class",
  "System.Xml.Linq.XContainer",
  {
    "void Add(object content)": (self: CsXContainer, content: Value) => {
      addContent(self, content);
      return null;
    },
    "void Add(params object[] content)": (self: CsXContainer, content: CsArray) => {
      addContent(self, content);
      return null;
    },
    "void AddFirst(params object[] content)": (self: CsXContainer, content: CsArray) => {
      addContent(self, content, 0);
      return null;
    },
    "void RemoveNodes()": (self: CsXContainer) => {
      for (const node of [...self.nodes]) self.remove(node);
      return null;
    },
    "void ReplaceNodes(params object[] content)": (self: CsXContainer, content: CsArray) => {
      for (const node of [...self.nodes]) self.remove(node);
      addContent(self, content);
      return null;
    },
    "XElement Element(XName name)": (self: CsXContainer, name: CsXName | null) =>
      self.nodes.find(withName(name)) ?? null,
    "IEnumerable<XElement> Elements()": (self: CsXContainer) => elements(() => self.elements()),
    "IEnumerable<XElement> Elements(XName name)": (self: CsXContainer, name: CsXName | null) =>
      filtered(() => self.nodes, name),
    "IEnumerable<XElement> Descendants()": (self: CsXContainer) => filtered(() => self.descendants()),
    "IEnumerable<XElement> Descendants(XName name)": (self: CsXContainer, name: CsXName | null) =>
      filtered(() => self.descendants(), name),
    "IEnumerable<XNode> DescendantNodes()": (self: CsXContainer) =>
      new CsSequence("XNode", () => self.descendants()),
    "IEnumerable<XNode> Nodes()": (self: CsXContainer) => new CsSequence("XNode", () => [...self.nodes]),
    "XNode FirstNode": (self: CsXContainer) => self.nodes[0] ?? null,
    "XNode LastNode": (self: CsXContainer) => self.nodes.at(-1) ?? null,
  },
  { bases: ["XNode"] },
);
const textNode = (type: "XText" | "XCData" | "XComment") => ({
  "new(string value)": (value: string) => new CsXText(type, value),
});
const textValue = {
  get: (self: CsXText) => self.value,
  set: (self: CsXText, value: string) => {
    self.value = value;
    return null;
  },
};
defineType(
  "class",
  "System.Xml.Linq.XText",
  { ...textNode("XText"), "string Value": textValue },
  { bases: ["XNode"] },
);
defineType("class", "System.Xml.Linq.XCData", textNode("XCData"), { bases: ["XText"] });
defineType(
  "class",
  "System.Xml.Linq.XComment",
  { ...textNode("XComment"), "string Value": textValue },
  { bases: ["XNode"] },
);
defineType("class", "System.Xml.Linq.XProcessingInstruction", {}, { bases: ["XNode"] });
defineType("class", "System.Xml.XmlException", {}, { bases: ["SystemException"] });

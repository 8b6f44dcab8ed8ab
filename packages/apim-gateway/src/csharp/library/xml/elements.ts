import { type CsArray, CsSequence } from "../../runtime/collections";
import type { Machine } from "../../runtime/machine";
import { argumentNull, type CsEnum, type Value } from "../../runtime/value";
import { addAttribute, addContent, setText, xmlText } from "../../runtime/xml/content";
import { type CsXName, CsXNamespace, sameName, xmlnsUri } from "../../runtime/xml/names";
import {
  CsXAttribute,
  type CsXContainer,
  CsXDeclaration,
  CsXDocument,
  CsXElement,
  type CsXNode,
} from "../../runtime/xml/nodes";
import { readDocument } from "../../runtime/xml/read";
import { isDefaultDeclaration } from "../../runtime/xml/write";
import { defineType } from "../../types/table";
import { conversionsOf } from "./conversions";
import { filtered, noParent, withName } from "./nodes";

interface Reader {
  readonly text: string;
  readonly at: number;
}
function parse(machine: Machine, text: string | null, options?: CsEnum): CsXDocument {
  if (text === null) throw argumentNull("text");
  machine.allocate(text.length * 2);
  return readDocument(text, options !== undefined && (options.value & 1) === 1);
}
function rootOf(document: CsXDocument): CsXElement | null {
  const { root } = document;
  if (root !== null) document.remove(root);
  return root;
}
const rest = (reader: Reader) => reader.text.slice(reader.at);

export const attributeOf = (self: CsXElement, name: CsXName | null) =>
  name === null ? undefined : self.attributes.find((attribute) => sameName(attribute.name, name));
function removeAttribute(attribute: CsXAttribute): null {
  const { parent } = attribute;
  if (parent !== null) parent.attributes.splice(parent.attributes.indexOf(attribute), 1);
  attribute.parent = null;
  return null;
}
/** Takes an attribute off its element. @throws InvalidOperationException when it has none */
export function detachAttribute(attribute: CsXAttribute): null {
  if (attribute.parent === null) throw noParent();
  return removeAttribute(attribute);
}
function setAttribute(self: CsXElement, name: CsXName, value: Value): null {
  const known = attributeOf(self, name);
  if (value === null) return known === undefined ? null : removeAttribute(known);
  if (known === undefined) addAttribute(self, new CsXAttribute(name, xmlText(value)));
  else known.value = xmlText(value);
  return null;
}
function setElement(self: CsXElement, name: CsXName, value: Value): null {
  const known = self.nodes.find(withName(name)) as CsXElement | undefined;
  if (value === null) {
    if (known !== undefined) self.remove(known);
    return null;
  }
  const target = known ?? new CsXElement(name);
  setText(target, xmlText(value));
  if (known === undefined) self.insert(target);
  return null;
}
const declarationsOf = (self: CsXElement): CsXAttribute[] => {
  const found: CsXAttribute[] = [];
  for (let here: CsXContainer | null = self; here instanceof CsXElement; here = here.parent)
    found.push(...here.attributes.filter(({ name }) => name.uri === xmlnsUri || isDefaultDeclaration(name)));
  return found;
};
function* selfAnd(self: CsXNode, others: Iterable<CsXNode>): Generator<CsXNode> {
  yield self;
  yield* others;
}

defineType(
  "class",
  "System.Xml.Linq.XElement",
  {
    ...conversionsOf("XElement"),
    "new(XName name)": (name: CsXName) => new CsXElement(name),
    "new(XElement other)": (other: CsXElement) => other.clone(),
    "new(XName name, params object[] content)": (name: CsXName, content: CsArray) => {
      const made = new CsXElement(name);
      addContent(made, content);
      return made;
    },
    "static XElement Parse(string text)"(text: string) {
      return rootOf(parse(this, text));
    },
    "static XElement Parse(string text, LoadOptions options)"(text: string, options: CsEnum) {
      return rootOf(parse(this, text, options));
    },
    "static XElement Load(StringReader textReader)"(reader: Reader) {
      return rootOf(parse(this, rest(reader)));
    },
    "XName Name": {
      get: (self: CsXElement) => self.name,
      set: (self: CsXElement, name: CsXName) => {
        self.name = name;
        return null;
      },
    },
    "string Value": {
      get: (self: CsXElement) => self.text,
      set: (self: CsXElement, value: string | null) => {
        if (value === null) throw argumentNull("value");
        setText(self, value);
        return null;
      },
    },
    "bool HasElements": (self: CsXElement) => !self.elements().next().done,
    "bool HasAttributes": (self: CsXElement) => self.attributes.length > 0,
    "bool IsEmpty": (self: CsXElement) => self.nodes.length === 0 && !self.hasEndTag,
    "XAttribute FirstAttribute": (self: CsXElement) => self.attributes[0] ?? null,
    "XAttribute LastAttribute": (self: CsXElement) => self.attributes.at(-1) ?? null,
    "XAttribute Attribute(XName name)": (self: CsXElement, name: CsXName | null) =>
      attributeOf(self, name) ?? null,
    "IEnumerable<XAttribute> Attributes()": (self: CsXElement) =>
      new CsSequence("XAttribute", () => [...self.attributes]),
    "IEnumerable<XAttribute> Attributes(XName name)": (self: CsXElement, name: CsXName | null) =>
      new CsSequence("XAttribute", () => [attributeOf(self, name)].filter((found) => found !== undefined)),
    "IEnumerable<XElement> DescendantsAndSelf()": (self: CsXElement) =>
      filtered(() => selfAnd(self, self.descendants())),
    "IEnumerable<XElement> DescendantsAndSelf(XName name)": (self: CsXElement, name: CsXName | null) =>
      filtered(() => selfAnd(self, self.descendants()), name),
    "void SetValue(object value)": (self: CsXElement, value: Value) => {
      if (value === null) throw argumentNull("value");
      setText(self, xmlText(value));
      return null;
    },
    "void SetElementValue(XName name, object value)": setElement,
    "void SetAttributeValue(XName name, object value)": setAttribute,
    "void RemoveAttributes()": (self: CsXElement) => {
      for (const attribute of [...self.attributes]) removeAttribute(attribute);
      return null;
    },
    "void RemoveAll()": (self: CsXElement) => {
      for (const attribute of [...self.attributes]) removeAttribute(attribute);
      for (const node of [...self.nodes]) self.remove(node);
      return null;
    },
    "XNamespace GetDefaultNamespace()": (self: CsXElement) =>
      new CsXNamespace(declarationsOf(self).find(({ name }) => isDefaultDeclaration(name))?.value ?? ""),
    "XNamespace GetNamespaceOfPrefix(string prefix)": (self: CsXElement, prefix: string) => {
      const found = declarationsOf(self).find(({ name }) => name.uri === xmlnsUri && name.local === prefix);
      return found === undefined ? null : new CsXNamespace(found.value);
    },
    "string GetPrefixOfNamespace(XNamespace ns)": (self: CsXElement, ns: CsXNamespace) =>
      declarationsOf(self).find(({ name, value }) => name.uri === xmlnsUri && value === ns.uri)?.name.local ??
      null,
  },
  { bases: ["XContainer"] },
);
defineType(
  "class",
  "System.Xml.Linq.XAttribute",
  {
    ...conversionsOf("XAttribute"),
    "new(XName name, object value)": (name: CsXName, value: Value) => {
      if (value === null) throw argumentNull("value");
      return new CsXAttribute(name, xmlText(value));
    },
    "XName Name": (self: CsXAttribute) => self.name,
    "string Value": {
      get: (self: CsXAttribute) => self.value,
      set: (self: CsXAttribute, value: string | null) => {
        if (value === null) throw argumentNull("value");
        self.value = value;
        return null;
      },
    },
    "bool IsNamespaceDeclaration": (self: CsXAttribute) =>
      self.name.uri === xmlnsUri || isDefaultDeclaration(self.name),
    "void SetValue(object value)": (self: CsXAttribute, value: Value) => {
      if (value === null) throw argumentNull("value");
      self.value = xmlText(value);
      return null;
    },
    "void Remove()": detachAttribute,
  },
  { bases: ["XObject"] },
);
defineType("class", "System.Xml.Linq.XDeclaration", {
  "new(string version, string encoding, string standalone)": (
    version: string | null,
    encoding: string | null,
    standalone: string | null,
  ) => new CsXDeclaration({ version, encoding, standalone }),
  "string Version": (self: CsXDeclaration) => self.parts.version,
  "string Encoding": (self: CsXDeclaration) => self.parts.encoding,
});
defineType(
  "class",
  "System.Xml.Linq.XDocument",
  {
    "new(params object[] content)": (content: CsArray) => {
      const made = new CsXDocument();
      for (const item of content.items)
        if (item instanceof CsXDeclaration) made.declaration = item;
        else addContent(made, item);
      return made;
    },
    "static XDocument Parse(string text)"(text: string) {
      return parse(this, text);
    },
    "static XDocument Parse(string text, LoadOptions options)"(text: string, options: CsEnum) {
      return parse(this, text, options);
    },
    "static XDocument Load(StringReader textReader)"(reader: Reader) {
      return parse(this, rest(reader));
    },
    "XElement Root": (self: CsXDocument) => self.root,
    "XDeclaration Declaration": (self: CsXDocument) => self.declaration,
  },
  { bases: ["XContainer"] },
);

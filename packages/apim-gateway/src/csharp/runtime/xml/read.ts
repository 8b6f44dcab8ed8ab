import { SaxesParser } from "saxes";
import { type CsException, fail } from "../value";
import { CsXName } from "./names";
import {
  CsXAttribute,
  type CsXContainer,
  CsXDeclaration,
  CsXDocument,
  CsXElement,
  CsXInstruction,
  CsXText,
} from "./nodes";

/** The parser looks for the namespace of an element through all around it: more would take long. .NET has no limit. */
const deepest = 4000;

function wrong(error: Error): CsException {
  const [, line = "1", column = "1", message = error.message] =
    /^(\d+):(\d+): (.*)$/s.exec(error.message) ?? [];
  return fail("XmlException", `${message} Line ${line}, position ${column}.`);
}

/**
 * A document, as `XDocument.Parse` reads it: blank space between elements is dropped unless `keepBlank`. Nothing outside the
 * text is ever read, and entities are the five of XML.
 *
 * @throws XmlException
 */
export function readDocument(text: string, keepBlank = false): CsXDocument {
  const document = new CsXDocument();
  let here: CsXContainer = document;
  let depth = 0;
  const parser = new SaxesParser({ xmlns: true, position: true });
  parser.on("error", (error) => {
    throw wrong(error);
  });
  parser.on("xmldecl", ({ version, encoding, standalone }) => {
    document.declaration = new CsXDeclaration({
      version: version ?? null,
      encoding: encoding ?? null,
      standalone: standalone ?? null,
    });
  });
  parser.on("opentag", (tag) => {
    depth++;
    if (depth > deepest) parser.fail(`The document is more than ${deepest} elements deep.`);
    const element = new CsXElement(new CsXName(tag.local, tag.uri));
    element.hasEndTag = !tag.isSelfClosing;
    for (const { name, local, uri, value } of Object.values(tag.attributes)) {
      const own = name === "xmlns" ? new CsXName("xmlns", "") : new CsXName(local, uri);
      const attribute = new CsXAttribute(own, value);
      attribute.parent = element;
      element.attributes.push(attribute);
    }
    here.append(element);
    here = element;
  });
  parser.on("closetag", () => {
    depth--;
    here = here.parent as CsXContainer;
  });
  parser.on("text", (value) => {
    if (here !== document && (keepBlank || value.trim() !== "")) here.append(new CsXText("XText", value));
  });
  parser.on("cdata", (value) => here.append(new CsXText("XCData", value)));
  parser.on("comment", (value) => here.append(new CsXText("XComment", value)));
  parser.on("processinginstruction", ({ target, body }) => here.append(new CsXInstruction(target, body)));
  parser.write(text.replace(/^\ufeff/, "")).close();
  return document;
}

/** Types that a text of XML can be read as. */
export type XmlType = "XElement" | "XDocument" | "XNode";
export const isXmlType = (key: string): key is XmlType => ["XElement", "XDocument", "XNode"].includes(key);

/** What `Body.As<T>` gives for a type of LINQ to XML: the document, or its root without parent. @throws XmlException */
export function readXml(text: string, type: XmlType): CsXDocument | CsXElement {
  const document = readDocument(text);
  if (type === "XDocument") return document;
  const { root } = document;
  if (root === null) throw fail("XmlException", "Root element is missing.");
  document.remove(root);
  return root;
}

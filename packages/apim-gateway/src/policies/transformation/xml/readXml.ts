import { SaxesParser } from "saxes";
import { PolicyFailure } from "../../../pipeline/failure";

export interface ContentElement {
  readonly kind: "element";
  readonly name: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly children: readonly XmlNode[];
  /** `<a />`, as told apart from `<a></a>`. */
  readonly selfClosing: boolean;
}

export type XmlNode = ContentElement | { readonly kind: "text" | "cdata" | "comment"; readonly text: string };

export interface XmlDocument {
  /** `version`, `encoding`, `standalone` of the declaration. */
  readonly declaration: readonly (readonly [name: string, value: string])[];
  /** The root, and comments around it. */
  readonly nodes: readonly XmlNode[];
  readonly root: ContentElement;
}

/** Deeper documents are refused: those who walk them would run out of stack. */
const deepest = 256;

/**
 * Reads a document. White space between elements is left out; entities of its own are not known, so nothing expands.
 *
 * @throws PolicyFailure for what is not well-formed
 */
export function readXml(text: string): XmlDocument {
  const parser = new SaxesParser();
  const top: XmlNode[] = [];
  const open: XmlNode[][] = [top];
  let declaration: XmlDocument["declaration"] = [];
  const add = (node: XmlNode) => (open.at(-1) as XmlNode[]).push(node);
  parser.on("error", (error) => {
    throw notXml(error.message);
  });
  parser.on("xmldecl", ({ version, encoding, standalone }) => {
    declaration = Object.entries({ version, encoding, standalone }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
  });
  parser.on("opentag", ({ name, attributes, isSelfClosing }) => {
    if (open.length > deepest) throw notXml(`The document is more than ${deepest} elements deep.`);
    const children: XmlNode[] = [];
    add({
      kind: "element",
      name,
      attributes: Object.entries(attributes as Record<string, string>),
      children,
      selfClosing: isSelfClosing,
    });
    open.push(children);
  });
  parser.on("closetag", () => {
    open.pop();
  });
  parser.on("text", (found) => {
    if (found.trim() !== "") add({ kind: "text", text: found });
  });
  parser.on("cdata", (found) => add({ kind: "cdata", text: found }));
  parser.on("comment", (found) => add({ kind: "comment", text: found }));
  parser.write(text.replace(/^\ufeff/, "")).close();
  const root = top.find((node): node is ContentElement => node.kind === "element");
  if (root === undefined) throw notXml("There is no root element.");
  return { declaration, nodes: top, root };
}

const notXml = (message: string) =>
  new PolicyFailure({ reason: "InvalidXml", message: `The body is not valid XML: ${message}` });

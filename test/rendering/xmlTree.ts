import { SaxesParser } from "saxes";

/** A place in a document, lines and columns from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface XmlElement extends Place {
  readonly name: string;
  readonly attributes: readonly (Place & { readonly name: string; readonly value: string })[];
  readonly children: readonly XmlElement[];
  /** Text and CDATA of the element itself, joined. */
  readonly text: string;
}

/** The root element, or the first place where the document is not well-formed. */
export type ParsedXml =
  | { readonly ok: true; readonly root: XmlElement }
  | ({ readonly ok: false; readonly message: string } & Place);

type Growing = {
  -readonly [K in keyof XmlElement]: XmlElement[K] extends readonly (infer T)[] ? T[] : XmlElement[K];
};

/** Parses strictly: what is not well-formed XML under `xml` is refused even where `rawxml` might take it. */
export function parseXml(xml: string): ParsedXml {
  const parser = new SaxesParser({ position: true });
  let failure: (Place & { message: string }) | undefined;
  let root: Growing | undefined;
  const open: Growing[] = [];
  const here = (): Place => ({ line: parser.line, column: Math.max(1, parser.column) });
  let start: Place = here();
  parser.on("error", (error) => {
    failure ??= { message: error.message.replace(/^\d+:\d+: /, ""), ...here() };
  });
  parser.on("opentagstart", (tag) => {
    start = { line: parser.line, column: Math.max(1, parser.column - tag.name.length - 1) };
  });
  let attributes: (Place & { name: string; value: string })[] = [];
  parser.on("attribute", ({ name, value }) => attributes.push({ name, value, ...here() }));
  parser.on("opentag", (tag) => {
    const element: Growing = { name: tag.name, attributes, children: [], text: "", ...start };
    attributes = [];
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on("closetag", () => open.pop());
  const text = (part: string) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += part;
  };
  parser.on("text", text);
  parser.on("cdata", text);
  parser.write(xml).close();
  if (failure !== undefined) return { ok: false, ...failure };
  if (root === undefined) return { ok: false, message: "there is no element", line: 1, column: 1 };
  return { ok: true, root };
}

import { SaxesParser } from "saxes";
import { sections } from "./policyTable/rules";
import type { Extent } from "./policyValue";

/** An element as the strict parser saw it: offsets in its text, nothing decoded yet. */
export interface RawElement {
  readonly name: string;
  /** Of the `<`. */
  readonly start: number;
  readonly attributes: readonly RawAttribute[];
  readonly children: readonly RawElement[];
  /** Text and CDATA directly in it. */
  readonly text: readonly Extent[];
  /** From behind the start tag to before the end tag. */
  readonly contentStart: number;
  readonly contentEnd: number;
}

export interface RawAttribute {
  readonly name: string;
  /** Of the name. */
  readonly start: number;
  readonly value: Extent;
}

/** Where a document is not well-formed; offset in its text. */
export interface XmlFailure {
  readonly at: number;
  readonly message: string;
}

export type WellFormed =
  | { readonly ok: true; readonly root: RawElement }
  | { readonly ok: false; readonly failures: readonly XmlFailure[] };

interface Growing extends RawElement {
  attributes: RawAttribute[];
  children: Growing[];
  text: Extent[];
  contentStart: number;
  contentEnd: number;
}

/** Documents that were copied out of an editor may lack their root. */
const wayOut = (root: string) =>
  (sections as readonly string[]).includes(root) ? " Put the sections into `<policies>`." : "";

/**
 * Parses strictly (XML 1.0, without DTDs, as .NET does by default). Every lone `&` is a failure; of the others only the
 * first one counts: what a parser says after it is a guess.
 */
export function parseWellFormed(text: string): WellFormed {
  const lone = loneAmpersands(text);
  if (lone.length > 0) return { ok: false, failures: lone };
  const parser = new SaxesParser({ position: true });
  const open: Growing[] = [];
  let root: Growing | undefined;
  let failure: XmlFailure | undefined;
  let attributes: RawAttribute[] = [];
  let names = new Set<string>();
  let lastClosed: Growing | undefined;
  let start = 0;
  /** Behind the last tag, comment, CDATA or instruction: where text starts. */
  let boundary = 0;
  const fail = (at: number, message: string) => {
    failure ??= { at, message };
  };
  // The end tag may be far from what has to be mended.
  const lineOf = (at: number | undefined) =>
    at === undefined ? "" : ` on line ${text.slice(0, at).split("\n").length}`;

  parser.on("error", ({ message }) => {
    const said = message.replace(/^\d+:\d+: /, "").replace(/\.$/, "");
    const at = Math.max(0, Math.min(parser.position, text.length) - 1);
    if (said === "unexpected close tag") {
      const endTag = text.lastIndexOf("</", at);
      const [, name = ""] = /^<\/\s*([^\s>]*)/.exec(text.slice(endTag)) ?? [];
      fail(
        endTag,
        `The '${lastClosed?.name ?? ""}' start tag${lineOf(lastClosed?.start)} does not match the end tag of '${name}'.`,
      );
    } else if (said === "documents may contain only one root")
      fail(start, `There are multiple root elements.${root === undefined ? "" : wayOut(root.name)}`);
    else fail(...explain(said, at, open.at(-1)));
  });
  parser.on("doctype", () => fail(text.indexOf("<!DOCTYPE"), "A document type is not accepted."));
  parser.on("opentagstart", ({ name }) => {
    start = text.lastIndexOf(`<${name}`, parser.position - 1);
    attributes = [];
    names = new Set();
  });
  parser.on("attribute", ({ name }) => {
    const end = parser.position - 1;
    const valueStart = text.lastIndexOf(text[end] as string, end - 1) + 1;
    const nameStart = text.lastIndexOf(name, valueStart - 2);
    if (names.has(name)) fail(nameStart, `'${name}' is a duplicate attribute name.`);
    names.add(name);
    attributes.push({ name, start: nameStart, value: { start: valueStart, end, cdata: false } });
  });
  parser.on("opentag", ({ name }) => {
    boundary = parser.position;
    const element: Growing = {
      name,
      start,
      attributes,
      children: [],
      text: [],
      contentStart: boundary,
      contentEnd: boundary,
    };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on("closetag", ({ isSelfClosing }) => {
    const element = open.pop();
    lastClosed = element;
    boundary = parser.position;
    if (element !== undefined && !isSelfClosing) element.contentEnd = text.lastIndexOf("</", boundary - 1);
  });
  parser.on("text", () => {
    open.at(-1)?.text.push({ start: boundary, end: parser.position - 1, cdata: false });
  });
  parser.on("cdata", (cdata) => {
    boundary = parser.position;
    const end = boundary - "]]>".length;
    open.at(-1)?.text.push({ start: text.lastIndexOf("<![CDATA[", end) + 9, end, cdata: true });
    if (cdata === "") return;
  });
  const skip = () => {
    // A comment is told before its `>` is read.
    boundary = text.indexOf(">", parser.position - 1) + 1;
  };
  parser.on("comment", skip);
  parser.on("processinginstruction", skip);
  parser.on("xmldecl", skip);
  parser.write(text).close();

  if (failure !== undefined) return { ok: false, failures: [failure] };
  if (root === undefined) return { ok: false, failures: [{ at: 0, message: "Root element is missing." }] };
  return { ok: true, root };
}

/** At most this many of one kind are told. */
const mostFailures = 20;

/** Each `&` that starts no entity, outside of comments, CDATA and instructions: the parser would read on to some `;`. */
function loneAmpersands(text: string): XmlFailure[] {
  const token =
    /<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<\?[\s\S]*?(?:\?>|$)|&(?!(?:lt|gt|amp|quot|apos|#\d+|#x[\da-fA-F]+);)/g;
  const failures: XmlFailure[] = [];
  for (const { 0: found, index } of text.matchAll(token)) {
    if (found === "&" && failures.length < mostFailures)
      failures.push({ at: index, message: "An '&' that starts no entity of XML; write '&amp;'." });
  }
  return failures;
}

/** The parser's words in ours; where an end tag is missing, the start tag is what the reader must find. */
function explain(said: string, at: number, innermost: Growing | undefined): [at: number, message: string] {
  const unclosed = /^unclosed tag: (.*)$/s.exec(said);
  if (unclosed !== null)
    return [innermost?.start ?? at, `The '${innermost?.name ?? unclosed[1]}' start tag has no end tag.`];
  return [at, phrases[said] ?? `${said.charAt(0).toUpperCase()}${said.slice(1)}.`];
}

const phrases: Readonly<Record<string, string>> = {
  "attribute without value": "An attribute needs '=' and a value in quotes.",
  "disallowed character": "A character that XML does not allow here; in a value write '&lt;' for '<'.",
  "disallowed character in attribute name": "A character that no attribute name may hold.",
  "disallowed character in tag name":
    "A character that no element name may hold; in text write '&lt;' for '<'.",
  "document must contain a root element": "Root element is missing.",
  "malformed character entity": "There is no such character reference.",
  "no whitespace between attributes": "White space is missing between two attributes.",
  "text data outside of root node": "There is text outside of the root element.",
  "unexpected end": "The document ends too early.",
  "unquoted attribute value": "An attribute's value must be in quotes.",
};

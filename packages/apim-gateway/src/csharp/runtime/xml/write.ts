import type { NewLine } from "../value";
import { type CsXName, xmlnsUri, xmlUri } from "./names";

/** As much of a node as it takes to write it; those of `nodes.ts` are such. */
export interface WritableNode {
  readonly csType: string;
  readonly parent: WritableContainer | null;
}
export interface WritableAttribute {
  readonly csType: "XAttribute";
  readonly name: CsXName;
  readonly value: string;
  readonly parent: WritableElement | null;
}
interface WritableContainer extends WritableNode {
  readonly nodes: readonly WritableNode[];
}
interface WritableElement extends WritableContainer {
  readonly name: CsXName;
  readonly attributes: readonly WritableAttribute[];
  readonly hasEndTag: boolean;
}
interface WritableText extends WritableNode {
  readonly value: string;
}
interface WritableInstruction extends WritableNode {
  readonly target: string;
  readonly data: string;
}

/** Prefix → namespace, as declared around. */
type Scope = ReadonlyMap<string, string>;

const start: Scope = new Map([
  ["", ""],
  ["xml", xmlUri],
  ["xmlns", xmlnsUri],
]);

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\n": "&#xA;",
  "\r": "&#xD;",
  "\t": "&#x9;",
};
const escapeText = (text: string) => text.replace(/[&<>\r]/g, (char) => escapes[char] as string);
/** Line ends inside of texts become those of the writer, as .NET's settings ask by themselves. */
const withLines = (text: string, newLine: NewLine) =>
  newLine === "\n" ? text : text.replaceAll("\n", newLine);
const escapeValue = (text: string) => text.replace(/[&<>"\n\r\t]/g, (char) => escapes[char] as string);

/** `ToString()`: indented by two blanks where no text stands between elements; `ToString(DisableFormatting)` without. */
export function writeXml(
  node: WritableNode | WritableAttribute,
  indented: boolean,
  newLine: NewLine = "\n",
): string {
  if (node.csType === "XAttribute") {
    const { name, value, parent } = node as WritableAttribute;
    const prefix = name.uri === "" ? "" : (prefixFor(name.uri, scopeOf(parent), true) ?? "");
    return `${tagOf(prefix, name)}="${escapeValue(value)}"`;
  }
  const line = indented ? newLine : "";
  // The declaration is not part of the text; `Save` would write it.
  const parts = node.csType === "XDocument" ? (node as WritableContainer).nodes : [node as WritableNode];
  const hints = scopeOf((node as WritableNode).parent);
  return parts.map((part) => write(part, { scope: start, hints, line, newLine })).join(line);
}

interface Place {
  /** What was declared in the text so far. */
  readonly scope: Scope;
  /** Prefixes that what is above the written part uses. */
  readonly hints: Scope;
  /** What starts a line at this depth; empty where nothing may be added. */
  readonly line: string;
  readonly newLine: NewLine;
}

function scopeOf(element: WritableContainer | null): Scope {
  if (element === null || element.csType === "XDocument") return start;
  return declared(element as WritableElement, scopeOf(element.parent));
}

function declared({ attributes }: WritableElement, around: Scope): Scope {
  const own = attributes.filter(({ name }) => name.uri === xmlnsUri || isDefaultDeclaration(name));
  if (own.length === 0) return around;
  return new Map([
    ...around,
    ...own.map(({ name, value }) => [isDefaultDeclaration(name) ? "" : name.local, value] as const),
  ]);
}

export const isDefaultDeclaration = (name: CsXName) => name.uri === "" && name.local === "xmlns";

function prefixFor(uri: string, scope: Scope, forAttribute: boolean): string | undefined {
  if (!forAttribute && scope.get("") === uri) return "";
  for (const [prefix, known] of scope) if (known === uri && prefix !== "") return prefix;
  return undefined;
}

const tagOf = (prefix: string, { local }: CsXName) => (prefix === "" ? local : `${prefix}:${local}`);

function write(node: WritableNode, place: Place): string {
  switch (node.csType) {
    case "XText":
      return withLines(escapeText((node as WritableText).value), place.newLine);
    case "XCData":
      return `<![CDATA[${withLines((node as WritableText).value, place.newLine).replaceAll("]]>", "]]]]><![CDATA[>")}]]>`;
    case "XComment":
      return `<!--${withLines((node as WritableText).value, place.newLine)}-->`;
    case "XProcessingInstruction": {
      const { target, data } = node as WritableInstruction;
      return `<?${target}${data === "" ? "" : ` ${withLines(data, place.newLine)}`}?>`;
    }
    default:
      return writeElement(node as WritableElement, place);
  }
}

function writeElement(element: WritableElement, { scope: around, hints, line, newLine }: Place): string {
  let scope = declared(element, around);
  // A copy for each element would take the product of declarations and elements.
  let copy: Map<string, string> | undefined;
  // What nobody declared is declared after the attributes.
  let added = "";
  const prefixOf = (uri: string, forAttribute: boolean): string => {
    const known = prefixFor(uri, scope, forAttribute);
    if (known !== undefined) return known;
    const hinted = prefixFor(uri, hints, forAttribute);
    const made = hinted ?? (forAttribute ? `p${numbered(scope) + 1}` : "");
    copy ??= new Map(scope);
    scope = copy.set(made, uri);
    added += ` xmlns${made === "" ? "" : `:${made}`}="${escapeValue(uri)}"`;
    return made;
  };
  const tag = tagOf(prefixOf(element.name.uri, false), element.name);
  const attributes = element.attributes.map(
    ({ name, value }) =>
      ` ${tagOf(name.uri === "" ? "" : prefixOf(name.uri, true), name)}="${escapeValue(value)}"`,
  );
  const open = `<${tag}${attributes.join("")}${added}`;
  if (element.nodes.length === 0) return element.hasEndTag ? `${open}></${tag}>` : `${open} />`;
  const inner = line === "" ? "" : `${line}  `;
  let body = "";
  // From the first text on, blank space would be part of the content.
  let isMixed = false;
  for (const child of element.nodes) {
    isMixed ||= child.csType === "XText" || child.csType === "XCData";
    const own = isMixed ? "" : inner;
    body += own + write(child, { scope, hints, line: own, newLine });
  }
  return `${open}>${body}${isMixed ? "" : line}</${tag}>`;
}

const numbered = (scope: Scope) => [...scope.keys()].filter((prefix) => /^p\d+$/.test(prefix)).length;

import { maskExpressions } from "apim-gateway/check";
import { SaxesParser } from "saxes";

export interface Reference {
  readonly element: "include-fragment" | "set-backend-service";
  readonly name: string;
  readonly line: number;
  readonly column: number;
}

export interface PolicyReading {
  /** Why the text is no well-formed XML, with its place; then the rest is empty. */
  readonly fault: string | undefined;
  readonly root: string;
  /** Fragments and backends that the policy names; names that an expression computes are not known here. */
  readonly references: readonly Reference[];
  /** Display names in `{{…}}`. */
  readonly namedValues: readonly string[];
}

const NAMES = { "include-fragment": "fragment-id", "set-backend-service": "backend-id" } as const;

/** What a policy document refers to. Expressions of `rawxml` are hidden from the parser: quotes, `<` and `&` may stand in them. */
export function readPolicy(source: string, format = "xml"): PolicyReading {
  const xml = format === "rawxml" ? maskExpressions(source).text : source;
  const parser = new SaxesParser({ xmlns: false, position: true });
  const references: Reference[] = [];
  let root = "";
  let fault: string | undefined;
  parser.on("error", (error) => {
    fault ??= error.message;
  });
  // Where the element's name begins. The parser has read one character beyond it, perhaps the end of the line.
  let place = { line: 1, column: 1 };
  parser.on("opentagstart", (tag) => {
    if (!(tag.name in NAMES)) return;
    const before = xml.slice(0, parser.position - 1 - tag.name.length);
    const lines = before.split("\n");
    place = { line: lines.length, column: (lines[lines.length - 1] as string).length + 1 };
  });
  parser.on("opentag", (tag) => {
    root ||= tag.name;
    if (tag.name !== "include-fragment" && tag.name !== "set-backend-service") return;
    const name = (tag.attributes as Record<string, string>)[NAMES[tag.name]];
    if (name !== undefined && !isComputed(name)) {
      references.push({ element: tag.name, name, ...place });
    }
  });
  parser.write(xml).close();
  if (fault !== undefined) return { fault, root, references: [], namedValues: [] };
  const namedValues = [...source.matchAll(/\{\{([\w.-]+)\}\}/g)].map((match) => match[1] as string);
  return { fault, root, references, namedValues: [...new Set(namedValues)] };
}

/** An expression, or what hides one. */
const isComputed = (name: string): boolean => /^\s*(@|_+\s*$)/.test(name);

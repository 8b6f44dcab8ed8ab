import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, type ParsedNode, parseDocument } from "yaml";

/** A value of a scenario that remembers where it stood. Offsets count UTF-16 units; -1: it was not read from a text. */
export type ScenarioNode =
  | {
      readonly kind: "scalar";
      readonly at: number;
      readonly value: string | number | boolean | null;
      /** As written: `0613` is the number 613. */
      readonly source: string;
    }
  | { readonly kind: "list"; readonly at: number; readonly items: readonly ScenarioNode[] }
  | { readonly kind: "map"; readonly at: number; readonly entries: readonly YamlEntry[] }
  | { readonly kind: "function"; readonly at: number; readonly value: unknown };

export interface YamlEntry {
  readonly key: string;
  readonly keyAt: number;
  readonly value: ScenarioNode;
}

/** Something wrong at an offset of the text. */
export interface YamlProblem {
  readonly at: number;
  readonly message: string;
}

export interface ReadYaml {
  /** `undefined` where the text is no YAML. */
  readonly root: ScenarioNode | undefined;
  readonly problems: readonly YamlProblem[];
  /** Line and column from 1. */
  readonly place: (at: number) => { readonly line: number; readonly column: number };
}

/** What the parser says, in words that tell the way out. */
function explained(code: string, message: string): string {
  if (/call stack/.test(message)) return "The file is nested too deep.";
  if (code === "TAB_AS_INDENT") return "A tab is used for indentation; YAML allows spaces only.";
  if (code === "DUPLICATE_KEY") return "This key stands twice in the same mapping: keep one of the two.";
  if (code === "MULTIPLE_DOCS")
    return "One file holds one scenario: move what follows `---` into a file of its own.";
  if (code === "BLOCK_AS_IMPLICIT_KEY")
    return "A text with a colon and a blank in it must stand in quotes, and what belongs to a key on lines of its own.";
  if (code === "MISSING_CHAR" && /quote/.test(message))
    return "A text begins with a quote and has no closing one.";
  return `${message.replace(/\.$/, "")}.`;
}

/** Aliases multiply what a small file says. */
const MOST_VALUES = 50_000;

/** Reads one document of YAML 1.2. Never throws. */
export function readYaml(text: string): ReadYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, schema: "core" });
  const place = (at: number) => {
    const { line, col } = lines.linePos(Math.max(0, at));
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const [broken] = document.errors.filter(({ code }) => code !== "DUPLICATE_KEY");
  // What follows the first mistake of the syntax is its consequence.
  const told = broken === undefined ? [...document.errors, ...document.warnings] : [broken];
  const problems: YamlProblem[] = told.map(({ pos, code, message }) => ({
    at: pos[0],
    message: explained(code, message),
  }));
  if (document.errors.length > 0) return { root: undefined, problems, place };
  let values = 0;
  const convert = (node: ParsedNode | null, fallback: number): ScenarioNode => {
    const at = node?.range?.[0] ?? fallback;
    if (++values > MOST_VALUES) throw new TooManyValues();
    if (isAlias(node)) {
      const target = node.resolve(document) as ParsedNode | undefined;
      return { ...convert(target ?? null, at), at };
    }
    if (isSeq(node))
      return { kind: "list", at, items: node.items.map((item) => convert(item as ParsedNode, at)) };
    if (isMap(node))
      return {
        kind: "map",
        at,
        entries: node.items.filter(isPair).map((pair) => {
          const key = pair.key as ParsedNode;
          const keyAt = key?.range?.[0] ?? at;
          const written = isScalar(key) ? (key.source ?? String(key.value)) : "";
          return { key: written, keyAt, value: convert(pair.value as ParsedNode | null, keyAt) };
        }),
      };
    if (isScalar(node))
      return {
        kind: "scalar",
        at,
        value: node.value as string | number | boolean | null,
        source: node.source ?? String(node.value ?? ""),
      };
    return { kind: "scalar", at, value: null, source: "" };
  };
  try {
    return { root: convert(document.contents, 0), problems, place };
  } catch (error) {
    if (!(error instanceof TooManyValues || error instanceof RangeError)) throw error;
    const message = `The file has, with its aliases written out, more than ${MOST_VALUES} values.`;
    return { root: undefined, problems: [{ at: 0, message }], place };
  }
}

class TooManyValues extends Error {}

/** The same tree for a value that a program gives. */
export function nodeOf(value: unknown): ScenarioNode {
  if (typeof value === "function") return { kind: "function", at: -1, value };
  if (Array.isArray(value)) return { kind: "list", at: -1, items: value.map(nodeOf) };
  if (typeof value === "object" && value !== null)
    return {
      kind: "map",
      at: -1,
      entries: Object.entries(value)
        .filter(([, each]) => each !== undefined)
        .map(([key, each]) => ({ key, keyAt: -1, value: nodeOf(each) })),
    };
  const plain = (value ?? null) as string | number | boolean | null;
  return { kind: "scalar", at: -1, value: plain, source: plain === null ? "" : String(plain) };
}

/** The plain value of a tree. Maps have no prototype, so that no key can reach one. */
export function plainValue(node: ScenarioNode): unknown {
  if (node.kind === "list") return node.items.map(plainValue);
  if (node.kind === "map") {
    const value: Record<string, unknown> = Object.create(null);
    for (const entry of node.entries) value[entry.key] = plainValue(entry.value);
    return value;
  }
  return node.value;
}

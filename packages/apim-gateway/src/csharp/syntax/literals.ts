import { ExpressionRefusal } from "../problem";
import type { Token } from "./token";

const simpleEscapes: Readonly<Record<string, string>> = {
  "'": "'",
  '"': '"',
  "\\": "\\",
  "0": "\0",
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** The character that an escape at `at` (a backslash) stands for, and where it ends. */
export function readEscape(source: string, at: number): { readonly text: string; readonly end: number } {
  const kind = source[at + 1] ?? "";
  const simple = simpleEscapes[kind];
  if (simple !== undefined) return { text: simple, end: at + 2 };
  const form =
    kind === "u"
      ? /^[0-9a-fA-F]{4}/
      : kind === "U"
        ? /^[0-9a-fA-F]{8}/
        : kind === "x"
          ? /^[0-9a-fA-F]{1,4}/
          : undefined;
  const digits = form?.exec(source.slice(at + 2, at + 10))?.[0];
  const code = digits === undefined ? -1 : Number.parseInt(digits, 16);
  if (code < 0 || code > 0x10ffff) throw new ExpressionRefusal("Unrecognized escape sequence.", at);
  return { text: String.fromCodePoint(code), end: at + 2 + (digits as string).length };
}

/** What stands behind a quote, with escapes read; `end` is the closing quote, a line end, or behind all there is. */
function readQuoted(source: string, start: number, to: number, quote: string) {
  let text = "";
  let at = start + 1;
  while (at < to && source[at] !== quote && source[at] !== "\n") {
    if (source[at] === "\\") {
      const read = readEscape(source, at);
      text += read.text;
      at = read.end;
    } else text += source[at++];
  }
  return { text, end: at };
}

export function readRegularString(source: string, start: number, to: number): Token {
  const { text, end } = readQuoted(source, start, to, '"');
  if (end >= to) throw new ExpressionRefusal("The string has no end.", start);
  if (source[end] === "\n") throw new ExpressionRefusal("Newline in a string constant.", end);
  return { kind: "string", text, start, end: end + 1 };
}

export function readVerbatimString(source: string, start: number, to: number): Token {
  let text = "";
  let at = start + 2;
  while (at < to) {
    if (source[at] === '"' && source[at + 1] === '"') {
      text += '"';
      at += 2;
    } else if (source[at] === '"') return { kind: "string", text, start, end: at + 1 };
    else text += source[at++];
  }
  throw new ExpressionRefusal("The string has no end.", start);
}

/** `'x'`. Longer text in single quotes is not C#; the binder may be told to read it as a string. */
export function readChar(source: string, start: number, to: number): Token {
  const { text, end } = readQuoted(source, start, to, "'");
  if (end >= to || source[end] === "\n")
    throw new ExpressionRefusal("The character literal has no end.", start);
  return { kind: "char", text, start, end: end + 1 };
}

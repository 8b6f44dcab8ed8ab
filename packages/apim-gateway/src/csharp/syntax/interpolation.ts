import { ExpressionRefusal } from "../problem";
import { readEscape } from "./literals";
import type { InterpolatedPart, Token } from "./token";

/** `$"…{expression,alignment:format}…"`. A hole keeps its place in the source, so that problems inside it are positioned. */
export function readInterpolated(source: string, start: number, to: number): Token {
  const verbatim = source.startsWith('$@"', start);
  const parts: InterpolatedPart[] = [];
  let text = "";
  let at = start + (verbatim ? 3 : 2);
  while (at < to) {
    const next = source[at] as string;
    const pair = source.slice(at, at + 2);
    if (pair === "{{" || pair === "}}" || (verbatim && pair === '""')) {
      text += pair[0];
      at += 2;
    } else if (next === '"') {
      if (text !== "") parts.push({ text });
      return { kind: "interpolated", text: source.slice(start, at + 1), parts, start, end: at + 1 };
    } else if (next === "\n" && !verbatim) {
      throw new ExpressionRefusal("Newline in a string constant.", at);
    } else if (next === "\\" && !verbatim) {
      const read = readEscape(source, at);
      text += read.text;
      at = read.end;
    } else if (next === "{") {
      if (text !== "") parts.push({ text });
      text = "";
      const hole = readHole(source, at, to);
      parts.push(hole.part);
      at = hole.end;
    } else if (next === "}") {
      throw new ExpressionRefusal("A `}` in an interpolated string is written `}}`.", at);
    } else {
      text += next;
      at++;
    }
  }
  throw new ExpressionRefusal("The interpolated string has no end.", start);
}

function readHole(
  source: string,
  open: number,
  to: number,
): { readonly part: InterpolatedPart; readonly end: number } {
  let depth = 0;
  let at = open + 1;
  while (at < to) {
    const next = source[at] as string;
    if (
      next === '"' ||
      next === "'" ||
      (next === "@" && source[at + 1] === '"') ||
      (next === "$" && source[at + 1] === '"')
    ) {
      at = skipLiteral(source, at, to);
      continue;
    }
    if ("([{".includes(next)) depth++;
    else if (depth === 0 && next === ":" && source[at + 1] !== ":") {
      const close = source.indexOf("}", at);
      if (close < 0 || close >= to) break;
      return { part: { start: open + 1, end: at, format: source.slice(at + 1, close) }, end: close + 1 };
    } else if (depth === 0 && next === "}") {
      return { part: { start: open + 1, end: at, format: undefined }, end: at + 1 };
    } else if (")]}".includes(next)) depth--;
    at++;
  }
  throw new ExpressionRefusal("The hole of the interpolated string has no end.", open);
}

function skipLiteral(source: string, start: number, to: number): number {
  if (source[start] === "$") return readInterpolated(source, start, to).end;
  const verbatim = source[start] === "@";
  const quote = verbatim ? '"' : (source[start] as string);
  for (let at = start + (verbatim ? 2 : 1); at < to; at++) {
    if (verbatim && source.startsWith('""', at)) at++;
    else if (!verbatim && source[at] === "\\") at++;
    else if (source[at] === quote) return at + 1;
  }
  throw new ExpressionRefusal("The string has no end.", start);
}

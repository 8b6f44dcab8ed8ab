import { isSpace, joinUsage, readUsage, skipSpace, type TokenUsage } from "./usage";

/** The end of the key `"usage"`: JSON is full of quotes, so a search for its first one stops all the time. */
const key = 'usage"';
const keyBytes = Buffer.from(key);
const quote = 0x22;

/** More than any usage is: an object that is longer is not one. */
export const longestUsage = 16_384;

/**
 * The `usage` of an answer that is in memory, JSON or an event stream: the same as `UsageFinder` finds in one that
 * passes, and quicker. In the text of a message the quotes are escaped, so what a model writes is not taken for it.
 */
export function findUsage(content: string | Uint8Array): TokenUsage | undefined {
  return typeof content === "string" ? inText(content) : inBytes(content);
}

function inText(text: string): TokenUsage | undefined {
  let usage: TokenUsage | undefined;
  for (let at = text.indexOf(key); at >= 0; at = text.indexOf(key, at + key.length))
    if (text.charCodeAt(at - 1) === quote) usage = joined(usage, objectAfter(text, at + key.length));
  return usage;
}

function inBytes(content: Uint8Array): TokenUsage | undefined {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  let usage: TokenUsage | undefined;
  for (let at = bytes.indexOf(keyBytes); at >= 0; at = bytes.indexOf(keyBytes, at + key.length)) {
    if (bytes[at - 1] !== quote || !startsObject(bytes, at + key.length)) continue;
    const from = at + key.length;
    usage = joined(usage, objectAfter(bytes.toString("latin1", from, from + longestUsage + 64), 0));
  }
  return usage;
}

/** Looked at before the text is copied: in a stream, most usages are `null`. */
function startsObject(bytes: Uint8Array, from: number): boolean {
  const skip = (at: number) => {
    let next = at;
    while (isSpace(bytes[next])) next++;
    return next;
  };
  const at = skip(from);
  return bytes[at] === 0x3a && bytes[skip(at + 1)] === 0x7b;
}

function joined(usage: TokenUsage | undefined, object: string | undefined): TokenUsage | undefined {
  const found = object === undefined ? undefined : readUsage(object);
  return found === undefined ? usage : joinUsage(usage, found);
}

/** The object that is the value of a key which ends at `from`; `undefined` where none stands there. */
function objectAfter(text: string, from: number): string | undefined {
  let at = skipSpace(text, from);
  if (text.charCodeAt(at) !== 0x3a) return undefined;
  at = skipSpace(text, at + 1);
  if (text.charCodeAt(at) !== 0x7b) return undefined;
  const end = objectEnd(text, at);
  return end === undefined ? undefined : text.slice(at, end);
}

function objectEnd(text: string, start: number): number | undefined {
  let depth = 0;
  const longest = Math.min(text.length, start + longestUsage);
  for (let at = start; at < longest; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = textEnd(text, at);
      if (at < 0) return undefined;
    } else if (code === 0x7b) depth++;
    else if (code === 0x7d && --depth === 0) return at + 1;
  }
  return undefined;
}

/** Index of the quote that ends the text that starts at `start`; -1: none. */
function textEnd(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(at - 1 - backslashes) === 0x5c) backslashes++;
    if (backslashes % 2 === 0) return at;
  }
  return -1;
}

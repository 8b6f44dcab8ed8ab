import { parseDate } from "../parseDate";
import { CsDateTime } from "../time";
import { CsDouble, type CsException, fail, type Value } from "../value";
import { readerPath } from "./readerPath";
import type { JsonTemplate } from "./template";

const deepest = 128;
const isoDate = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2})?$/;
const doubleQuote = 34;
const singleQuote = 39;
const slash = 47;

/**
 * JSON as Newtonsoft reads it: single quotes, comments, trailing commas and unquoted names are allowed, and text in ISO
 * form becomes a date. The gateway's own depth limit is 128.
 */
export class JsonReader {
  private at = 0;
  /** The first backslash from here on, when it was looked for; strings before it are copied as they stand. */
  private backslash = -1;
  constructor(private readonly text: string) {}

  /** @throws JsonReaderException */
  whole(): JsonTemplate {
    this.blank();
    if (this.at >= this.text.length) throw this.wrong("Error reading JToken from JsonReader.");
    const found = this.value(0);
    this.blank();
    if (this.at < this.text.length)
      throw this.wrong(
        `Additional text encountered after finished reading JSON content: ${this.text[this.at]}.`,
      );
    return found;
  }

  private wrong(message: string): CsException {
    const read = this.text.slice(0, this.at);
    const lines = read.split("\n");
    return fail(
      "JsonReaderException",
      `${message} Path '${readerPath(read)}', line ${lines.length}, position ${lines.at(-1)?.length ?? 0}.`,
    );
  }

  private blank(): void {
    const { text } = this;
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (code === 32 || code === 10 || code === 13 || code === 9 || code === 160) this.at++;
      else if (code !== slash || !this.comment()) return;
    }
  }

  private comment(): boolean {
    const next = this.text[this.at + 1];
    if (next !== "*" && next !== "/") return false;
    const end = this.text.indexOf(next === "*" ? "*/" : "\n", this.at + 2);
    if (next === "*" && end < 0) throw this.wrong("Unexpected end while parsing comment.");
    this.at = end < 0 ? this.text.length : next === "*" ? end + 2 : end;
    return true;
  }

  private value(depth: number): JsonTemplate {
    if (depth > deepest) throw this.wrong(`The reader's MaxDepth of ${deepest} has been exceeded.`);
    const code = this.text.charCodeAt(this.at);
    if (code === 123) return this.object(depth);
    if (code === 91) return this.array(depth);
    if (code === doubleQuote || code === singleQuote) return stringValue(this.string(code));
    return this.word();
  }

  private word(): Value {
    const { text, at: start } = this;
    let end = start;
    while (isWord(text.charCodeAt(end))) end++;
    if (end === start)
      throw this.wrong(
        start >= text.length
          ? "Unexpected end of content while loading JToken."
          : `Unexpected character encountered while parsing value: ${text[start]}.`,
      );
    const word = text.slice(start, end);
    const made = wordValue(word);
    if (made === undefined)
      throw this.wrong(`Unexpected character encountered while parsing value: ${word[0]}.`);
    this.at = end;
    return made;
  }

  private object(depth: number): JsonTemplate {
    const { text } = this;
    this.at++;
    const made = new Map<string, JsonTemplate>();
    for (;;) {
      this.blank();
      const code = text.charCodeAt(this.at);
      if (code === 125) {
        this.at++;
        return made;
      }
      if (this.at >= text.length) throw this.wrong("Unexpected end of content while loading JObject.");
      const name = code === doubleQuote || code === singleQuote ? this.string(code) : this.bareName();
      this.blank();
      if (text.charCodeAt(this.at) !== 58)
        throw this.wrong(
          `Invalid character after parsing property name. Expected ':' but got: ${text[this.at] ?? "end"}.`,
        );
      this.at++;
      this.blank();
      // A name that comes twice keeps its first place and its last value.
      made.set(name, this.value(depth + 1));
      this.separator(125);
    }
  }

  private bareName(): string {
    const form = /[$\w]+/y;
    form.lastIndex = this.at;
    const found = form.exec(this.text)?.[0];
    if (found === undefined)
      throw this.wrong(`Invalid property identifier character: ${this.text[this.at]}.`);
    this.at += found.length;
    return found;
  }

  private array(depth: number): JsonTemplate {
    this.at++;
    const items: JsonTemplate[] = [];
    for (;;) {
      this.blank();
      if (this.text.charCodeAt(this.at) === 93) {
        this.at++;
        return items;
      }
      if (this.at >= this.text.length) throw this.wrong("Unexpected end of content while loading JArray.");
      items.push(this.value(depth + 1));
      this.separator(93);
    }
  }

  private separator(close: number): void {
    this.blank();
    const code = this.text.charCodeAt(this.at);
    if (code === 44) this.at++;
    else if (code !== close)
      throw this.wrong(
        this.at >= this.text.length
          ? "Unexpected end of content while loading JToken."
          : `After parsing a value an unexpected character was encountered: ${this.text[this.at]}.`,
      );
  }

  private string(quote: number): string {
    const { text } = this;
    const start = this.at + 1;
    const end = text.indexOf(quote === doubleQuote ? '"' : "'", start);
    if (this.backslash < start) {
      const found = text.indexOf("\\", start);
      this.backslash = found < 0 ? text.length : found;
    }
    if (end >= 0 && end < this.backslash) {
      this.at = end + 1;
      return text.slice(start, end);
    }
    return (
      (quote === doubleQuote ? this.plainJson(start) : undefined) ??
      this.escapedString(quote === doubleQuote ? '"' : "'")
    );
  }

  /** Text with escapes as the host's own reader knows them; undefined when it knows them not. */
  private plainJson(start: number): string | undefined {
    const { text } = this;
    for (let end = text.indexOf('"', start); end >= 0; end = text.indexOf('"', end + 1)) {
      let escapes = 0;
      while (text.charCodeAt(end - 1 - escapes) === 92) escapes++;
      if (escapes % 2 === 1) continue;
      try {
        const found = JSON.parse(text.slice(start - 1, end + 1)) as string;
        this.at = end + 1;
        return found;
      } catch {
        return undefined;
      }
    }
    return undefined;
  }

  private escapedString(quote: string): string {
    let text = "";
    const stop = quote === '"' ? /["\\]/g : /['\\]/g;
    for (this.at++; ; ) {
      stop.lastIndex = this.at;
      const found = stop.exec(this.text);
      if (found === null) throw this.wrong(`Unterminated string. Expected delimiter: ${quote}.`);
      text += this.text.slice(this.at, found.index);
      this.at = found.index + 1;
      if (found[0] === quote) return text;
      text += this.escape();
    }
  }

  private escape(): string {
    const kind = this.text[this.at++] ?? "";
    if (kind === "u") {
      const digits = this.text.slice(this.at, this.at + 4);
      if (!/^[0-9a-fA-F]{4}$/.test(digits))
        throw this.wrong("Unexpected end while parsing unicode character.");
      this.at += 4;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    const found = escapes[kind];
    if (found === undefined) throw this.wrong(`Bad JSON escape sequence: \\${kind}.`);
    return found;
  }
}

const escapes: Readonly<Record<string, string>> = {
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  '"': '"',
  "'": "'",
  "\\": "\\",
  "/": "/",
};

/** Letters, digits, `_`, `+`, `-` and `.`. */
function isWord(code: number): boolean {
  return (
    (code >= 48 && code <= 57) ||
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    code === 45 ||
    code === 46 ||
    code === 43 ||
    code === 95
  );
}

function stringValue(text: string): Value {
  if (text.length < 19 || text.length > 40 || text.charCodeAt(10) !== 84 || !isoDate.test(text)) return text;
  const date = parseDate(text);
  if (date === undefined) return text;
  const kind = date.offset === undefined ? "Unspecified" : text.endsWith("Z") ? "Utc" : "Local";
  return new CsDateTime(date.ticks - BigInt(date.offset ?? 0) * 600_000_000n, kind);
}

function wordValue(word: string): Value | undefined {
  if (word === "true" || word === "false") return word === "true";
  if (word === "null" || word === "undefined") return null;
  if (word === "NaN") return new CsDouble(Number.NaN);
  if (/^-?\d+$/.test(word)) {
    if (word.length < 16) return BigInt(Number(word));
    if (word.length > 400) return new CsDouble(Number(word));
    const value = BigInt(word);
    return BigInt.asIntN(64, value) === value ? value : new CsDouble(Number(word));
  }
  return /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/.test(word)
    ? new CsDouble(Number(word))
    : undefined;
}

import { parseDate } from "../parseDate";
import { CsDateTime } from "../time";
import { CsDouble, type CsException, fail } from "../value";
import { CsJArray, CsJObject, type CsJson, CsJValue } from "./token";

const deepest = 128;
const isoDate = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * JSON as Newtonsoft reads it: single quotes, comments, trailing commas and unquoted names are allowed, and text in ISO
 * form becomes a date. The gateway's own depth limit is 128.
 *
 * @throws JsonReaderException
 */
export function readJson(text: string): CsJson {
  return new JsonReader(text).whole();
}

class JsonReader {
  private at = 0;
  constructor(private readonly text: string) {}

  whole(): CsJson {
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
    const before = this.text.slice(0, this.at).split("\n");
    return fail(
      "JsonReaderException",
      `${message} Path '', line ${before.length}, position ${before.at(-1)?.length ?? 0}.`,
    );
  }

  private blank(): void {
    for (;;) {
      while (" \t\r\n\u00a0".includes(this.text[this.at] ?? "x")) this.at++;
      if (this.text.startsWith("/*", this.at)) {
        const end = this.text.indexOf("*/", this.at + 2);
        if (end < 0) throw this.wrong("Unexpected end while parsing comment.");
        this.at = end + 2;
      } else if (this.text.startsWith("//", this.at)) {
        const end = this.text.indexOf("\n", this.at);
        this.at = end < 0 ? this.text.length : end;
      } else return;
    }
  }

  private value(depth: number): CsJson {
    if (depth > deepest) throw this.wrong(`The reader's MaxDepth of ${deepest} has been exceeded.`);
    const next = this.text[this.at];
    if (next === "{") return this.object(depth);
    if (next === "[") return this.array(depth);
    if (next === '"' || next === "'") return stringValue(this.string(next));
    const word = /[-+.\w]+/y;
    word.lastIndex = this.at;
    const found = word.exec(this.text)?.[0];
    if (found === undefined)
      throw this.wrong(
        next === undefined
          ? "Unexpected end of content while loading JToken."
          : `Unexpected character encountered while parsing value: ${next}.`,
      );
    const made = wordValue(found);
    if (made === undefined)
      throw this.wrong(`Unexpected character encountered while parsing value: ${found[0]}.`);
    this.at += found.length;
    return made;
  }

  private object(depth: number): CsJson {
    this.at++;
    const made = new CsJObject();
    for (;;) {
      this.blank();
      const next = this.text[this.at];
      if (next === "}") {
        this.at++;
        return made;
      }
      if (next === undefined) throw this.wrong("Unexpected end of content while loading JObject.");
      const name = next === '"' || next === "'" ? this.string(next) : this.bareName();
      this.blank();
      if (this.text[this.at] !== ":")
        throw this.wrong(
          `Invalid character after parsing property name. Expected ':' but got: ${this.text[this.at] ?? "end"}.`,
        );
      this.at++;
      this.blank();
      made.set(name, this.value(depth + 1));
      this.separator("}");
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

  private array(depth: number): CsJson {
    this.at++;
    const items: CsJson[] = [];
    for (;;) {
      this.blank();
      if (this.text[this.at] === "]") {
        this.at++;
        return new CsJArray(items);
      }
      if (this.text[this.at] === undefined)
        throw this.wrong("Unexpected end of content while loading JArray.");
      items.push(this.value(depth + 1));
      this.separator("]");
    }
  }

  private separator(close: string): void {
    this.blank();
    const next = this.text[this.at];
    if (next === ",") this.at++;
    else if (next !== close)
      throw this.wrong(
        next === undefined
          ? "Unexpected end of content while loading JToken."
          : `After parsing a value an unexpected character was encountered: ${next}.`,
      );
  }

  private string(quote: string): string {
    let text = "";
    for (this.at++; ; ) {
      const stop = quote === '"' ? /["\\]/g : /['\\]/g;
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
    const found = (
      { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", '"': '"', "'": "'", "\\": "\\", "/": "/" } as Readonly<
        Record<string, string>
      >
    )[kind];
    if (found === undefined) throw this.wrong(`Bad JSON escape sequence: \\${kind}.`);
    return found;
  }
}

function stringValue(text: string): CsJson {
  if (text.length < 19 || text.length > 40 || !isoDate.test(text)) return new CsJValue(text);
  const date = parseDate(text);
  if (date === undefined) return new CsJValue(text);
  const kind = date.offset === undefined ? "Unspecified" : text.endsWith("Z") ? "Utc" : "Local";
  return new CsJValue(new CsDateTime(date.ticks - BigInt(date.offset ?? 0) * 600_000_000n, kind));
}

function wordValue(word: string): CsJson | undefined {
  if (word === "true" || word === "false") return new CsJValue(word === "true");
  if (word === "null" || word === "undefined") return new CsJValue(null);
  if (word === "NaN") return new CsJValue(new CsDouble(Number.NaN));
  if (/^-?\d+$/.test(word)) {
    if (word.length > 400) return new CsJValue(new CsDouble(Number(word)));
    const value = BigInt(word);
    return new CsJValue(BigInt.asIntN(64, value) === value ? value : new CsDouble(Number(word)));
  }
  return /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(word)
    ? new CsJValue(new CsDouble(Number(word)))
    : undefined;
}

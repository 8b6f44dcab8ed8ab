import { lineStarts, type Place, placeAt } from "../xml/place";

/** Keys and indices from the root to a value. */
export type JsonPath = readonly (string | number)[];

export interface JsonDocument {
  readonly value: unknown;
  /** Where a value starts; for a path that leads nowhere, its nearest ancestor. */
  placeOf(path: JsonPath): Place;
}

export interface JsonFault extends Place {
  readonly message: string;
}

export type ParsedJson =
  | { readonly ok: true; readonly document: JsonDocument; readonly repeated: readonly JsonFault[] }
  | { readonly ok: false; readonly fault: JsonFault };

const DEEPEST = 100;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

class JsonError extends Error {
  constructor(
    readonly at: number,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Parses JSON as `JSON.parse` does and remembers where each value stands. A byte order mark is skipped. Never throws;
 * messages never hold a part of the text, which may be a secret.
 */
export function parseJson(text: string): ParsedJson {
  const starts = lineStarts(text);
  const reader = new Reader(text);
  try {
    const value = reader.whole();
    const placeOf = (path: JsonPath) => placeAt(starts, reader.offsetOf(value, path));
    const repeated = reader.repeated.map(({ at, name }) => ({
      ...placeAt(starts, at),
      message: `\`${name}\` is written twice in one object.`,
    }));
    return { ok: true, document: { value, placeOf }, repeated };
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return { ok: false, fault: { ...placeAt(starts, error.at), message: error.message } };
  }
}

class Reader {
  readonly repeated: { readonly at: number; readonly name: string }[] = [];
  private readonly offsets = new Map<unknown, Map<string | number, number>>();
  private at: number;
  private start = 0;

  constructor(private readonly text: string) {
    this.at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  }

  whole(): unknown {
    this.space();
    this.start = this.at;
    const value = this.value(0);
    this.space();
    if (this.at < this.text.length) this.fail("Something follows the end of the JSON value.");
    return value;
  }

  offsetOf(root: unknown, path: JsonPath): number {
    let offset = this.start;
    let value = root;
    for (const key of path) {
      const next = this.offsets.get(value)?.get(key);
      if (next === undefined) break;
      offset = next;
      value = (value as Record<string | number, unknown>)[key];
    }
    return offset;
  }

  private value(depth: number): unknown {
    if (depth > DEEPEST) this.fail(`This is nested more than ${DEEPEST} levels deep.`);
    switch (this.text[this.at]) {
      case "{":
        return this.object(depth);
      case "[":
        return this.array(depth);
      case '"':
        return this.string();
      case "t":
        return this.word("true", true);
      case "f":
        return this.word("false", false);
      case "n":
        return this.word("null", null);
      default:
        return this.number();
    }
  }

  private object(depth: number): object {
    const members = new Map<string, unknown>();
    const offsets = new Map<string, number>();
    this.at++;
    this.space();
    if (this.text[this.at] === "}") this.at++;
    else
      for (let more = true; more; ) {
        this.space();
        const nameAt = this.at;
        if (this.text[this.at] !== '"') this.fail("A name in double quotes is expected here.");
        const name = this.string();
        if (members.has(name)) this.repeated.push({ at: nameAt, name });
        this.space();
        if (this.text[this.at] !== ":") this.fail("`:` is expected here.");
        this.at++;
        this.space();
        offsets.set(name, this.at);
        members.set(name, this.value(depth + 1));
        more = this.goesOn("}");
      }
    // Own properties all of them, `__proto__` too.
    const value = Object.fromEntries(members);
    this.offsets.set(value, offsets);
    return value;
  }

  private array(depth: number): unknown[] {
    const items: unknown[] = [];
    const offsets = new Map<number, number>();
    this.at++;
    this.space();
    if (this.text[this.at] === "]") this.at++;
    else
      for (let more = true; more; ) {
        this.space();
        offsets.set(items.length, this.at);
        items.push(this.value(depth + 1));
        more = this.goesOn("]");
      }
    this.offsets.set(items, offsets);
    return items;
  }

  /** Whether a comma follows; otherwise the closing bracket must. */
  private goesOn(close: "}" | "]"): boolean {
    this.space();
    const found = this.text[this.at];
    if (found !== "," && found !== close) this.fail(`\`,\` or \`${close}\` is expected here.`);
    this.at++;
    return found === ",";
  }

  private string(): string {
    const from = this.at;
    let escaped = false;
    for (let at = from + 1; at < this.text.length; at++) {
      const code = this.text.charCodeAt(at);
      if (code === 0x22) {
        this.at = at + 1;
        return escaped ? this.unescaped(from) : this.text.slice(from + 1, at);
      }
      if (code < 0x20) this.fail("A line break or control character stands in a text; write `\\n`.", at);
      if (code === 0x5c) {
        escaped = true;
        at++;
      }
    }
    return this.fail("This text has no closing quote.", from);
  }

  private unescaped(from: number): string {
    try {
      return JSON.parse(this.text.slice(from, this.at)) as string;
    } catch {
      return this.fail("This text holds an escape that JSON does not have.", from);
    }
  }

  private number(): number {
    NUMBER.lastIndex = this.at;
    const found = NUMBER.exec(this.text)?.[0];
    if (found === undefined)
      return this.fail(
        this.at >= this.text.length ? "The file ends too early." : "A JSON value is expected here.",
      );
    this.at += found.length;
    return Number(found);
  }

  private word<T>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.at)) this.fail("A JSON value is expected here.");
    this.at += word.length;
    return value;
  }

  private space(): void {
    for (; this.at < this.text.length; this.at++) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
    }
  }

  private fail(message: string, at = this.at): never {
    throw new JsonError(at, message);
  }
}

import { findEntity } from "./entities";

/** Where a policy expression ends, or why it does not. Offsets are in the text that was given. */
export type ExpressionEnd =
  | Found
  | (Failure & {
      /** How far it was looked. */
      readonly read: number;
    });

interface Found {
  readonly ok: true;
  readonly end: number;
}

interface Failure {
  readonly ok: false;
  readonly at: number;
  readonly message: string;
}

const closing: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

type Frame =
  | { readonly kind: "bracket"; readonly close: string; readonly at: number }
  /** `{…}` in an interpolated string; after a colon its rest is a format. */
  | { readonly kind: "hole"; readonly at: number; format: boolean }
  | { readonly kind: "interpolated"; readonly verbatim: boolean; readonly at: number };

/**
 * Finds the bracket that closes the expression `@(…)` or `@{…}` which starts at `start`. Brackets inside C# strings
 * (regular, verbatim, interpolated with holes), character literals and comments do not count. More than one character
 * in single quotes is no C#, but policies that run on Azure hold it, so it ends at its quote as well.
 *
 * @param encoded whether entities stand for their characters, as in the raw text of a document
 */
export function findExpressionEnd(text: string, start: number, encoded: boolean): ExpressionEnd {
  const balance = new Balance(text, encoded);
  const end = balance.from(start + 1);
  return end.ok ? end : { ...end, read: balance.index };
}

class Balance {
  private readonly frames: Frame[] = [];
  index = 0;

  constructor(
    private readonly text: string,
    private readonly encoded: boolean,
  ) {}

  from(start: number): Found | Failure {
    this.index = start;
    while (this.index < this.text.length) {
      const frame = this.frames.at(-1);
      const at = this.index;
      const character = this.next();
      const failure =
        frame?.kind === "interpolated"
          ? this.inInterpolated(frame, character, at)
          : frame?.kind === "hole" && frame.format
            ? this.inFormat(frame, character)
            : this.inCode(frame, character, at);
      if (failure !== undefined) return failure;
      if (this.frames.length === 0) return { ok: true, end: this.index };
    }
    return this.unfinished();
  }

  /** One character, an entity being one. */
  private next(): string {
    const entity = this.encoded ? findEntity(this.text, this.index) : undefined;
    const character = entity?.character ?? (this.text[this.index] as string);
    this.index = entity?.end ?? this.index + 1;
    return character;
  }

  private peek(): string {
    const entity = this.encoded ? findEntity(this.text, this.index) : undefined;
    return entity?.character ?? this.text[this.index] ?? "";
  }

  private take(character: string): boolean {
    if (this.peek() !== character) return false;
    this.next();
    return true;
  }

  private inCode(frame: Frame | undefined, character: string, at: number): Failure | undefined {
    switch (character) {
      case "(":
      case "[":
      case "{":
        this.frames.push({ kind: "bracket", close: closing[character] as string, at });
        return undefined;
      case ")":
      case "]":
      case "}":
        return this.close(frame, character, at);
      case '"':
        return this.string(at, false);
      case "'":
        return this.quoted("'", at, "character literal");
      case "@":
      case "$":
        return this.prefixed(character, at);
      case "/":
        return this.comment(at);
      case ":":
        if (frame?.kind === "hole") frame.format = true;
        return undefined;
      default:
        return undefined;
    }
  }

  private close(frame: Frame | undefined, character: string, at: number): Failure | undefined {
    const expected = frame?.kind === "bracket" ? frame.close : "}";
    if (character !== expected)
      return {
        ok: false,
        at,
        message: `'${character}' does not close the bracket; '${expected}' is expected`,
      };
    this.frames.pop();
    return undefined;
  }

  /** `@"…"`, `$"…"`, `$@"…"` and `@$"…"`; an `@` or `$` before anything else means nothing here. */
  private prefixed(first: string, at: number): Failure | undefined {
    const second = first === "@" ? "$" : "@";
    const before = this.index;
    const both = this.take(second);
    if (!this.take('"')) {
      this.index = before;
      return undefined;
    }
    const verbatim = first === "@" || both;
    if (first === "@" && !both) return this.string(at, true);
    this.frames.push({ kind: "interpolated", verbatim, at });
    return undefined;
  }

  private string(at: number, verbatim: boolean): Failure | undefined {
    if (!verbatim) return this.quoted('"', at, "string");
    while (this.index < this.text.length) {
      if (this.next() === '"' && !this.take('"')) return undefined;
    }
    return { ok: false, at, message: "the string is not closed" };
  }

  private quoted(quote: string, at: number, what: string): Failure | undefined {
    while (this.index < this.text.length) {
      const character = this.next();
      if (character === quote) return undefined;
      if (character === "\n" || character === "\r") break;
      if (character === "\\" && this.index < this.text.length) this.next();
    }
    return { ok: false, at, message: `the ${what} is not closed on its line` };
  }

  private inInterpolated(
    frame: Frame & { kind: "interpolated" },
    character: string,
    at: number,
  ): Failure | undefined {
    if (character === "{" && !this.take("{")) this.frames.push({ kind: "hole", at, format: false });
    else if (character === '"' && !(frame.verbatim && this.take('"'))) this.frames.pop();
    else if (!frame.verbatim && (character === "\n" || character === "\r"))
      return { ok: false, at: frame.at, message: "the string is not closed on its line" };
    else if (!frame.verbatim && character === "\\" && this.index < this.text.length) this.next();
    return undefined;
  }

  private inFormat(frame: Frame & { kind: "hole" }, character: string): Failure | undefined {
    if (character === "}") this.frames.pop();
    else if (character === '"' || character === "\n")
      return { ok: false, at: frame.at, message: "'{' in the interpolated string is not closed" };
    return undefined;
  }

  private comment(at: number): Failure | undefined {
    if (this.take("/")) {
      while (this.index < this.text.length && this.next() !== "\n");
      return undefined;
    }
    if (!this.take("*")) return undefined;
    const end = this.text.indexOf("*/", this.index);
    if (end < 0) return { ok: false, at, message: "the comment is not closed" };
    this.index = end + 2;
    return undefined;
  }

  private unfinished(): Failure {
    const frame = this.frames.at(-1);
    const at = frame?.at ?? 0;
    if (frame?.kind === "interpolated") return { ok: false, at, message: "the string is not closed" };
    const open = frame?.kind === "bracket" ? (this.text[at] ?? "(") : "{";
    return { ok: false, at, message: `'${open}' is not closed` };
  }
}

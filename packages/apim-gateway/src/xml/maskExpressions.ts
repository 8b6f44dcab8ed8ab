import { type ExpressionEnd, findExpressionEnd } from "./expressionEnd";

/** An expression of the raw text that does not close, or is followed by something. */
export interface MaskProblem {
  readonly at: number;
  readonly rule: "expression-not-closed" | "expression-not-whole";
  readonly message: string;
}

export interface Masked {
  /** As long as the text, with the same line ends; every expression replaced by a placeholder. */
  readonly text: string;
  readonly problems: readonly MaskProblem[];
}

const mostProblems = 20;
/** Characters that may be read for what only looks like an expression: each reads on until it cannot be one. */
const mostReadInVain = 20_000_000;
const opening = /\s*@[({]/y;
const likelyDouble = /"(?=\s*\/?>|\s+[\w:.-]+\s*=\s*["'])/g;
const likelySingle = /'(?=\s*\/?>|\s+[\w:.-]+\s*=\s*["'])/g;
const tagName = /<[^\s/>="'<]+/y;
const attributeStart = /\s*[^\s/>="'<]+\s*=\s*(["'])/y;

/**
 * Hides the policy expressions of a `rawxml` document from the XML parser: C# may hold quotes, `<` and `&` that XML
 * does not allow. An attribute value or a text that starts with `@(` or `@{` is an expression; what it holds is skipped
 * by the rules of C#. An expression may also stand among other characters; in text its brackets then close before the
 * element ends. Comments, CDATA and processing instructions are left alone.
 */
export function maskExpressions(text: string): Masked {
  return new Masking(text).run();
}

class Masking {
  private readonly pieces: string[] = [];
  private readonly problems: MaskProblem[] = [];
  /** Up to here the text has been copied or masked. */
  private done = 0;
  private readInVain = 0;

  constructor(private readonly text: string) {}

  run(): Masked {
    let index = 0;
    while (index < this.text.length) {
      index = this.text[index] === "<" ? this.markup(index) : this.content(index);
    }
    this.pieces.push(this.text.slice(this.done));
    return { text: this.pieces.join(""), problems: this.problems };
  }

  private markup(index: number): number {
    // Each failure reads to the end of the document; one that holds this many gains nothing from more.
    if (this.problems.length >= mostProblems || this.readInVain > mostReadInVain) return this.text.length;
    for (const [start, end] of [
      ["<!--", "-->"],
      ["<![CDATA[", "]]>"],
      ["<?", "?>"],
    ] as const) {
      if (this.text.startsWith(start, index)) return this.after(end, index + start.length);
    }
    tagName.lastIndex = index;
    const name = tagName.exec(this.text);
    if (name === null || name[0].startsWith("<!")) return this.after(">", index);
    return this.tag(index + name[0].length);
  }

  private after(end: string, from: number): number {
    const found = this.text.indexOf(end, from);
    return found < 0 ? this.text.length : found + end.length;
  }

  /** The attributes of a start tag; returns behind its `>`. What is not XML is left for the parser to refuse. */
  private tag(from: number): number {
    let index = from;
    for (;;) {
      attributeStart.lastIndex = index;
      const match = attributeStart.exec(this.text);
      if (match === null) {
        const stop = /[<>]/g;
        stop.lastIndex = index;
        const found = stop.exec(this.text);
        if (found === null) return this.text.length;
        return found[0] === "<" ? found.index : found.index + 1;
      }
      index = this.attribute(index + match[0].length, match[1] as string);
    }
  }

  /** From behind the opening quote; returns behind the closing one. */
  private attribute(start: number, quote: string): number {
    const at = this.expressionAt(start);
    if (at === undefined) return this.embedded(start, quote);
    const extent = findExpressionEnd(this.text, at, true);
    if (extent.ok) {
      const rest = /\s*/y;
      rest.lastIndex = extent.end;
      rest.exec(this.text);
      if (this.text[rest.lastIndex] === quote) {
        this.hide(at, extent.end);
        return rest.lastIndex + 1;
      }
      this.problems.push({
        at: extent.end,
        rule: "expression-not-whole",
        message: `The expression ends here; ${quote} must follow.`,
      });
    }
    // The quote that most likely was meant: one with another attribute or the end of the tag behind it.
    const likely = quote === '"' ? likelyDouble : likelySingle;
    likely.lastIndex = start;
    const end = likely.exec(this.text) === null ? this.text.length : likely.lastIndex;
    if (!extent.ok) this.unclosed(at, end - 1, extent);
    return end;
  }

  /** A value with expressions among other characters, whose strings may hold the quote: `key="a-@(b["c"])"`. */
  private embedded(start: number, quote: string): number {
    let index = start;
    for (;;) {
      const end = this.after(quote, index);
      const found = this.text.slice(index, end).search(/@[({]/);
      if (found < 0) return end;
      const extent = this.maybeExpression(index + found, this.text.length);
      if (extent === undefined) return end;
      this.hide(index + found, extent.end);
      index = extent.end;
    }
  }

  /** Tells why an expression does not close before its likely end; beyond it nothing is C# any more. */
  private unclosed(at: number, likelyEnd: number, beyond: ExpressionEnd & { ok: false }): void {
    const within = findExpressionEnd(this.text.slice(0, likelyEnd), at, true);
    const failure = within.ok ? beyond : within;
    this.problems.push({
      at: failure.at,
      rule: "expression-not-closed",
      message: `The expression is not complete: ${failure.message}.`,
    });
  }

  /** Text up to the next markup. */
  private content(start: number): number {
    const at = this.expressionAt(start);
    if (at !== undefined) {
      const extent = findExpressionEnd(this.text, at, true);
      if (extent.ok) {
        this.hide(at, extent.end);
        return extent.end;
      }
      const close = this.text.indexOf("</", start);
      const end = close < 0 ? this.text.length : close;
      this.unclosed(at, end, extent);
      return end;
    }
    const next = this.text.indexOf("<", start);
    const end = next < 0 ? this.text.length : next;
    const embedded = this.text.slice(start, end).search(/@[({]/);
    if (embedded < 0) return end;
    const close = this.text.indexOf("</", start);
    const extent = this.maybeExpression(start + embedded, close < 0 ? this.text.length : close);
    if (extent === undefined) return end;
    this.hide(start + embedded, extent.end);
    return extent.end;
  }

  /** Characters that only look like an expression are text; so are those that go on behind `before`. */
  private maybeExpression(at: number, before: number): { readonly end: number } | undefined {
    if (this.readInVain > mostReadInVain) return undefined;
    const extent = findExpressionEnd(this.text.slice(0, before), at, true);
    if (extent.ok) return extent;
    this.readInVain += extent.read - at;
    if (this.readInVain > mostReadInVain)
      this.problems.push({
        at,
        rule: "expression-not-closed",
        message: "Too much of the document looks like expressions that do not close, up to this one.",
      });
    return undefined;
  }

  private expressionAt(start: number): number | undefined {
    opening.lastIndex = start;
    return opening.test(this.text) ? opening.lastIndex - 2 : undefined;
  }

  private hide(start: number, end: number): void {
    const hidden = this.text.slice(start, end).replace(/[^\r\n]+/g, ({ length }) => "_".repeat(length));
    this.pieces.push(this.text.slice(this.done, start), hidden);
    this.done = end;
  }
}

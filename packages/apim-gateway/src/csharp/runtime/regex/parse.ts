import { fail } from "../value";
import { type CharTest, classEscape, readSet } from "./charSet";

/** A regular expression as a tree. */
export type RegexNode =
  | { readonly kind: "char"; readonly test: CharTest }
  | { readonly kind: "sequence"; readonly parts: readonly RegexNode[] }
  | { readonly kind: "either"; readonly options: readonly RegexNode[] }
  | {
      readonly kind: "repeat";
      readonly body: RegexNode;
      readonly least: number;
      readonly most: number;
      readonly greedy: boolean;
    }
  | { readonly kind: "group"; readonly body: RegexNode; readonly index: number | undefined }
  | { readonly kind: "look"; readonly body: RegexNode; readonly negative: boolean; readonly behind: boolean }
  | { readonly kind: "atomic"; readonly body: RegexNode }
  | { readonly kind: "back"; readonly name: string }
  | {
      readonly kind: "anchor";
      readonly anchor: "start" | "end" | "lineStart" | "lineEnd" | "finalEnd" | "word" | "notWord";
    };

export interface RegexOptions {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly singleline: boolean;
  readonly ignoreBlank: boolean;
  readonly explicitCapture: boolean;
}

export interface ParsedRegex {
  readonly root: RegexNode;
  /** Index of each group → its name; unnamed groups are named by number. */
  readonly names: readonly string[];
}

const deepest = 100;

/** Reads .NET's syntax. @throws ArgumentException with the pattern in its message */
export function parseRegex(pattern: string, options: RegexOptions): ParsedRegex {
  return new RegexReader(pattern, options).whole();
}

class RegexReader {
  private at = 0;
  private depth = 0;
  private readonly names: string[] = ["0"];

  constructor(
    private readonly pattern: string,
    private options: RegexOptions,
  ) {}

  whole(): ParsedRegex {
    const root = this.either();
    if (this.at < this.pattern.length) throw this.wrong("Too many )'s.");
    return { root, names: this.names };
  }

  private wrong(message: string) {
    return fail("ArgumentException", `parsing "${this.pattern}" - ${message}`);
  }

  private either(): RegexNode {
    if (++this.depth > deepest) throw this.wrong("Nesting is too deep.");
    const kept = this.options;
    const options = [this.sequence()];
    while (this.pattern[this.at] === "|") {
      this.at++;
      options.push(this.sequence());
    }
    this.options = kept;
    this.depth--;
    return options.length === 1 ? (options[0] as RegexNode) : { kind: "either", options };
  }

  private sequence(): RegexNode {
    const parts: RegexNode[] = [];
    for (;;) {
      const next = this.pattern[this.at];
      if (next === undefined || next === "|" || next === ")")
        return parts.length === 1 ? (parts[0] as RegexNode) : { kind: "sequence", parts };
      if (this.options.ignoreBlank && /\s/.test(next)) {
        this.at++;
        continue;
      }
      const item = this.item();
      if (item !== undefined) parts.push(this.repeated(item));
    }
  }

  private repeated(body: RegexNode): RegexNode {
    let found = body;
    for (let times = 0; ; times++) {
      const rest = this.pattern.slice(this.at, this.at + 24);
      const form = /^(?:[*+?]|\{(\d{1,9})(,(\d{1,9})?)?\})/.exec(rest);
      if (form === null) return found;
      if (times > 0) throw this.wrong(`Nested quantifier ${form[0]}.`);
      this.at += form[0].length;
      const greedy = this.pattern[this.at] !== "?";
      if (!greedy) this.at++;
      const least = form[0] === "+" ? 1 : form[1] === undefined ? 0 : Number(form[1]);
      const most =
        form[0] === "?"
          ? 1
          : form[1] === undefined
            ? Number.POSITIVE_INFINITY
            : form[2] === undefined
              ? least
              : form[3] === undefined
                ? Number.POSITIVE_INFINITY
                : Number(form[3]);
      if (most < least) throw this.wrong("Illegal {x,y} with x > y.");
      found = { kind: "repeat", body: found, least, most, greedy };
    }
  }

  private item(): RegexNode | undefined {
    const next = this.pattern[this.at] as string;
    if (next === "(") return this.group();
    if (next === "[") {
      const set = readSet(this.pattern, this.at, this.options.ignoreCase);
      if (set === undefined) throw this.wrong("Unterminated [] set.");
      this.at = set.end;
      return { kind: "char", test: set.test };
    }
    if ("*+?".includes(next)) throw this.wrong("Quantifier {x,y} following nothing.");
    if (next === "\\") return this.escape();
    this.at++;
    if (next === "^") return { kind: "anchor", anchor: this.options.multiline ? "lineStart" : "start" };
    if (next === "$") return { kind: "anchor", anchor: this.options.multiline ? "lineEnd" : "finalEnd" };
    if (next === ".")
      return { kind: "char", test: this.options.singleline ? () => true : (code) => code !== 10 };
    return this.literal(next);
  }

  private literal(text: string): RegexNode {
    const code = text.charCodeAt(0);
    if (!this.options.ignoreCase) return { kind: "char", test: (other) => other === code };
    const lower = text.toLowerCase().charCodeAt(0);
    const upper = text.toUpperCase().charCodeAt(0);
    return { kind: "char", test: (other) => other === code || other === lower || other === upper };
  }

  private escape(): RegexNode {
    const next = this.pattern[this.at + 1];
    if (next === undefined) throw this.wrong("Illegal \\ at end of pattern.");
    const anchor = ({ b: "word", B: "notWord", A: "start", Z: "finalEnd", z: "end" } as const)[next as "b"];
    if (anchor !== undefined) {
      this.at += 2;
      return { kind: "anchor", anchor };
    }
    const back = /^\\(?:([1-9])|k<(\w+)>|k'(\w+)')/.exec(this.pattern.slice(this.at, this.at + 64));
    if (back !== null) {
      this.at += back[0].length;
      return { kind: "back", name: (back[1] ?? back[2] ?? back[3]) as string };
    }
    const found = classEscape(this.pattern, this.at);
    if (found === undefined) throw this.wrong(`Unrecognized escape sequence \\${next}.`);
    this.at = found.end;
    return found.test === undefined ? this.literal(found.text as string) : { kind: "char", test: found.test };
  }

  private group(): RegexNode | undefined {
    const rest = this.pattern.slice(this.at, this.at + 80);
    const inline = /^\(\?([imsnx]*)(?:-([imsnx]+))?([:)])/.exec(rest);
    if (inline !== null) {
      this.at += inline[0].length;
      const kept = this.options;
      this.options = changed(kept, inline[1] ?? "", inline[2] ?? "");
      if (inline[3] === ")") return undefined;
      const body = this.closed();
      this.options = kept;
      return { kind: "group", body, index: undefined };
    }
    const look = /^\(\?(<)?([=!])/.exec(rest);
    if (look !== null) {
      this.at += look[0].length;
      return { kind: "look", body: this.closed(), negative: look[2] === "!", behind: look[1] !== undefined };
    }
    if (rest.startsWith("(?>")) {
      this.at += 3;
      return { kind: "atomic", body: this.closed() };
    }
    const named = /^\(\?(?:<([A-Za-z_]\w*)>|'([A-Za-z_]\w*)')/.exec(rest);
    if (named === null && rest.startsWith("(?")) throw this.wrong("Unrecognized grouping construct.");
    this.at += named === null ? 1 : named[0].length;
    if (named === null && this.options.explicitCapture)
      return { kind: "group", body: this.closed(), index: undefined };
    const index = this.names.length;
    const name = named?.[1] ?? named?.[2] ?? String(index);
    this.names.push(name);
    return { kind: "group", body: this.closed(), index };
  }

  private closed(): RegexNode {
    const body = this.either();
    if (this.pattern[this.at] !== ")") throw this.wrong("Not enough )'s.");
    this.at++;
    return body;
  }
}

function changed(options: RegexOptions, on: string, off: string): RegexOptions {
  const flag = (letter: string, before: boolean) =>
    on.includes(letter) ? true : off.includes(letter) ? false : before;
  return {
    ignoreCase: flag("i", options.ignoreCase),
    multiline: flag("m", options.multiline),
    singleline: flag("s", options.singleline),
    explicitCapture: flag("n", options.explicitCapture),
    ignoreBlank: flag("x", options.ignoreBlank),
  };
}

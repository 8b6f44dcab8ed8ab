import { ExpressionRefusal } from "../problem";
import { tokenize } from "./lexer";
import type { TypeNode } from "./nodes";
import type { Token } from "./token";

export const predefinedTypes = new Set(
  "bool byte char decimal double float int long object sbyte short string uint ulong ushort void".split(" "),
);

/** Deep nesting would overflow the host's stack while parsing or evaluating. */
const deepest = 200;

/** Of type arguments in each other. A `<` that might begin some is read again at each level, and means "less than" after all. */
const deepestType = 16;

/** Between two places stands what types are made of. */
interface Look {
  readonly tokens: readonly Token[];
  readonly from: number;
  readonly to: number;
  /** Whether a `>` follows. */
  readonly closes: boolean;
}

const typeMarks = new Set(["<", ",", ".", "?", "[", "]"]);
const isOfType = ({ kind, text }: Token) =>
  kind === "identifier" ||
  (kind === "keyword" && predefinedTypes.has(text)) ||
  (kind === "operator" && typeMarks.has(text));

/** Reads tokens forward, with a way back for the places where C# needs to look ahead; knows how types are written. */
export class TokenReader {
  protected tokens: readonly Token[];
  protected position = 0;
  private depth = 0;
  private typeDepth = 0;
  /** What was seen behind the last `<`. */
  private looked: Look = { tokens: [], from: 0, to: 0, closes: false };

  constructor(
    protected readonly source: string,
    from: number,
    to: number,
  ) {
    this.tokens = tokenize(source, from, to);
  }

  protected get token(): Token {
    return this.tokens[Math.min(this.position, this.tokens.length - 1)] as Token;
  }

  protected peek(ahead = 1): Token {
    return this.tokens[Math.min(this.position + ahead, this.tokens.length - 1)] as Token;
  }

  protected is(text: string): boolean {
    const { kind } = this.token;
    return this.token.text === text && (kind === "operator" || kind === "keyword");
  }

  protected isWord(text: string): boolean {
    return this.token.kind === "identifier" && this.token.text === text;
  }

  protected accept(text: string): boolean {
    if (!this.is(text)) return false;
    this.position++;
    return true;
  }

  protected expect(text: string): Token {
    const token = this.token;
    if (!this.is(text)) throw this.unexpected(`\`${text}\``);
    this.position++;
    return token;
  }

  protected identifier(): string {
    const token = this.token;
    if (token.kind !== "identifier") throw this.unexpected("a name");
    this.position++;
    return token.text;
  }

  protected unexpected(wanted: string): ExpressionRefusal {
    const found =
      this.token.kind === "end"
        ? "the end"
        : `\`${this.source.slice(this.token.start, Math.min(this.token.end, this.token.start + 40))}\``;
    return new ExpressionRefusal(`Expected ${wanted}, found ${found}.`, this.token.start);
  }

  /** Runs `read`; goes back to where it was when that returns undefined or refuses. */
  protected attempt<T>(read: () => T | undefined): T | undefined {
    const { tokens, position, depth } = this;
    try {
      const found = read();
      if (found !== undefined) return found;
    } catch (error) {
      if (!(error instanceof ExpressionRefusal)) throw error;
    }
    this.tokens = tokens;
    this.position = position;
    this.depth = depth;
    return undefined;
  }

  protected nested<T>(read: () => T): T {
    if (++this.depth > deepest)
      throw new ExpressionRefusal("The expression is nested too deeply.", this.token.start);
    const found = read();
    this.depth--;
    return found;
  }

  /** `List<string>`, `int?`, `System.DateTime`, `string[]`. Array sizes are left to `new`. */
  protected type(nullableAllowed = true): TypeNode {
    const at = this.token.start;
    let name: string;
    let args: readonly TypeNode[] = [];
    if (this.token.kind === "keyword" && predefinedTypes.has(this.token.text)) {
      name = this.token.text;
      this.position++;
    } else {
      if (this.is("("))
        throw new ExpressionRefusal("Value tuples `(a, b)` are not supported; use Tuple.", at);
      name = this.identifier();
      args = this.typeArguments();
      while (this.is(".") && this.peek().kind === "identifier") {
        this.position++;
        name += `.${this.identifier()}`;
        args = this.typeArguments();
      }
    }
    const suffixes: ("?" | "[]")[] = [];
    for (;;) {
      if (nullableAllowed && this.is("?")) {
        this.position++;
        suffixes.push("?");
      } else if (this.is("[") && this.peek().text === "]") {
        this.position += 2;
        suffixes.push("[]");
      } else break;
    }
    return { name, args, suffixes, at };
  }

  private typeArguments(): readonly TypeNode[] {
    if (!this.is("<")) return [];
    if (this.typeDepth >= deepestType)
      throw new ExpressionRefusal("The expression is nested too deeply.", this.token.start);
    this.position++;
    this.typeDepth++;
    try {
      const args = [this.type()];
      while (this.accept(",")) args.push(this.type());
      this.expect(">");
      return args;
    } finally {
      this.typeDepth--;
    }
  }

  /** Type arguments after a name in an expression, only where C# would not read `<` as "less than". */
  protected callTypeArguments(): readonly TypeNode[] {
    if (!this.is("<") || !this.mayBeTypes()) return [];
    return (
      this.attempt(() => {
        const args = this.typeArguments();
        const after = this.token;
        const follows =
          after.kind === "end" ||
          (after.kind === "operator" &&
            "( ) ] } : ; , . ? == != | ^ && || & [ ?.".split(" ").includes(after.text));
        return follows ? args : undefined;
      }) ?? []
    );
  }
  /** Whether a `>` comes before what no type holds. One look answers for every `<` on the way: `a < b < c < …`. */
  private mayBeTypes(): boolean {
    const { tokens, position } = this;
    const { looked } = this;
    if (looked.tokens === tokens && looked.from <= position && position < looked.to) return looked.closes;
    let to = position + 1;
    while (isOfType(tokens[to] as Token)) to++;
    const closes = this.tokens[to]?.text === ">";
    this.looked = { tokens, from: position, to, closes };
    return closes;
  }
}

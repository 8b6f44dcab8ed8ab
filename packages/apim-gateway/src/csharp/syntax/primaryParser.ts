import { ExpressionRefusal } from "../problem";
import { tokenize } from "./lexer";
import type { Argument, Expression, Initializer, InterpolatedHole, TypeNode } from "./nodes";
import type { InterpolatedPart, Token } from "./token";
import { predefinedTypes, TokenReader } from "./tokenReader";

/** Of the type of an array. */
export const elementOf = (type: TypeNode): TypeNode => ({ ...type, suffixes: type.suffixes.slice(0, -1) });

const severalDimensions = (at: number) =>
  new ExpressionRefusal("Arrays of several dimensions are not supported.", at);

/** Literals, names, `new`, and what may follow a value: members, calls, indexes, `?.`. */
export abstract class PrimaryParser extends TokenReader {
  /** How many lambdas were read so far: a loop whose body has one gives each round its own variables. */
  protected lambdas = 0;

  abstract expression(): Expression;
  abstract arguments(close: string): readonly Argument[];

  protected primary(): Expression {
    return this.postfix(this.start());
  }

  private postfix(start: Expression): Expression {
    let left = start;
    for (;;) {
      const at = this.token.start;
      if (this.accept(".")) {
        const place = this.token.start;
        left = {
          kind: "member",
          target: left,
          name: this.identifier(),
          typeArgs: this.callTypeArguments(),
          at: place,
        };
      } else if (this.accept("(")) {
        left = { kind: "call", target: left, args: this.arguments(")"), at };
      } else if (this.accept("[")) {
        // `string[,] names`: a type, which only looks like an index.
        if (this.is(",")) throw severalDimensions(this.token.start);
        left = { kind: "index", target: left, args: this.arguments("]"), at };
      } else if (
        this.is("?.") ||
        this.isParted() ||
        (this.is("?") && this.peek().text === "[" && this.peek().start === this.token.end)
      ) {
        // The rest of the chain hangs on this `?.`: it is skipped as a whole when the value is null.
        const parted = this.isParted();
        const member = this.is("?.") || parted;
        this.position += parted ? 2 : 1;
        const receiver: Expression = { kind: "receiver", at };
        let rest: Expression;
        if (member)
          rest = {
            kind: "member",
            target: receiver,
            at: this.token.start,
            name: this.identifier(),
            typeArgs: this.callTypeArguments(),
          };
        else {
          this.position++;
          rest = { kind: "index", target: receiver, args: this.arguments("]"), at };
        }
        return { kind: "conditionalAccess", target: left, rest: this.nested(() => this.postfix(rest)), at };
      } else if (this.is("++") || this.is("--")) {
        const operator = this.token.text as "++" | "--";
        this.position++;
        left = { kind: "step", operator, prefix: false, value: left, at };
      } else if (this.is("!") && [")", ";", ".", ",", "[", ""].includes(this.peek().text)) {
        throw new ExpressionRefusal("The null-forgiving `!` needs C# 8; policy expressions are C# 7.", at);
      } else return left;
    }
  }

  /** `?` at the end of a line and `.` on the next: C# has two tokens there. A digit after the point makes it a number. */
  private isParted(): boolean {
    return this.is("?") && this.peek().kind === "operator" && this.peek().text === ".";
  }

  private start(): Expression {
    const token = this.token;
    const at = token.start;
    if (token.kind === "number") return this.take({ kind: "number", text: token.text, type: token.type, at });
    if (token.kind === "string" || token.kind === "char")
      return this.take({ kind: token.kind, text: token.text, at });
    if (token.kind === "interpolated")
      return this.take({ kind: "interpolated", holes: token.parts.map((part) => this.hole(part)), at });
    if (token.kind === "identifier") {
      if (token.text === "nameof" && this.peek().text === "(") return this.nameOf(at);
      if (token.text === "from" && this.peek().kind === "identifier" && this.peek(2).text === "in")
        throw new ExpressionRefusal("Queries (`from x in …`) are not supported; call Where and Select.", at);
      this.position++;
      return { kind: "name", name: token.text, typeArgs: this.callTypeArguments(), at };
    }
    if (this.accept("(")) {
      const value = this.expression();
      if (this.is(",") || this.token.kind === "identifier")
        throw new ExpressionRefusal("Value tuples `(a, b)` are not supported; use Tuple.", at);
      this.expect(")");
      // A bracketed chain ends there: `(a?.b).c` is not skipped by `?.`, which the tree already says.
      return value;
    }
    if (token.kind === "keyword") return this.startOfKeyword(token);
    throw this.unexpected("a value");
  }

  private startOfKeyword(token: Token): Expression {
    const { text, start: at } = token;
    if (text === "true" || text === "false") return this.take({ kind: "bool", value: text === "true", at });
    if (text === "null") return this.take({ kind: "null", at });
    if (text === "new") return this.creation();
    if (text === "typeof" || text === "default") {
      this.position++;
      if (!this.is("("))
        throw new ExpressionRefusal("The literal `default` needs C# 7.1; write `default(T)`.", at);
      this.position++;
      const type = this.type();
      this.expect(")");
      return { kind: text, type, at };
    }
    if (text === "checked" || text === "unchecked") {
      this.position++;
      this.expect("(");
      const value = this.expression();
      this.expect(")");
      return { kind: "checked", checked: text === "checked", value, at };
    }
    if (predefinedTypes.has(text)) {
      const type: TypeNode = { name: text, args: [], suffixes: [], at };
      return this.take({ kind: "predefined", type, at });
    }
    throw this.unexpected("a value");
  }

  private take(expression: Expression): Expression {
    this.position++;
    return expression;
  }

  private nameOf(at: number): Expression {
    this.position += 2;
    let name = this.identifier();
    while (this.accept(".")) name = this.identifier();
    this.expect(")");
    return { kind: "nameof", name, at };
  }

  private creation(): Expression {
    const at = this.expect("new").start;
    if (this.is("{")) return this.anonymous(at);
    if (this.is("("))
      throw new ExpressionRefusal("`new()` without a type needs C# 9; policy expressions are C# 7.", at);
    if (this.is("[")) {
      this.position++;
      this.expect("]");
      return { kind: "newArray", type: undefined, size: undefined, values: this.values(), at };
    }
    const type = this.type(false);
    if (type.suffixes.at(-1) === "[]") {
      return { kind: "newArray", type: elementOf(type), size: undefined, values: this.values(), at };
    }
    if (this.accept("[")) {
      const size = this.expression();
      if (this.is(",")) throw severalDimensions(this.token.start);
      this.expect("]");
      let element = type;
      while (this.accept("[")) {
        this.expect("]");
        element = { ...element, suffixes: [...element.suffixes, "[]"] };
      }
      return { kind: "newArray", type: element, size, values: this.is("{") ? this.values() : undefined, at };
    }
    const args = this.accept("(") ? this.arguments(")") : undefined;
    const initializers = this.is("{") ? this.initializers() : undefined;
    if (args === undefined && initializers === undefined) throw this.unexpected("`(`");
    return { kind: "new", type, args: args ?? [], initializers, at };
  }

  protected values(): readonly Expression[] {
    this.expect("{");
    const found: Expression[] = [];
    while (!this.is("}")) {
      found.push(this.expression());
      if (!this.accept(",")) break;
    }
    this.expect("}");
    return found;
  }

  private initializers(): readonly Initializer[] {
    this.expect("{");
    const found: Initializer[] = [];
    while (!this.is("}")) {
      const at = this.token.start;
      if (this.is("{")) found.push({ kind: "element", values: this.values(), at });
      else if (this.accept("[")) {
        const key = this.expression();
        this.expect("]");
        this.expect("=");
        found.push({ kind: "index", key, value: this.expression(), at });
      } else if (this.token.kind === "identifier" && this.peek().text === "=") {
        const name = this.identifier();
        this.position++;
        found.push({ kind: "member", name, value: this.expression(), at });
      } else found.push({ kind: "element", values: [this.expression()], at });
      if (!this.accept(",")) break;
    }
    this.expect("}");
    return found;
  }

  private anonymous(at: number): Expression {
    this.expect("{");
    const fields: { name: string; value: Expression }[] = [];
    while (!this.is("}")) {
      const named = this.token.kind === "identifier" && this.peek().text === "=";
      const name = named ? this.identifier() : undefined;
      if (named) this.position++;
      const value = this.expression();
      const projected = value.kind === "name" || value.kind === "member" ? value.name : undefined;
      const final = name ?? projected;
      if (final === undefined)
        throw new ExpressionRefusal("A member of an anonymous object needs a name.", value.at);
      fields.push({ name: final, value });
      if (!this.accept(",")) break;
    }
    this.expect("}");
    return { kind: "anonymous", fields, at };
  }

  private hole(part: InterpolatedPart): InterpolatedHole {
    if ("text" in part) return part;
    const { tokens, position } = this;
    // A hole is read in place, with its own tokens.
    this.tokens = tokenize(this.source, part.start, part.end);
    this.position = 0;
    const value = this.nested(() => this.expression());
    const alignment = this.accept(",") ? this.expression() : undefined;
    if (this.token.kind !== "end") throw this.unexpected("the end of the hole");
    this.tokens = tokens;
    this.position = position;
    return { value, alignment, format: part.format };
  }
}

import { ExpressionRefusal } from "../problem";
import { ExpressionParser } from "./expressionParser";
import type { CatchClause, Expression, Statement, SwitchSection, TypeNode } from "./nodes";
import { elementOf } from "./primaryParser";

/** Statements of C# 7, over the expressions. */
class Parser extends ExpressionParser {
  wholeExpression(): Expression {
    const found = this.expression();
    if (this.token.kind !== "end") throw this.unexpected("the end of the expression");
    return found;
  }

  wholeBody(): Statement {
    const at = this.token.start;
    const body: Statement[] = [];
    while (this.token.kind !== "end") body.push(this.statement());
    return { kind: "block", body, at };
  }

  protected override block(checked?: boolean): Statement {
    const at = this.expect("{").start;
    const body: Statement[] = [];
    while (!this.is("}")) {
      if (this.token.kind === "end") throw this.unexpected("`}`");
      body.push(this.statement());
    }
    this.position++;
    return { kind: "block", body, checked, at };
  }

  private statement(): Statement {
    return this.nested(() => this.readStatement());
  }

  private readStatement(): Statement {
    const { start: at, text, kind } = this.token;
    if (this.is("{")) return this.block();
    if (this.accept(";")) return { kind: "empty", at };
    if (kind === "keyword") {
      if (text === "if") return this.ifStatement(at);
      if (text === "while") return this.whileStatement(at);
      if (text === "do") return this.doStatement(at);
      if (text === "for") return this.forStatement(at);
      if (text === "foreach") return this.foreachStatement(at);
      if (text === "try") return this.tryStatement(at);
      if (text === "switch") return this.switchStatement(at);
      if (text === "using") return this.usingStatement(at);
      if ((text === "checked" || text === "unchecked") && this.peek().text === "{") {
        this.position++;
        return this.block(text === "checked");
      }
      if (text === "return" || text === "throw") {
        this.position++;
        const value = this.is(";") ? undefined : this.expression();
        this.expect(";");
        return { kind: text, value, at };
      }
      if (text === "break" || text === "continue") {
        this.position++;
        this.expect(";");
        return { kind: text, at };
      }
      if (text === "const") {
        this.position++;
        const found = this.declaration(true);
        this.expect(";");
        return found;
      }
      if (
        ["goto", "lock", "unsafe", "fixed", "class", "struct", "static", "interface", "enum"].includes(text)
      )
        throw new ExpressionRefusal(`\`${text}\` is not allowed in policy expressions.`, at);
    }
    if (this.isWord("record") && this.peek().kind === "identifier" && this.peek(2).text === "(")
      throw new ExpressionRefusal("Records need C# 9; policy expressions are C# 7.", at);
    if (this.isWord("await") || this.isWord("yield"))
      if (this.peek().kind === "identifier" || this.peek().kind === "keyword")
        throw new ExpressionRefusal(`\`${text}\` is not allowed in policy expressions.`, at);
    const declared = this.localFunction(at) ?? this.tryDeclaration();
    if (declared !== undefined) return declared;
    const value = this.expression();
    this.expect(";");
    if (!["call", "assign", "step", "new", "conditionalAccess"].includes(value.kind))
      throw new ExpressionRefusal(
        "Only a call, an assignment, an increment or `new` can be a statement.",
        value.at,
      );
    return { kind: "expression", value, at };
  }

  private localFunction(at: number): Statement | undefined {
    const head = this.attempt(() => {
      const result = this.type();
      const name = this.identifier();
      if (!this.is("(")) return undefined;
      const parameters = this.parameters(false);
      return this.is("{") || this.is("=>") ? { result, name, parameters } : undefined;
    });
    if (head === undefined) return undefined;
    this.lambdas++;
    if (this.is("{")) return { kind: "function", ...head, body: this.block(), at };
    this.position++;
    const value = this.expression();
    this.expect(";");
    const isVoid = head.result.name === "void";
    return {
      kind: "function",
      ...head,
      body: { kind: isVoid ? "expression" : "return", value, at: value.at } as Statement,
      at,
    };
  }

  private startsDeclaration(): boolean {
    const start = this.position;
    const found = this.attempt(() => {
      this.type();
      this.identifier();
      return this.is("=") ||
        this.is(";") ||
        this.is(",") ||
        this.isWord("in") ||
        this.is("in") ||
        this.is(")")
        ? true
        : undefined;
    });
    this.position = start;
    return found === true;
  }

  private tryDeclaration(): Statement | undefined {
    if (!this.startsDeclaration()) return undefined;
    const found = this.declaration(false);
    this.expect(";");
    return found;
  }

  private declaration(isConst: boolean): Statement {
    const at = this.token.start;
    const type = this.type();
    const variables: { name: string; value: Expression | undefined; at: number }[] = [];
    do {
      const place = this.token.start;
      const name = this.identifier();
      variables.push({ name, value: this.accept("=") ? this.initialValue(type) : undefined, at: place });
    } while (this.accept(","));
    return { kind: "declare", type, variables, isConst, at };
  }

  /** `int[] a = { 1, 2 }` has no `new`. */
  private initialValue(type: TypeNode): Expression {
    const { start: at } = this.token;
    if (!this.is("{")) return this.expression();
    if (type.suffixes.at(-1) !== "[]")
      throw new ExpressionRefusal("Only an array can have its values in `{ … }`.", at);
    return { kind: "newArray", type: elementOf(type), size: undefined, values: this.values(), at };
  }

  private condition(): Expression {
    this.expect("(");
    const found = this.expression();
    this.expect(")");
    return found;
  }

  private ifStatement(at: number): Statement {
    this.position++;
    const condition = this.condition();
    const yes = this.statement();
    return { kind: "if", condition, yes, no: this.accept("else") ? this.statement() : undefined, at };
  }

  private whileStatement(at: number): Statement {
    this.position++;
    const condition = this.condition();
    return { kind: "while", condition, body: this.statement(), first: "condition", at };
  }

  private doStatement(at: number): Statement {
    this.position++;
    const body = this.statement();
    this.expect("while");
    const condition = this.condition();
    this.expect(";");
    return { kind: "while", condition, body, first: "body", at };
  }

  private forStatement(at: number): Statement {
    this.position++;
    this.expect("(");
    const start: Statement[] = [];
    if (!this.is(";")) {
      if (this.startsDeclaration()) start.push(this.declaration(false));
      else
        start.push(
          ...this.expressions().map((value): Statement => ({ kind: "expression", value, at: value.at })),
        );
    }
    this.expect(";");
    const condition = this.is(";") ? undefined : this.expression();
    this.expect(";");
    const next = this.is(")") ? [] : this.expressions();
    this.expect(")");
    return { kind: "for", start, condition, next, body: this.statement(), at };
  }

  private expressions(): Expression[] {
    const found = [this.expression()];
    while (this.accept(",")) found.push(this.expression());
    return found;
  }

  private foreachStatement(at: number): Statement {
    this.position++;
    this.expect("(");
    const type = this.type();
    const name = this.identifier();
    this.expect("in");
    const source = this.expression();
    this.expect(")");
    const before = this.lambdas;
    const body = this.statement();
    return { kind: "foreach", type, name, source, body, captured: this.lambdas > before, at };
  }

  private tryStatement(at: number): Statement {
    this.position++;
    const body = this.block();
    const catches: CatchClause[] = [];
    while (this.is("catch")) {
      const place = this.token.start;
      this.position++;
      const typed = this.accept("(");
      const type = typed ? this.type() : undefined;
      const variable = typed && this.token.kind === "identifier" ? this.identifier() : undefined;
      if (typed) this.expect(")");
      let when: Expression | undefined;
      if (this.isWord("when")) {
        this.position++;
        when = this.condition();
      }
      catches.push({ type, variable, when, body: this.block(), at: place });
    }
    const last = this.accept("finally") ? this.block() : undefined;
    if (catches.length === 0 && last === undefined) throw this.unexpected("`catch` or `finally`");
    return { kind: "try", body, catches, last, at };
  }

  private switchStatement(at: number): Statement {
    this.position++;
    const value = this.condition();
    this.expect("{");
    const sections: SwitchSection[] = [];
    while (!this.accept("}")) {
      const labels: SwitchSection["labels"][number][] = [];
      while (this.is("case") || this.is("default")) labels.push(this.label());
      if (labels.length === 0) throw this.unexpected("`case`");
      const body: Statement[] = [];
      while (!this.is("case") && !this.is("default") && !this.is("}")) {
        if (this.token.kind === "end") throw this.unexpected("`}`");
        body.push(this.statement());
      }
      sections.push({ labels, body });
    }
    return { kind: "switch", value, sections, at };
  }

  private label(): SwitchSection["labels"][number] {
    const at = this.token.start;
    if (this.accept("default")) {
      this.expect(":");
      return { pattern: undefined, when: undefined, at };
    }
    this.expect("case");
    const pattern = this.pattern();
    let when: Expression | undefined;
    if (this.isWord("when")) {
      this.position++;
      when = this.expression();
    }
    this.expect(":");
    return { pattern, when, at };
  }

  private usingStatement(at: number): Statement {
    this.position++;
    if (!this.is("("))
      throw new ExpressionRefusal("`using` declarations need C# 8; write `using (…) { … }`.", at);
    this.position++;
    const declares = this.startsDeclaration();
    const resource = declares ? this.declaration(false) : this.expression();
    this.expect(")");
    return { kind: "using", resource, declares, body: this.statement(), at };
  }
}

/** What a policy expression is: `@(…)` gives its value, `@{…}` returns it. */
export type ParsedExpression =
  | { readonly kind: "value"; readonly value: Expression }
  | { readonly kind: "body"; readonly body: Statement };

/**
 * Reads `@(…)` or `@{…}`; blank space around it is allowed.
 *
 * @throws ExpressionRefusal with an offset into `source`
 */
export function parseExpression(source: string): ParsedExpression {
  const start = source.length - source.trimStart().length;
  const end = source.trimEnd().length;
  const open = source.slice(start, start + 2);
  const close = open === "@(" ? ")" : open === "@{" ? "}" : undefined;
  if (close === undefined)
    throw new ExpressionRefusal("A policy expression starts with `@(` or `@{`.", start);
  if (end <= start + 2 || source[end - 1] !== close)
    throw new ExpressionRefusal(`The expression has no closing \`${close}\`.`, Math.max(start, end - 1));
  const parser = new Parser(source, start + 2, end - 1);
  try {
    return open === "@("
      ? { kind: "value", value: parser.wholeExpression() }
      : { kind: "body", body: parser.wholeBody() };
  } catch (error) {
    throw error instanceof ExpressionRefusal ? (otherForm(source, start, end) ?? error) : error;
  }
}

/** Says so where the text would be right between the other braces. */
function otherForm(source: string, start: number, end: number): ExpressionRefusal | undefined {
  const isBlock = source[start + 1] === "{";
  try {
    if (isBlock) new Parser(source, start + 2, end - 1).wholeExpression();
    else new Parser(`${source.slice(0, end - 1)};`, start + 2, end).wholeBody();
  } catch (error) {
    if (error instanceof ExpressionRefusal) return undefined;
    throw error;
  }
  return new ExpressionRefusal(
    isBlock
      ? "A block `@{ … }` gives its value with `return …;`; a value alone stands in `@( … )`."
      : "`@( … )` holds a value alone; statements stand in `@{ … }`.",
    start,
  );
}

import { ExpressionRefusal } from "../problem";
import type { Argument, Expression, Parameter, Pattern, Statement } from "./nodes";
import { PrimaryParser } from "./primaryParser";
import { predefinedTypes } from "./tokenReader";

const precedence: Readonly<Record<string, number>> = {
  "??": 1,
  "||": 2,
  "&&": 3,
  "|": 4,
  "^": 5,
  "&": 6,
  "==": 7,
  "!=": 7,
  "<": 8,
  ">": 8,
  "<=": 8,
  ">=": 8,
  is: 8,
  as: 8,
  "<<": 9,
  ">>": 9,
  "+": 10,
  "-": 10,
  "*": 11,
  "/": 11,
  "%": 11,
};
const assignments = new Set(["=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>="]);

/** Operators by precedence (Pratt), casts, lambdas, assignments. */
export abstract class ExpressionParser extends PrimaryParser {
  protected abstract block(): Statement;

  override expression(): Expression {
    return this.nested(() => {
      const at = this.token.start;
      const lambda = this.lambda();
      if (lambda !== undefined) return lambda;
      if (this.is("throw")) {
        this.position++;
        return { kind: "throw", value: this.expression(), at };
      }
      const left = this.conditional();
      const operator = this.assignmentOperator();
      if (operator === undefined) return left;
      return { kind: "assign", operator, target: left, value: this.expression(), at: left.at };
    });
  }

  private assignmentOperator(): string | undefined {
    const { text, kind, start } = this.token;
    if (text === "??=") throw new ExpressionRefusal("`??=` needs C# 8; policy expressions are C# 7.", start);
    if (
      kind === "operator" &&
      text === ">" &&
      this.peek().text === ">=" &&
      this.peek().start === this.token.end
    ) {
      this.position += 2;
      return ">>=";
    }
    if (kind !== "operator" || !assignments.has(text)) return undefined;
    this.position++;
    return text;
  }

  private conditional(): Expression {
    const condition = this.binary(1);
    if (!this.is("?")) return condition;
    this.position++;
    const yes = this.expression();
    this.expect(":");
    const no = this.expression();
    return { kind: "conditional", condition, yes, no, at: condition.at };
  }

  private binary(least: number): Expression {
    let left = this.unary();
    for (;;) {
      const { text, start, end, kind } = this.token;
      const shift = text === ">" && this.peek().text === ">" && this.peek().start === end;
      const operator = shift ? ">>" : text;
      const level = kind === "operator" || kind === "keyword" ? precedence[operator] : undefined;
      if (this.is("switch"))
        throw new ExpressionRefusal("Switch expressions need C# 8; policy expressions are C# 7.", start);
      if (text === ".." && kind === "operator")
        throw new ExpressionRefusal("Ranges `..` need C# 8; policy expressions are C# 7.", start);
      if (this.isWord("with") && this.peek().text === "{")
        throw new ExpressionRefusal("`with` needs C# 9; policy expressions are C# 7.", start);
      if (level === undefined || level < least) return left;
      this.position += shift ? 2 : 1;
      if (operator === "is") left = { kind: "is", value: left, pattern: this.pattern(), at: start };
      else if (operator === "as") left = { kind: "as", value: left, type: this.typeOfTest(), at: start };
      else if (operator === "??") {
        const right = this.is("throw") ? this.expression() : this.binary(level);
        left = { kind: "binary", operator, left, right, at: start };
      } else
        left = {
          kind: "binary",
          operator,
          left,
          right: this.nested(() => this.binary(level + 1)),
          at: start,
        };
    }
  }

  /** In `x as int? …`, `?` belongs to the type unless a condition follows. */
  private typeOfTest() {
    return (
      this.attempt(() => {
        const type = this.type();
        if (type.suffixes.at(-1) !== "?") return type;
        const { kind, text } = this.token;
        return kind === "end" || (kind === "operator" && !"( - ! ~ +".split(" ").includes(text))
          ? type
          : undefined;
      }) ?? this.type(false)
    );
  }

  protected pattern(): Pattern {
    const at = this.token.start;
    if (this.isWord("not"))
      throw new ExpressionRefusal("The pattern `not` needs C# 9; write `!(x is T)`.", at);
    if (this.is("{"))
      throw new ExpressionRefusal("Property patterns need C# 8; policy expressions are C# 7.", at);
    if (this.is("<") || this.is(">") || this.is("<=") || this.is(">="))
      throw new ExpressionRefusal("Relational patterns need C# 9; policy expressions are C# 7.", at);
    const isName =
      this.token.kind === "identifier" ||
      (this.token.kind === "keyword" && predefinedTypes.has(this.token.text));
    const typed = isName
      ? this.attempt((): Pattern | undefined => {
          const type = this.typeOfTest();
          if (this.is("(")) return undefined;
          const named = this.token.kind === "identifier" && !["when", "and", "or"].includes(this.token.text);
          return { kind: "type", type, variable: named ? this.identifier() : undefined, at };
        })
      : undefined;
    const found: Pattern = typed ?? { kind: "constant", value: this.binary(9), at };
    if (this.isWord("and") || this.isWord("or"))
      throw new ExpressionRefusal(
        `The pattern \`${this.token.text}\` needs C# 9; policy expressions are C# 7.`,
        this.token.start,
      );
    return found;
  }

  private unary(): Expression {
    return this.nested(() => {
      const at = this.token.start;
      for (const operator of ["!", "-", "+", "~"]) {
        if (this.accept(operator)) return { kind: "unary", operator, value: this.unary(), at };
      }
      for (const operator of ["++", "--"] as const) {
        if (this.accept(operator)) return { kind: "step", operator, prefix: true, value: this.unary(), at };
      }
      if (this.is("^"))
        throw new ExpressionRefusal("Indices from the end `^` need C# 8; policy expressions are C# 7.", at);
      if (this.isWord("await") && this.peek().kind === "identifier")
        throw new ExpressionRefusal("`await` is not allowed in policy expressions.", at);
      return this.cast() ?? this.primary();
    });
  }

  private cast(): Expression | undefined {
    if (!this.is("(")) return undefined;
    const at = this.token.start;
    const type = this.attempt(() => {
      this.position++;
      const written = this.type();
      this.expect(")");
      const isPlain = written.suffixes.length > 0 || predefinedTypes.has(written.name);
      const { kind, text } = this.token;
      const opensValue =
        kind !== "operator" && kind !== "end" && text !== "is" && text !== "as" && text !== "switch";
      const follows =
        opensValue ||
        text === "(" ||
        text === "!" ||
        text === "~" ||
        (isPlain && ["-", "+", "++", "--"].includes(text));
      return follows ? written : undefined;
    });
    return type === undefined ? undefined : { kind: "cast", type, value: this.unary(), at };
  }

  private lambda(): Expression | undefined {
    const at = this.token.start;
    if (this.isWord("async") && (this.peek().kind === "identifier" || this.peek().text === "("))
      throw new ExpressionRefusal("`async` is not allowed in policy expressions.", at);
    let parameters: readonly Parameter[] | undefined;
    if (this.token.kind === "identifier" && this.peek().text === "=>") {
      parameters = [{ type: undefined, name: this.identifier(), at }];
      this.position++;
    } else if (this.is("(")) {
      parameters = this.attempt(() => {
        const found = this.parameters(true);
        return this.accept("=>") ? found : undefined;
      });
    }
    if (parameters === undefined) return undefined;
    this.lambdas++;
    const isBlock = this.is("{");
    return { kind: "lambda", parameters, body: isBlock ? this.block() : this.expression(), isBlock, at };
  }

  protected parameters(typesOptional: boolean): readonly Parameter[] {
    this.expect("(");
    const found: Parameter[] = [];
    while (!this.is(")")) {
      if (found.length > 0) this.expect(",");
      const at = this.token.start;
      const bare = typesOptional && this.token.kind === "identifier" && [",", ")"].includes(this.peek().text);
      const type = bare ? undefined : this.type();
      found.push({ type, name: this.identifier(), at });
    }
    this.expect(")");
    return found;
  }

  override arguments(close: string): readonly Argument[] {
    const found: Argument[] = [];
    while (!this.is(close)) {
      if (found.length > 0) this.expect(",");
      found.push(this.argument());
    }
    this.expect(close);
    return found;
  }

  private argument(): Argument {
    const at = this.token.start;
    const named =
      this.token.kind === "identifier" && this.peek().text === ":" ? this.identifier() : undefined;
    if (named !== undefined) this.position++;
    if (this.is("ref") || this.is("in"))
      throw new ExpressionRefusal(`\`${this.token.text}\` arguments are not supported.`, at);
    if (!this.accept("out")) return { name: named, value: this.expression(), out: undefined, at };
    const declared = this.attempt(() => {
      const type = this.type();
      return this.token.kind === "identifier" ? type : undefined;
    });
    const variable = this.identifier();
    return {
      name: named,
      value: { kind: "name", name: variable, typeArgs: [], at },
      out: { declared, variable },
      at,
    };
  }
}

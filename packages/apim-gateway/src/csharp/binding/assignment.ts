import { ExpressionRefusal } from "../problem";
import type { Argument, Expression, Pattern, Statement } from "../syntax/nodes";
import type { ParsedExpression } from "../syntax/parser";
import { childrenOf } from "./children";

interface Local {
  readonly name: string;
}

/** Locals that may have no value yet; undefined where nothing can come. */
type State = ReadonlySet<Local> | undefined;

function join(a: State, b: State): State {
  if (a === undefined) return b;
  if (b === undefined || a === b) return a;
  return new Set([...a, ...b]);
}

interface Branches {
  readonly yes: State;
  readonly no: State;
}

interface Jumps {
  breaks: State;
  continues: State;
}

/** @throws Refusal (C# CS0165) where a local is read that may not have a value yet */
export function checkAssignment(parsed: ParsedExpression): void {
  const check = new AssignmentCheck();
  if (parsed.kind === "body") check.statement(parsed.body);
  else check.expression(parsed.value);
}

class AssignmentCheck {
  private state: State = new Set();
  private scopes: Map<string, Local>[] = [new Map()];
  private jumps: Jumps[] = [];

  private find(name: string): Local | undefined {
    for (let index = this.scopes.length - 1; index >= 0; index--) {
      const found = this.scopes[index]?.get(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private declare(name: string, assigned: boolean): Local {
    const local = { name };
    this.scopes.at(-1)?.set(name, local);
    if (!assigned && this.state !== undefined) this.state = new Set([...this.state, local]);
    return local;
  }

  private assign(name: string): void {
    const local = this.find(name);
    if (local === undefined || this.state === undefined || !this.state.has(local)) return;
    this.state = new Set([...this.state].filter((other) => other !== local));
  }

  private read(name: string, at: number): void {
    const local = this.find(name);
    if (local !== undefined && this.state?.has(local) === true)
      throw new ExpressionRefusal(`Use of unassigned local variable \`${name}\`.`, at);
  }

  private scoped(work: () => void): void {
    this.scopes.push(new Map());
    work();
    this.scopes.pop();
  }

  /** Runs what leaves the state as it found it: the body of a lambda. */
  private aside(state: State, parameters: readonly { readonly name: string }[], work: () => void): void {
    const { state: before, jumps } = this;
    this.state = state;
    this.jumps = [];
    this.scoped(() => {
      for (const { name } of parameters) this.declare(name, true);
      work();
    });
    this.state = before;
    this.jumps = jumps;
  }

  expression(node: Expression): void {
    switch (node.kind) {
      case "name":
        this.read(node.name, node.at);
        return;
      case "assign":
        if (node.target.kind !== "name" || node.operator !== "=") this.expression(node.target);
        this.expression(node.value);
        if (node.target.kind === "name") this.assign(node.target.name);
        return;
      case "call":
        this.expression(node.target);
        this.arguments(node.args);
        return;
      case "new":
        this.arguments(node.args);
        break;
      case "conditional": {
        const { yes, no } = this.condition(node.condition);
        this.state = yes;
        this.expression(node.yes);
        const after = this.state;
        this.state = no;
        this.expression(node.no);
        this.state = join(after, this.state);
        return;
      }
      case "conditionalAccess": {
        this.expression(node.target);
        const skipped = this.state;
        this.expression(node.rest);
        this.state = join(skipped, this.state);
        return;
      }
      case "lambda":
        this.aside(this.state, node.parameters, () =>
          node.isBlock ? this.statement(node.body as Statement) : this.expression(node.body as Expression),
        );
        return;
      case "throw":
        this.expression(node.value);
        this.state = undefined;
        return;
      case "is":
      case "binary":
      case "unary": {
        if (node.kind === "binary" && node.operator === "??") {
          this.expression(node.left);
          const skipped = this.state;
          this.expression(node.right);
          this.state = join(skipped, this.state);
          return;
        }
        const { yes, no } = this.condition(node);
        this.state = join(yes, no);
        return;
      }
    }
    for (const child of childrenOf(node)) this.expression(child);
  }

  private arguments(args: readonly Argument[]): void {
    for (const { value, out } of args) if (out === undefined) this.expression(value);
    for (const { out } of args) {
      if (out === undefined) continue;
      if (out.declared === undefined) this.assign(out.variable);
      else this.declare(out.variable, true);
    }
  }

  /** What is assigned when the condition holds, and when it does not. */
  private condition(node: Expression): Branches {
    if (node.kind === "bool")
      return node.value ? { yes: this.state, no: undefined } : { yes: undefined, no: this.state };
    if (node.kind === "unary" && node.operator === "!") {
      const { yes, no } = this.condition(node.value);
      return { yes: no, no: yes };
    }
    if (node.kind === "binary" && (node.operator === "&&" || node.operator === "||")) {
      const first = this.condition(node.left);
      const isAnd = node.operator === "&&";
      this.state = isAnd ? first.yes : first.no;
      const second = this.condition(node.right);
      return isAnd
        ? { yes: second.yes, no: join(first.no, second.no) }
        : { yes: join(first.yes, second.yes), no: second.no };
    }
    if (node.kind === "is") {
      this.expression(node.value);
      const name = patternVariable(node.pattern);
      if (name === undefined) return { yes: this.state, no: this.state };
      const yes = this.state;
      this.declare(name, false);
      return { yes, no: this.state };
    }
    if (node.kind === "binary" || node.kind === "unary")
      for (const child of childrenOf(node)) this.expression(child);
    else this.expression(node);
    return { yes: this.state, no: this.state };
  }

  statement(node: Statement): void {
    switch (node.kind) {
      case "block":
        this.scoped(() => {
          for (const inner of node.body) if (inner.kind === "function") this.declare(inner.name, true);
          for (const inner of node.body) this.statement(inner);
        });
        return;
      case "declare":
        for (const { name, value } of node.variables) {
          if (value === undefined) this.declare(name, false);
          else {
            // A lambda may name itself; whether it has its value then shows when it is called.
            const early = value.kind === "lambda" ? this.declare(name, true) : undefined;
            this.expression(value);
            if (early === undefined) this.declare(name, true);
          }
        }
        return;
      case "function":
        this.aside(new Set(), node.parameters, () => this.statement(node.body));
        return;
      case "expression":
        this.expression(node.value);
        return;
      case "if": {
        const { yes, no } = this.condition(node.condition);
        this.state = yes;
        this.scoped(() => this.statement(node.yes));
        const after = this.state;
        this.state = no;
        if (node.no !== undefined) this.scoped(() => this.statement(node.no as Statement));
        this.state = join(after, this.state);
        return;
      }
      case "while":
      case "for":
      case "foreach":
        this.scoped(() => this.loop(node));
        return;
      case "return":
      case "throw":
        if (node.value !== undefined) this.expression(node.value);
        this.state = undefined;
        return;
      case "break":
      case "continue": {
        const target = this.jumps.at(-1);
        if (target !== undefined && node.kind === "break") target.breaks = join(target.breaks, this.state);
        if (target !== undefined && node.kind === "continue")
          target.continues = join(target.continues, this.state);
        this.state = undefined;
        return;
      }
      case "try":
        this.try(node);
        return;
      case "switch":
        this.scoped(() => this.switch(node));
        return;
      case "using":
        this.scoped(() => {
          if (node.declares) this.statement(node.resource as Statement);
          else this.expression(node.resource as Expression);
          this.statement(node.body);
        });
        return;
    }
  }

  private loop(node: Statement & { readonly kind: "while" | "for" | "foreach" }): void {
    const jumps: Jumps = { breaks: undefined, continues: undefined };
    const body = () => {
      this.jumps.push(jumps);
      this.scoped(() => this.statement(node.body));
      this.jumps.pop();
      this.state = join(this.state, jumps.continues);
    };
    if (node.kind === "foreach") {
      this.expression(node.source);
      const none = this.state;
      this.declare(node.name, true);
      body();
      this.state = join(none, jumps.breaks);
      return;
    }
    if (node.kind === "for") for (const start of node.start) this.statement(start);
    if (node.kind === "while" && node.first === "body") body();
    const { yes, no } =
      node.condition === undefined ? { yes: this.state, no: undefined } : this.condition(node.condition);
    if (node.kind === "for" || node.first === "condition") {
      this.state = yes;
      body();
      if (node.kind === "for") for (const next of node.next) this.expression(next);
    }
    this.state = join(no, jumps.breaks);
  }

  private try(node: Statement & { readonly kind: "try" }): void {
    const start = this.state;
    this.statement(node.body);
    let after = this.state;
    for (const clause of node.catches) {
      this.state = start;
      this.scoped(() => {
        if (clause.variable !== undefined) this.declare(clause.variable, true);
        if (clause.when !== undefined) this.expression(clause.when);
        this.statement(clause.body);
      });
      after = join(after, this.state);
    }
    if (node.last !== undefined) {
      this.state = start;
      this.statement(node.last);
      const last = this.state;
      after =
        last === undefined || after === undefined
          ? undefined
          : new Set([...after].filter((local) => last.has(local) || !start?.has(local)));
    }
    this.state = after;
  }

  private switch(node: Statement & { readonly kind: "switch" }): void {
    this.expression(node.value);
    const start = this.state;
    const jumps: Jumps = { breaks: undefined, continues: undefined };
    this.jumps.push(jumps);
    let isComplete = false;
    for (const section of node.sections) {
      this.state = start;
      this.scoped(() => {
        for (const { pattern, when } of section.labels) {
          if (pattern === undefined) isComplete = true;
          const name = pattern === undefined ? undefined : patternVariable(pattern);
          if (name !== undefined) this.declare(name, true);
          if (when !== undefined) this.expression(when);
        }
        for (const inner of section.body) this.statement(inner);
      });
    }
    this.jumps.pop();
    const outer = this.jumps.at(-1);
    if (outer !== undefined) outer.continues = join(outer.continues, jumps.continues);
    this.state = isComplete ? jumps.breaks : join(jumps.breaks, start);
  }
}

function patternVariable(pattern: Pattern): string | undefined {
  return pattern.kind === "type" ? pattern.variable : undefined;
}

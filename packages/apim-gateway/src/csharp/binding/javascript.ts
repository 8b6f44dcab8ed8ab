// An expression that runs again and again, as one function of JavaScript.
// In: the closures that the binders make, each with how it would be written (`written`). Out: a function that does the same.
// Called by `compileExpression`, when an expression has run often.
// Trick: a closure of a tree calls others that the engine cannot foresee, as all trees share their code. Written out, each
// place of an expression is a place of its own, and what is called there is known.
// No text of an expression gets into what is written: names are made here, and values are handed over beside it.

// biome-ignore lint/suspicious/noExplicitAny: closures of expressions, of statements, and what is handed over to the text
type Run = (...given: any[]) => any;

/** How something is written: values as an expression of JavaScript, statements as statements. */
export type Written = (writer: JavaScriptWriter) => string;

interface Writable {
  written?: Written;
  /** Of a whole body, which returns by itself. */
  body?: Written;
}

/** A closure with how it would be written. */
export function written<F extends Run>(run: F, how: Written): F {
  (run as Writable).written = how;
  return run;
}

/** The closure of a whole body, with how its statements would be written. */
export function writtenBody<F extends Run>(run: F, how: Written): F {
  (run as Writable).body = how;
  return run;
}

/** Values and statements inside each other. What is deeper runs as the closure that it is: reading the text takes stack too. */
const deepest = 200;

/** What stands in each function: the frame `f`, its locals `l` and the machine `m`. */
const PRELUDE = "const m=f.machine,l=f.locals;";

/** Gathers the text of one expression. */
export class JavaScriptWriter {
  private readonly functions: string[] = [];
  private readonly constants: unknown[] = [];
  private readonly known = new Map<unknown, string>();
  private names = 0;
  private loops = 0;
  private depth = 0;

  /** A value by a name that the text may use. */
  constant(value: unknown): string {
    if (typeof value === "boolean" || value === null || value === undefined) return String(value);
    if (typeof value === "number" && Number.isInteger(value) && !Object.is(value, -0)) return `(${value})`;
    let name = this.known.get(value);
    if (name === undefined) {
      name = `c${this.constants.length}`;
      this.constants.push(value);
      this.known.set(value, name);
    }
    return name;
  }

  /** What a closure gives, where `f`, `l` and `m` are. */
  value(run: Run): string {
    return this.text(run) ?? `${this.constant(run)}(f)`;
  }

  private text(run: Run): string | undefined {
    if (this.depth === deepest) return undefined;
    this.depth++;
    const text = (run as Writable).written?.(this);
    this.depth--;
    return text;
  }

  /** What a statement does; one that is not written runs as the closure that it is. */
  statement(run: Run): string {
    const text = this.text(run);
    if (text !== undefined) return text;
    const ended = `const s=${this.constant(run)}(f);if(s==="return")return ${this.constant(taken)}(m);`;
    return `{${ended}${this.loops > 0 ? 'if(s==="break")break;if(s==="continue")continue;' : ""}}`;
  }

  /** The body of a loop: `break` and `continue` mean something in it. */
  inLoop(run: Run): string {
    this.loops++;
    const text = this.statement(run);
    this.loops--;
    return text;
  }

  /** A function of its own, so that what comes by its parameters is known by a name. @returns its name */
  helper(parameters: readonly string[], text: string): string {
    const name = `k${this.names++}`;
    this.functions.push(`function ${name}(${parameters.join(",")}){${text}}`);
    return name;
  }

  /** A function that runs a closure in a frame. @returns its name */
  framed(run: Run): string {
    const loops = this.loops;
    this.loops = 0;
    const body = (run as Writable).body?.(this) ?? `return ${this.value(run)};`;
    this.loops = loops;
    return this.helper(["f"], `${PRELUDE}${body}`);
  }

  /** The function itself. */
  make(name: string): Run {
    const parameters = this.constants.map((_, index) => `c${index}`);
    const make = new Function(...parameters, `"use strict";${this.functions.join("\n")}\nreturn ${name};`);
    return make(...this.constants);
  }
}

/** What a statement that is no JavaScript has returned. */
function taken(machine: { returned: unknown }): unknown {
  const value = machine.returned;
  machine.returned = null;
  return value;
}

/** What does the same as a closure; `undefined` where this process makes no code from text. */
export function asJavaScript<F extends Run>(run: F): F | undefined {
  const writer = new JavaScriptWriter();
  const name = writer.framed(run);
  try {
    return writer.make(name) as F;
  } catch (error) {
    if (error instanceof EvalError) return undefined;
    throw error;
  }
}

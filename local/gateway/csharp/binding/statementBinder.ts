import { Refusal } from "../problem";
import type { Evaluate, Frame } from "../runtime/machine";
import { CsException, nullReference, type Value } from "../runtime/value";
import { walk } from "../runtime/walk";
import type { CatchClause, Statement } from "../syntax/nodes";
import { type CsType, withBases } from "../types/csType";
import { builtin, getType } from "../types/registry";
import { isInstance } from "../types/runtimeType";
import { type Bound, convertTo } from "./bound";
import { bindCast, commonType } from "./casts";
import { ExpressionBinder } from "./expressionBinder";
import { FrameLayout } from "./scope";

/** How a statement ended. */
type Signal = "next" | "break" | "continue" | "return";
type Execute = (frame: Frame) => Signal;
type Node<Kind extends Statement["kind"]> = Statement & { readonly kind: Kind };

type ValueNode = Statement & { readonly kind: "return" | "throw" };

/** After something was done for its effect. */
function then(_done: unknown, signal: Signal): Signal {
  return signal;
}

interface Step {
  readonly run: Execute;
  /** Whether what follows can be reached. */
  readonly ends: boolean;
}

/** What the `return`s of a body have in common. */
interface Returns {
  readonly wanted: CsType | undefined;
  found: Bound | undefined;
}

export class StatementBinder extends ExpressionBinder {
  private returns: Returns = { wanted: undefined, found: undefined };

  /** The body of `@{…}`: every path returns a value. */
  bindBody(body: Statement): { readonly run: Evaluate; readonly result: CsType } {
    return this.bindBlockBody(body, builtin.object);
  }

  protected override bindLambdaBlock(body: Statement, result: CsType | undefined) {
    return this.bindBlockBody(body, result);
  }

  private bindBlockBody(body: Statement, wanted: CsType | undefined) {
    const outer = this.returns;
    this.returns = { wanted, found: undefined };
    const step = this.statement(body);
    const result = this.returns.found?.type ?? wanted ?? builtin.void;
    const isVoid = wanted === builtin.void || (wanted === undefined && this.returns.found === undefined);
    this.returns = outer;
    if (!isVoid && !step.ends) throw new Refusal("Not all code paths return a value.", body.at);
    const run: Evaluate = (frame) => {
      step.run(frame);
      const { machine } = frame;
      const value = machine.returned;
      machine.returned = null;
      return value;
    };
    return { run, result };
  }

  private statement(node: Statement): Step {
    const step = this.bindStatement(node);
    const { at } = node;
    if (node.kind === "block" || node.kind === "empty") return step;
    const { run } = step;
    return {
      ends: step.ends,
      run: (frame) => {
        frame.machine.step();
        frame.machine.offset = at;
        return run(frame);
      },
    };
  }

  private bindStatement(node: Statement): Step {
    switch (node.kind) {
      case "block":
        return this.inScope(undefined, () => this.sequence(node.body));
      case "empty":
        return { run: () => "next", ends: false };
      case "declare":
        return this.declaration(node);
      case "function":
        return this.localFunction(node);
      case "expression": {
        const bound = this.bind(node.value);
        if (bound.group !== undefined) throw new Refusal("A method must be called.", node.at);
        const { run } = bound;
        return { ends: false, run: (frame) => then(run(frame), "next") };
      }
      case "if":
        return this.branch(node);
      case "while":
        return this.loop(node);
      case "for":
        return this.inScope(undefined, () => this.forLoop(node));
      case "foreach":
        return this.inScope(node.captured ? new FrameLayout(this.scope.frame) : undefined, () =>
          this.foreach(node),
        );
      case "return":
        return this.return(node);
      case "throw":
        return this.throw(node);
      case "break":
        return { run: () => "break", ends: true };
      case "continue":
        return { run: () => "continue", ends: true };
      case "try":
        return this.try(node);
      case "switch":
        return this.switch(node);
      case "using":
        return this.inScope(undefined, () => this.using(node));
    }
  }

  private sequence(body: readonly Statement[]): Step {
    const steps = body.map((node) => this.statement(node));
    const runs = steps.map(({ run }) => run);
    return {
      ends: steps.some(({ ends }) => ends),
      run: (frame) => {
        for (const run of runs) {
          const signal = run(frame);
          if (signal !== "next") return signal;
        }
        return "next";
      },
    };
  }

  private declaration(node: Node<"declare">): Step {
    const runs = node.variables.map(({ name, value, at }): Execute => {
      const isVar = node.type.name === "var" && node.type.suffixes.length === 0;
      if (value === undefined) {
        if (isVar) throw new Refusal("`var` needs a value.", at);
        const type = this.resolve(node.type);
        const write = this.writer(this.declare(name, type, at));
        const blank = this.defaultOf(type);
        return (frame) => then(write(frame, blank), "next");
      }
      const declared = isVar ? undefined : this.resolve(node.type);
      // The name is in sight of its own value: a lambda may call itself.
      const early = declared !== undefined && !node.isConst ? this.declare(name, declared, at) : undefined;
      const bound = this.bind(value);
      if (
        declared === undefined &&
        (bound.lambda ?? bound.group ?? (bound.type === builtin.null ? bound : undefined)) !== undefined
      )
        throw new Refusal("`var` cannot take its type from this value.", value.at);
      if (bound.type === builtin.void && bound.lambda === undefined && bound.group === undefined)
        throw new Refusal("There is no value here.", value.at);
      const converted = declared === undefined ? bound : this.convert(bound, declared);
      if (node.isConst && converted.constant === undefined)
        throw new Refusal("The value of a constant must be constant.", value.at);
      const write = this.writer(
        early ?? this.declare(name, converted.type, at, node.isConst ? converted.constant : undefined),
      );
      const { run } = converted;
      return (frame) => then(write(frame, run(frame)), "next");
    });
    return {
      ends: false,
      run: (frame) =>
        then(
          runs.forEach((run) => void run(frame)),
          "next",
        ),
    };
  }

  private localFunction(node: Node<"function">): Step {
    const result = this.resolve(node.result);
    const types = node.parameters.map(({ type }) => this.resolve(type as NonNullable<typeof type>));
    const write = this.writer(this.declare(node.name, this.functionType(types, result), node.at));
    const parameters = node.parameters.map(({ name, at }, index) => ({
      name,
      at,
      type: types[index] as CsType,
    }));
    const { run } = this.bindFunction(parameters, () => this.bindBlockBody(node.body, result));
    return { ends: false, run: (frame) => then(write(frame, run(frame)), "next") };
  }

  private condition(node: Parameters<ExpressionBinder["bind"]>[0]): Evaluate {
    return convertTo(this.bind(node), builtin.bool).run;
  }

  private branch(node: Node<"if">): Step {
    const condition = this.condition(node.condition);
    const yes = this.inScope(undefined, () => this.statement(node.yes));
    const no =
      node.no === undefined ? undefined : this.inScope(undefined, () => this.statement(node.no as Statement));
    return {
      ends: yes.ends && no?.ends === true,
      run: (frame) => (condition(frame) ? yes.run(frame) : (no?.run(frame) ?? "next")),
    };
  }

  private loop(node: Node<"while">): Step {
    const test = this.bind(node.condition);
    const condition = convertTo(test, builtin.bool).run;
    const body = this.inScope(undefined, () => this.statement(node.body));
    const forever = test.constant?.value === true;
    return {
      ends: forever,
      run: (frame) => {
        if (node.first === "condition" && !condition(frame)) return "next";
        do {
          frame.machine.step();
          const signal = body.run(frame);
          if (signal === "break") break;
          if (signal === "return") return signal;
        } while (condition(frame));
        return "next";
      },
    };
  }

  private forLoop(node: Node<"for">): Step {
    const starts = node.start.map((start) => this.statement(start).run);
    const condition = node.condition === undefined ? () => true : this.condition(node.condition);
    const nexts = node.next.map((next) => this.bind(next).run);
    const body = this.inScope(undefined, () => this.statement(node.body));
    return {
      ends: node.condition === undefined,
      run: (frame) => {
        for (const start of starts) start(frame);
        while (condition(frame)) {
          frame.machine.step();
          const signal = body.run(frame);
          if (signal === "break") break;
          if (signal === "return") return signal;
          for (const next of nexts) next(frame);
        }
        return "next";
      },
    };
  }

  private foreach(node: Node<"foreach">): Step {
    const source = this.bind(node.source);
    const element = elementOf(source.type);
    if (element === undefined)
      throw new Refusal(`\`foreach\` cannot walk \`${source.type.key}\`.`, node.source.at);
    const type = node.type.name === "var" ? element : this.resolve(node.type);
    const variable = this.declare(node.name, type, node.at);
    const current: Bound = {
      type: element,
      at: node.at,
      run: (frame) => frame.locals[variable.slot] as Value,
    };
    const { run: convert } = bindCast(current, type, this.isChecked, node.at);
    const body = this.inScope(undefined, () => this.statement(node.body));
    const { slot } = variable;
    return {
      ends: false,
      run: (outer) => {
        const items = walk(
          source.run(node.captured ? { locals: [], parent: outer, machine: outer.machine } : outer),
        );
        for (const item of items) {
          const frame = node.captured ? { locals: [], parent: outer, machine: outer.machine } : outer;
          frame.machine.step();
          frame.locals[slot] = item;
          frame.locals[slot] = convert(frame);
          const signal = body.run(frame);
          if (signal === "break") break;
          if (signal === "return") return signal;
        }
        return "next";
      },
    };
  }

  private return(node: ValueNode): Step {
    const { returns } = this;
    if (node.value === undefined) {
      if (returns.wanted !== undefined && returns.wanted !== builtin.void)
        throw new Refusal("A value must be returned.", node.at);
      return { ends: true, run: () => "return" };
    }
    const bound = this.bind(node.value);
    if (bound.type === builtin.void && bound.lambda === undefined)
      throw new Refusal("There is no value here.", node.at);
    if (returns.wanted === undefined)
      returns.found =
        returns.found === undefined
          ? bound
          : { ...bound, type: commonType(returns.found, bound, "The lambda", node.at) };
    const { run } = this.convert(bound, returns.wanted ?? (returns.found as Bound).type);
    return {
      ends: true,
      run: (frame) => {
        frame.machine.returned = run(frame);
        return "return";
      },
    };
  }

  private throw(node: ValueNode): Step {
    if (node.value === undefined)
      return {
        ends: true,
        run: (frame) => {
          throw frame.machine.caught.at(-1) ?? nullReference();
        },
      };
    const { run } = convertTo(this.bind(node.value), getType("Exception"));
    return {
      ends: true,
      run: (frame) => {
        throw run(frame) ?? nullReference();
      },
    };
  }

  private try(node: Node<"try">): Step {
    const body = this.statement(node.body);
    const catches = node.catches.map((clause) => this.inScope(undefined, () => this.catchClause(clause)));
    const last = node.last === undefined ? undefined : this.statement(node.last);
    const attempt: Execute = (frame) => {
      const { depth } = frame.machine;
      try {
        return body.run(frame);
      } catch (error) {
        if (!(error instanceof CsException)) throw error;
        error.offset ??= frame.machine.offset;
        frame.machine.depth = depth;
        const clause = catches.find(({ matches }) => matches(frame, error));
        if (clause === undefined) throw error;
        frame.machine.caught.push(error);
        try {
          return clause.step.run(frame);
        } finally {
          frame.machine.caught.pop();
        }
      }
    };
    const run: Execute = (frame) => {
      if (last === undefined) return attempt(frame);
      try {
        return attempt(frame);
      } finally {
        const kept = frame.machine.returned;
        last.run(frame);
        frame.machine.returned = kept;
      }
    };
    return { run, ends: last?.ends === true || (body.ends && catches.every(({ step }) => step.ends)) };
  }

  private catchClause(clause: CatchClause) {
    const type = clause.type === undefined ? getType("Exception") : this.resolve(clause.type);
    const write =
      clause.variable === undefined ? undefined : this.writer(this.declare(clause.variable, type, clause.at));
    const when = clause.when === undefined ? undefined : this.condition(clause.when);
    const step = this.statement(clause.body);
    const matches = (frame: Frame, error: CsException): boolean => {
      if (!isInstance(error, type)) return false;
      write?.(frame, error);
      return when === undefined || when(frame) === true;
    };
    return { matches, step };
  }

  private switch(node: Node<"switch">): Step {
    const value = this.bind(node.value);
    const sections = this.inScope(undefined, () =>
      node.sections.map((section) =>
        this.inScope(undefined, () => {
          const labels = section.labels.map(({ pattern, when }) => ({
            matches: pattern === undefined ? undefined : this.pattern(pattern, value.type),
            when: when === undefined ? undefined : this.condition(when),
          }));
          const step = this.sequence(section.body);
          if (!step.ends)
            throw new Refusal(
              "Control cannot fall through from one case to another.",
              section.labels[0]?.at ?? node.at,
            );
          return { labels, step, breaks: mentionsBreak(section.body) };
        }),
      ),
    );
    const fallback = sections.find(({ labels }) => labels.some(({ matches }) => matches === undefined));
    return {
      ends: fallback !== undefined && sections.every(({ step, breaks }) => step.ends && !breaks),
      run: (frame) => {
        const subject = value.run(frame);
        const hit =
          sections.find(({ labels }) =>
            labels.some(
              ({ matches, when }) =>
                matches?.(frame, subject) === true && (when === undefined || when(frame) === true),
            ),
          ) ?? fallback;
        const signal = hit?.step.run(frame) ?? "next";
        return signal === "break" ? "next" : signal;
      },
    };
  }

  private using(node: Node<"using">): Step {
    const resource = node.declares
      ? this.statement(node.resource as Statement).run
      : this.bind(node.resource as Parameters<ExpressionBinder["bind"]>[0]).run;
    const body = this.statement(node.body);
    // Nothing in the library holds anything that would have to be let go.
    return {
      ends: body.ends,
      run: (frame) => {
        resource(frame);
        return body.run(frame);
      },
    };
  }
}

function mentionsBreak(body: readonly Statement[]): boolean {
  return body.some((node) => {
    if (node.kind === "break") return true;
    if (node.kind === "block") return mentionsBreak(node.body);
    if (node.kind === "if") return mentionsBreak([node.yes, ...(node.no === undefined ? [] : [node.no])]);
    if (node.kind === "try") return mentionsBreak([node.body, ...node.catches.map((clause) => clause.body)]);
    return false;
  });
}

/** What walking a value of this type gives. */
function elementOf(type: CsType): CsType | undefined {
  if (type === builtin.string) return builtin.char;
  for (const base of withBases(type))
    if (base.definition.name === "IEnumerable" || base.definition.name === "[]") return base.args[0];
  return undefined;
}

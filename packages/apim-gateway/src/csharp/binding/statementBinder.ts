import { ExpressionRefusal } from "../problem";
import type { Evaluate } from "../runtime/machine";
import { nullReference } from "../runtime/value";
import type { Expression, Statement } from "../syntax/nodes";
import type { CsType } from "../types/csType";
import { builtin, getType } from "../types/registry";
import { type Bound, convertTo } from "./bound";
import { BranchBinder } from "./branchBinder";
import { commonType } from "./casts";
import { written, writtenBody } from "./javascript";
import type { Quick } from "./quick";
import {
  type QuickStatement,
  quickBody,
  quickDeclaration,
  quickReturn,
  quickSequence,
} from "./quickStatement";
import { FrameLayout, isOutermost, type Variable } from "./scope";
import { type Execute, type StatementStep, then } from "./statementStep";

type Node<Kind extends Statement["kind"]> = Statement & { readonly kind: Kind };
type ValueNode = Statement & { readonly kind: "return" | "throw" };

/** What the `return`s of a body have in common. */
interface Returns {
  readonly wanted: CsType | undefined;
  found: Bound | undefined;
}

export class StatementBinder extends BranchBinder {
  private returns: Returns = { wanted: undefined, found: undefined };

  /** The body of `@{…}`: every path returns a value. */
  bindBody(body: Statement): {
    readonly run: Evaluate;
    readonly result: CsType;
    readonly quick: Quick | undefined;
  } {
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
    if (!isVoid && !step.ends) throw new ExpressionRefusal("Not all code paths return a value.", body.at);
    const run = writtenBody<Evaluate>(
      (frame) => {
        step.run(frame);
        const { machine } = frame;
        const value = machine.returned;
        machine.returned = null;
        return value;
      },
      (writer) => `${writer.statement(step.run)}return null;`,
    );
    return { run, result, quick: quickBody(step.quick) };
  }

  protected override statement(node: Statement): StatementStep {
    const step = this.bindStatement(node);
    const { at } = node;
    if (node.kind === "block" || node.kind === "empty") return step;
    const { run } = step;
    return {
      ends: step.ends,
      quick: step.quick,
      run: written<Execute>(
        (frame) => {
          frame.machine.step();
          frame.machine.offset = at;
          return run(frame);
        },
        (writer) => `m.step();m.offset=${at};${writer.statement(run)}`,
      ),
    };
  }

  private bindStatement(node: Statement): StatementStep {
    switch (node.kind) {
      case "block":
        return this.withChecking(node.checked, () => this.inScope(undefined, () => this.sequence(node.body)));
      case "empty":
        return {
          run: written<Execute>(
            () => "next",
            () => ";",
          ),
          ends: false,
        };
      case "declare":
        return this.declaration(node);
      case "function":
        throw new ExpressionRefusal("A local function stands in a block.", node.at);
      case "expression": {
        const bound = this.bind(node.value);
        if (bound.group !== undefined) throw new ExpressionRefusal("A method must be called.", node.at);
        const { run } = bound;
        return {
          ends: false,
          run: written<Execute>(
            (frame) => then(run(frame), "next"),
            (writer) => `${writer.value(run)};`,
          ),
        };
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
        return {
          run: written<Execute>(
            () => "break",
            () => "break;",
          ),
          ends: true,
        };
      case "continue":
        return {
          run: written<Execute>(
            () => "continue",
            () => "continue;",
          ),
          ends: true,
        };
      case "try":
        return this.try(node);
      case "switch":
        return this.switch(node);
      case "using":
        return this.inScope(undefined, () => this.using(node));
    }
  }

  protected override sequence(body: readonly Statement[]): StatementStep {
    // Local functions are in sight of the whole block, and of each other.
    const functions = body.filter((node): node is Node<"function"> => node.kind === "function");
    const declared = new Map(functions.map((node) => [node, this.declareFunction(node)]));
    const first: Execute[] = [];
    const steps: StatementStep[] = [];
    for (const node of body) {
      if (node.kind === "function") first.push(this.localFunction(node, declared.get(node) as Variable));
      else steps.push(this.statement(node));
    }
    const runs = [...first, ...steps.map(({ run }) => run)];
    return {
      ends: steps.some(({ ends }) => ends),
      quick: first.length > 0 ? undefined : quickSequence(steps.map(({ quick }) => quick)),
      run: written<Execute>(
        (frame) => {
          for (const run of runs) {
            const signal = run(frame);
            if (signal !== "next") return signal;
          }
          return "next";
        },
        (writer) => `{${runs.map((run) => writer.statement(run)).join("\n")}}`,
      ),
    };
  }

  private declaration(node: Node<"declare">): StatementStep {
    const quicks: (QuickStatement | undefined)[] = [];
    const runs = node.variables.map(({ name, value, at }): Execute => {
      const isVar = node.type.name === "var" && node.type.suffixes.length === 0;
      if (value === undefined) {
        if (isVar) throw new ExpressionRefusal("`var` needs a value.", at);
        const type = this.resolve(node.type);
        const made = this.declare(name, type, at);
        const { slot } = made;
        const write = this.writer(made);
        const blank = this.defaultOf(type);
        return written<Execute>(
          (frame) => then(write(frame, blank), "next"),
          (writer) => `l[${slot}]=${writer.constant(blank)};`,
        );
      }
      const declared = isVar ? undefined : this.resolve(node.type);
      // The name is in sight of its own value: a lambda may call itself.
      const early = declared !== undefined && !node.isConst ? this.declare(name, declared, at) : undefined;
      const bound = this.bind(value);
      if (
        declared === undefined &&
        (bound.lambda ?? bound.group ?? (bound.type === builtin.null ? bound : undefined)) !== undefined
      )
        throw new ExpressionRefusal("`var` cannot take its type from this value.", value.at);
      if (bound.type === builtin.void && bound.lambda === undefined && bound.group === undefined)
        throw new ExpressionRefusal("There is no value here.", value.at);
      const converted = declared === undefined ? bound : this.convert(bound, declared);
      if (node.isConst && converted.constant === undefined)
        throw new ExpressionRefusal("The value of a constant must be constant.", value.at);
      const variable =
        early ?? this.declare(name, converted.type, at, node.isConst ? converted.constant : undefined);
      const write = this.writer(variable);
      const { run, quick } = converted;
      quicks.push(isOutermost(variable.frame) ? quickDeclaration(variable.slot, quick) : undefined);
      return written<Execute>(
        (frame) => then(write(frame, run(frame)), "next"),
        (writer) => `l[${variable.slot}]=${writer.value(run)};`,
      );
    });
    return {
      ends: false,
      quick: quicks.length < runs.length ? undefined : quickSequence(quicks),
      run: written<Execute>(
        (frame) => {
          for (const run of runs) run(frame);
          return "next";
        },
        (writer) => runs.map((run) => writer.statement(run)).join(""),
      ),
    };
  }

  private functionTypes(node: Node<"function">): {
    readonly result: CsType;
    readonly types: readonly CsType[];
  } {
    const types = node.parameters.map(({ type }) => this.resolve(type as NonNullable<typeof type>));
    return { result: this.resolve(node.result), types };
  }

  private declareFunction(node: Node<"function">): Variable {
    const { result, types } = this.functionTypes(node);
    return this.declare(node.name, this.functionType(types, result), node.at);
  }

  private localFunction(node: Node<"function">, variable: Variable): Execute {
    const { result, types } = this.functionTypes(node);
    const write = this.writer(variable);
    const parameters = node.parameters.map(({ name, at }, index) => ({
      name,
      at,
      type: types[index] as CsType,
    }));
    const { run } = this.bindFunction(parameters, () => this.bindBlockBody(node.body, result));
    return (frame) => then(write(frame, run(frame)), "next");
  }

  private return(node: ValueNode): StatementStep {
    const { returns } = this;
    if (node.value === undefined) {
      if (returns.wanted !== undefined && returns.wanted !== builtin.void)
        throw new ExpressionRefusal("A value must be returned.", node.at);
      return {
        ends: true,
        run: written<Execute>(
          () => "return",
          () => "return null;",
        ),
      };
    }
    const bound = this.bind(node.value);
    if (bound.type === builtin.void && bound.lambda === undefined)
      throw new ExpressionRefusal("There is no value here.", node.at);
    if (returns.wanted === undefined)
      returns.found =
        returns.found === undefined
          ? bound
          : { ...bound, type: commonType(returns.found, bound, "The lambda", node.at) };
    const { run, quick } = this.convert(bound, returns.wanted ?? (returns.found as Bound).type);
    return {
      ends: true,
      quick: quickReturn(quick),
      run: written<Execute>(
        (frame) => {
          frame.machine.returned = run(frame);
          return "return";
        },
        (writer) => `return ${writer.value(run)};`,
      ),
    };
  }

  private throw(node: ValueNode): StatementStep {
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

  private using(node: Node<"using">): StatementStep {
    const resource = node.declares
      ? this.statement(node.resource as Statement).run
      : this.bind(node.resource as Expression).run;
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

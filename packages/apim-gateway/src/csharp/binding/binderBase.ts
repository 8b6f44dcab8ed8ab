import { standingOf } from "../allowList";
import { ExpressionRefusal } from "../problem";
import type { Evaluate, Frame } from "../runtime/machine";
import { LimitExceeded } from "../runtime/machine";
import type { CsFunction, Value } from "../runtime/value";
import type { Argument, Expression, Statement, TypeNode } from "../syntax/nodes";
import type { CsType, TypeMember } from "../types/csType";
import { builtin, getType } from "../types/registry";
import { resolveType } from "../types/resolveType";
import { type Bound, convertTo } from "./bound";
import { delegateOf } from "./inference";
import { written } from "./javascript";
import type { OperatorSettings } from "./operators";
import { type BoundArgument, choose, type DelegateBinder } from "./overloads";
import { FrameLayout, frameReader, LocalScope, type Variable } from "./scope";

/** Calls within calls of an expression's own lambdas and functions. */
const deepestCall = 500;

const tooDeep = () => new LimitExceeded("depth");

/** What statements and expressions share: names in sight, lambdas, type names. */
export abstract class BinderBase implements DelegateBinder {
  protected scope: LocalScope;
  protected isChecked = false;
  protected isUnchecked = false;
  /** Where the value left of `?.` is kept while its rest runs. */
  protected receivers: Bound[] = [];
  readonly members = new Set<string>();
  /** Uses of members that policy expressions may not use: what they are called, and where they stand. */
  readonly unlisted = new Map<string, number>();
  private readonly doubted = new Set<string>();
  /** Whether there are lambdas or other functions as values: they keep the frame that they are made in. */
  makesFunctions = false;

  constructor(
    protected readonly contextType: CsType | undefined,
    private readonly shared: Pick<OperatorSettings, "objectEquals" | "warn"> & {
      readonly singleQuotes: "refuse" | "string";
    },
  ) {
    this.scope = new LocalScope(new FrameLayout(undefined), undefined);
  }

  /** How many values the outermost frame keeps. To be asked when all is bound. */
  get locals(): number {
    return this.scope.frame.size;
  }

  protected get settings(): OperatorSettings & { readonly singleQuotes: "refuse" | "string" } {
    return { ...this.shared, isChecked: this.isChecked, isUnchecked: this.isUnchecked };
  }

  uses({ owner, kind, name }: TypeMember, at: number): void {
    const called = kind === "constructor" ? "new" : kind === "indexer" ? "this" : name;
    const standing = standingOf(owner, called);
    if (standing.kind === "listed") return;
    const { fullName } = owner;
    const member =
      kind === "constructor"
        ? `new ${fullName}`
        : kind === "indexer"
          ? `${fullName}[]`
          : `${fullName}.${name}`;
    if (standing.kind === "refused") {
      if (!this.unlisted.has(member)) this.unlisted.set(member, at);
    } else if (!this.doubted.has(fullName)) {
      this.doubted.add(fullName);
      this.shared.warn(
        `\`${fullName}\` is not on Microsoft's list of types for policy expressions, but \`${standing.givenBy}\`, which gives one, is: API Management may refuse it at save.`,
        at,
      );
    }
  }

  abstract bind(expression: Expression): Bound;
  /** Runs a lambda's block; the result is what it returns. */
  protected abstract bindLambdaBlock(
    body: Statement,
    result: CsType | undefined,
  ): { readonly run: Evaluate; readonly result: CsType };

  protected resolve(node: TypeNode): CsType {
    return resolveType(node);
  }

  protected inScope<T>(layout: FrameLayout | undefined, work: () => T): T {
    const outer = this.scope;
    this.scope = new LocalScope(layout ?? outer.frame, outer);
    try {
      return work();
    } finally {
      this.scope = outer;
    }
  }

  protected declare(name: string, type: CsType, at: number, constant?: { readonly value: Value }): Variable {
    const made = this.scope.declare(name, type, constant);
    if (made === undefined) throw new ExpressionRefusal(`A local named \`${name}\` is already in scope.`, at);
    return made;
  }

  private hidden = 0;
  /** A local without a name that code could write. */
  protected declareHidden(type: CsType): Variable {
    return this.declare(` ${this.hidden++}`, type, 0);
  }

  protected writer(variable: Variable): (frame: Frame, value: Value) => void {
    const { slot } = variable;
    if (variable.frame === this.scope.frame)
      return (frame, value) => {
        frame.locals[slot] = value;
      };
    const holder = frameReader(this.scope.frame, variable.frame);
    return (frame, value) => {
      holder(frame).locals[slot] = value;
    };
  }

  bindDelegate(value: Bound, parameters: readonly CsType[], result: CsType | undefined) {
    if (value.lambda !== undefined) return this.bindLambda(value.lambda, parameters, result);
    const { group } = value;
    if (group === undefined) return undefined;
    this.makesFunctions = true;
    const args: BoundArgument[] = parameters.map((type, index) => ({
      name: undefined,
      value: { type, at: value.at, run: (frame) => frame.locals[index] as Value },
      out: undefined,
    }));
    const chosen = choose(group.candidates, group.typeArgs, args, this, group.name, value.at);
    const self = group.receiver?.run;
    const run: Evaluate = (frame) => {
      const receiver = self?.(frame);
      return ((...given: Value[]) => {
        const inner: Frame = { locals: given, parent: frame, machine: frame.machine };
        const values = chosen.args.map((arg) => (arg as Evaluate)(inner));
        return (
          chosen.member.run.apply(frame.machine, [
            ...(self === undefined ? [] : [receiver]),
            ...(chosen.types.length > 0 ? [chosen.types] : []),
            ...values,
          ]) ?? null
        );
      }) as CsFunction;
    };
    return { bound: { type: value.type, run, at: value.at }, result: chosen.result };
  }

  private bindLambda(
    node: NonNullable<Bound["lambda"]>,
    parameters: readonly CsType[],
    result: CsType | undefined,
  ) {
    if (node.parameters.length !== parameters.length) return undefined;
    const { run, returns } = this.bindFunction(
      node.parameters.map((parameter, index) => ({
        name: parameter.name,
        type: parameters[index] as CsType,
        at: parameter.at,
      })),
      () => {
        if (node.isBlock) return this.bindLambdaBlock(node.body as Statement, result);
        const body = this.bind(node.body as Expression);
        if (result === builtin.void || body.isThrow) return { run: body.run, result: body.type };
        if (body.type === builtin.void) throw new ExpressionRefusal("The lambda gives no value.", node.at);
        const converted = result === undefined ? body : convertTo(body, result);
        return { run: converted.run, result: converted.type };
      },
    );
    return { bound: { type: builtin.object, run, at: node.at }, result: returns };
  }

  /** A function value: each call gets its own locals. */
  protected bindFunction(
    parameters: readonly { readonly name: string; readonly type: CsType; readonly at: number }[],
    bindBody: () => { readonly run: Evaluate; readonly result: CsType },
  ) {
    this.makesFunctions = true;
    const layout = new FrameLayout(this.scope.frame);
    const body = this.inScope(layout, () => {
      for (const { name, type, at } of parameters) this.declare(name, type, at);
      return bindBody();
    });
    const run = written<Evaluate>(
      (frame) => {
        const { machine } = frame;
        return ((...given: Value[]) => {
          machine.step();
          if (++machine.depth > deepestCall) throw new LimitExceeded("depth");
          const value = body.run({ locals: given, parent: frame, machine });
          machine.depth--;
          return value;
        }) as CsFunction;
      },
      (writer) => {
        const called = `m.step();if(++m.depth>${deepestCall})throw ${writer.constant(tooDeep)}();`;
        const inner = `const v=${writer.framed(body.run)}({locals:g,parent:f,machine:m});m.depth--;return v;`;
        return `((...g)=>{${called}${inner}})`;
      },
    );
    return { run, returns: body.result };
  }

  protected bindArguments(args: readonly Argument[]): BoundArgument[] {
    return args.map(({ name, value, out }) => {
      if (out === undefined) return { name, value: this.bind(value), out };
      const isVar = out.declared !== undefined && out.declared.name === "var";
      const type =
        out.declared === undefined
          ? this.scope.find(out.variable)?.type
          : isVar
            ? undefined
            : this.resolve(out.declared);
      if (out.declared === undefined && type === undefined && out.variable !== "_")
        throw new ExpressionRefusal(`\`${out.variable}\` does not exist here.`, value.at);
      return { name, value: { type: builtin.object, run: () => null, at: value.at }, out: { type } };
    });
  }

  /** The variable of each `out` argument, declared where the call says so. */
  protected outWriters(
    args: readonly Argument[],
    outs: readonly { readonly argument: number; readonly type: CsType }[],
  ) {
    return outs.map(({ argument, type }) => {
      const { out, at } = args[argument] as Argument;
      const name = out?.variable as string;
      if (name === "_" && (out?.declared !== undefined || this.scope.find(name) === undefined))
        return () => {};
      const variable = out?.declared === undefined ? this.scope.find(name) : this.declare(name, type, at);
      return this.writer(variable as Variable);
    });
  }

  /** A lambda or method group as a value of a delegate type; everything else by its implicit conversion. */
  protected convert(value: Bound, to: CsType): Bound {
    if (value.lambda === undefined && value.group === undefined) return convertTo(value, to);
    const signature = delegateOf(to);
    const made =
      signature === undefined ? undefined : this.bindDelegate(value, signature.parameters, signature.result);
    if (made === undefined)
      throw new ExpressionRefusal(
        `A ${value.lambda === undefined ? "method" : "lambda"} cannot become \`${to.key}\`.`,
        value.at,
      );
    return { ...made.bound, type: to };
  }

  protected functionType(parameters: readonly CsType[], result: CsType): CsType {
    if (result === builtin.void)
      return parameters.length === 0 ? getType("Action") : getType("Action", parameters);
    return getType("Func", [...parameters, result]);
  }
}

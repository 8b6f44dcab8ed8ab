import "./library/core";
import "./library/numbers";
import "./library/math";
import "./library/convert";
import "./library/strings";
import "./library/collections";
import "./library/linq";
import "./library/json";
import "./library/dates";
import "./library/platform";
import "./library/xml";
import "./library/regex";
import "./host/types";
import { checkAssignment } from "./binding/assignment";
import { asJavaScript } from "./binding/javascript";
import type { Quick } from "./binding/quick";
import { StatementBinder } from "./binding/statementBinder";
import type { HostContext } from "./host/data";
import { CSharpCompileError, type CSharpProblem, ExpressionRefusal, problemAt } from "./problem";
import {
  defaultLimits,
  type Evaluate,
  type EvaluationEnvironment,
  type Frame,
  LimitExceeded,
  type Limits,
  Machine,
  type MissingKey,
  type MissingKeys,
} from "./runtime/machine";
import { CsException, type Value } from "./runtime/value";
import { enter, leave } from "./runtime/walk";
import { parseExpression } from "./syntax/parser";
import { type CsType, fullNameOf } from "./types/csType";
import { getType } from "./types/registry";
import { runtimeType } from "./types/runtimeType";
import { completeTables } from "./types/table";
import { byTheList, wayOut } from "./types/unlistedType";

export { CSharpCompileError };

export interface CompileExpressionOptions {
  /** Text in single quotes: plain C# refuses it; a published sample that is deployed as it stands has some. @default "refuse" */
  readonly singleQuotes?: "refuse" | "string";
  /** What `object == string` compares. C# compares references; Azure was not asked. @default "reference" */
  readonly objectEquals?: "reference" | "value";
  /** `context.Variables[…]` of a name that was never set. Microsoft's policy toolkit gives null. @default "null" */
  readonly missingVariable?: MissingKey;
  /** The indexer of headers, query, claims and matched parameters. .NET's dictionaries throw. @default "throws" */
  readonly missingHeader?: MissingKey;
  /** After how many runs it is written as one function of JavaScript. @default 200 */
  readonly oftenRun?: number;
}

export interface Runtime extends EvaluationEnvironment {
  readonly limits?: Limits;
}

/** An expression failed while it ran: an exception of C#, or a limit. */
export class ExpressionFailure extends Error {
  override readonly name = "ExpressionFailure";
  constructor(
    /** `System.InvalidCastException`, or `LimitExceeded`. */
    readonly exceptionType: string,
    message: string,
    readonly problem: CSharpProblem,
  ) {
    super(message);
  }
}

export interface CompiledExpression {
  readonly source: string;
  readonly resultType: string;
  /** Members that it uses, as `IRequest.Body`: the gateway knows from them what must be there before it runs. */
  readonly members: ReadonlySet<string>;
  readonly warnings: readonly CSharpProblem[];
  /** Members that it uses and that API Management lets no expression use. It runs here; there it could not be saved. */
  readonly unlisted: readonly CSharpProblem[];
  /** @throws ExpressionFailure */
  evaluate(context: HostContext | null, runtime: Runtime): Value;
}

/**
 * Reads and binds `@(…)` or `@{…}`. Types and members are checked here; nothing runs.
 *
 * @throws CSharpCompileError with line and column
 */
export function compileExpression(
  source: string,
  options: CompileExpressionOptions = {},
): CompiledExpression {
  completeTables();
  const warnings: CSharpProblem[] = [];
  try {
    const parsed = parseExpression(source);
    const warn = (message: string, at: number) => void warnings.push(problemAt(source, message, at));
    const binder = new StatementBinder(getType("IContext"), {
      objectEquals: options.objectEquals ?? "reference",
      singleQuotes: options.singleQuotes ?? "refuse",
      warn,
    });
    const missing: MissingKeys = {
      missingVariable: options.missingVariable ?? "null",
      missingHeader: options.missingHeader ?? "throws",
    };
    let run: Evaluate;
    let type: CsType;
    let quick: Quick | undefined;
    if (parsed.kind === "body") ({ run, result: type, quick } = binder.bindBody(parsed.body));
    else {
      const bound = binder.bind(parsed.value);
      if (bound.lambda ?? bound.group)
        throw new ExpressionRefusal("An expression gives a value, not a method.", bound.at);
      ({ run, type, quick } = bound);
    }
    checkAssignment(parsed);
    const { makesFunctions, locals } = binder;
    const program: Program = {
      source,
      run,
      runsLeft: options.oftenRun ?? usuallyOften,
      missing,
      makesFunctions,
      locals,
    };
    return {
      source,
      resultType: type.key,
      members: binder.members,
      warnings,
      unlisted: [...binder.unlisted].map(([member, at]) =>
        problemAt(
          source,
          `\`${member}\` is not among the types and members that policy expressions may use ${byTheList}.${wayOut(member.split(".").at(-2) ?? "")}`,
          at,
        ),
      ),
      evaluate:
        quick === undefined
          ? (context, runtime) => evaluate(program, context, runtime)
          : evaluateQuickly(quick, program),
    };
  } catch (error) {
    if (error instanceof ExpressionRefusal)
      throw new CSharpCompileError(problemAt(source, error.detail, error.offset));
    if (error instanceof RangeError)
      throw new CSharpCompileError(problemAt(source, "The expression is nested too deeply.", 0));
    throw error;
  }
}

/** Writing it out costs as much as some dozens of runs of the closures, and the engine's learning of it some more. */
const usuallyOften = 200;

/** An expression, bound. */
interface Program {
  readonly source: string;
  run: Evaluate;
  /** How often it may run until it is written as JavaScript; less than 0: it is, or cannot be. */
  runsLeft: number;
  readonly missing: MissingKeys;
  /** It makes lambdas, which keep machine and frame: a query may run them when the evaluation is over. */
  readonly makesFunctions: boolean;
  /** How many values its outermost frame keeps. */
  readonly locals: number;
}

/**
 * The machine and frame of all expressions that keep neither, one evaluation after the other: a request evaluates dozens
 * of them, and most are one look at a variable.
 */
const shared = new Machine();
const sharedFrame: Frame = {
  locals: Object.freeze([]) as unknown as Value[],
  parent: undefined,
  machine: shared,
};
let sharedIsFree = true;

const noLocals = Object.freeze([]) as unknown as Value[];

/** What needs no evaluation has none; where its limits are the caller's own, it is counted as any other. */
function evaluateQuickly(quick: Quick, program: Program): CompiledExpression["evaluate"] {
  const { locals } = program;
  return (context, runtime) => {
    if (context !== null && runtime.limits === undefined) {
      try {
        const found = quick(context, locals === 0 ? noLocals : new Array<Value>(locals), runtime);
        if (found !== undefined) return found;
      } catch {
        // An evaluation fails as well, and knows where.
      }
    }
    return evaluate(program, context, runtime);
  };
}

function evaluate(program: Program, context: HostContext | null, runtime: Runtime): Value {
  if (program.runsLeft >= 0 && --program.runsLeft < 0) program.run = asJavaScript(program.run) ?? program.run;
  const { run, missing, makesFunctions, locals } = program;
  const isShared = !makesFunctions && sharedIsFree;
  if (isShared) sharedIsFree = false;
  const machine = isShared ? shared : new Machine();
  machine.start(context as never, runtime, runtime.limits ?? defaultLimits, missing);
  const before = enter(machine);
  try {
    return run(
      isShared && locals === 0
        ? sharedFrame
        : { locals: new Array<Value>(locals), parent: undefined, machine },
    );
  } catch (error) {
    throw failureOf(error, program.source, machine.offset);
  } finally {
    leave(before);
    if (isShared) {
      shared.end();
      sharedIsFree = true;
    }
  }
}

/** What a failed evaluation throws. Apart from `evaluate`: a function inside would cost every evaluation memory. */
function failureOf(error: unknown, source: string, offset: number): unknown {
  if (error instanceof CsException) {
    const problem = problemAt(source, error.message, error.offset ?? offset);
    return new ExpressionFailure(fullNameOf(runtimeType(error)), error.message, problem);
  }
  if (error instanceof LimitExceeded)
    return new ExpressionFailure("LimitExceeded", error.message, problemAt(source, error.message, offset));
  if (error instanceof RangeError) {
    const problem = problemAt(source, error.message, offset);
    return new ExpressionFailure(
      "LimitExceeded",
      "The expression exceeded its limit of depth or size.",
      problem,
    );
  }
  return error;
}

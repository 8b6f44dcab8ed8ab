import { type CompiledExpression, CSharpCompileError, ExpressionFailure } from "../csharp/compileExpression";
import { compileExpressionOnce } from "../csharp/compileExpressionOnce";
import { textOf } from "../csharp/runtime/text";
import type { TextStyle, Value } from "../csharp/runtime/value";
import { decodeInto } from "../xml/entities";
import { type OffsetMap, type OffsetRun, originOf } from "../xml/offsetMap";
import type { PolicyValue } from "../xml/policyDocument";
import type { Exchange } from "./exchange";
import { contextOf } from "./expressionContext";
import { limitMet } from "./expressionLimits";
import { PolicyFailure } from "./failure";
import { constantGetter, type Getter, getter } from "./getter";
import { findNotExecuted } from "./notExecuted";

/** How expressions are compiled and run: the settings that matter to them. */
export interface ExpressionOptions {
  readonly singleQuotes: "refuse" | "string";
  readonly objectEquals: "reference" | "value";
  readonly style: TextStyle;
  readonly missingVariable: "null" | "throws";
  readonly missingHeader: "null" | "throws";
}

/** Format `xml` of what was saved as `rawxml`: the service escapes what it never unescaped. */
const escapedTwice =
  "The entities in it are escaped twice, as API Management gives a document back that was saved raw; it is read as it was saved.";

/** A problem in an expression; `offset` counts in the value's text. */
export type ReportExpression = (
  severity: "error" | "warning",
  message: string,
  offset: number,
  rule?: string,
) => void;

/** Makes what stands for an expression that cannot run. `isMistake`: an error was reported, and not an omission of ours. */
export type RefuseExpression = (message: string, offset: number, isMistake: boolean) => Getter<Value>;

/** Compiles expressions once per text: fragments and documents share most of theirs. */
export class Expressions {
  private readonly compiled = new Map<string, CompiledExpression | CSharpCompileError>();

  constructor(private readonly options: ExpressionOptions) {}

  /**
   * The value as a getter; a mistake in it is reported, and the getter is then what `refuse` makes.
   *
   * @param isPart of a text that only holds an expression: whether the service takes it for one is not documented, so a
   *   mistake in it keeps nothing from loading
   */
  compile(
    value: PolicyValue,
    what: string,
    report: ReportExpression,
    refuse: RefuseExpression,
    isPart = false,
  ): Getter<Value> {
    if (value.kind === "literal" || value.kind === "broken") return constantGetter<Value>(value.text);
    if (value.kind === "mixed") return this.mixed(value, what, report, refuse);
    const asWritten = this.find(value.text);
    const unescaped = asWritten instanceof CSharpCompileError ? this.unescaped(value.text) : undefined;
    if (unescaped !== undefined) report("warning", escapedTwice, 0);
    const compiled = unescaped?.compiled ?? asWritten;
    const placeOf = (offset: number) => (unescaped === undefined ? offset : originOf(unescaped.map, offset));
    if (compiled instanceof CSharpCompileError) {
      const { message, offset } = compiled.problem;
      const why = findNotExecuted(message, value.text, offset) ?? (isPart ? message : undefined);
      report(why === undefined ? "error" : "warning", why ?? message, offset);
      return refuse(why ?? message, offset, why === undefined);
    }
    for (const { message, offset } of compiled.warnings) report("warning", message, placeOf(offset));
    for (const { message, offset } of compiled.unlisted)
      report(isPart ? "warning" : "error", message, placeOf(offset), "unlisted-member");
    return this.evaluation(compiled, value, what);
  }

  /** Text of a value, as an attribute or an element's text takes it; null is empty. */
  text(value: Value): string {
    return typeof value === "string" ? value : textOf(value, this.options.style);
  }

  /** What an expression is with its entities read once more, where that compiles. */
  private unescaped(text: string): { compiled: CompiledExpression; map: OffsetMap } | undefined {
    const [pieces, map]: [string[], OffsetRun[]] = [[], []];
    decodeInto(pieces, map, 0, text, 0, text.length);
    const decoded = pieces.join("");
    if (decoded === text) return undefined;
    const compiled = this.find(decoded);
    return compiled instanceof CSharpCompileError ? undefined : { compiled, map };
  }

  private find(text: string): CompiledExpression | CSharpCompileError {
    let found = this.compiled.get(text);
    if (found === undefined) {
      found = compileExpressionOnce(text, this.options);
      this.compiled.set(text, found);
    }
    return found;
  }

  private evaluation(compiled: CompiledExpression, value: PolicyValue, what: string): Getter<Value> {
    const reads = {
      request: compiled.members.has("IRequest.Body") || compiled.members.has("IFoundryRequest.Deployment"),
      response: compiled.members.has("IResponse.Body"),
    };
    const { style } = this.options;
    const { evaluate } = compiled;
    const made = getter((exchange: Exchange) => {
      try {
        const result = evaluate(contextOf(exchange), exchange.services);
        if (exchange.recorder !== undefined)
          exchange.recorder.expression({ what, source: value.shown, value: shown(result, style) });
        return result;
      } catch (error) {
        throw failed(error, exchange, value, what);
      }
    }, reads);
    return Object.assign(made, { type: compiled.resultType });
  }

  private mixed(
    value: PolicyValue,
    what: string,
    report: ReportExpression,
    refuse: RefuseExpression,
  ): Getter<Value> {
    const parts = value.parts.map((part) => this.compile(part, what, report, refuse, true));
    const reads = {
      request: parts.some((part) => part.reads.request),
      response: parts.some((part) => part.reads.response),
    };
    return getter((exchange) => parts.map((part) => this.text(part(exchange))).join(""), reads);
  }
}

function failed(error: unknown, exchange: Exchange, value: PolicyValue, what: string): unknown {
  if (!(error instanceof ExpressionFailure)) return error;
  exchange.recorder?.expression({ what, source: value.shown, value: `threw ${error.exceptionType}` });
  return new PolicyFailure({
    reason: "ExpressionValueEvaluationFailure",
    message: `Expression evaluation failed. ${error.message}`,
    ...limitMet(error, exchange),
  });
}

/** A value for a trace: short, with its type where the text does not show it. */
function shown(value: Value, style: TextStyle): string {
  if (value === null) return "null";
  const text = textOf(value, style);
  const short = text.length > 500 ? `${text.slice(0, 500)}… (${text.length} characters)` : text;
  return typeof value === "string" ? JSON.stringify(short) : short;
}

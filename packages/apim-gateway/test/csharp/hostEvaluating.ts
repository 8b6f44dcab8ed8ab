import {
  type CompileExpressionOptions,
  CSharpCompileError,
  compileExpression,
  ExpressionFailure,
} from "../../src/csharp/compileExpression";
import type { HostContext } from "../../src/csharp/host/data";
import { textOf } from "../../src/csharp/runtime/text";
import { contextWith, runtime } from "./contexts";

/** What an expression gives on a context: its text, its exception, or why it is refused; null is `null`. */
export function on(
  more: Partial<HostContext>,
  source: string,
  options: CompileExpressionOptions = {},
  variables: Parameters<typeof contextWith>[0] = {},
): string {
  try {
    const value = compileExpression(`@(${source})`, options).evaluate(contextWith(variables, more), runtime);
    return value === null ? "null" : textOf(value, { doubles: "G15" });
  } catch (error) {
    if (error instanceof ExpressionFailure) return `${error.exceptionType}: ${error.message.split("\n")[0]}`;
    if (error instanceof CSharpCompileError) return `refused: ${error.problem.message}`;
    throw error;
  }
}

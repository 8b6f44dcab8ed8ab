import { CSharpCompileError, compileExpression, ExpressionFailure } from "../../src/csharp/compileExpression";
import { CsSequence } from "../../src/csharp/runtime/collections";
import { CsJson } from "../../src/csharp/runtime/json/token";
import { writeJson } from "../../src/csharp/runtime/json/write";
import { textOf } from "../../src/csharp/runtime/text";
import type { Value } from "../../src/csharp/runtime/value";
import { walk } from "../../src/csharp/runtime/walk";
import { contextWith, runtime } from "./contexts";

const style = { doubles: "G15" } as const;

/** A value as a reader of a test sees it: lists in brackets, JSON compact, everything else by its `ToString()`. */
function shown(value: Value): string {
  if (value === null) return "null";
  if (value instanceof CsJson) return writeJson(value, false, style);
  const isList =
    typeof value === "object" &&
    (value instanceof CsSequence || ["[]", "List", "Queue", "Stack"].includes(value.csType));
  return isList ? `[${[...walk(value)].map(shown).join(", ")}]` : textOf(value, style);
}

/** What an expression, or a body that ends with `return`, gives: its value, its exception, or why it is refused. */
export function evaluated(source: string, variables: Readonly<Record<string, Value>> = {}): string {
  const whole = /\breturn\b/.test(source) ? `@{${source}}` : `@(${source})`;
  try {
    return shown(compileExpression(whole).evaluate(contextWith(variables), runtime));
  } catch (error) {
    if (error instanceof ExpressionFailure) return `${error.exceptionType}: ${error.message.split("\n")[0]}`;
    if (error instanceof CSharpCompileError) return `refused: ${error.problem.message}`;
    throw error;
  }
}

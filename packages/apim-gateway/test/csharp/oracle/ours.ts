import {
  CSharpCompileError,
  compileExpression,
  ExpressionFailure,
} from "../../../src/csharp/compileExpression";
import { CsSequence } from "../../../src/csharp/runtime/collections";
import { CsJson } from "../../../src/csharp/runtime/json/token";
import { writeJson } from "../../../src/csharp/runtime/json/write";
import { textOf } from "../../../src/csharp/runtime/text";
import { CsException, type Value } from "../../../src/csharp/runtime/value";
import { walk } from "../../../src/csharp/runtime/walk";
import { fullNameOf } from "../../../src/csharp/types/csType";
import { typeByKey } from "../../../src/csharp/types/registry";
import { runtimeType } from "../../../src/csharp/types/runtimeType";
import type { ContextDescription } from "./description";
import { hostContext } from "./hostContext";
import type { OracleCase } from "./mono";

const style = { doubles: "G15" } as const;

export function describeValue(value: Value): string {
  if (value === null) return "null";
  if (value instanceof CsJson) return `${fullNameOf(runtimeType(value))}:${writeJson(value, false, style)}`;
  if (isList(value)) return `[${[...walk(value)].map(describeValue).join("; ")}]`;
  return `${fullNameOf(runtimeType(value))}:${textOf(value, style)}`;
}

function isList(value: Value): boolean {
  if (typeof value !== "object" || value === null) return false;
  return value instanceof CsSequence || ["[]", "List", "HashSet", "Dictionary"].includes(value.csType);
}

/** The same form as `runMono` gives; an error where our compiler refuses. */
export function runOurs(
  { source, isBody, context }: OracleCase,
  contexts: readonly ContextDescription[],
  now: number,
): string | CSharpCompileError {
  const description = contexts[context] as ContextDescription;
  let compiled: ReturnType<typeof compileExpression>;
  try {
    compiled = compileExpression(isBody ? `@${source}` : `@(${source})`, {
      missingVariable: description.missingVariable,
    });
  } catch (error) {
    if (error instanceof CSharpCompileError) return error;
    throw error;
  }
  const type = isBody ? "System.Object" : fullNameOf(typeByKey(compiled.resultType));
  try {
    const value = compiled.evaluate(hostContext(description), { now: () => now, random: () => 0.25 });
    return `${type} ${describeValue(value)}`;
  } catch (error) {
    if (error instanceof ExpressionFailure) return `${type} !${error.exceptionType}`;
    // A query that the expression gives runs when it is described.
    if (error instanceof CsException) return `${type} !${fullNameOf(runtimeType(error))}`;
    throw error;
  }
}

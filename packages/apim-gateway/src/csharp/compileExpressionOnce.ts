import {
  type CompiledExpression,
  type CompileExpressionOptions,
  CSharpCompileError,
  compileExpression,
} from "./compileExpression";

/** Characters of all expressions that are kept: many times what the largest known folder of policies has. */
const mostCharacters = 4_000_000;
const known = new Map<string, Map<string, CompiledExpression | CSharpCompileError>>();
let characters = 0;

/**
 * `compileExpression`, once for each text in this process; a mistake is given and not thrown. A compiled expression keeps
 * nothing of a request, and V8 knows those that have run: what a reload did not change goes on warm.
 */
export function compileExpressionOnce(
  source: string,
  options: Required<Omit<CompileExpressionOptions, "oftenRun">>,
): CompiledExpression | CSharpCompileError {
  const { singleQuotes, objectEquals, missingVariable, missingHeader } = options;
  const key = `${singleQuotes} ${objectEquals} ${missingVariable} ${missingHeader}`;
  let found = known.get(key)?.get(source);
  if (found !== undefined) return found;
  try {
    found = compileExpression(source, options);
  } catch (error) {
    if (!(error instanceof CSharpCompileError)) throw error;
    found = error;
  }
  characters += source.length;
  if (characters > mostCharacters) {
    known.clear();
    characters = source.length;
  }
  let bySource = known.get(key);
  if (bySource === undefined) {
    bySource = new Map();
    known.set(key, bySource);
  }
  bySource.set(source, found);
  return found;
}

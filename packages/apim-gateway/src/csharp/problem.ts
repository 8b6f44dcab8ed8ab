/** What is wrong with an expression, and where. Offsets count UTF-16 units; lines and columns start at 1. */
export interface CSharpProblem {
  readonly message: string;
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** Thrown while an expression is read or bound. Nothing of it was run. */
export class CSharpCompileError extends Error {
  override readonly name = "CSharpCompileError";
  constructor(readonly problem: CSharpProblem) {
    super(`${problem.line}:${problem.column} ${problem.message}`);
  }
}

/**
 * A problem without its line, as the parts of the compiler report it: they know offsets only. Not an `Error`: no stack is
 * taken, as overloads are tried by the hundred and most do not fit.
 */
export class ExpressionRefusal {
  constructor(
    readonly detail: string,
    readonly offset: number,
  ) {}
}

/** Line and column of an offset. */
export function problemAt(source: string, message: string, offset: number): CSharpProblem {
  const before = source.slice(0, Math.max(0, Math.min(offset, source.length)));
  const line = before.split("\n").length;
  return { message, offset, line, column: before.length - before.lastIndexOf("\n") };
}

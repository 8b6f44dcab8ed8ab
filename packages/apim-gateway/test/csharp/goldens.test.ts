import { compileExpression, ExpressionFailure } from "../../src/csharp/compileExpression";
import { contextWith, runtime } from "./contexts";
import { goldenExpressions } from "./goldenExpressions";

test("every expression of the approved policies compiles, and ends with a value or an exception of C#", () => {
  const outcomes = goldenExpressions().map((source) => {
    const compiled = compileExpression(source);
    try {
      compiled.evaluate(contextWith(), runtime);
      return "value";
    } catch (error) {
      if (!(error instanceof ExpressionFailure)) throw error;
      return error.exceptionType.startsWith("System.") ? "exception" : error.exceptionType;
    }
  });
  expect(new Set(outcomes)).toEqual(new Set(["value", "exception"]));
  expect(outcomes.length).toBeGreaterThan(60);
});

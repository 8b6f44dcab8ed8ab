import { CSharpCompileError } from "../../src/csharp/compileExpression";
import { compileExpressionOnce } from "../../src/csharp/compileExpressionOnce";
import { contextWith, runtime } from "./contexts";

const options = {
  singleQuotes: "refuse",
  objectEquals: "reference",
  missingVariable: "null",
  missingHeader: "throws",
} as const;

describe("an expression that is compiled again", () => {
  test("is the same one", () => {
    expect(compileExpressionOnce("@(1 + 41)", options)).toBe(compileExpressionOnce("@(1 + 41)", options));
  });

  test("with other options is another", () => {
    const source = '@((object)context.Variables["a"] == (object)context.Variables["b"])';
    const equals = (objectEquals: "reference" | "value") => {
      const compiled = compileExpressionOnce(source, { ...options, objectEquals });
      if (compiled instanceof CSharpCompileError) throw compiled;
      return compiled.evaluate(contextWith({ a: "x", b: "x" }), runtime);
    };
    expect([equals("reference"), equals("value"), equals("reference")]).toEqual([false, true, false]);
  });

  test("with its mistake has it again", () => {
    const refused = compileExpressionOnce("@(nobody)", options);
    expect(refused).toBeInstanceOf(CSharpCompileError);
    expect(compileExpressionOnce("@(nobody)", options)).toBe(refused);
  });

  test("is compiled anew once so much was compiled that the process cannot keep it all", () => {
    const first = compileExpressionOnce("@(2 + 40)", options);
    compileExpressionOnce(`@("${"x".repeat(4_100_000)}")`, options);
    expect(compileExpressionOnce("@(2 + 40)", options)).not.toBe(first);
  });
});

import { compileExpression, ExpressionFailure } from "../../src/csharp/compileExpression";
import type { Value } from "../../src/csharp/runtime/value";
import { walk } from "../../src/csharp/runtime/walk";
import { contextWith, runtime } from "./contexts";

const evaluate = (source: string, variables: Readonly<Record<string, Value>> = {}, more = {}) =>
  compileExpression(source).evaluate(contextWith(variables), { ...runtime, ...more });

describe("one evaluation after another", () => {
  test("a query that runs later sees the request that it was made in", () => {
    const query = evaluate('@(new int[] { 1, 2 }.Where(n => context.Variables.ContainsKey("mine")))', {
      mine: true,
    });
    evaluate('@((string)context.Variables["other"])', { other: "x" });
    expect([...walk(query)]).toEqual([1, 2]);
  });

  test("a lambda that runs later sees the values of its own evaluation", () => {
    const query = evaluate("@{ var own = 3; return new int[] { 1, 2 }.Select(n => n + own); }");
    evaluate("@{ var other = 100; return other; }");
    expect([...walk(query)]).toEqual([4, 5]);
  });

  test("locals begin anew", () => {
    const compiled = compileExpression(
      "@{ int n; if (context.Tracing) { n = 1; } else { n = 2; } return n; }",
    );
    expect(compiled.evaluate(contextWith({}, { tracing: true }), runtime)).toBe(1);
    expect(compiled.evaluate(contextWith(), runtime)).toBe(2);
  });

  test("limits begin anew", () => {
    const limits = { steps: 10, memory: 100, regexSteps: 100, milliseconds: 100 };
    const compiled = compileExpression('@("a".Replace("a", "bc").Trim())');
    for (let n = 0; n < 50; n++) expect(compiled.evaluate(contextWith(), { ...runtime, limits })).toBe("bc");
  });

  test("one that fails leaves nothing to the next", () => {
    const failing = compileExpression('@{ try { return int.Parse("x"); } catch (Exception) { throw; } }');
    for (let n = 0; n < 3; n++)
      expect(() => failing.evaluate(contextWith(), runtime)).toThrow(ExpressionFailure);
    expect(evaluate('@((string)context.Variables["s"] ?? "none")', { s: "here" })).toBe("here");
  });

  test("an evaluation within another has a machine of its own", () => {
    const inner = compileExpression('@((string)context.Variables["name"] + "!")');
    const context = contextWith(
      { name: "outer" },
      {
        trace: () => void inner.evaluate(contextWith({ name: "inner" }), runtime),
      },
    );
    const outer = compileExpression(
      '@{ string before = (string)context.Variables["name"]; context.Trace("x"); return before + (string)context.Variables["name"]; }',
    );
    expect(outer.evaluate(context, runtime)).toBe("outerouter");
  });
});

describe("a variable that is read and cast at once", () => {
  test.each([
    [
      '@((string)context.Variables["v"])',
      1,
      "Unable to cast object of type 'System.Int32' to type 'System.String'.",
    ],
    ['@((int)context.Variables["v"])', "1", "Specified cast is not valid."],
    ['@((int)context.Variables["v"])', null, "Object reference not set to an instance of an object."],
    [
      '@((JObject)context.Variables["v"])',
      "{}",
      "Unable to cast object of type 'System.String' to type 'Newtonsoft.Json.Linq.JObject'.",
    ],
  ])("%s of %p fails as any cast, at the same place", (source, value, message) => {
    const plain = source.replace(/context\.Variables\["v"\]/, "(object)($&)");
    for (const text of [source, plain]) {
      let failure: unknown;
      try {
        evaluate(text, { v: value });
      } catch (error) {
        failure = error;
      }
      expect(failure).toBeInstanceOf(ExpressionFailure);
      expect((failure as ExpressionFailure).message).toBe(message);
      expect((failure as ExpressionFailure).problem.column).toBe(3);
    }
  });

  test("a variable that was never set is null, or throws where the setting says so", () => {
    expect(evaluate('@((string)context.Variables["v"])')).toBeNull();
    const strict = compileExpression('@((string)context.Variables["v"])', { missingVariable: "throws" });
    expect(() => strict.evaluate(contextWith(), runtime)).toThrow(
      "The given key was not present in the dictionary.",
    );
  });

  test("reads count as steps, whatever they are cast to", () => {
    const limits = { steps: 5, memory: 100, regexSteps: 100, milliseconds: 100 };
    const many = Array.from({ length: 7 }, () => '(int)context.Variables["v"]').join(" + ");
    expect(() => evaluate(`@(${many})`, { v: 1 }, { limits })).toThrow("limit of steps");
  });
});

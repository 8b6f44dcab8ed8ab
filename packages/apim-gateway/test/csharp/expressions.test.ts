import fc from "fast-check";
import { CSharpCompileError, compileExpression, ExpressionFailure } from "../../src/csharp/compileExpression";
import { contextWith, runtime } from "./contexts";

const limits = { steps: 20_000, memory: 1_000_000, regexSteps: 100_000, milliseconds: 1_000 };
function outcome(source: string, context = contextWith()): unknown {
  try {
    return compileExpression(source).evaluate(context, { ...runtime, limits });
  } catch (error) {
    if (error instanceof ExpressionFailure) return `${error.exceptionType}: ${error.message}`;
    if (error instanceof CSharpCompileError) return error.message;
    throw error;
  }
}

test("a boxed int is not cast to string, nor a string to int", () => {
  const context = contextWith({ n: 1, s: "1" });
  expect(outcome('@((string)context.Variables["n"])', context)).toBe(
    "System.InvalidCastException: Unable to cast object of type 'System.Int32' to type 'System.String'.",
  );
  expect(outcome('@((int)context.Variables["s"])', context)).toBe(
    "System.InvalidCastException: Specified cast is not valid.",
  );
});

test("object and string are compared by reference, with a warning", () => {
  const compiled = compileExpression('@(context.Variables["s"] == "1")');
  expect(compiled.evaluate(contextWith({ s: "1" }), runtime)).toBe(false);
  expect(compiled.warnings.map(({ line, column }) => ({ line, column }))).toEqual([{ line: 1, column: 26 }]);
});

test("a null-conditional skips the rest of the chain", () => {
  expect(outcome("@(context.LastError?.Message.Trim().Length)")).toBeNull();
});

test("a null-conditional may stand on two lines; a point before a digit is a number's", () => {
  expect(outcome('@(context.LastError?\n  .Message.Trim() ?? "none")')).toBe("none");
  expect(outcome('@(((string)"abc")? .Length)')).toBe(3);
  expect(outcome("@((true ? .5 : 1) == 0.5)")).toBe(true);
  expect(outcome("@((true ?.5:1) == 0.5)")).toBe(true);
});

test("a constant before a long text is that text's, whatever came before", () => {
  const { evaluate } = compileExpression('@("Bearer " + (string)context.Variables["token"])');
  const tokens = ["a".repeat(300), "b".repeat(300), "short", null, "a".repeat(300), "c".repeat(5000), ""];
  for (const token of tokens) expect(evaluate(contextWith({ token }), runtime)).toBe(`Bearer ${token ?? ""}`);
});

test("headers ignore case and join their values", () => {
  expect(outcome('@(context.Request.Headers.GetValueOrDefault("x-a", ""))')).toBe("1,2");
});

test("statements run: loops, lambdas, local functions, try, switch", () => {
  expect(
    outcome(
      "@{ int sum = 0; foreach (var x in new[] { 1, 2, 3 }) { if (x == 2) { continue; } sum += x; } return sum; }",
    ),
  ).toBe(4);
  expect(outcome("@{ int F(int n) => n < 2 ? n : F(n - 1) + F(n - 2); return F(10); }")).toBe(55);
  expect(
    outcome(
      '@{ try { return int.Parse("x"); } catch (FormatException e) when (e.Message != "") { return e.GetType().Name; } finally { } }',
    ),
  ).toBe("FormatException");
  expect(
    outcome(
      "@{ object v = 3; switch (v) { case string s: return s; case int n when n > 2: return n + 1; default: return 0; } }",
    ),
  ).toBe(4);
});

test.each([
  [
    "@(context.Nothing)",
    "1:11 `IContext` has no member `Nothing` that policy expressions may use (Microsoft's list of allowed types).",
  ],
  [
    "@(context.Product.SubscriptionsLimit)",
    "1:19 `IProduct` has no member `SubscriptionsLimit` that policy expressions may use (Microsoft's list of allowed types). Did you mean `SubscriptionLimit`?",
  ],
  ["@(new { a = 1 }.b)", "1:17 `<>f__AnonymousType0` has no member `b`."],
  [
    '@(System.IO.File.ReadAllText("x"))',
    "1:13 The type `System.IO.File` is not among those that policy expressions may use (Microsoft's list of allowed types).",
  ],
  [
    "@(System.Diagnostics.Stopwatch.GetTimestamp())",
    "1:22 The type `System.Diagnostics.Stopwatch` is not among those that policy expressions may use (Microsoft's list of allowed types). Use `context.Elapsed`.",
  ],
  [
    "@(new Thread())",
    "1:7 The type `Thread` is not among those that policy expressions may use (Microsoft's list of allowed types). Use the policy `retry` with an `interval`.",
  ],
  [
    "@(context.Request.Body.As<JObjct>())",
    "1:27 The type `JObjct` is not among those that policy expressions may use (Microsoft's list of allowed types). Did you mean `JObject`?",
  ],
  [
    '@(HttpUtility.UrlEncode("a"))',
    "1:3 The name `HttpUtility` does not exist in policy expressions, and no type that they may use is called so (Microsoft's list of allowed types). Use `System.Net.WebUtility` or `Uri.EscapeDataString`.",
  ],
  [
    '@("a".Contains("B", StringComparison.OrdinalIgnoreCase))',
    "1:7 No overload of `string.Contains` takes (string, StringComparison). It is newer than the .NET Framework, whose types policy expressions have. Use `IndexOf(text, comparison) >= 0`.",
  ],
  [
    "@(new[] { 1 }.TakeLast(1))",
    "1:15 `int[]` has no member `TakeLast` that policy expressions may use (Microsoft's list of allowed types). It is newer than the .NET Framework, whose types policy expressions have. Use `Skip`.",
  ],
  ["@(missing)", "1:3 The name `missing` does not exist in policy expressions."],
  [
    "@{ var backends = 1; Func<int, int> f = n => backend + n; return f(1); }",
    "1:46 The name `backend` does not exist in policy expressions. Did you mean `backends`?",
  ],
  [
    "@{context.RequestId}",
    "1:1 A block `@{ … }` gives its value with `return …;`; a value alone stands in `@( … )`.",
  ],
  ["@(return 1)", "1:1 `@( … )` holds a value alone; statements stand in `@{ … }`."],
  ["@(var a = 1; return a;)", "1:1 `@( … )` holds a value alone; statements stand in `@{ … }`."],
  ["@{ return 1 +; }", "1:14 Expected a value, found `;`."],
  ["@(1 switch { 1 => 2 })", "1:5 Switch expressions need C# 8; policy expressions are C# 7."],
  ['@{ string s = null; s ??= "a"; return s; }', "1:23 `??=` needs C# 8; policy expressions are C# 7."],
  ["@{ int n = 1; }", "1:4 Not all code paths return a value."],
  ["@(1 + true)", "1:5 Operator `+` cannot be applied to operands of type `int` and `bool`."],
])("%s is refused where it stands", (source, message) => {
  expect(outcome(source)).toBe(message);
});

test.each([
  ["@{ while (true) { } }", "LimitExceeded: The expression exceeded its limit of steps."],
  [
    '@(Regex.IsMatch("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a+)+$"))',
    "LimitExceeded: The expression exceeded its limit of regular expression steps.",
  ],
  [
    '@{ var s = "aaaa"; for (;;) { s = s + s; } }',
    "LimitExceeded: The expression exceeded its limit of memory.",
  ],
  [
    "@{ int F(int n) { return F(n + 1); } return F(0); }",
    "LimitExceeded: The expression exceeded its limit of depth.",
  ],
])("%s ends", (source, message) => {
  expect(outcome(source)).toBe(message);
});

test.each(["0B_", "0x_", "0b", "1_", "1_.5", "0b1m", "0b1d", "0b1f", "0x1_", "1._5"])(
  "the number `%s` is refused in its place",
  (text) => {
    const compile = () => compileExpression(`@(${text})`);
    expect(compile).toThrow(CSharpCompileError);
  },
);

test.each([
  ["0x_F", 15],
  ["0b_1_0", 2],
  ["1_000", 1000],
  ["1_0.2_5 == 10.25", true],
  ["0x1F", 31],
])("the number `%s` is %s", (text, value) => {
  expect(compileExpression(`@(${text})`).evaluate(contextWith(), { ...runtime, limits })).toBe(value);
});

test("no text crashes or hangs the compiler; every problem has a place", () => {
  const word = fc.constantFrom(
    ...'( ) [ ] { } . ?. ?? => ; , < > = == + - ! ? : 1 2L \'a\' "s" $"{1}" x context new int string var return if for foreach in JObject Parse Regex .Body null is as'.split(
      " ",
    ),
  );
  const source = fc.oneof(
    fc.string(),
    fc.array(word, { maxLength: 25 }).map((words) => words.join(" ")),
  );
  fc.assert(
    fc.property(source, fc.boolean(), (text, body) => {
      try {
        compileExpression(body ? `@{${text}}` : `@(${text})`).evaluate(contextWith(), { ...runtime, limits });
      } catch (error) {
        if (!(error instanceof CSharpCompileError || error instanceof ExpressionFailure)) throw error;
        expect(error.problem.line).toBeGreaterThan(0);
      }
    }),
    { numRuns: 1500 },
  );
});

test("a query built of queries cannot outgrow its steps", () => {
  const source =
    "@{ IEnumerable<int> q = new[] { 1 }; for (int i = 0; i < 40; i++) { var p = q; q = p.Concat(p); } return q.Count(); }";
  expect(outcome(source)).toBe("LimitExceeded: The expression exceeded its limit of steps.");
});

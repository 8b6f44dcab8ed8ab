import { CSharpCompileError, compileExpression, ExpressionFailure } from "../../src/csharp/compileExpression";
import { defaultLimits, type Limits } from "../../src/csharp/runtime/machine";
import { CsException } from "../../src/csharp/runtime/value";
import { generatedCases, handPickedCases } from "./cases";
import { goldenExpressions } from "./goldenExpressions";
import { memberCases } from "./memberCases";
import { contextCases } from "./oracle/contextCases";
import { descriptions, now } from "./oracle/descriptions";
import { goldenContexts } from "./oracle/goldenContexts";
import { hostContext } from "./oracle/hostContext";
import { describeValue } from "./oracle/ours";

const contexts = [...descriptions, ...goldenContexts];

/** Loops, branches and functions in each other, and what leaves them. */
const bodies = [
  "int n = 0; for (int i = 0; i < 9; i++) { if (i % 2 == 0) { continue; } if (i == 7) { break; } n += i; } return n;",
  "int n = 0; for (int i = 0, k = 9; i < k; i++, k--) { n += k; } return n;",
  "int n = 0; for (;;) { if (++n > 5) { return n; } }",
  "int n = 0; while (n < 9) { n++; if (n == 3) { continue; } if (n == 6) { break; } } return n;",
  "int n = 0; do { n++; if (n == 3) { continue; } } while (n < 3 && n != 0); return n;",
  "string s = \"\"; foreach (char c in \"abcdef\") { if (c == 'b') { continue; } if (c == 'e') { break; } s += c; } return s;",
  'string s = ""; foreach (var pair in JObject.Parse("{\\"a\\":1,\\"b\\":2}")) { s += pair.Key + pair.Value; } return s;',
  "var all = new List<Func<int>>(); foreach (int i in new[] { 1, 2, 3 }) { all.Add(() => i * 10); } return all.Sum(f => f());",
  "var all = new List<Func<int>>(); for (int i = 0; i < 3; i++) { all.Add(() => i); } return all.Sum(f => f());",
  "int n = 0; foreach (int i in new[] { 1, 2, 3, 4 }) { switch (i) { case 2: continue; case 4: break; default: n += i; break; } n += 100; } return n;",
  "int n = 0; foreach (int i in new[] { 1, 2, 3 }) { try { if (i == 2) { continue; } if (i == 3) { break; } n += i; } finally { n += 10; } } return n;",
  'foreach (string s in new[] { "1", "x", "3" }) { try { int.Parse(s); } catch (FormatException) { return s; } } return "none";',
  "for (int i = 0; i < 3; i++) { for (int k = 0; k < 3; k++) { if (k == 1) { break; } if (i == 2) { return i + k; } } } return -1;",
  "Func<int, int> f = null; f = n => n < 2 ? 1 : n * f(n - 1); return f(9);",
  "Func<int, int> f = null; f = n => f(n + 1); return f(0);",
  "int total = 0; Action<int> add = n => { total += n; if (n > 2) { return; } total += 100; }; add(1); add(3); return total;",
  "Func<int, Func<int, int>> plus = a => b => a + b; return plus(3)(4);",
  "Func<int[], int> first = list => { foreach (int i in list) { if (i > 1) { return i; } } return 0; }; return first(new[] { 1, 2 });",
  "int Twice(int n) { return n * 2; } return Twice(Twice(3));",
  "Func<int, int> f = n => n; int s = 0; for (int i = 0; i < 600; i++) { s += f(i); } return s;",
  'int[] a = new int[3]; a[0] = a[1] = 5; a[2]++; a[2] += 4; int i = 0; a[i++] = i; return string.Join(",", a) + i;',
  'int[] a = new int[2]; int i = 0; a[i++] += 7; return string.Join(",", a) + i;',
  'int[] a = new int[int.Parse("-1")]; return a.Length;',
  'string s = null; if (1 > 2) { s = "x"; } return s.Length;',
  "int[] a = null; a[0] = 1; return 1;",
  'var d = new Dictionary<string, int> { { "a", 1 }, ["b"] = 2 }; return d["a"] + d["b"] + d["c"];',
  'int n; int? m = null; string t = "a" + null + 1 + m; bool b = m == null || m.Value > 3; n = m ?? 4; return t + b + n;',
  "double d = 0; for (int i = 1; i < 5; i++) { d += 1.0 / i; d = -d; } return Math.Round(d * 1e6) / 1e6;",
  "long n = long.MaxValue; n++; int i = int.MaxValue; i++; i -= 5; return n + i % 7;",
  'int n = checked(int.MaxValue - int.Parse("0")); return checked(n + 1);',
  "var r = new Random(7); int n = 0; while (r.Next(10) != 3) { n++; } return n + r.NextDouble();",
  'switch ("b") { case "a": return 1; case "b": { int n = 2; return n; } default: return 3; }',
  'throw new Exception("on purpose");',
  "for (int i = 0; ; i++) { ; }",
  'string s = "x"; while (true) { s += s; }',
  'bool b = context.Variables.ContainsKey("none") ? true : !context.Variables.ContainsKey("other"); return b && "a" != "b" ? -Math.Abs(-3) : ~4;',
];

const sources = [
  ...bodies.map((body) => `@{ ${body} }`),
  ...handPickedCases().map((text) => `@(${text})`),
  ...generatedCases(5, 400).map((text) => `@(${text})`),
  ...memberCases.map((body) => `@${body}`),
];

function outcome(source: string, on: number, oftenRun: number, limits: Limits): unknown {
  const runtime = { now: () => now, random: () => 0.25, limits };
  try {
    const compiled = compileExpression(source, { oftenRun });
    return describeValue(compiled.evaluate(hostContext(contexts[on] as (typeof contexts)[number]), runtime));
  } catch (error) {
    if (error instanceof CSharpCompileError) return "refused";
    if (error instanceof ExpressionFailure) return [error.exceptionType, error.message, error.problem];
    if (error instanceof CsException) return error.message;
    throw error;
  }
}

/** Those that differ between what is written as JavaScript at once, and what never is. */
function differences(cases: readonly (readonly [source: string, context: number])[], limits: Limits) {
  return cases
    .map(([source, on]) => ({
      source,
      closures: outcome(source, on, Number.POSITIVE_INFINITY, limits),
      javascript: outcome(source, on, 0, limits),
    }))
    .filter(({ closures, javascript }) => JSON.stringify(closures) !== JSON.stringify(javascript));
}

const few: readonly number[] = [1, 4, 11, 30];

describe("an expression that has run often gives what it gave before, or fails in the same place", () => {
  test("alone", () => {
    expect(sources.length).toBeGreaterThan(900);
    expect(
      differences(
        sources.map((source) => [source, 0]),
        { ...defaultLimits, memory: 1_000_000, steps: 50_000 },
      ),
    ).toEqual([]);
  });

  test("over requests", () => {
    const cases = contextCases(5, 400, descriptions.length).map(
      ({ source, isBody, context }) => [isBody ? `@${source}` : `@(${source})`, context] as const,
    );
    expect(differences(cases, defaultLimits)).toEqual([]);
  });

  test("in the approved policies", () => {
    const cases = goldenExpressions().flatMap((source) =>
      goldenContexts.map((_, on) => [source, descriptions.length + on] as const),
    );
    expect(differences(cases, defaultLimits)).toEqual([]);
  });

  // What counts as a step is the same, and where it is counted.
  test.each(few)("with %d steps", (steps) => {
    const cases = [
      ...bodies.map((body) => [`@{ ${body} }`, 0] as const),
      ...goldenExpressions().map((source) => [source, descriptions.length] as const),
    ];
    expect(differences(cases, { ...defaultLimits, steps })).toEqual([]);
  });
});

test("an expression that is nested as deeply as one may be runs, written or not", () => {
  const deep = (levels: number) => {
    const sum = Array.from({ length: levels }, () => "context.Elapsed.Milliseconds").join(" + ");
    const blocks = "{ if (n > 0) ".repeat(Math.floor(levels / 10));
    return `@{ int n = ${sum}; ${blocks}{ n++; }${"}".repeat(Math.floor(levels / 10))} return n; }`;
  };
  for (const levels of [150, 250, 1_500])
    expect(outcome(deep(levels), 0, 0, defaultLimits)).toEqual(
      outcome(deep(levels), 0, Number.POSITIVE_INFINITY, defaultLimits),
    );
});

test("the text of an expression is no text of what is written", () => {
  const hostile =
    '@("\\"+process.exit(1)+\\"`$" + "{process.exit(1)}" + "\\u2028\\n*/ //" + nameof(context))';
  expect(outcome(hostile, 0, 0, defaultLimits)).toBe(outcome(hostile, 0, 1, defaultLimits));
});

test("where a process makes no code from text, an expression goes on as it was", () => {
  const make = globalThis.Function;
  globalThis.Function = function refuse() {
    throw new EvalError("Code generation from strings disallowed for this context");
  } as never;
  try {
    expect(outcome("@{ int n = 0; while (n < 5) { n++; } return n; }", 0, 0, defaultLimits)).toBe(
      "System.Int32:5",
    );
  } finally {
    globalThis.Function = make;
  }
});

import { compileExpression, ExpressionFailure } from "../../src/csharp/compileExpression";
import { defaultLimits } from "../../src/csharp/runtime/machine";
import type { Value } from "../../src/csharp/runtime/value";
import { contextWith, runtime } from "./contexts";

const expressions = [
  '(string)context.Variables["s"]',
  '(string)context.Variables["s"] == "text"',
  '(string)context.Variables["s"] != (string)context.Variables["t"]',
  '"text" == (string)context.Variables["s"]',
  '(int)context.Variables["n"] + 1 > 4 && (int)context.Variables["n"] - 1 <= 2',
  '(int)context.Variables["n"] == (int)context.Variables["m"]',
  '(bool)context.Variables["b"] || (int)context.Variables["n"] / (int)context.Variables["m"] > 1',
  '!(bool)context.Variables["b"]',
  '(bool)context.Variables["b"] ? (string)context.Variables["s"] : (string)context.Variables["t"]',
  '(bool)context.Variables["b"] && ((string)context.Variables["s"]).Substring(9) == ""',
  '!context.Variables.ContainsKey("s") || !context.Variables.ContainsKey("none")',
  'context.Variables["s"] == null',
  '(object)context.Variables["s"] == (object)context.Variables["t"]',
  '((string)context.Variables["s"]).Length > 2',
  '((string)context.Variables["s"]).Contains("ex") && ((string)context.Variables["s"]).EndsWith("t")',
  '((string)context.Variables["s"]).StartsWith("TE", StringComparison.OrdinalIgnoreCase)',
  '((string)context.Variables["s"]).Trim().StartsWith("te")',
  '((string)context.Variables["s"]).Contains((string)context.Variables["t"])',
  'long.Parse((string)context.Variables["s"]) > 4',
  'int.Parse((string)context.Variables["t"])',
  'context.Variables.GetValueOrDefault<string>("s")',
  'context.Variables.GetValueOrDefault<string>("none")',
  'context.Variables.GetValueOrDefault<int>("none")',
  'context.Variables.GetValueOrDefault<int>("s", 4)',
  'context.Variables.GetValueOrDefault<string>("none", "other")',
  'context.Request.Headers.GetValueOrDefault("x-absent", "none").Length == 4',
  'context.Request.Headers.GetValueOrDefault("x-absent") == null',
  'context.Request.Headers.ContainsKey((string)context.Variables["s"])',
  "context.Response == null",
  "context.Response != null && context.Response.StatusCode == 404",
  "context.Response.StatusCode < 400",
  'context.LastError.Reason == "x"',
  'context.Request.Method == "GET" && context.Request.Url.Path == context.Request.OriginalUrl.Path',
  "context.Request.Foundry == null",
  "context.Operation.Id",
  "@(0)",
  "5 > 4 && true",
  '((string)context.Variables["s"]).Substring(2)',
  '((string)context.Variables["s"]).Substring((int)context.Variables["n"], 9)',
  "DateTime.UtcNow.Ticks / TimeSpan.TicksPerMillisecond",
  'DateTime.UtcNow.Ticks % long.Parse((string)context.Variables["t"])',
  '(int)context.Variables["n"] / (int)context.Variables["m"]',
  '(int)context.Variables["n"] % (int)context.Variables["m"] == 0',
];

/** Whole bodies: what is quick in them may come to something that is not, and then they run from their start. */
const bodies = [
  'string s = (string)context.Variables["s"]; if (s.Length > 3) { return s; } return "short";',
  'int n = (int)context.Variables["n"], m = n + 1; if (n < 4) return m; else { return n; }',
  'string s = (string)context.Variables["s"]; if (s == "text") { return 1; } s = s + "!"; return s;',
  'if ((bool)context.Variables["b"]) { string inner = (string)context.Variables["t"]; return inner; } return 1.5;',
  'if (context.Variables.ContainsKey("s")) { int count = 0; count++; } return (string)context.Variables["s"] == null;',
  'object any = context.Variables["s"]; if (any == null) { return null; } return any;',
  'long now = DateTime.UtcNow.Ticks; if (now < 5) { return now; } foreach (char c in "ab") { now += c; } return now;',
  'if ((int)context.Variables["n"] > 3) { throw new Exception("more"); } ; return (int)context.Variables["n"];',
  'const int most = 3; int n = (int)context.Variables["n"]; { if (n > most) { return -1; } } return n;',
  'string s = (string)context.Variables["s"]; Func<int, string> same = n => s + n; if (s == "text") { return 2; } return same(3);',
  'string text; if ((int)context.Variables["n"] == 3) { text = "three"; return text; } return "none";',
  'string s = (string)context.Variables["s"]; if (s.StartsWith("1")) { return s.Substring(9); } return context.Request.Method;',
];

const variables: readonly (readonly [name: string, values: Readonly<Record<string, Value>>])[] = [
  ["variables of these types", { s: "text", t: "12", n: 3, m: 3, b: true }],
  ["others", { s: "12", t: "text", n: 4, m: 0, b: false }],
  ["variables of other types", { s: 1, t: null, n: "3", m: 1n, b: "true" }],
  ["variables that are null", { s: null, t: null, n: null, m: null, b: null }],
  ["no variables", {}],
];

function outcome(source: string, given: Readonly<Record<string, Value>>, more: object): unknown {
  try {
    return compileExpression(source).evaluate(contextWith(given), { ...runtime, ...more });
  } catch (error) {
    if (!(error instanceof ExpressionFailure)) throw error;
    return [error.exceptionType, error.message, error.problem];
  }
}

// Whoever gives limits gets an evaluation in which all is counted.
describe.each(variables)("with %s an expression without an evaluation is what it is with one", (_, given) => {
  const sources = [
    ...expressions.map((expression) => (expression.startsWith("@") ? expression : `@(${expression})`)),
    ...bodies.map((body) => `@{ ${body} }`),
  ];
  test.each(sources)("%s", (source) => {
    expect(outcome(source, given, {})).toEqual(outcome(source, given, { limits: defaultLimits }));
  });
});

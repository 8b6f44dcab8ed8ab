import { compileExpression, ExpressionFailure } from "../../src/csharp/compileExpression";
import { contextWith, runtime } from "../csharp/contexts";

/** Under the limits that the gateway has. The exception, or `value` with what became of it. */
function ending(source: string): string {
  const compiled = compileExpression(source);
  try {
    compiled.evaluate(contextWith(), runtime);
    return "value";
  } catch (error) {
    if (!(error instanceof ExpressionFailure)) throw error;
    expect(error.problem.line).toBeGreaterThanOrEqual(1);
    expect(error.problem.offset).toBeLessThanOrEqual(source.length);
    return error.exceptionType;
  }
}

const limit = "LimitExceeded";

test.each([
  ['@(Regex.IsMatch(new string(\'a\', 40) + "!", "^(a+)+$"))', limit],
  ["@(Regex.IsMatch(new string('a', 5000), \"(a*)*b\"))", limit],
  ["@(Regex.Match(new string('x', 3000), \"(x+x+)+y\").Success)", limit],
  ["@(Regex.Replace(new string('a', 100000), \"a\", new string('b', 100000)).Length)", limit],
  ['@{ var s = "ab"; while (true) { s = s + s; } return s; }', limit],
  ['@{ var s = new StringBuilder(); while (true) { s.Append("abcdefgh"); } return 1; }', limit],
  ['@{ var s = "a"; for (;;) { s = s.Replace("a", "aa"); } return s; }', limit],
  ["@{ var l = new List<int>(); while (true) { l.Add(1); } return 1; }", limit],
  ["@{ var d = new Dictionary<int, int>(); for (int i = 0; ; i++) { d[i] = i; } return 1; }", limit],
  ["@{ var o = new JObject(); for (int i = 0; ; i++) { o[i.ToString()] = i; } return 1; }", limit],
  ["@{ var a = new JArray(); while (true) { a.Add(new JArray(a)); } return 1; }", limit],
  ["@{ Func<int, int> f = null; f = n => f(n + 1); return f(0); }", limit],
  [
    "@{ Func<int, int> f = null; f = n => { try { return f(n + 1); } finally { f(n + 1); } }; return f(0); }",
    limit,
  ],
  ["@{ try { while (true) { } } catch (Exception) { return 1; } return 2; }", limit],
  ["@{ while (true) { try { continue; } finally { } } return 2; }", limit],
  ["@(Enumerable.Range(0, int.MaxValue).Sum(n => (long)n))", limit],
  ["@(Enumerable.Range(0, int.MaxValue).ToList().Count)", limit],
  ["@(Enumerable.Range(0, int.MaxValue).OrderBy(n => -n).First())", limit],
  ["@(Enumerable.Range(0, int.MaxValue).Count())", limit],
  ["@(Enumerable.Range(0, int.MaxValue).Reverse().First())", limit],
  ["@(Enumerable.Range(0, int.MaxValue).Distinct().Count())", limit],
  ['@(string.Join("", Enumerable.Range(0, int.MaxValue)))', limit],
  ['@(Enumerable.Range(0, int.MaxValue).Select(n => "x").Aggregate((a, b) => a + b))', limit],
  ["@(Enumerable.Range(0, int.MaxValue).First())", "value"],
  ["@(Enumerable.Range(0, int.MaxValue).Take(3).Sum())", "value"],
  ["@(Enumerable.Range(0, 100000).SelectMany(n => Enumerable.Range(0, 100000)).Any(n => n < 0))", limit],
  ['@("x".PadLeft(int.MaxValue))', limit],
  ['@("x".PadRight(2000000000).Length)', limit],
  ["@(new string('a', int.MaxValue))", limit],
  ["@(new int[int.MaxValue].Length)", limit],
  ["@(new string[2000000000].Length)", limit],
  ['@(string.Format("{0,2000000000}", 1))', "System.FormatException"],
  ['@($"{1,2000000000}".Length)', limit],
  ["@(new string('a', 10000000).Split('a').Length)", limit],
  ['@(1.ToString("D99").Length)', "value"],
  ['@((1.5).ToString("F99").Length)', "value"],
  ["@((1.5).ToString(new string('0', 100000)).Length)", "value"],
  ["@{ decimal d = 2m; for (int i = 0; i < 200; i++) { d = d * d; } return d; }", "System.OverflowException"],
  ["@{ decimal d = 0.5m; for (int i = 0; i < 200; i++) { d = d * d; } return d; }", "value"],
  ["@{ decimal d = 1m; for (int i = 0; i < 200000; i++) { d = d / 3m; } return d; }", "value"],
  ["@(decimal.Parse(new string('9', 150)))", "System.OverflowException"],
  ["@(long.Parse(new string('9', 300)))", "System.OverflowException"],
  ["@(JToken.Parse(new string('9', 100000)).Type)", "value"],
  ["@(JArray.Parse(new string('[', 100000)))", "Newtonsoft.Json.JsonReaderException"],
  [
    "@(JArray.Parse(new string('[', 100000) + new string(']', 100000)).Count)",
    "Newtonsoft.Json.JsonReaderException",
  ],
  [
    "@{ var t = new JArray(); for (int i = 0; i < 20000; i++) { t = new JArray((object)t); } return t.ToString(); }",
    limit,
  ],
  ['@{ var o = new JObject(); o["a"] = o; return o.ToString(Formatting.None); }', "value"],
  [
    '@{ var o = new JObject(); for (int i = 0; i < 60; i++) { o["a" + i] = o; } return o.ToString(Formatting.None); }',
    limit,
  ],
  ["@{ var l = new List<object>(); l.Add(l); return JsonConvert.SerializeObject(l); }", limit],
  ["@{ var l = new List<int> { 1 }; foreach (var n in l) { l.Add(n); } return l.Count; }", limit],
  ["@(Convert.FromBase64String(new string('A', 100000000)).Length)", limit],
  ["@(Encoding.UTF8.GetBytes(new string('a', 30000000)).Length)", limit],
  ["@(new DateTime(9999, 12, 31).AddDays(double.MaxValue))", "System.ArgumentOutOfRangeException"],
  ["@(TimeSpan.FromDays(double.MaxValue))", "System.OverflowException"],
  ["@(DateTime.MaxValue.AddYears(int.MaxValue))", "System.ArgumentOutOfRangeException"],
  ["@(DateTime.MinValue.AddMonths(int.MinValue))", "System.ArgumentOutOfRangeException"],
])("%s ends with %s", (source, expected) => {
  expect(ending(source)).toBe(expected);
});

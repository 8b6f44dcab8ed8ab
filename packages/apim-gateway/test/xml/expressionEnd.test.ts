import { findExpressionEnd } from "../../src/xml/expressionEnd";

/** The expression that `@…` at the start of a text is; `~` in front: why there is none. */
function extent(text: string, encoded = false): string {
  const end = findExpressionEnd(text, 0, encoded);
  return end.ok ? text.slice(0, end.end) : `~${end.at}: ${end.message}`;
}

test.each([
  ["nested brackets of all kinds", "@(a[b(1)] + new int[] { 2 })"],
  ["statements", "@{ if (true) { return 1; } return 2; }"],
  ["brackets in a string", '@("))" + "]}")'],
  ["an escaped quote in a string", '@("\\")" + 1)'],
  ["a backslash at the end of a string", '@("\\\\")'],
  ["a verbatim string with a doubled quote", '@(@"a\\" + @"b"")")'],
  ["a verbatim string over lines", '@(@"a\n)b")'],
  ["a bracket as a character", "@(')' + '(')"],
  ["a quote as a character", "@('\"' + '\\'')"],
  ["a string in single quotes, which samples deploy", "@(a.ContainsKey('Retry-After)'))"],
  ["a comment to the end of the line", "@{ // it's ) here\n return 1; }"],
  ["a comment between marks", '@(1 /* ) " */ + 2)'],
  ["a division", "@(4 / 2)"],
  ["an interpolated string with a string in a hole", '@($"a{b["c)"]}d")'],
  ["an interpolated string in a hole", '@($"a{$"b{c}"}d")'],
  ["doubled braces of an interpolated string", '@($"{{)}}")'],
  ["a format with a quote", `@($"{now:yyyy-MM-dd'T}")`],
  ["a condition in a hole", '@($"{(a ? ")" : "b")}")'],
  ["a verbatim interpolated string", '@($@"a""){b}\n")'],
  ["an interpolated verbatim string", '@(@$"a""){b}\n")'],
  ["an identifier with an at sign", "@(@class + @if)"],
])("%s is within the expression", (_, expression) => {
  expect(extent(`${expression} tail)}"`)).toBe(expression);
});

test("entities stand for their characters in raw text only", () => {
  expect(extent("@(&quot;)&quot; &amp;&amp; 'a')&quot;", true)).toBe("@(&quot;)&quot; &amp;&amp; 'a')");
  expect(extent("@(&quot;)&quot;)")).toBe("@(&quot;)");
  expect(extent("@(&#34;)&#x22;) ", true)).toBe("@(&#34;)&#x22;)");
});

test.each([
  ["@(1", "~1: '(' is not closed"],
  ["@(a[1)", "~5: ')' does not close the bracket; ']' is expected"],
  ['@("a)', "~2: the string is not closed on its line"],
  ['@("a\n")', "~2: the string is not closed on its line"],
  ['@(@"a', "~2: the string is not closed"],
  ["@('a)", "~2: the character literal is not closed on its line"],
  ['@($"a{b)', "~7: ')' does not close the bracket; '}' is expected"],
  ['@($"a{b', "~5: '{' is not closed"],
  ['@($"a', "~2: the string is not closed"],
  ['@($"a\n")', "~2: the string is not closed on its line"],
  ["@(1 /* a)", "~4: the comment is not closed"],
  ["@{ // }", "~1: '{' is not closed"],
])("%j is refused where it went wrong", (text, problem) => {
  expect(extent(text)).toBe(problem);
});

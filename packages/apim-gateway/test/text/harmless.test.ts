import { harmless } from "../../src/text/harmless";

test("what could steer a terminal is seen instead, and stays what it was in JSON", () => {
  const evil =
    "\u001b]0;title\u0007 \u001b[2J \u009b31m \u202eabc\u202c \u2066x\u2069 a\rb \u0000 \u007f \u2028 \u001b[8mhidden";
  const shown = harmless(evil);
  expect(shown).toBe(
    "\\u001b]0;title\\u0007 \\u001b[2J \\u009b31m \\u202eabc\\u202c \\u2066x\\u2069 a\\u000db \\u0000 \\u007f \\u2028 \\u001b[8mhidden",
  );
  expect(JSON.parse(`"${shown}"`)).toBe(evil);
});

test("the colours of reports, lines that are written over, tabs, line breaks and all letters stay", () => {
  const own =
    "\u001b[31merror\u001b[39m \u001b[1mbold\u001b[22m \u001b[2mdim\u001b[0m\r\u001b[2K 50 %\r\n\tzażółć 漢字 👩‍💻 می‌خواهم\n";
  expect(harmless(own)).toBe(own);
});

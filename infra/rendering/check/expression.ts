/** Why a value is no single policy expression; `undefined` when it is one, or is none at all. */
export function expressionProblem(
  value: string,
): { readonly rule: string; readonly message: string } | undefined {
  const text = value.trim();
  if (!isExpression(text)) {
    // `@(` inside a literal would be left as text by API Management, which is never what was meant.
    return /@[({]/.test(text)
      ? {
          rule: "expression-not-whole",
          message: "an expression must be the whole value; this one stands inside text",
        }
      : undefined;
  }
  const end = endOfExpression(text);
  if (end === undefined)
    return { rule: "expression-unbalanced", message: "brackets or quotes of the expression do not close" };
  if (end !== text.length)
    return {
      rule: "expression-not-whole",
      message: `the expression ends before \`${text.slice(end, end + 20)}\``,
    };
  return undefined;
}

export function isExpression(value: string): boolean {
  return /^\s*@[({]/.test(value);
}

const closing: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/** Index behind the bracket that closes the expression; strings, characters and comments of C# are skipped. */
function endOfExpression(text: string): number | undefined {
  const expected: string[] = [];
  let index = 1;
  while (index < text.length) {
    const skipped = skipQuoted(text, index);
    if (skipped === undefined) return undefined;
    if (skipped > index) {
      index = skipped;
      continue;
    }
    const character = text[index] as string;
    if (character in closing) expected.push(closing[character] as string);
    else if (")]}".includes(character)) {
      if (expected.pop() !== character) return undefined;
      if (expected.length === 0) return index + 1;
    }
    index++;
  }
  return undefined;
}

/** Index behind a string, character or comment that starts here; the same index when none does; `undefined` when it never ends. */
function skipQuoted(text: string, index: number): number | undefined {
  const rest = text.slice(index);
  if (rest.startsWith("//")) {
    const end = rest.indexOf("\n");
    return end < 0 ? undefined : index + end + 1;
  }
  if (rest.startsWith("/*")) {
    const end = rest.indexOf("*/", 2);
    return end < 0 ? undefined : index + end + 2;
  }
  const verbatim = /^(?:\$@|@\$|@)"(?:[^"]|"")*"/.exec(rest);
  if (verbatim !== null) return index + verbatim[0].length;
  if (/^[@$]{0,2}"/.test(rest) || rest.startsWith("'")) {
    const quoted = /^\$?"(?:[^"\\\n]|\\.)*"|^'(?:[^'\\\n]|\\.)+'/.exec(rest);
    return quoted === null ? undefined : index + quoted[0].length;
  }
  return index;
}

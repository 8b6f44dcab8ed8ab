/**
 * What moves the cursor, hides text or turns its direction. Kept are line breaks, tabs, the colours of our own reports and
 * the line that progress writes over.
 */
const harmful =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /(\r\n|\r?\u001b\[2K|\u001b\[(?:0|1|2|22|3[0-79]|9[0-7])m)|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/**
 * Text of several lines for a terminal, whoever wrote what it holds. A character that could play with the terminal is
 * written as `\u001b`: people see it, and JSON means the same.
 */
export function harmless(text: string): string {
  return text.replace(
    harmful,
    (found, own?: string) => own ?? `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** What stands before the first line of a text and before the others; it counts into their length. */
export interface Indent {
  readonly first: string;
  readonly rest: string;
}

/**
 * Breaks prose at spaces, into lines of at most so many characters; a longer word stands alone, and so does what stands
 * in backticks, which people copy. No text: no line.
 */
export function wrap(
  text: string,
  width: number,
  { first, rest }: Indent = { first: "", rest: "" },
): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of wordsOf(text)) {
    const start = lines.length === 0 ? first : rest;
    if (line !== "" && start.length + line.length + 1 + word.length > width) {
      lines.push(start + line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return line === "" ? lines : [...lines, (lines.length === 0 ? first : rest) + line];
}

/** A word may have blanks between backticks; longer code is read, and not copied. */
const wordsOf = (text: string): readonly string[] =>
  text
    .replace(/`[^`]{1,100}`/g, (code) => code.replaceAll(" ", "\0"))
    .split(" ")
    .map((word) => word.replaceAll("\0", " "));

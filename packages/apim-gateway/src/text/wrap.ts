/** What stands before the first line of a text and before the others; it counts into their length. */
export interface Indent {
  readonly first: string;
  readonly rest: string;
}

/** Breaks prose at spaces, into lines of at most so many characters; a longer word stands alone. No text: no line. */
export function wrap(
  text: string,
  width: number,
  { first, rest }: Indent = { first: "", rest: "" },
): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const start = lines.length === 0 ? first : rest;
    if (line !== "" && start.length + line.length + 1 + word.length > width) {
      lines.push(start + line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return line === "" ? lines : [...lines, (lines.length === 0 ? first : rest) + line];
}

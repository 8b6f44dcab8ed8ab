interface Place {
  readonly line: number;
  readonly column: number;
}

/** Whether line and column are in the text, or at its end. The end of a line may have two characters. */
export function isPlaceIn(text: string, { line, column }: Place, ends = /\r\n|\r|\n/): boolean {
  const lines = text.split(ends);
  const own = lines[line - 1];
  return own !== undefined && column >= 1 && column <= own.length + 2;
}

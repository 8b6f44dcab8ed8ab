/** One row of a listing: cells that stand under each other, and a last one that takes what is left. */
export interface TextRow {
  readonly cells: readonly string[];
  readonly rest: string;
}

// What moves the cursor, hides text or turns its direction; a value must not play with somebody's terminal.
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Text for one line of a terminal. */
export function printable(text: string): string {
  return text
    .replace(/\r\n|\r|\n/g, "⏎")
    .replace(/\t/g, " ")
    .replace(unprintable, "�");
}

/** At most so many characters; what is left out is told by `…`. */
export function cut(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, Math.max(0, most - 1)).join("")}…`;
}

/** Pads cells to columns, numbers to the right; no line is longer than `width`. */
export function aligned(rows: readonly TextRow[], width: number, indent: string): string[] {
  const columns = Math.max(0, ...rows.map(({ cells }) => cells.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map(({ cells }) => [...(cells[column] ?? "")].length)),
  );
  return rows.map(({ cells, rest }) => {
    const padded = widths.map((wide, column) => {
      const cell = cells[column] ?? "";
      const space = " ".repeat(wide - [...cell].length);
      return /^\+?[\d.]+ ms$/.test(cell) ? space + cell : cell + space;
    });
    return cut(indent + [...padded, rest].join("  "), width).trimEnd();
  });
}

export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
  /** Narrowest the column may become; left out: it is never cut. */
  readonly atLeast?: number;
}

/** One row of a listing: cells that stand under each other, and a last one that takes what is left. */
export interface TextRow {
  readonly cells: readonly string[];
  readonly rest: string;
}

/**
 * Lays rows out in columns. When the table is wider than `width`, the widest columns that may be cut give way, and what
 * was cut ends with `…`.
 *
 * @returns one line per row, the titles first, without spaces at the end
 */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): string[] {
  const all = [columns.map(({ title }) => title), ...rows];
  const widths = narrowed(widthsOf(all, columns.length), columns, width);
  return all.map((row) =>
    padded(
      widths.map((most, column) => cut(row[column] ?? "", most)),
      widths,
      (_, column) => columns[column]?.align === "right",
    ).trimEnd(),
  );
}

/** A listing without titles: durations to the right, and no line is longer than `width`. */
export function listing(rows: readonly TextRow[], width: number, indent: string): string[] {
  const cells = rows.map((row) => row.cells);
  const widths = widthsOf(cells, Math.max(0, ...cells.map(({ length }) => length)));
  return rows.map(({ cells, rest }) => {
    const line = padded(cells, widths, (cell) => /^\+?[\d.]+ ms$/.test(cell));
    return cut(`${indent}${line}${widths.length === 0 ? "" : GAP}${rest}`, width).trimEnd();
  });
}

/** At most so many characters, the last one `…` when something is missing. */
export function cut(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, Math.max(0, most - 1)).join("")}…`;
}

const GAP = "  ";

const lengthOf = (text: string): number => [...text].length;

const widthsOf = (rows: readonly (readonly string[])[], columns: number): number[] =>
  Array.from({ length: columns }, (_, column) =>
    Math.max(0, ...rows.map((row) => lengthOf(row[column] ?? ""))),
  );

/** The widest column that may be cut gives way, one character at a time. */
function narrowed(widths: number[], columns: readonly Column[], width: number): number[] {
  const total = () => widths.reduce((sum, each) => sum + each + GAP.length, -GAP.length);
  while (total() > width) {
    let widest = -1;
    for (const [index, { atLeast }] of columns.entries()) {
      const current = widths[index] as number;
      if (atLeast !== undefined && current > atLeast && current > (widths[widest] ?? 0)) widest = index;
    }
    if (widest === -1) break;
    widths[widest] = (widths[widest] as number) - 1;
  }
  return widths;
}

function padded(
  cells: readonly string[],
  widths: readonly number[],
  isRight: (cell: string, column: number) => boolean,
): string {
  const all = widths.map((width, column) => {
    const cell = cells[column] ?? "";
    const space = " ".repeat(Math.max(0, width - lengthOf(cell)));
    return isRight(cell, column) ? space + cell : cell + space;
  });
  return all.join(GAP);
}

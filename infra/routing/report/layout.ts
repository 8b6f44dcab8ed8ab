/** The colours of a report; picocolors has this shape, and {@link plain} has no colour at all. */
export interface Colours {
  bold(text: string): string;
  dim(text: string): string;
  cyan(text: string): string;
  yellow(text: string): string;
  green(text: string): string;
  red(text: string): string;
}

const same = (text: string) => text;
export const plain: Colours = { bold: same, dim: same, cyan: same, yellow: same, green: same, red: same };

export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
  /** Narrowest the column may become; left out: it is never cut. */
  readonly atLeast?: number;
}

/** Narrowest width that reports are laid out for; a terminal below it wraps by itself. */
const NARROWEST = 60;

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
  const widths = columns.map((column, index) =>
    Math.max(column.title.length, ...rows.map((row) => (row[index] ?? "").length)),
  );
  const limit = Math.max(NARROWEST, width);
  const total = () => widths.reduce((sum, each) => sum + each + 2, -2);
  while (total() > limit) {
    let widest = -1;
    for (const [index, { atLeast }] of columns.entries()) {
      const current = widths[index] as number;
      if (atLeast !== undefined && current > atLeast && current > (widths[widest] ?? 0)) widest = index;
    }
    if (widest === -1) break;
    widths[widest] = (widths[widest] as number) - 1;
  }
  return [columns.map((column) => column.title), ...rows].map((row) =>
    columns
      .map((column, index) => {
        const cell = cut(row[index] ?? "", widths[index] as number);
        return column.align === "right"
          ? cell.padStart(widths[index] as number)
          : cell.padEnd(widths[index] as number);
      })
      .join("  ")
      .trimEnd(),
  );
}

/** `text` in at most `width` characters, the last one `…` when something is missing. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

/** Breaks prose at spaces. Long words stay whole. */
export function wrap(text: string, width: number, indent: { first: string; rest: string }): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const start = lines.length === 0 ? indent.first : indent.rest;
    if (line !== "" && start.length + line.length + 1 + word.length > Math.max(NARROWEST, width)) {
      lines.push(`${start}${line}`);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, `${lines.length === 0 ? indent.first : indent.rest}${line}`];
}

/** `1 region`, `2 regions`. */
export function count(number: number, singular: string, plural = `${singular}s`): string {
  return `${number} ${number === 1 ? singular : plural}`;
}

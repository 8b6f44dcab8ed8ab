import * as text from "apim-gateway/text";

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

/** Narrowest width that reports are laid out for; a terminal below it wraps by itself. */
const NARROWEST = 60;

/** {@link text.table} of a report. */
export const table: typeof text.table = (columns, rows, width) =>
  text.table(columns, rows, Math.max(NARROWEST, width));

/** {@link text.wrap} of a report. */
export const wrap: typeof text.wrap = (prose, width, indent) =>
  text.wrap(prose, Math.max(NARROWEST, width), indent);

/**
 * A table whose names are never cut, because somebody may copy them: where it is too wide, the last columns have a line of
 * their own below each row.
 *
 * @param names how many columns, from the right
 */
export function wholeTable(
  columns: readonly text.Column[],
  rows: readonly (readonly string[])[],
  width: number,
  names: number,
): string[] {
  const wide = table(columns, rows, width);
  if (wide.every(({ length }) => length <= Math.max(NARROWEST, width))) return wide;
  const [titles = "", ...figures] = table(columns.slice(0, -names), rows, width);
  return [titles, ...figures.flatMap((line, index) => [line, `  ${rows[index]?.slice(-names).join("  ")}`])];
}

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

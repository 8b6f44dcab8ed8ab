import { cut, listing, type TextRow } from "../text/table";
import { wrap } from "../text/wrap";

/** A row whose rest says who was called: that is read, copied and looked for, so it is never cut. */
export interface TraceRow extends TextRow {
  readonly called: boolean;
  /** Which cell gives way where the line is narrow; `undefined`: none. */
  readonly spare?: number;
}

const INDENT = "      ";

/**
 * The lines of rows, some for each. Where the name of who was called does not fit, first the spare cells of all rows give way,
 * then the name goes below.
 */
export function traceLines(rows: readonly TraceRow[], width: number): string[][] {
  const fits = (of: readonly TraceRow[]) => {
    const whole = listing(of, Number.POSITIVE_INFINITY, "  ");
    return of.map(({ called, rest }, index) => {
      // Of an address the path may be cut.
      const spare = called ? rest.length - (ORIGIN.exec(rest)?.[0].length ?? rest.length) : Number.NaN;
      return Number.isNaN(spare) || (whole[index] ?? "").length - Math.max(0, spare - 1) <= width;
    });
  };
  const shown = fits(rows).every(Boolean)
    ? rows
    : rows.map((row) => ({ ...row, cells: row.cells.filter((_, cell) => cell !== row.spare) }));
  const fitting = fits(shown);
  const lines = listing(shown, width, "  ");
  const heads = listing(
    shown.map(({ cells }) => ({ cells, rest: "" })),
    width,
    "  ",
  );
  return shown.map(({ rest }, index) =>
    fitting[index] ? [lines[index] ?? ""] : [heads[index] ?? "", ...below(rest, width)],
  );
}

/** Up to the end of an address's scheme and host. */
const ORIGIN = /^.*?https?:\/\/[^/\s]+/s;

const below = (text: string, width: number): string[] =>
  ORIGIN.test(text)
    ? keepingOrigin(INDENT + text, width)
    : wrap(text, width, { first: INDENT, rest: INDENT });

/** A text cut to the width, but never within the scheme and host of an address: that goes below, whole. */
export function keepingOrigin(text: string, width: number, indent = INDENT): string[] {
  const end = ORIGIN.exec(text)?.[0].length ?? 0;
  if (end < width || (end === text.length && end === width)) return [cut(text, width)];
  const start = text.search(/https?:\/\//);
  const address = `${indent}${text.slice(start)}`;
  // The `…` of what is cut stands behind the host.
  return [
    ...wrap(text.slice(0, start).trim(), width, { first: /^ */.exec(text)?.[0] ?? "", rest: indent }),
    cut(address, Math.max(width, indent.length + end - start + 1)),
  ];
}

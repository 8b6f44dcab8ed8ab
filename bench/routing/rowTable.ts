import { table } from "../../infra/routing/report/layout";
import type { Row } from "./runCase";

const titles: Readonly<Record<number, string>> = {
  1: "Goodput never falls",
  2: "Few attempts",
  4: "Silence is learned at once",
  6: "Nobody harms others",
};

const WIDTH = 80;

/**
 * The rows as a table of 80 columns: ours with its unit, and what it is to the oracle, to openai-apim-lb's algorithm and to
 * the shape of Microsoft's newest failover sample.
 */
export function rowTable(rows: readonly Row[]): string {
  const right = { align: "right" } as const;
  const [head, ...lines] = table(
    [
      { title: "figure", atLeast: 20 },
      { title: "ours", ...right },
      { title: "/oracle", ...right },
      { title: "/apim-lb", ...right },
      { title: "/sample", ...right },
      { title: "target" },
      { title: "ok" },
    ],
    rows.map(cells),
    WIDTH,
  );
  const named = rows.flatMap((row, index) => [...heading(row, rows[index - 1]), lines[index]]);
  return [head, ...named].join("\n");
}

/** What is new of a row: its property, its load. */
function heading(row: Row, before: Row | undefined): string[] {
  if (row.property !== before?.property)
    return [`${row.property} ${titles[row.property] ?? ""}`, `  ${row.load}`];
  return row.load === before.load ? [] : [`  ${row.load}`];
}

const cells = (row: Row): string[] => [
  `    ${row.name}`,
  row.ours === null ? "never" : `${number(row.ours)}${row.unit === "" ? "" : ` ${row.unit}`}`,
  ratio(row.ours, row.oracle),
  ratio(row.ours, row.list),
  ratio(row.ours, row.pool),
  row.target ?? "",
  row.ok === null ? "" : row.ok ? "yes" : "NO",
];

/** `–`: there is nothing to compare with. */
function ratio(ours: number | null, theirs: number | null): string {
  if (ours === null || theirs === null) return "–";
  if (theirs === 0) return ours === 0 ? "1.00" : "–";
  return (ours / theirs).toFixed(2);
}

const number = (value: number) =>
  Math.abs(value) >= 1000 ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);

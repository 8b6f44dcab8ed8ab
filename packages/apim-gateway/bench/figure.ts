/** One line of the table. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: "s" | "s cpu" | "µs cpu" | "MB" | "ms" | "×" | "req/s" | "events/s";
  /** What the value is compared with, measured in the same run. */
  readonly alternative?: { readonly what: string; readonly value: number };
  /** `undefined`: shown and not judged. */
  readonly target?: { readonly text: string; readonly ok: boolean };
}

export interface Bench {
  readonly name: string;
  readonly what: string;
  /** @param progress told what is being measured */
  readonly run: (progress: (line: string) => void) => Promise<readonly Figure[]>;
}

/** The figures as a table of plain text. */
export function table(figures: readonly Figure[]): string {
  const rows = [
    ["figure", "value", "alternative", "ratio", "target", "ok"],
    ...figures.map(({ name, value, unit, alternative, target }) => [
      name,
      `${number(value)} ${unit}`,
      alternative ? `${number(alternative.value)} ${unit} (${alternative.what})` : "",
      alternative ? `${(value / alternative.value).toFixed(2)} ×` : "",
      target?.text ?? "",
      target === undefined ? "" : target.ok ? "yes" : "NO",
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return [lines[0], widths.map((width) => "-".repeat(width)).join("  "), ...lines.slice(1)].join("\n");
}

const number = (value: number) =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);

import type { Checked, Position, Problem } from "../problem";
import { locate } from "../topology/source/locate";
import { readYaml } from "../topology/source/read";

/** Tokens that one deployment served in a month. */
export interface Usage {
  readonly model: string;
  readonly region: string;
  readonly tier: "ptu" | "payg";
  /** What did not come from the prompt cache. */
  readonly input: number;
  readonly cached: number;
  readonly output: number;
  readonly position: Position;
}

const names = ["model", "region", "tier"] as const;
const kinds = ["input", "cached", "output"] as const;
const keys: readonly string[] = [...names, ...kinds];
const EXAMPLE = "gpt-5.4,eastus2,payg,120000000,40000000,9000000";

/** More rows than any fleet has deployments. */
const MOST_ROWS = 10_000;

/** One row as it stands in the file, before it is judged. */
interface Found {
  readonly cells: Readonly<Record<string, unknown>>;
  readonly at: (key?: string) => Position;
}

/**
 * Reads what a fleet served in a month: CSV with the head `model,region,tier,input,cached,output`, or a JSON list of such
 * objects. All mistakes are told at once, each with its place.
 */
export function readUsage(text: string, file: string): Checked<readonly Usage[]> {
  const plain = text.replace(/^\ufeff/, "");
  const found = /^\s*[[{]/.test(plain) ? jsonRows(plain, file) : csvRows(plain, file);
  if ("problem" in found) return { ok: false, problems: [found.problem] };
  const { rows } = found;
  if (rows.length === 0 || rows.length > MOST_ROWS) {
    const message = rows.length === 0 ? "there are no rows." : `there are ${rows.length} rows.`;
    return refused(
      { file, line: 1, column: 1 },
      "(file)",
      message,
      `Write 1 to ${MOST_ROWS}, such as \`${EXAMPLE}\`.`,
    );
  }
  const problems: Problem[] = [];
  const usage = rows.flatMap((row) => {
    const wrong = judged(row);
    problems.push(...wrong);
    return wrong.length > 0 ? [] : [usageOf(row)];
  });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: usage, warnings: [] };
}

type Rows = { readonly rows: readonly Found[] } | { readonly problem: Problem };

function csvRows(text: string, file: string): Rows {
  const lines = text.split(/\r\n|\r|\n/);
  const cellsOf = (line: string) => line.split(",").map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
  const head = cellsOf(lines[0] ?? "").map((title) => title.toLowerCase());
  const place = (line: number, column = 1): Position => ({ file, line, column });
  if ([...head].sort().join() !== [...keys].sort().join())
    return {
      problem: problemOf(
        place(1),
        "(head)",
        `the first line is \`${(lines[0] ?? "").trim()}\`.`,
        `Write the head \`${keys.join(",")}\`, and a row such as \`${EXAMPLE}\` for each deployment.`,
      ),
    };
  const rows: Found[] = [];
  for (const [index, line] of lines.entries()) {
    if (index === 0 || line.trim() === "") continue;
    const cells = cellsOf(line);
    if (cells.length !== head.length)
      return {
        problem: problemOf(
          place(index + 1),
          "(row)",
          `the row has ${cells.length} cells and the head ${head.length}.`,
          `Write a row such as \`${EXAMPLE}\`; numbers have no commas.`,
        ),
      };
    const starts = line
      .split(",")
      .map((_, column, all) => all.slice(0, column).join(",").length + (column > 0 ? 2 : 1));
    rows.push({
      cells: Object.fromEntries(
        head.map((title, column) => [
          title,
          kinds.includes(title as never) ? numberOf(cells[column] ?? "") : cells[column],
        ]),
      ),
      at: (key) => place(index + 1, key === undefined ? 1 : starts[head.indexOf(key)]),
    });
  }
  return { rows };
}

const numberOf = (cell: string): unknown => (/^\d{1,15}$/.test(cell) ? Number(cell) : cell);

function jsonRows(text: string, file: string): Rows {
  // JSON is YAML, whose reader knows where everything stands; it wants a mapping, so a line is put before the list.
  const { root, problems, at } = readYaml(`{"rows":\n${text}\n}`, file);
  const place = (position: Position): Position => ({ ...position, line: Math.max(1, position.line - 1) });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const position = place(problems[0]?.position ?? { file, line: 1, column: 1 });
    return {
      problem: problemOf(
        position,
        "(file)",
        "this is not JSON.",
        `Write a list of objects with ${keys.join(", ")}.`,
      ),
    };
  }
  const positionOf = (...path: (string | number)[]): Position =>
    root === undefined
      ? { file, line: 1, column: 1 }
      : place(at(locate(root, ["rows", ...path]).valueOffset));
  if (!Array.isArray(value) || value.some((row) => typeof row !== "object" || row === null))
    return {
      problem: problemOf(
        positionOf(),
        "(file)",
        "this is no list of objects.",
        `Write a list of objects with ${keys.join(", ")}.`,
      ),
    };
  return {
    rows: (value as Record<string, unknown>[]).map((cells, index) => ({
      cells,
      at: (key) => positionOf(index, ...(key === undefined ? [] : [key])),
    })),
  };
}

function judged({ cells, at }: Found): Problem[] {
  const unknown = Object.keys(cells).filter((key) => !keys.includes(key));
  const shown = (key: string) => (Object.hasOwn(cells, key) ? `\`${String(cells[key])}\`` : "missing");
  return [
    ...unknown.map((key) =>
      problemOf(at(key), key, "there is no such key.", `The keys are ${keys.join(", ")}.`),
    ),
    ...(["model", "region"] as const).flatMap((key) =>
      typeof cells[key] === "string" && cells[key] !== ""
        ? []
        : [problemOf(at(key), key, `it is ${shown(key)}.`, `Write the ${key} as the topology file has it.`)],
    ),
    ...(cells.tier === "ptu" || cells.tier === "payg"
      ? []
      : [problemOf(at("tier"), "tier", `it is ${shown("tier")}.`, "Write `ptu` or `payg`.")]),
    ...kinds.flatMap((key) =>
      Number.isSafeInteger(cells[key]) && (cells[key] as number) >= 0
        ? []
        : [
            problemOf(
              at(key),
              key,
              `it is ${shown(key)}.`,
              "Write the tokens of the month, a whole number without commas.",
            ),
          ],
    ),
  ];
}

function usageOf({ cells, at }: Found): Usage {
  const { model, region, tier, input, cached, output } = cells as unknown as Usage;
  return { model, region, tier, input, cached, output, position: at() };
}

const problemOf = (position: Position, path: string, message: string, remedy: string): Problem => ({
  severity: "error",
  rule: "usage",
  position,
  path,
  message,
  remedy,
});

const refused = (...args: Parameters<typeof problemOf>): { ok: false; problems: Problem[] } => ({
  ok: false,
  problems: [problemOf(...args)],
});

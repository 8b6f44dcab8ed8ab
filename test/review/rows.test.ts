import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fleetOf } from "../../infra/review/callers";
import type { Row, Seen } from "../../infra/review/row";
import { rows } from "../../infra/review/rows";
import { parseTopology } from "../../infra/topology/parse";
import { fleetYaml } from "./edits";

/** The whole table, approved: what each kind of setting means when it comes, goes, grows, shrinks or is another. */
const approved = join(__dirname, "rows.approved.txt");

const checked = parseTopology(fleetYaml, "stacks/prod.yaml");
if (!checked.ok) throw new Error("the fleet of the reviews is not valid");
const fleet = fleetOf(checked.value);

const cases: readonly (readonly [what: string, before: unknown, after: unknown])[] = [
  ["comes", undefined, 20],
  ["goes", 20, undefined],
  ["less", 20, 2],
  ["more", 2, 20],
  ["other", "a", "b"],
  ["true", false, true],
  ["false", true, false],
  ["gains an item", ["a"], ["a", "b"]],
  ["loses an item", ["a", "b"], ["a"]],
];

const show = (value: unknown) => (value === undefined ? "none" : String(value));
const seen = (row: Row, before: unknown, after: unknown): Seen => ({
  parts: row.at.split(".").flatMap((part, index) => (part.startsWith("*") ? [`star${index}`] : [])),
  before,
  after,
  from: show(before),
  to: show(after),
  was: fleet,
  is: fleet,
});

test("each row of the table judges and tells as approved", () => {
  const lines = rows.flatMap((row) => {
    const levels = new Map<string, string[]>();
    for (const [what, before, after] of cases) {
      const level = row.judge(seen(row, before, after));
      levels.set(level, [...(levels.get(level) ?? []), what]);
    }
    const judged = [...levels].map(
      ([level, all]) => `${level}: ${all.length === cases.length ? "always" : all.join(", ")}`,
    );
    return [row.at, `  ${judged.join("; ")}`, `  ${row.say(seen(row, 20, 2))}`];
  });
  const text = `${lines.join("\n")}\n`;
  if (process.env.APPROVE === "1") writeFileSync(approved, text);
  expect(text).toBe(readFileSync(approved, "utf8"));
});

test("each row says something of everything, and never what only a program understands", () => {
  for (const row of rows)
    for (const [, before, after] of cases) {
      const text = row.say(seen(row, before, after));
      expect([row.at, text]).toEqual([
        row.at,
        expect.stringMatching(/^(?!.*(?:undefined|\[object|NaN)).{8,}$/),
      ]);
    }
});

test("each row can be reached: none before it tells all that it would", () => {
  const covers = (a: string, b: string) => {
    const [general, special] = [a.split("."), b.split(".")];
    if (general.at(-1) === "**" ? special.length < general.length : special.length !== general.length)
      return false;
    return general.every((part, index) => part === "*" || part === "**" || part === special[index]);
  };
  const hidden = rows.filter((row, index) =>
    rows.slice(0, index).some((earlier) => covers(earlier.at, row.at)),
  );
  expect(hidden.map(({ at }) => at)).toEqual([]);
});

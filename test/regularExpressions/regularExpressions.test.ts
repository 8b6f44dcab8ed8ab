import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { accepted, made } from "./accepted";
import { judge } from "./judge";
import { asText, findPatterns, type Pattern } from "./patterns";

const found = findPatterns(["infra", "local", "cli", "bench", "packages/apim-gateway/src"]);

/** By its text, each once. */
const all = new Map<string, Pattern>(
  [
    ...found.literals,
    ...Object.entries(made).flatMap(([place, patterns]) =>
      patterns.map(({ source, flags }) => ({ place, source, flags })),
    ),
  ].map((pattern) => [asText(pattern), pattern]),
);

/**
 * Judged linear by `recheck`, which takes two minutes for all. `UPDATE_REGULAR_EXPRESSIONS=1` judges those that are new
 * and writes the list, `UPDATE_REGULAR_EXPRESSIONS=all` judges every one.
 */
const update = process.env.UPDATE_REGULAR_EXPRESSIONS;
const file = join(__dirname, "linear.txt");
const known = new Set(update === "all" ? [] : readFileSync(file, "utf8").split("\n").filter(Boolean));

test("every regular expression takes time that grows with the text at worst", () => {
  const texts = [...all.keys()].filter((text) => !(text in accepted));
  const unknown = texts.filter((text) => !known.has(text)).map((text) => all.get(text) as Pattern);
  const verdicts = judge(unknown);
  const faults = unknown.flatMap((pattern, index) =>
    verdicts[index] === null ? [] : [`${pattern.place}: ${asText(pattern)} ${verdicts[index]}`],
  );
  expect(faults).toEqual([]);
  if (update !== undefined) writeFileSync(file, `${texts.sort().join("\n")}\n`);
  else expect([...known].sort()).toEqual(texts.sort());
}, 1_800_000);

test("one that is not linear is found, of both kinds", () => {
  expect(
    judge([
      { source: "^(?:a|aa)*b", flags: "" },
      { source: "-+$", flags: "" },
      { source: "^-+", flags: "" },
    ]),
  ).toEqual([
    expect.stringContaining("takes exponential time"),
    expect.stringContaining("takes polynomial time"),
    null,
  ]);
}, 60_000);

test("every file that puts one together has an example here, and every accepted one is in use", () => {
  expect(Object.keys(made).sort()).toEqual([...found.made].sort());
  expect(Object.keys(accepted).filter((text) => !all.has(text))).toEqual([]);
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./fleets";

const readme = readFileSync(join(root, "policies/README.md"), "utf8");
const section = readme.split("\n## What we assume")[1] ?? "";

/** Letters of files, as the section's first lines explain them. */
const letters = new Map(
  [...section.matchAll(/\((\w)\) `([^`]+)`/g)].map(([, letter = "", file = ""]) => [
    letter,
    file.includes("/")
      ? file
      : file.endsWith(".test.ts")
        ? `test/scenarios/${file}`
        : `test/rendering/scenarios/${file}`,
  ]),
);

const rows = section
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| ---") && !line.startsWith("| assumption"))
  .map((line) => line.split(" | ").map((cell) => cell.replace(/^\| | \|$/g, "")));

/** What is meant by `every lookup here has a default`, and what no scenario can show. */
const without = ["all", "none: documented elsewhere, or Microsoft's samples do"];

test("every assumption names a scenario that there is", () => {
  expect(rows.length).toBeGreaterThan(18);
  const wrong = rows.flatMap(([assumption, , scenario = ""]) => {
    if (without.includes(scenario)) return [];
    const named = [...scenario.matchAll(/(?:\((\w)\)|`([^`]+)`)(?: "([^"]+)")?/g)];
    const found = named.filter(([, letter, file, title]) => {
      const path = letter === undefined ? file : letters.get(letter);
      const text = path === undefined ? "" : readFileSync(join(root, path), "utf8");
      return (title ?? "").split(" … ").every((part) => text.includes(part));
    });
    return named.length > 0 && found.length === named.length ? [] : [`${assumption}: ${scenario}`];
  });
  expect(wrong).toEqual([]);
});

test("the life of a request is told in 120 lines", () => {
  expect(readme.trimEnd().split("\n").length).toBeLessThanOrEqual(120);
});

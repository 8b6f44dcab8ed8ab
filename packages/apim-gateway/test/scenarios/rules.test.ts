import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { readScenario } from "../../src/scenarios/readScenario";
import { runScenarios } from "../../src/scenarios/runScenarios";
import { printed } from "./printed";

// A new rule is a scenario in `rules` with what is printed of it beside it, 80 characters wide.
const rules = join(__dirname, "rules");
const files = (folder: string) => readdirSync(folder).filter((file) => file.endsWith(".scenario.yaml"));
const sentenceOf = (file: string) =>
  readScenario(readFileSync(join(rules, file), "utf8"), file).scenario?.name ?? file;

test.each(files(rules).map((file) => [sentenceOf(file), file]))("%s (%s)", async (_, file) => {
  const expected = readFileSync(join(rules, `${basename(file, ".scenario.yaml")}.txt`), "utf8");
  expect(await printed(join(rules, file))).toBe(expected);
});

test("what a scenario can say passes where it is so", async () => {
  const failed: string[] = [];
  let count = 0;
  for await (const { name, outcome } of runScenarios(join(__dirname, "passing"))) {
    count++;
    if (outcome !== "passed") failed.push(name);
  }
  expect([failed, count]).toEqual([[], 17]);
});

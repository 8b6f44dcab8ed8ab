import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { lifecycleIn } from "../../infra/topology/catalogue/catalogue";
import { base, said } from "./fixture";

const root = resolve(__dirname, "../..");
/** What is committed, which the other tests do not judge by. */
const catalogue = JSON.parse(readFileSync(join(root, "infra/topology/data/catalogue.json"), "utf8"));
const read = (file: string) => readFileSync(join(root, file), "utf8");

/** Days that a model which people copy has left at least, on the day of the data: half a year. */
const LEFT = 180;

const blocks = [...read("README.md").matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = ""]) => text);
const texts = [
  ...readdirSync(join(root, "stacks"))
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => ({ name: `stacks/${file}`, text: read(`stacks/${file}`) })),
  ...blocks
    .filter((text) => modelsOf(text).length > 0)
    .map((text, index) => ({ name: `README.md, example ${index + 1}`, text })),
  { name: "the fixture of the tests", text: base },
];

/** Azure's models and versions that a text names under `models`. */
function modelsOf(text: string): { name: string; version: string }[] {
  const pairs = text.matchAll(
    /^ {2}([\w.-]+):(?: \{ (?:name: ([\w.-]+), )?|[^\n]*\n {4})version: "([^"]+)"/gm,
  );
  return [...pairs].map(([, key = "", name, version = ""]) => ({ name: name ?? key, version }));
}

test("README shows models, and this file sees them", () => {
  expect(texts.filter(({ name }) => name.startsWith("README.md")).length).toBeGreaterThan(0);
});

test.each(texts)("$name names models that Azure keeps for half a year more", ({ text }) => {
  const models = modelsOf(text);
  expect(models.length).toBeGreaterThan(0);
  const { date } = catalogue.lifecycle;
  const short = models.filter(({ name, version }) => {
    const life = lifecycleIn(catalogue, name, version, undefined);
    const days = (Date.parse(life?.retires ?? "9999-12-31") - Date.parse(date)) / 86_400_000;
    return life === undefined || life.state !== "available" || days < LEFT;
  });
  expect(short).toEqual([]);
});

test.each(texts.filter(({ text }) => text.includes("environment:")))(
  "$name has no problem on the day of the data",
  ({ text }) => {
    expect(said(text, catalogue.lifecycle.date)).toEqual([]);
  },
);

test("the stacks have no problem by the committed data, on their own day", () => {
  const args = ["cli/main.js", "validate", "--strict", "--today", catalogue.lifecycle.date];
  expect(execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" })).toMatch(
    /stacks\/dev\.yaml: no problems[^\n]*\nstacks\/prod\.yaml: no problems/,
  );
});

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Catalogue, lifecycleIn } from "../../infra/topology/catalogue/catalogue";
import { findModel, modelKind } from "../../infra/topology/data";
import { parseTopology } from "../../infra/topology/parse";
import { deploymentsOf } from "../../infra/topology/rules/rule";
import { base, said } from "./fixture";

const root = resolve(__dirname, "../..");
/** What is committed, which the other tests do not judge by. */
const catalogue: Catalogue = JSON.parse(
  readFileSync(join(root, "infra/topology/data/catalogue.json"), "utf8"),
);
const read = (file: string) => readFileSync(join(root, file), "utf8");

/** Days that a model which people copy has left at least, on the day of the data: half a year. */
const LEFT = 180;
/** Days by which another model may be kept longer; Microsoft's own schedule moves by as much from one reading to the next. */
const NEARLY = 90;

const daysUntil = (retires = "9999-12-31", from = catalogue.lifecycle.date) =>
  (Date.parse(retires) - Date.parse(from)) / 86_400_000;

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
  const short = models.filter(({ name, version }) => {
    const life = lifecycleIn(catalogue, name, version, undefined);
    return life === undefined || life.state !== "available" || daysUntil(life.retires) < LEFT;
  });
  expect(short).toEqual([]);
});

const whole = texts.filter(({ text }) => text.includes("environment:"));

/** Models that could stand in the place of one, as the file is: the data know that each region offers them, and their sizes of PTU. */
function substitutes(text: string, model: string): string[] {
  const checked = parseTopology(text, "stacks/test.yaml");
  if (!checked.ok) throw new Error(`${model}: the file has problems`);
  const used = new Set(checked.value.models.map(({ azureName }) => azureName));
  const deployments = deploymentsOf(checked.value).filter(({ deployment }) => deployment.modelName === model);
  const until = catalogue.models[model]?.[deployments[0]?.deployment.modelVersion ?? ""]?.retires;
  return Object.entries(catalogue.models).flatMap(([name, versions]) =>
    Object.entries(versions)
      .filter(([, { state, retires }]) => state === "available" && daysUntil(retires, until) > NEARLY)
      .filter(() => !used.has(name) && modelKind(name) === modelKind(model))
      .filter(([, { offers, sizes }]) =>
        deployments.every(
          ({ account, deployment: { sku, tier } }) =>
            offers?.[sku]?.includes(account.region) &&
            (tier === "payg" || (sizes?.[sku] !== undefined && findModel(name)?.tokensPerPtu !== undefined)),
        ),
      )
      .map(([version]) => `${name} ${version}`),
  );
}

test.each(whole)("$name names models that Azure keeps for as long as any in their place", ({ text }) => {
  const longer = modelsOf(text).map(({ name }) => [name, substitutes(text, name)]);
  expect(longer.filter(([, others]) => others?.length !== 0)).toEqual([]);
});

test("another model that is kept for longer is found", () => {
  const short = base.replace(
    'gpt-5.4: { version: "2026-03-05"',
    'gpt-5.4: { name: gpt-5.1, version: "2025-11-13"',
  );
  expect(substitutes(short, "gpt-5.1")).toContain("gpt-5.4 2026-03-05");
});

test.each(whole)("$name has no problem on the day of the data", ({ text }) => {
  expect(said(text, catalogue.lifecycle.date)).toEqual([]);
});

test("the stacks have no problem by the committed data, on their own day", () => {
  const args = ["cli/main.js", "validate", "--strict", "--today", catalogue.lifecycle.date];
  expect(execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" })).toMatch(
    /stacks\/dev\.yaml: no problems[^\n]*\nstacks\/prod\.yaml: no problems/,
  );
});

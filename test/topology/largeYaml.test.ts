import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { base, edited, said } from "./fixture";

const root = resolve(__dirname, "../..");
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "fleet-large-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/**
 * Small files that say much. Where reading took the product or the square of their parts, these would run into the
 * runner's limit, out of memory or out of stack.
 */
const many = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => part(index)).join("");

const first = (text: string) => said(text)[0];

/** `defaults` with 9,000 keys on as many lines. */
const defaults = `defaults: &d\n${many(9_000, (index) => `  k${index}: 1\n`)}`;
const tooManyKeys =
  "the merges (`<<`) of the file copy, up to this one, more than 50,000 keys. | Merge smaller mappings, or write fewer merges; each copies every key of what it names.";
const tooManyValues =
  "the file has, with its aliases written out, more than 50,000 values. | Remove what a fleet does not need, or the aliases that multiply each other.";
const tooDeep =
  "the values are, with their aliases written out, nested more than 32 deep. | Remove levels; no topology needs more than eight.";

describe("merges are refused before they copy too much", () => {
  test.each([
    [
      "in many mappings",
      many(4_000, () => "  - <<: *d\n"),
      `9008:5 error too-many-merged-keys b[5]["<<"]: ${tooManyKeys}`,
    ],
    [
      "in one mapping",
      many(4_000, () => "  <<: *d\n"),
      `9008:3 error too-many-merged-keys b["<<"]: ${tooManyKeys}`,
    ],
    [
      "in a list",
      `  <<: [${"*d, ".repeat(4_000)}]\n`,
      `9003:7 error too-many-values b["<<"]: ${tooManyValues}`,
    ],
  ])("%s", (_, merges, refused) => {
    expect(said(`${defaults}b:\n${merges}`)).toEqual([refused]);
  });

  test("when each copies the one before", () => {
    const chain = many(3_000, (index) => `a${index + 1}: &a${index + 1} { <<: *a${index}, k${index}: 1 }\n`);
    expect(said(`a0: &a0 { k: 1 }\n${chain}`)).toEqual([
      `316:15 error too-many-merged-keys a315["<<"]: ${tooManyKeys}`,
    ]);
  });

  test("when there is nothing in what they name", () => {
    const list = `l: &l [${"{}, ".repeat(1_000)}]\n`;
    expect(said(`${list}b:\n${many(20_000, () => "  - <<: *l\n")}`)).toEqual([
      `53:5 error too-many-merged-keys b[50]["<<"]: ${tooManyKeys}`,
    ]);
  });

  test("and not when a fleet's consumers share their limits", () => {
    const consumers = many(150, (index) => `  c${index}: { <<: *app }\n`);
    const text = edited(base, [
      "app: { tokensPerMinute: 1000 }\n",
      `app: &app { tokensPerMinute: 1000, class: batch }\n${consumers}`,
    ]);
    expect(said(text)).toEqual([]);
  });
});

describe("aliases are refused before they nest too deep", () => {
  test.each([
    ["lists", "[x]", (index: number) => `[*a${index}]`, 11],
    ["mappings", "{ k: x }", (index: number) => `{ k: *a${index} }`, 11],
  ])("in %s", (_, start, around, column) => {
    const ladder = many(20_000, (index) => `a${index + 1}: &a${index + 1} ${around(index)}\n`);
    expect(said(`a0: &a0 ${start}\n${ladder}`)).toEqual([
      `33:${column} error nested-too-deep a32: ${tooDeep}`,
    ]);
  });

  test("in values that are refused themselves, and so count nowhere", () => {
    const ladder = many(20_000, (index) => `__proto__: &a${index + 1} [*a${index}]\n`);
    expect(said(`a: &a0 [x]\n${ladder}b: *a20000\n`)).toEqual([
      `33:17 error nested-too-deep __proto__: ${tooDeep}`,
    ]);
  });

  test("and not as deep as a file may go without them", () => {
    const ladder = many(30, (index) => `  - &a${index + 1} [*a${index}]\n`);
    expect(first(`${base}x:\n  - &a0 x\n${ladder}`)).toMatch(/^24:1 error unknown-key x: /);
  });
});

test("a key of 300 characters is refused once, and its text is in no message", () => {
  const key = "k".repeat(300);
  expect(said(edited(base, ["  eastus2:", `  ${key}: {}\n  eastus2:`]))).toEqual([
    `16:3 error long-key regions["${"k".repeat(57)}..."]: the key \`${"k".repeat(57)}...\` has 300 characters; a key has at most 256. | Shorten it, or remove it.`,
  ]);
});

test("20,000 aliases of a text of 500,000 characters cost no more than 20,000 values", () => {
  const text = `${base}x: &x ${"x".repeat(500_000)}\n`;
  expect(first(`${text}y: [${"*x, ".repeat(20_000)}]\n`)).toMatch(/^24:1 error unknown-key x: /);
  expect(said(`${text}y:\n${"  ? *x\n  : 1\n".repeat(20_000)}`).length).toBe(201);
});

test.each([
  ["a list in one line", `x: [${"1, ".repeat(60_000)}]\n`, `24:4 error too-many-values x: ${tooManyValues}`],
  ["a list of lines", `x:\n${"- 1\n".repeat(60_000)}`, `25:1 error too-many-values x: ${tooManyValues}`],
  ["anchors", `x: [${many(40_000, (index) => `&a${index} 1, `)}]\n`, "24:1 error unknown-key x:"],
  ["aliases without anchor", `x: [${"*a, ".repeat(40_000)}]\n`, "24:5 error unknown-alias x[0]:"],
  ["tags", `x: [${"!a 1, ".repeat(40_000)}]\n`, "24:1 error unknown-key x:"],
  ["a key twice", "x: 1\n".repeat(40_000), "24:1 error unknown-key x:"],
  ["lines of text", `x: ${"word\n  ".repeat(40_000)}\n`, "24:1 error unknown-key x:"],
  ["blank lines in quotes", `x: "${"\n  ".repeat(100_000)}"\n`, "24:1 error unknown-key x:"],
  ["comments", `x: 1\n${"# c\n".repeat(100_000)}`, "24:1 error unknown-key x:"],
  ["documents", "---\nx\n".repeat(40_000), "24:1 error several-documents (file):"],
  ["brackets", `x: ${"[".repeat(100_000)}`, "24:35 error yaml-syntax (file):"],
  ["digits", `x: ${"1_".repeat(200_000)}`, "24:1 error unknown-key x:"],
])("many of one kind are read or refused: %s", (_, text, expected) => {
  expect(first(`${base}${text}`)?.slice(0, expected.length)).toBe(expected);
});

describe("whatever is in a file of the largest size, it is judged in bounded time and memory", () => {
  const keys = (index: number) => `  c${index}: { tokensPerMinutee: 1 }\n`;
  test.each([
    ["20,000 misspelt keys", `environment: dev\nconsumers:\n${many(20_000, keys)}`],
    [
      "48,000 merged keys",
      `a: &a\n${many(48_000, (index) => ` k${index}: 1\n`)}b:\n${many(30_000, () => " - {<<: *a}\n")}`,
    ],
    ["45,000 consumers", `environment: dev\nconsumers:\n${many(45_000, (index) => `  c${index}: {}\n`)}`],
    ["one key 190,000 times", "k: 1\n".repeat(190_000)],
    ["240,000 aliases", `x: &x 1\ny: [${"*x, ".repeat(240_000)}]\n`],
  ])("%s", (_, text) => {
    const file = join(folder, "large.yaml");
    writeFileSync(file, text);
    expect(text.length).toBeGreaterThan(500_000);
    const measured = `const { resourceUsage } = process;
      process.on("exit", () => { const { maxRSS, userCPUTime, systemCPUTime } = resourceUsage();
        process.stderr.write(JSON.stringify({ megabytes: maxRSS / 1024, seconds: (userCPUTime + systemCPUTime) / 1e6 })); });`;
    const hook = join(folder, "measured.js");
    writeFileSync(hook, measured);
    const run = () =>
      spawnSync(process.execPath, ["-r", hook, "cli/main.js", "validate", file], {
        cwd: root,
        encoding: "utf8",
      });
    const { status, stdout, stderr } = run();
    const { megabytes, seconds } = JSON.parse(stderr) as { megabytes: number; seconds: number };
    expect([status, stdout.includes("large.yaml:")]).toEqual([1, true]);
    expect(megabytes).toBeLessThan(300);
    // A second on a machine that does nothing else; a busy one counts more for the same work.
    expect(seconds).toBeLessThan(3);
  });
});

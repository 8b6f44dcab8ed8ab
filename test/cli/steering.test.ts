import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseTopology } from "../../infra/topology/parse";

// Each command is a process.
jest.setTimeout(120_000);

const root = resolve(__dirname, "../..");
const prod = readFileSync(join(root, "stacks/prod.yaml"), "utf8").split("\n");

/** What plays with a terminal, as YAML writes it: a title, a cleared screen, C1, hidden text, a turned direction, lines. */
const EVIL = String.raw`\e]0;pwn\a\e[2J\x9b31m\e[8m\u202e\u2066\u2028\r::error::pwn\n::error::pwn`;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const harmful = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

/** `prod.yaml` with the characters in one key or one value each. */
const hostile = prod.flatMap((line, index) => {
  const but = (text: string) => prod.map((own, at) => (at === index ? text : own)).join("\n");
  const key = /^(\s*(?:- )?)([A-Za-z][\w.-]*):(.*)$/.exec(line);
  const keys = key === null ? [] : [but(`${key[1]}"${key[2]}${EVIL}":${key[3]}`)];
  const code = line.replace(/(^|\s)#.*/, "");
  const values = [...code.matchAll(/(:\s+|[[,]\s*)"?([A-Za-z0-9][^,:{}[\]"#]*?)"?(?=\s*(?:[,}\]]|$))/g)];
  return [
    ...keys,
    ...values.map((value) => {
      const end = value.index + value[0].length;
      return but(`${line.slice(0, value.index)}${value[1]}"${value[2]?.trim()}${EVIL}"${line.slice(end)}`);
    }),
  ];
});

let folder: string;
let worst: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "fleet-steering-"));
  mkdirSync(join(folder, "stacks"));
  worst = join(folder, "stacks/worst.yaml");
  writeFileSync(
    worst,
    prod
      .join("\n")
      .replace(/publisher: .*/, `publisher: { name: "a${EVIL}", email: "b${EVIL}" }`)
      .replace("consumers:\n", `consumers:\n  "c${EVIL}": { class: "d${EVIL}", "e${EVIL}": 1 }\n`),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fleet(args: readonly string[], cwd = root) {
  const run = spawnSync(process.execPath, [join(root, "cli/main.js"), ...args], { cwd, encoding: "utf8" });
  return { code: run.status, said: run.stdout + run.stderr };
}

test("a file with such a character anywhere is refused", () => {
  expect(hostile.length).toBeGreaterThan(120);
  expect(hostile.filter((text) => parseTopology(text, "evil.yaml").ok)).toEqual([]);
});

test.each([
  ["validate"],
  ["validate", "--format", "json"],
  ["validate", "--format", "github"],
  ["plan"],
  ["plan", "stacks/prod.yaml"],
  ["cost"],
  ["quota"],
  ["prove"],
  ["render", "--out", "out"],
  ["start", "--no-serve"],
])("nothing of it reaches a terminal by `%s %s %s`", (command, ...options) => {
  const flags = options[0]?.startsWith("--") ? options : [];
  const files = [...options.filter((each) => !flags.includes(each)), worst];
  const { code, said } = fleet([
    command,
    ...files,
    ...flags.map((flag) => (flag === "out" ? join(folder, "out") : flag)),
  ]);
  expect(code).toBe(1);
  expect(harmful.exec(said)).toBeNull();
  expect(
    said
      .split("\n")
      .filter((line) => line.startsWith("::") && line.includes("pwn") && !line.startsWith("::error file=")),
  ).toEqual([]);
});

test("nor of a file's name, by any command that looks into the folder", () => {
  const evil = join(folder, "stacks", "a\u001b[2J\u202e\n::error::pwn.yaml");
  writeFileSync(evil, prod.join("\n"));
  try {
    for (const format of ["text", "github", "json"]) {
      const { code, said } = fleet(["validate", "--format", format], folder);
      expect(said).toContain("file-name");
      expect([code, harmful.exec(said)]).toEqual([1, null]);
      expect(said.split("\n").filter((line) => line.startsWith("::error::"))).toEqual([]);
    }
    const { said } = fleet(["comment", "--base-dir", root, "--head-dir", folder, "--changed"], folder);
    expect(JSON.parse(said)).not.toContainEqual(expect.stringContaining("pwn"));
  } finally {
    rmSync(evil);
  }
});

test("nor of a name that somebody types or an option that does not exist", () => {
  for (const args of [
    ["\u001b[2Jx"],
    ["validate", "\u001b[2Jx"],
    ["plan", "--\u009b31m"],
    ["key", "\u001b]0;x\u0007"],
  ])
    expect(harmful.exec(fleet(args).said)).toBeNull();
});

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

const root = path.resolve(__dirname, "../..");

/** Jest itself begins with what failed or took long. */
const BY_NAME = `module.exports = class {
  sort = (tests) => [...tests].sort((a, b) => (a.path < b.path ? -1 : 1));
  allFailedTests = (tests) => tests;
  cacheResults() {}
};
`;

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), "fleet-tests-")));
  mkdirSync(path.join(folder, "test"));
  const settings = `{ ...require(${JSON.stringify(path.join(root, "tools/jest.js"))}), roots: ["<rootDir>/test"] }`;
  writeFileSync(path.join(folder, "jest.config.js"), `module.exports = ${settings};\n`);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs test files, by name and in this order, in one process with the settings of this repository. */
function run(files: Readonly<Record<string, string>>, ...args: string[]) {
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  writeFileSync(path.join(folder, "byName.js"), BY_NAME);
  const results = path.join(folder, "results.json");
  const jest = path.join(root, "node_modules/jest/bin/jest.js");
  const order = ["--testSequencer", path.join(folder, "byName.js")];
  const { status, stderr } = spawnSync(
    process.execPath,
    [jest, "--runInBand", ...order, "--json", "--outputFile", results, ...args],
    { cwd: folder, encoding: "utf8" },
  );
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(
    readFileSync(results, "utf8"),
  );
  return { status, counts: [numPassedTests, numFailedTests, numRuntimeErrorTestSuites], stderr };
}

test("what fails is counted, told with its line in TypeScript, and ends with exit code 1", () => {
  const { status, counts, stderr } = run({
    "test/a.test.ts":
      'interface Nothing {}\n\ntest("wrong", () => expect(1 as Nothing).toBe(2));\ntest("right", () => {});\n',
    "test/b.test.ts": 'throw new Error("no test was found");\n',
    "test/c.test.ts": 'afterAll(() => { throw new Error("it does not end"); });\ntest("right", () => {});\n',
    "test/d.test.ts": 'test("late", () => new Promise(() => {}), 50);\n',
  });
  expect({ status, counts }).toEqual({ status: 1, counts: [2, 2, 2] });
  expect(stderr).toContain("a.test.ts:3:42");
  expect(stderr).toContain("no test was found");
  expect(stderr).toContain("Exceeded timeout of 50 ms for a test");
});

test("sources are loaded once for all files, what lies under `test` for each anew", () => {
  const counts = (name: string, value: number) =>
    `import { count } from "../${name}";\ntest("count", () => expect(count()).toBe(${value}));\n`;
  const counter = "let calls = 0;\nexport const count = (): number => ++calls;\n";
  const all = {
    "source.ts": counter,
    "test/helper.ts": counter,
    "test/a.test.ts": counts("source", 1),
    "test/b.test.ts": counts("source", 2),
    "test/c.test.ts": counts("test/helper", 1),
    "test/d.test.ts": counts("test/helper", 1),
  };
  expect(run(all)).toMatchObject({ status: 0, counts: [4, 0, 0] });
});

test("a spy, a global timer and a time limit end with their file", () => {
  const clean = [
    'test("clean", () => {',
    "  expect(jest.isMockFunction(process.stdout.write)).toBe(false);",
    "  expect(Date.now()).toBeGreaterThan(1e12);",
    "});",
    'test("slow", () => new Promise((done) => setTimeout(done, 100)));',
  ].join("\n");
  const dirty = [
    "jest.setTimeout(50);",
    'test("dirty", () => {',
    '  jest.spyOn(process.stdout, "write").mockReturnValue(true);',
    "  jest.useFakeTimers({ now: 5 });",
    "  expect(Date.now()).toBe(5);",
    "});",
  ].join("\n");
  expect(run({ "test/a.test.ts": dirty, "test/b.test.ts": clean })).toMatchObject({
    status: 0,
    counts: [3, 0, 0],
  });
});

test("a file that leaves the process changed fails, and not the next one", () => {
  const leaves = [
    'process.env.LEFT = "behind";',
    'process.on("SIGUSR2", () => {});',
    'test("changes", () => process.chdir(".."));',
  ].join("\n");
  const finds = 'test("finds nothing", () => expect(process.env.LEFT).toBe(undefined));\n';
  const { status, counts, stderr } = run({ "test/a.test.ts": leaves, "test/b.test.ts": finds });
  expect({ status, counts }).toEqual({ status: 1, counts: [1, 0, 1] });
  expect(stderr).toContain("This file leaves to the next what it changed of the process:");
  expect(stderr).toContain(`process.cwd(): ${folder} before, ${path.dirname(folder)} now`);
  expect(stderr).toContain("process.env.LEFT: none before, behind now");
  expect(stderr).toContain("listeners for SIGUSR2: none before, 1 now");
});

test("modules of one's own are refused, not ignored", () => {
  const { status, stderr } = run({ "test/a.test.ts": 'jest.mock("node:fs");\ntest("right", () => {});\n' });
  expect(status).toBe(1);
  expect(stderr).toContain("`jest.mock` needs modules of its own");
});

test("a part of the files and of the tests can be chosen", () => {
  const files = {
    "test/a.test.ts": 'test("one", () => {});\ntest("two", () => {});\n',
    "test/b.test.ts": 'test("two", () => {});\n',
  };
  expect(run(files, "--testPathPatterns", "test/a\\.test").counts).toEqual([2, 0, 0]);
  expect(run(files, "-t", "two").counts).toEqual([2, 0, 0]);
});

import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { runInNewContext } from "node:vm";
import * as ts from "typescript";

// Each case is a process.
jest.setTimeout(120_000);

const root = resolve(__dirname, "../..");
/** A user who may not do everything; tests often run as one who may. */
const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fleet-unlucky-"));
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, "file"), "");
  mkdirSync(join(folder, "locked"), { mode: 0o700 });
  mkdirSync(join(folder, "home"), { mode: 0o777 });
  chmodSync(join(folder, "locked"), nobody.uid === undefined ? 0o000 : 0o700);
});
afterEach(() => {
  chmodSync(join(folder, "locked"), 0o700);
  rmSync(folder, { recursive: true, force: true });
});

interface Circumstances {
  readonly as?: { readonly uid?: number; readonly gid?: number };
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** A line of a shell in which `fleet` is the command, `$D` the test's folder: its exit code and all that was said. */
function shell(line: string, { as = {}, env = {}, cwd = root }: Circumstances = {}) {
  const fleet = `"${process.execPath}" "${join(root, "cli/main.js")}"`;
  const { status, stdout, stderr } = spawnSync("bash", ["-c", line.replaceAll("fleet ", `${fleet} `)], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, D: folder, HOME: join(folder, "home"), FLEET_ENGINE: "", ...env },
    ...as,
  });
  return { code: status, out: stdout, err: stderr.replaceAll(folder, "…") };
}

/** No line of a stack trace, and one line at most. */
const oneLine = (text: string) =>
  expect([text.split("\n").length, /\n\s+at /.test(text)]).toEqual([2, false]);

const IS_FILE = "is a file, and a folder is needed there";

test("who stops reading ends a command without a word, and the exit code is the command's", () => {
  expect(shell("set -o pipefail; fleet plan stacks/prod.yaml | head -1")).toMatchObject({
    code: 0,
    err: "",
  });
  const broken = shell("set -o pipefail; fleet validate none{1..2000}.yaml | head -1");
  expect(broken).toMatchObject({ code: 1, err: "" });
});

test.each(["plan stacks/prod.yaml", "validate", "cost prod", "--help"])(
  "a full disk under `%s`",
  (command) => {
    const { code, err } = shell(`fleet ${command} >/dev/full`);
    expect([code, err]).toEqual([
      1,
      "Standard output cannot be written: the disk is full (ENOSPC, write). Free some space, or name a folder elsewhere.\n",
    ]);
  },
);

test("nobody hears errors: the exit code tells them all the same", () => {
  expect(shell("fleet plan none.yaml 2>/dev/full").code).toBe(1);
});

test.each([
  ["start --no-serve --folder $D/file", "scandir"],
  ["start --folder $D/file", "mkdir"],
  ["pulumi --state $D/file stack ls", "mkdir"],
])("a file where `%s` needs a folder", (command, call) => {
  const { code, err } = shell(`fleet ${command}`);
  expect(err).toMatch(new RegExp(`^\`…/file\` ${IS_FILE} \\(E\\w+, ${call}\\)\\. Name another folder, `));
  oneLine(err);
  expect(code).toBe(1);
});

test.each([
  "start --no-serve --folder $D/locked/fleet",
  "start --folder $D/locked/fleet",
  "pulumi --state $D/locked/state stack ls",
  "render stacks/dev.yaml --out $D/locked/out",
  "comment --base-dir . --out $D/locked/comment.md",
])("a folder that this user may not write: `%s`", (command) => {
  const { code, err } = shell(`fleet ${command}`, { as: nobody });
  expect(err).toMatch(/^`?…\/locked\/[^\n]*EACCES[^\n]*Name a folder of your own/);
  oneLine(err);
  expect(code).toBe(1);
});

test("a current folder that cannot be written, or that is gone", () => {
  const dev = join(root, "stacks/dev.yaml");
  expect(shell(`fleet validate ${dev}`, { as: nobody, cwd: "/" })).toMatchObject({ code: 0, err: "" });
  const start = shell(`fleet start ${dev} --no-serve`, { as: nobody, cwd: "/" });
  expect(start.err).toMatch(/^`\/\.fleet[^\n]*\((EACCES|EROFS), mkdir\)\. Name a folder /);
  oneLine(start.err);
  const gone = shell(`mkdir $D/gone && cd $D/gone && rmdir $D/gone && fleet validate ${dev}`);
  expect(gone.code).toBe(0);
});

test("a folder on the PATH that may not be read is passed over", () => {
  const { code, err } = shell("fleet engine", {
    as: nobody,
    env: { PATH: `${join(folder, "locked")}:${process.env.PATH}` },
  });
  expect(err).not.toContain("locked");
  expect(err).not.toMatch(/\n\s+at /);
  expect([0, 1]).toContain(code);
});

test("a program that is not installed says so", () => {
  const clone = join(folder, "clone");
  for (const name of ["cli", "tools", "package.json"])
    cpSync(join(root, name), join(clone, name), { recursive: true });
  const { status, stderr } = spawnSync(process.execPath, [join(clone, "cli/main.js"), "validate"], {
    encoding: "utf8",
  });
  expect([status, stderr]).toEqual([
    1,
    "The packages of the project are not installed: run `npm ci` in its folder, once.\n",
  ]);
});

test("the command's file is found through a link", () => {
  symlinkSync(join(root, "fleet"), join(folder, "fleet"));
  expect(spawnSync(join(folder, "fleet"), ["--version"], { encoding: "utf8" })).toMatchObject({
    status: 0,
    stdout: `${require("../../package.json").version}\n`,
  });
});

describe("an old Node", () => {
  const main = readFileSync(join(root, "cli/main.js"), "utf8");

  test.each([
    ["12.22.12", false],
    ["18.20.8", false],
    ["20.18.3", false],
    ["20.19.0", true],
    ["22.1.0", true],
    ["24.21.0", true],
  ])("%s", (version, starts) => {
    let said = "";
    const asked: string[] = [];
    const process = {
      versions: { node: version },
      stderr: { write: (text: string) => (said += text) },
      exitCode: 0,
    };
    const load = (name: string) =>
      name === "../package.json" ? require("../../package.json") : void asked.push(name);
    runInNewContext(main.replace(/^#!.*/, ""), { process, require: load });
    expect([said, process.exitCode, asked]).toEqual(
      starts
        ? ["", 0, ["../tools/typescript.js", "./fleet.ts"]]
        : [`This is Node ${version} and aoai-fleet needs 20.19 or newer: https://nodejs.org\n`, 1, []],
    );
  });

  test("can read the file that speaks", () => {
    const newer = new Set([
      ts.SyntaxKind.ArrowFunction,
      ts.SyntaxKind.TemplateExpression,
      ts.SyntaxKind.NoSubstitutionTemplateLiteral,
      ts.SyntaxKind.QuestionDotToken,
      ts.SyntaxKind.QuestionQuestionToken,
      ts.SyntaxKind.SpreadElement,
      ts.SyntaxKind.SpreadAssignment,
      ts.SyntaxKind.ObjectBindingPattern,
      ts.SyntaxKind.ArrayBindingPattern,
      ts.SyntaxKind.AwaitExpression,
      ts.SyntaxKind.ClassDeclaration,
      ts.SyntaxKind.ForOfStatement,
      ts.SyntaxKind.ShorthandPropertyAssignment,
    ]);
    const found: string[] = [];
    const look = (node: ts.Node): void => {
      const declares = ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.BlockScoped) !== 0;
      const catches = ts.isCatchClause(node) && node.variableDeclaration === undefined;
      const trailing = ts.isCallExpression(node) && node.arguments.hasTrailingComma === true;
      if (newer.has(node.kind) || declares || catches || trailing) found.push(node.getText());
      ts.forEachChild(node, look);
    };
    look(ts.createSourceFile("main.js", main, ts.ScriptTarget.Latest, true));
    expect(found).toEqual([]);
  });
});

import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { LocalCommandError } from "../../local/azure/localCommandError";
import { localStackConfig } from "../../local/azure/localStackConfig";

let folder: string;
let project: string;
let state: string;
let mirror: string;
let ran: string[][];
beforeEach(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "fleet-config-")));
  project = path.join(folder, "project");
  state = path.join(folder, "state");
  mirror = path.join(state, "project");
  ran = [];
  write(path.join(project, "Pulumi.yaml"), "name: fleet\nruntime: nodejs\n");
  write(
    path.join(project, "Pulumi.dev.yaml"),
    "encryptionsalt: theirs\nconfig:\n  fleet:topology: stacks/dev.yaml\n",
  );
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

function write(file: string, text: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

/** Does what `pulumi stack init` does. */
async function init(args: readonly string[], cwd: string): Promise<number> {
  ran.push([...args, cwd]);
  fs.appendFileSync(path.join(cwd, `Pulumi.${args[2]}.yaml`), "encryptionsalt: ours\n");
  write(path.join(state, "backend/.pulumi/stacks/fleet", `${args[2]}.json`), "{}");
  return 0;
}
const prepare = (...args: string[]) => localStackConfig({ project, state, args, folder }, init);
const copy = () => path.join(mirror, "Pulumi.dev.yaml");
const copied = () => fs.readFileSync(copy(), "utf8");

test.each([
  [["version"]],
  [["up"]],
  [["config", "set", "key", "./value"]],
  [["config", "set", "--path", "list[0]", "--", "-C"]],
  [["stack", "init", "dev"]],
  [["stack", "rm", "dev", "--yes"]],
  [["stack", "select", "-c", "dev"]],
  [["something", "--new", "-x"]],
  [[]],
])("%j is run in the mirror as it is", async (args) => {
  expect(await prepare(...args)).toEqual({ args, cwd: mirror });
  expect(ran).toEqual([]);
});

test("to Pulumi the mirror is the project, with the program in its own folder", async () => {
  write(
    path.join(project, "Pulumi.yaml"),
    `name: fleet
runtime: { name: nodejs, options: { tsconfig: tsconfig.pulumi.json, nodeargs: --x } }
plugins: { providers: [{ name: mine, path: bin }] }
config: { fleet:topology: { description: a file } }
`,
  );
  await prepare("up");
  expect(fs.readFileSync(path.join(mirror, "Pulumi.yaml"), "utf8")).toBe(`name: fleet
main: ${project}
runtime:
  name: nodejs
  options:
    nodeargs: --x
    tsconfig: ${project}/tsconfig.pulumi.json
config:
  fleet:topology:
    description: a file
plugins:
  providers:
    - name: mine
      path: ${project}/bin
`);
});

test.each([
  [["up", "--stack", "dev", "--yes"]],
  [["preview", "-s=dev"]],
  [["pre", "-sdev"]],
  [["up", "-ys", "organization/fleet/dev"]],
  [["config", "--stack=dev"]],
])("%j makes the stack that it names for the first time", async (args) => {
  expect(await prepare(...args)).toEqual({ args, cwd: mirror });
  expect(ran).toEqual([["stack", "init", "dev", "--non-interactive", "--no-select", mirror]]);
  await prepare("preview", "-s", "dev");
  expect(ran).toHaveLength(1);
});

test.each([
  [["destroy", "-s", "dev"]],
  [["refresh", "-s", "dev"]],
  [["up", "-s", "dev", "--help"]],
  [["up"]],
])("%j makes no stack", async (args) => {
  await prepare(...args);
  expect(ran).toEqual([]);
});

describe("the stack's file in the mirror", () => {
  test("is the project's with the local salt, and the project's stays as it was", async () => {
    await prepare("up", "-s", "dev");
    await prepare("up");
    expect(copied()).toBe("config:\n  fleet:topology: stacks/dev.yaml\nencryptionsalt: ours\n");
    expect(fs.readFileSync(path.join(project, "Pulumi.dev.yaml"), "utf8")).toBe(
      "encryptionsalt: theirs\nconfig:\n  fleet:topology: stacks/dev.yaml\n",
    );
    expect(fs.readdirSync(project)).toEqual(["Pulumi.dev.yaml", "Pulumi.yaml"]);
  });

  test("keeps what was set and removed locally until the project says something else about it", async () => {
    write(path.join(project, "Pulumi.dev.yaml"), "config: { f:a: 1, f:b: 1, f:c: 1, f:d: 1 }\n");
    await prepare("up");
    write(copy(), "encryptionsalt: ours\nconfig: { f:a: 2, f:c: 2, f:d: 1, f:mine: 'yes' }\n");
    await prepare("up");
    expect(copied()).toBe("encryptionsalt: ours\nconfig: { f:a: 2, f:c: 2, f:d: 1, f:mine: 'yes' }\n");
    write(path.join(project, "Pulumi.dev.yaml"), "config: { f:a: 1, f:b: 3, f:c: 3 }\n");
    await prepare("up");
    expect(copied()).toBe("encryptionsalt: ours\nconfig:\n  f:a: 2\n  f:b: 3\n  f:c: 3\n  f:mine: 'yes'\n");
  });

  test("has none of the real stack's secrets", async () => {
    write(
      path.join(project, "Pulumi.dev.yaml"),
      "secretsprovider: azurekeyvault://v\nencryptedkey: k\nconfig: { f:a: { secure: v1 }, f:b: { c: [{ secure: v1 }] }, f:d: 1 }\n",
    );
    await prepare("up");
    expect(copied()).toBe("config:\n  f:d: 1\n");
    write(copy(), "encryptionsalt: ours\nconfig: { f:a: { secure: local }, f:d: 1 }\n");
    await prepare("up");
    expect(copied()).toContain("secure: local");
  });

  test("is not touched by a command that has nothing new to say", async () => {
    await prepare("up");
    const { ino } = fs.statSync(copy());
    await prepare("up");
    expect(fs.statSync(copy()).ino).toBe(ino);
  });

  test("loses what a file said that the project no longer has", async () => {
    await prepare("up", "-s", "dev");
    fs.rmSync(path.join(project, "Pulumi.dev.yaml"));
    await prepare("up");
    expect(copied()).toBe("encryptionsalt: ours\nconfig: {}\n");
    fs.rmSync(copy());
    await prepare("up");
    expect(fs.existsSync(copy())).toBe(false);
  });

  test("is looked for where the project keeps them", async () => {
    write(path.join(project, "Pulumi.yaml"), "name: fleet\nruntime: nodejs\nstackConfigDir: envs\n");
    write(path.join(project, "envs/Pulumi.dev.yaml"), "config: { f:a: 1 }\n");
    await prepare("up");
    expect(copied()).toBe("config:\n  f:a: 1\n");
  });
});

test("a file that is no YAML is named", async () => {
  write(path.join(project, "Pulumi.dev.yaml"), "config: [");
  await expect(prepare("up")).rejects.toThrow(`${project}/Pulumi.dev.yaml is no YAML: `);
});

test("a file that `--config-file` names is read, and a copy of it is written", async () => {
  write(path.join(folder, "mine.yaml"), "encryptionsalt: theirs\nconfig: { f:a: 1 }\n");
  for (const file of ["mine.yaml", path.join(project, "Pulumi.dev.yaml")]) {
    const { args } = await prepare("up", "-s", "dev", "--config-file", file);
    const used = /^--config-file=(.*)$/.exec(args.at(-1) as string)?.[1] as string;
    expect(path.dirname(used)).toBe(path.join(state, "config"));
    expect(fs.readFileSync(used, "utf8")).toMatch(/^encryptionsalt: ours\nconfig:\n {2}f/);
  }
});

test("paths are the user's", async () => {
  const { args } = await prepare("stack", "export", "--file", "s.json", "--show-secrets");
  expect(args).toEqual(["stack", "export", `--file=${folder}/s.json`, "--show-secrets"]);
  expect((await prepare("import", "-f=a.json", "-o", "b.ts")).args).toEqual([
    "import",
    `--file=${folder}/a.json`,
    `--out=${folder}/b.ts`,
  ]);
  expect((await prepare("stack", "graph", "g.dot")).args).toEqual(["stack", "graph", `${folder}/g.dot`]);
  expect((await prepare("package", "add", "../p")).args).toEqual([
    "package",
    "add",
    path.resolve(folder, "../p"),
  ]);
  expect((await prepare("up", "-f", "o")).args).toEqual(["up", "-f", "o"]);
  fs.mkdirSync(path.join(folder, "pack"));
  expect((await prepare("up", "--policy-pack=pack,other")).args).toEqual([
    "up",
    `--policy-pack=${folder}/pack,other`,
  ]);
  expect((await prepare("watch")).args).toEqual(["watch", `--path=${project}`]);
});

test.each([
  ["-C", "project"],
  ["-C=project"],
  ["-Cproject"],
  ["-yC", "project"],
  ["--cwd", "project/"],
  ["--cwd=project"],
])("%s %s says nothing new", async (...given) => {
  const { args, cwd } = await prepare("config", ...given.filter(Boolean), "-j");
  expect(cwd).toBe(mirror);
  expect(args.filter((arg) => arg !== "-y")).toEqual(["config", "-j"]);
});

test("another folder is refused", async () => {
  await expect(prepare("up", "-C", ".")).rejects.toThrow(LocalCommandError);
  await expect(prepare("up", "-m", "-C", ".")).rejects.toThrow("is another folder");
});

test.each([
  ["stack", "export", "--file", "project/Pulumi.dev.yaml"],
  ["stack", "export", "--file", "project/pulumi.new.YAML"],
  ["preview", "--save-plan=link/Pulumi.yaml"],
  ["stack", "graph", "project/Pulumi.x.json"],
  ["new", "typescript", "--force", "--dir", "project"],
  ["convert", "--out", "link"],
  ["up", "--otel-traces", "file:///PROJECT/Pulumi.dev.yaml"],
])("%s %s %s %s %s: an argument that leads to the project's files is refused", async (...args) => {
  fs.symlinkSync(project, path.join(folder, "link"));
  const given = args.filter(Boolean).map((arg) => arg.replace("/PROJECT", project));
  await expect(prepare(...given)).rejects.toThrow("never writes");
});

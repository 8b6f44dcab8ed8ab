import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { localStackConfig } from "../../local/azure/localStackConfig";

let folder: string;
let project: string;
let state: string;
let ran: string[][];
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "fleet-config-"));
  project = path.join(folder, "project");
  state = path.join(folder, "state");
  ran = [];
  fs.mkdirSync(project);
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
  write(path.join(cwd, `Pulumi.${args[2]}.yaml`), "encryptionsalt: ours\n");
  write(path.join(state, "backend/.pulumi/stacks/fleet", `${args[2]}.json`), "{}");
  return 0;
}
const prepare = (...args: string[]) => localStackConfig({ project, state, args }, init);
const copy = () => path.join(state, "config/Pulumi.dev.yaml");

test("a stack that is named for the first time is made, away from the project", async () => {
  expect(await prepare("up", "--stack", "dev", "--yes")).toEqual({
    args: ["up", "--stack", "dev", "--yes", "--config-file", copy()],
    cwd: project,
  });
  const scratch = path.join(state, "stacks");
  expect(ran).toEqual([["stack", "init", "dev", "--non-interactive", "--no-select", scratch]]);
  expect(fs.readFileSync(path.join(scratch, "Pulumi.yaml"), "utf8")).toBe("name: fleet\nruntime: nodejs\n");
  await prepare("preview", "-s=dev");
  expect(ran).toHaveLength(1);
});

test("the configuration is the project's with the local salt, and the project's file stays as it was", async () => {
  await prepare("up", "-s", "dev");
  expect(fs.readFileSync(copy(), "utf8")).toBe(
    "encryptionsalt: ours\nconfig:\n  fleet:topology: stacks/dev.yaml\n",
  );
  expect(fs.readFileSync(path.join(project, "Pulumi.dev.yaml"), "utf8")).toBe(
    "encryptionsalt: theirs\nconfig:\n  fleet:topology: stacks/dev.yaml\n",
  );
  expect(fs.readdirSync(project)).toEqual(["Pulumi.dev.yaml", "Pulumi.yaml"]);
});

test("what was only set locally stays, and what the project changes comes over", async () => {
  await prepare("up", "-s", "dev");
  write(copy(), "encryptionsalt: ours\nconfig:\n  fleet:topology: old.yaml\n  fleet:mine: yes\n");
  await prepare("up", "-s", "dev");
  expect(fs.readFileSync(copy(), "utf8")).toBe(
    "encryptionsalt: ours\nconfig:\n  fleet:topology: stacks/dev.yaml\n  fleet:mine: 'yes'\n",
  );
});

test("a stack without a file in the project has only the salt", async () => {
  await prepare("up", "-s", "new");
  expect(fs.readFileSync(path.join(state, "config/Pulumi.new.yaml"), "utf8")).toBe(
    "encryptionsalt: ours\nconfig: {}\n",
  );
});

test("destroying or refreshing makes no stack", async () => {
  for (const command of ["destroy", "refresh"])
    expect((await prepare(command, "-s", "dev")).args).toEqual([command, "-s", "dev"]);
  expect(ran).toEqual([]);
});

test("`stack init` writes its file away from the project, and `stack rm` leaves the project's file", async () => {
  expect(await prepare("stack", "init", "dev")).toEqual({
    args: ["stack", "init", "dev"],
    cwd: path.join(state, "stacks"),
  });
  expect(await prepare("stack", "rm", "dev")).toEqual({
    args: ["stack", "rm", "dev", "--preserve-config"],
    cwd: project,
  });
});

test.each([
  [["version"]],
  [["up", "--help"]],
  [["up"]],
  [["stack", "ls"]],
  [["up", "-s", "dev", "--config-file", "mine.yaml"]],
  [[]],
])("%j is passed on as it is", async (args) => {
  expect(await prepare(...args)).toEqual({ args, cwd: project });
  expect(ran).toEqual([]);
});

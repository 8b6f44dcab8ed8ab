import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

jest.setTimeout(300_000);

const root = path.resolve(__dirname, "../..");

/** A checkout of the whole project, so that a command that writes its stack files writes none of ours. */
let checkout: string;
beforeAll(() => {
  checkout = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "fleet-stack-files-")));
  const gateway = ["packages/apim-gateway/package.json", "packages/apim-gateway/src"];
  for (const name of ["cli", "infra", "local", "policies", "stacks", "tools", ...gateway])
    fs.cpSync(path.join(root, name), path.join(checkout, name), { recursive: true });
  for (const name of fs.readdirSync(root))
    if (/^(Pulumi.*\.yaml|(package|tsconfig).*\.json|\.gitignore)$/.test(name))
      fs.copyFileSync(path.join(root, name), path.join(checkout, name));
  fs.symlinkSync(path.join(root, "node_modules"), path.join(checkout, "node_modules"));
  // A file as a real deployment leaves it: comments, a salt of its own and a secret that is not ours to read.
  fs.writeFileSync(
    path.join(checkout, "Pulumi.dev.yaml"),
    `# ours\nencryptionsalt: v1:0dl7CNa9YQs=:v1:Ov0IqsXtqk7BlAAX:1XSD9eMRY5iYyAoUhIqqQw3mVJYqOw==
config:
  aoai-fleet:topology:   stacks/dev.yaml
  aoai-fleet:secret: { secure: "v1:abc:def" }\n`,
  );
  git("init", "--quiet");
  git("add", "--all");
  git("-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "--quiet", "--message", "all");
});
afterAll(() => fs.rmSync(checkout, { recursive: true, force: true }));

const git = (...args: string[]) => execFileSync("git", args, { cwd: checkout, encoding: "utf8" });

function start(...args: string[]): ChildProcess {
  const { FLEET_STATE: _, ...env } = process.env;
  return spawn(process.execPath, [path.join(checkout, "cli/main.js"), "pulumi", ...args], {
    cwd: checkout,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Runs a command, and sees to it that nothing of the checkout has changed. */
async function pulumi(...args: string[]): Promise<{ code: number; output: string }> {
  const child = start(...args);
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  const [code] = (await once(child, "close")) as [number];
  expect([args.join(" "), changed()]).toEqual([args.join(" "), ""]);
  return { code, output };
}

/** Every byte of it is in git, but what `.gitignore` names. */
const changed = () => git("status", "--porcelain");

const works = async (...args: string[]) => {
  const { code, output } = await pulumi(...args);
  if (code !== 0) throw new Error(`pulumi ${args.join(" ")}: exit code ${code}\n${output}`);
  return output;
};

test("a stack that was selected is deployed and previewed", async () => {
  await works("stack", "select", "dev", "--create");
  expect(await works("stack", "--show-name")).toBe("dev\n");
  await works("up", "--yes", "--skip-preview", "--non-interactive");
  await works("pre", "--expect-no-changes", "--non-interactive");
});

test("its configuration is set, read and removed", async () => {
  await works("config", "set", "plain", "./one");
  await works("config", "set", "--secret", "hidden", "two");
  await works("config", "set", "--path", "list[0]", "--", "-three");
  await works("-C", ".", "config", "set-all", "--plaintext", "four=4");
  const values = JSON.parse(await works("config", "--show-secrets", "--json"));
  const value = (key: string) => values[`aoai-fleet:${key}`]?.value;
  expect(["plain", "hidden", "list", "four", "topology", "secret"].map(value)).toEqual([
    "./one",
    "two",
    '["-three"]',
    "4",
    "stacks/dev.yaml",
    undefined,
  ]);
  await works("config", "rm", "plain");
  await works("config", "set", "topology", "stacks/none.yaml");
  expect((await pulumi("preview", "--non-interactive")).output).toContain("stacks/none.yaml");
  await works("config", "rm", "topology");
  expect((await pulumi("config", "get", "topology")).code).not.toBe(0);
  await works("config", "set", "topology", "stacks/dev.yaml");
  await works("config", "set", "five", "5", "--config-file", "Pulumi.dev.yaml");
  await works("config", "refresh", "--force");
});

test("its state and its name are changed", async () => {
  const state = path.join(checkout, ".fleet/state.json");
  await works("stack", "export", "--file", ".fleet/state.json");
  expect(JSON.parse(fs.readFileSync(state, "utf8")).deployment.resources.length).toBeGreaterThan(50);
  await works("stack", "import", "--file=.fleet/state.json");
  await works("cancel", "--yes");
  await works("stack", "rename", "other");
  expect(await works("stack", "--show-name")).toBe("other\n");
  await works("stack", "rename", "dev", "-s=other");
});

test("other stacks come and go", async () => {
  await works("stack", "init", "another", "--copy-config-from", "dev");
  await works("config", "set", "one", "1", "--stack=another");
  await works("config", "cp", "--stack", "another", "--dest", "dev");
  // The new passphrase is asked for, and nobody answers: it is empty.
  await works("stack", "change-secrets-provider", "passphrase");
  await works("stack", "rm", "another", "--yes", "--force");
  await works("config", "set", "one", "1", "-s", "prod");
  await works("stack", "rm", "-ysprod");
  await works("stack", "select", "dev");
});

test.each(
  [
    ["new", "typescript", "--yes", "--force", "--dir", "."],
    ["new", "typescript", "--yes", "--force", "--offline"],
    ["stack", "export", "--file", "Pulumi.dev.yaml"],
    ["preview", "--save-plan", "./Pulumi.prod.yaml", "--non-interactive"],
    ["config", "set", "--config-file=Pulumi.yaml", "name", "x"],
    ["up", "--stack", "unheard/of/stack", "-C..", "--yes"],
    ["config", "env", "add", "some/environment", "--yes"],
    ["package", "add", "./nothing"],
    ["logs"],
    ["console"],
    ["no-such-command", "--at-all"],
  ].map((args) => [args.join(" "), args] as const),
)("`pulumi %s` changes nothing, whether it works or not", async (_, args) => {
  await pulumi(...args);
});

test("an update that is killed leaves nothing in the project", async () => {
  const child = start("up", "--yes", "--skip-preview", "--non-interactive", "--stack", "prod");
  const pids = await new Promise<number[]>((done) => {
    const look = setInterval(() => {
      const list = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
      const pairs = list.map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
      const tree = [child.pid as number];
      for (const parent of tree) tree.push(...pairs.filter((pair) => pair[1] === parent).map(([pid]) => pid));
      // `fleet`, the CLI, the language host, the program
      if (tree.length < 4) return;
      clearInterval(look);
      done(tree);
    }, 50);
  });
  for (const pid of pids) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // it was gone already
    }
  }
  await once(child, "exit");
  expect(changed()).toBe("");
});

test("the stack that was selected goes, and with it only its local file", async () => {
  await works("destroy", "--yes", "--skip-preview", "--non-interactive");
  await works("stack", "rm", "--yes");
  expect(fs.readdirSync(path.join(checkout, ".fleet/project")).sort()).toEqual([
    ".shared",
    "Pulumi.prod.yaml",
    "Pulumi.yaml",
  ]);
});

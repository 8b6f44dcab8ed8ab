import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { descendantsOf, runningProcesses } from "../../local/engine/descendants";

jest.setTimeout(300_000);

const root = path.resolve(__dirname, "../..");

let state: string;
beforeEach(() => {
  state = mkdtempSync(path.join(tmpdir(), "fleet-killed-"));
});
afterEach(() => rmSync(state, { recursive: true, force: true, maxRetries: 5 }));

function fleet(...args: string[]): ChildProcess {
  return spawn(process.execPath, [path.join(root, "cli/main.js"), ...args], {
    cwd: root,
    env: { ...process.env, FLEET_STATE: state },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Exit code and all that is printed. */
async function outcome(child: ChildProcess): Promise<{ code: number; text: string }> {
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (data: string) => {
      text += data;
    });
  const [code] = (await once(child, "close")) as [number];
  return { code, text };
}

/** Waits until an update has made this many files of the world. */
async function underWay(child: ChildProcess, files: number): Promise<void> {
  const world = path.join(state, "azure");
  mkdirSync(world, { recursive: true });
  // Long enough that nothing is done before it is killed.
  const durations = { "Microsoft.CognitiveServices/accounts": 20_000 };
  writeFileSync(path.join(world, "settings.json"), JSON.stringify({ durations }));
  while (readdirSync(world, { recursive: true }).length < files) {
    if (child.exitCode !== null) throw new Error("the update has ended too early");
    await new Promise((done) => setTimeout(done, 20));
  }
}

const up = () =>
  fleet("pulumi", "up", "--stack", "dev", "--yes", "--skip-preview", "--non-interactive", "--color", "never");

test.each([
  ["`fleet` alone", false],
  ["`fleet` and whoever reads its words", true],
  ["`fleet`, its reader and the CLI", "cli"],
] as const)("killing %s with -9 leaves nothing running", async (_, and) => {
  const child = up();
  child.stderr?.resume();
  child.stdout?.resume();
  await underWay(child, 12);
  const family = descendantsOf(child.pid as number, runningProcesses());
  // `fleet`, its guard, the CLI, the language host, the program
  expect(family.length).toBeGreaterThanOrEqual(5);
  child.kill("SIGKILL");
  if (and) {
    child.stdout?.destroy();
    child.stderr?.destroy();
  }
  const cli = runningProcesses().find(({ pid, session }) => family.includes(pid) && session === pid);
  if (and === "cli") process.kill((cli as { pid: number }).pid, "SIGKILL");
  const left = () => runningProcesses().filter(({ pid }) => family.includes(pid));
  const late = Date.now() + 15_000;
  while (left().length > 0 && Date.now() < late) await new Promise((done) => setTimeout(done, 100));
  expect(left()).toEqual([]);
});

test("`recover` leaves an update alone that runs, and says which it is", async () => {
  const child = up();
  child.stderr?.resume();
  child.stdout?.resume();
  await underWay(child, 12);
  const { code, text } = await outcome(fleet("recover", "--stack", "dev", "--local"));
  const cli = /process (\d+) of this machine/.exec(text)?.[1];
  expect(text).toMatch(/^An update of the stack `dev` is running: .* Nothing was done\. /);
  expect(descendantsOf(child.pid as number, runningProcesses())).toContain(Number(cli));
  expect(code).toBe(1);
  child.kill("SIGKILL");
});

test("`recover` of a stack that never came to be says so, and makes nothing", async () => {
  const { code, text } = await outcome(fleet("recover", "--stack", "dev", "--local"));
  expect([code, text, readdirSync(state)]).toEqual([
    1,
    "There is no stack `dev`, so there is nothing to recover; nothing was done. The state has no stacks. `pulumi up` can begin.\n",
    [],
  ]);
});

test.each([
  ["up", "--stack", "dve", "--yes"],
  ["preview", "-s", "dve"],
  ["config", "set", "a", "b", "--stack=dve"],
  ["destroy", "-sdve", "--yes"],
])("a slip in the stack's name makes nothing: %s %s %s %s", async (...args) => {
  rmSync(state, { recursive: true });
  const { code, text } = await outcome(fleet("pulumi", ...args));
  expect([code, text, existsSync(state)]).toEqual([
    1,
    "There is no stack `dve`, and no `Pulumi.dve.yaml` to make one from; nothing was done. The project has `dev`, `prod`. Did you mean `dev`? `./fleet pulumi stack init dve` makes a new one.\n",
    false,
  ]);
});

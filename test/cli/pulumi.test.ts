import { type ChildProcess, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

const PROJECT = path.resolve(__dirname, "../..");
// Each test starts processes, on a machine that may be busy.
jest.setTimeout(60_000);

let folder: string;
let running: ChildProcess[] = [];
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "fleet-pulumi-"));
});
afterEach(() => {
  for (const child of running) if (child.exitCode === null) child.kill("SIGTERM");
  running = [];
  fs.rmSync(folder, { recursive: true });
});

/** A stand-in for the CLI that says what it is given, and waits for one interrupt when it is told to `wait`. */
function fakeEngine(): string {
  const engine = path.join(folder, "engine");
  fs.mkdirSync(engine);
  fs.writeFileSync(path.join(engine, "pulumi-language-nodejs"), "");
  fs.writeFileSync(
    path.join(engine, "pulumi"),
    `#!/usr/bin/env bash
case "$1" in
  version) echo v3.259.0;;
  wait) n=0; trap 'n=$((n+1))' INT; echo waiting; while [ $n -eq 0 ]; do sleep 0.02; done; sleep 0.2; echo "interrupts $n"; exit 7;;
  *) echo "args $*"; echo "node $(command -v node)"; env | grep -E '^(PULUMI_DEBUG_PROVIDERS|PULUMI_HOME|PULUMI_BACKEND_URL)=' | sort;;
esac
`,
    { mode: 0o755 },
  );
  return engine;
}

function fleet(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): { child: ChildProcess; done: Promise<{ code: number | null; out: string; err: string }> } {
  const child = spawn("node", [path.join(PROJECT, "cli/main.js"), "pulumi", ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.push(child);
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
  });
  return { child, done: new Promise((resolve) => child.on("close", (code) => resolve({ code, out, err }))) };
}

test("Pulumi is given everything after the command, its own state, and the local providers", async () => {
  const state = path.join(folder, "state");
  const { code, out } = await fleet(["--state", state, "stack", "ls", "--json", "--help"], {
    FLEET_ENGINE: fakeEngine(),
  }).done;
  expect(out.replace(/:\d+/g, ":PORT").replace(/^node .*\/node_modules/m, "node …/node_modules")).toBe(
    `args stack ls --json --help
node …/node_modules/.bin/node
PULUMI_BACKEND_URL=file://${state}/backend
PULUMI_DEBUG_PROVIDERS=azure-native:PORT,random:PORT
PULUMI_HOME=${state}/home
`,
  );
  expect(code).toBe(0);
});

test("an interrupt reaches Pulumi once, and its exit code comes back", async () => {
  const { child, done } = fleet(["wait"], {
    FLEET_ENGINE: fakeEngine(),
    FLEET_STATE: path.join(folder, "state"),
  });
  await new Promise<void>((resolve) => child.stdout?.once("data", () => resolve()));
  child.kill("SIGINT");
  expect(await done).toEqual({ code: 7, out: "waiting\ninterrupts 1\n", err: "" });
});

test("an argument that leads elsewhere is told without a stack trace", async () => {
  const { code, out, err } = await fleet(["up", "-C", folder], {
    FLEET_ENGINE: fakeEngine(),
    FLEET_STATE: path.join(folder, "state"),
  }).done;
  expect([code, out]).toEqual([1, ""]);
  expect(err).toMatch(/^`fleet pulumi` runs the project in .* Leave it out, or .*\n$/);
});

test("--where prints the folders and runs nothing", async () => {
  const { code, out } = await fleet(["--state", "s", "--where"]).done;
  const state = path.join(fs.realpathSync(folder), "s");
  expect([code, out]).toEqual([0, `state  ${state}\nworld  ${state}/azure\n`]);
  expect(fs.existsSync(state)).toBe(false);
});

test("a world that cannot be used is told without a stack trace", async () => {
  const world = path.join(folder, "state/azure");
  fs.mkdirSync(world, { recursive: true });
  fs.writeFileSync(path.join(world, "settings.json"), '{"quota": 5}');
  const { code, out, err } = await fleet(["--state", "state", "up"], { FLEET_ENGINE: fakeEngine() }).done;
  expect([code, out]).toEqual([1, ""]);
  expect(err).toMatch(
    /^.*settings\.json: `quota`: Invalid input: expected object, received number\. Known keys: .*\.\n$/,
  );
});

test("an engine that cannot be used is told without a stack trace", async () => {
  const { code, err } = await fleet(["up"], {
    FLEET_ENGINE: "nowhere",
    FLEET_STATE: path.join(folder, "state"),
  }).done;
  expect(code).toBe(1);
  expect(err).toMatch(
    /^`FLEET_ENGINE` is `nowhere`: there is no file .* Correct the variable or unset it\.\n$/,
  );
});

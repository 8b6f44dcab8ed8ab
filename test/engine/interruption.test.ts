import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { recoverStack } from "../../local/engine/recoverStack";
import { runPulumi } from "../../local/engine/runPulumi";
import { Fleet } from "./harness";

jest.setTimeout(300_000);

const root = path.resolve(__dirname, "../..");

/** Long enough that an interruption meets operations under way. */
const durations = {
  "Microsoft.CognitiveServices/accounts": 100,
  "Microsoft.CognitiveServices/accounts/deployments": 100,
  "Microsoft.ApiManagement/service": 100,
  "Microsoft.ApiManagement/service/backends": 50,
  "Microsoft.ApiManagement/service/policyFragments": 50,
};

/** What a fleet consists of that was never interrupted, by id without the random suffix. */
let complete: string[];
beforeAll(async () => {
  const fleet = await Fleet.create({ stack: "dev" });
  expect(await fleet.up()).toMatchObject({ code: 0 });
  complete = withoutSuffix(fleet);
  await fleet.stop();
});

/** Ids carry the stack's random suffix, and a role assignment's name is derived from it. */
function withoutSuffix(fleet: Fleet): string[] {
  return fleet
    .idsInAzure()
    .map((id) => id.replace(/(apim-aoai-dev)-\w{5}/, "$1").replace(/(roleAssignments)\/.*/, "$1"))
    .sort();
}

/** Sends a signal to the CLI as soon as this many resources have been begun. */
function strike(fleet: Fleet, resources: number, signal: NodeJS.Signals) {
  return (child: ChildProcess) => {
    const timer = setInterval(() => {
      if (fleet.azure.world.all().length < resources) return;
      clearInterval(timer);
      if (signal === "SIGKILL") killTree(child);
      else child.kill(signal);
    }, 10);
    child.once("exit", () => clearInterval(timer));
  };
}

const up = (fleet: Fleet, started: (child: ChildProcess) => void) =>
  fleet.runWatched(started, "up", "--yes", "--skip-preview");

/** Nothing lost, nothing twice, nothing left to do. */
async function expectComplete(fleet: Fleet): Promise<void> {
  expect(withoutSuffix(fleet)).toEqual(complete);
  expect(await fleet.idsInState()).toEqual(fleet.idsInAzure());
  expect(await fleet.up()).toMatchObject({ code: 0, changes: [], messages: [] });
}

describe("an update that is interrupted (SIGINT)", () => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await Fleet.create({ stack: "dev", checkpoints: true, azure: { durations } });
  });
  afterAll(() => fleet.stop());

  test.each([1, 30, 60])(
    "after %d resources keeps what was made, so that the next goes on",
    async (resources) => {
      const before = await fleet.idsInState();
      const interrupted = await up(fleet, strike(fleet, resources, "SIGINT"));
      expect(interrupted.code).not.toBe(0);
      const after = await fleet.idsInState();
      expect(after).toEqual(fleet.idsInAzure());
      expect(after).toEqual(expect.arrayContaining(before));
      expect(after.length).toBeLessThan(complete.length);
    },
  );

  test("and in the end everything is there, once", async () => {
    expect(await fleet.up()).toMatchObject({ code: 0, messages: [] });
    await expectComplete(fleet);
  });

  test("during a destroy, it is finished by the next", async () => {
    const all = fleet.idsInAzure().length;
    const soon = (child: ChildProcess) => {
      const timer = setInterval(() => {
        if (fleet.azure.world.all().length > all - 5) return;
        clearInterval(timer);
        child.kill("SIGINT");
      }, 10);
      child.once("exit", () => clearInterval(timer));
    };
    // The exit code says nothing here: in its phase of deletes the engine forgets that it was interrupted, and answers
    // 0 unless a step failed (deploymentExecutor.Execute of 3.259).
    await fleet.runWatched(soon, "destroy", "--yes", "--skip-preview");
    expect(fleet.idsInAzure()).not.toEqual([]);
    // What Azure had still to delete when the CLI stopped waiting stands in the state until the next run.
    expect(await fleet.idsInState()).toEqual(expect.arrayContaining(fleet.idsInAzure()));
    expect(await fleet.destroy()).toMatchObject({ code: 0, messages: [] });
    expect(fleet.idsInAzure()).toEqual([]);
  });
});

describe("an update that is killed (SIGKILL)", () => {
  const recover = (fleet: Fleet) =>
    recoverStack(
      (args) => runPulumi(fleet.engine, args, { cwd: fleet.project, env: fleet.env() }),
      fleet.stack,
      "00000000-0000-0000-0000-000000000000",
    );

  test.each([1, 40])(
    "after %d resources is recovered by one command, and the next goes on",
    async (resources) => {
      const fleet = await Fleet.create({ stack: "dev", checkpoints: true, azure: { durations } });
      try {
        expect(await up(fleet, strike(fleet, resources, "SIGKILL"))).toMatchObject({ code: 137 });
        expect((await fleet.up()).code).not.toBe(0);

        const recovery = await recover(fleet);
        expect(recovery.dropped).toEqual([]);
        expect(await fleet.idsInState()).toEqual(fleet.idsInAzure());

        expect(await fleet.up()).toMatchObject({ code: 0, messages: [] });
        await expectComplete(fleet);

        // The same when the CLI dies while it writes its state: the stack is well, but cannot be read.
        const attributes = path.join(fleet.folder, "state/backend/.pulumi/stacks/aoai-fleet/dev.json.attrs");
        truncateSync(attributes);
        expect((await fleet.up()).output).toContain("failed to load checkpoint: EOF");
        expect(await recover(fleet)).toEqual({ kept: [], dropped: [], refreshed: [] });
        expect(await fleet.up()).toMatchObject({ code: 0, changes: [], messages: [] });
      } finally {
        await fleet.stop();
      }
    },
  );

  test("together with the provider is recovered by `fleet recover`, whatever Azure had begun", async () => {
    const state = mkdtempSync(path.join(tmpdir(), "fleet-killed-"));
    const world = path.join(state, "azure");
    mkdirSync(world);
    writeFileSync(path.join(world, "settings.json"), JSON.stringify({ durations }));
    const command = (...args: string[]) =>
      spawn(process.execPath, [path.join(root, "cli/main.js"), ...args], {
        cwd: root,
        env: { ...process.env, FLEET_STATE: state },
        stdio: ["ignore", "pipe", "inherit"],
      });
    try {
      // `fleet pulumi` holds the provider, and the CLI is its child: as when a machine goes down, both die at once.
      const killed = command(
        "pulumi",
        "up",
        "--stack",
        "dev",
        "--yes",
        "--skip-preview",
        "--non-interactive",
      );
      const timer = setInterval(() => {
        if (readdirSync(world, { recursive: true }).length < 60) return;
        clearInterval(timer);
        killTree(killed);
      }, 10);
      await once(killed, "exit");

      const text = await outputOf(command("recover", "--stack", "dev", "--local"));
      expect(text).toContain("The stack `dev` is ready; `pulumi up` continues where it was interrupted.");
      await outputOf(
        command("pulumi", "up", "--stack", "dev", "--yes", "--skip-preview", "--non-interactive"),
      );
      await outputOf(
        command("pulumi", "preview", "--stack", "dev", "--expect-no-changes", "--non-interactive"),
      );
    } finally {
      rmSync(state, { recursive: true, force: true });
    }
  });
});

/** Kills a process with all that it has started: a program that has lost its CLI would try for ever to reach it. */
function killTree(child: ChildProcess): void {
  const list = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" }).trim().split("\n");
  const pairs = list.map((line) => line.trim().split(/\s+/).map(Number) as [pid: number, parent: number]);
  const tree = [child.pid as number];
  for (const parent of tree) tree.push(...pairs.filter((pair) => pair[1] === parent).map(([pid]) => pid));
  // The deepest last: what has lost its parent must not notice before it is gone.
  for (const pid of tree) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // it was gone already
    }
  }
}

/** What a command prints. Throws when it fails. */
async function outputOf(child: ChildProcess): Promise<string> {
  let text = "";
  child.stdout?.on("data", (data: Buffer) => {
    text += data;
  });
  const [code] = (await once(child, "close")) as [number];
  if (code !== 0) throw new Error(`exit code ${code}:\n${text}`);
  return text;
}

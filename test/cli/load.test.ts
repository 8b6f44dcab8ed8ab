import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type LoadCommandRequest, loadAnswer } from "../../cli/commands/load";
import { policyFiles } from "../../infra/rendering/policyFiles";
import { renderPolicies } from "../../infra/rendering/renderPolicies";
import { planRouting } from "../../infra/routing/planRouting";
import { accountSettings } from "../../local/accounts/settings";
import { callersOf } from "../../local/load/callers";
import { fleetShape } from "../../local/page/fleetShape";
import { type RunningFleet, runFleet } from "../../local/running/runFleet";
import { noteRunning } from "../../local/running/runningFile";
import { makeStackWorld } from "../../local/simulation/stackWorld";

const root = resolve(__dirname, "../..");
const file = join(root, "stacks/dev.yaml");

let folder: string;
let fleet: RunningFleet;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "fleet-load-"));
  const world = await makeStackWorld(file, join(folder, "world"));
  const plan = planRouting(world.topology);
  fleet = await runFleet(world.dir, {
    settings: accountSettings({ tokensPerSecond: 5000 }).settings,
    page: {
      shape: fleetShape(world.topology, plan),
      policies: policyFiles(renderPolicies(world.topology, plan)),
      load: { callers: callersOf(world.topology, plan), keys: new Map(), usualRate: 1 },
    },
  });
  const { gateway, control } = fleet;
  noteRunning(join(folder, "notes"), {
    pid: process.pid,
    file,
    gateway: gateway.url,
    control: control.url,
    token: control.token,
    since: 1,
  });
});
afterAll(async () => {
  await fleet?.close();
  rmSync(folder, { recursive: true, force: true });
});

const load = (change: Partial<LoadCommandRequest> = {}) =>
  loadAnswer({
    profile: "steady",
    rate: 20,
    for: 3,
    seed: 1,
    promptWords: 20,
    maxTokens: 5,
    streamed: 0.5,
    json: false,
    file: undefined,
    notes: join(folder, "notes"),
    today: "2026-11-30",
    signal: new AbortController().signal,
    progress: () => {},
    width: 80,
    colour: false,
    ...change,
  });

test("a region that is gone costs no request, and the table says who was called for it", async () => {
  fleet.accounts.addFault({ kind: "refused", where: "swedencentral", from: Date.now() });
  const told: string[] = [];
  try {
    const { code, out, err } = await load({ progress: (line) => told.push(line) });
    expect([code, err]).toEqual([0, ""]);
    const [all = ""] = out.split("\n").filter((line) => / {2}playground$/.test(line));
    expect(all).toMatch(/^ +(\d+) +100 % +0 +0 +\d+ +\d+ +0\.0 % {2}playground$/);
    const sent = Number(all.trim().split(/ +/)[0]);
    expect(sent).toBeGreaterThan(30);
    const answered = [...out.matchAll(/francecentral +\S+ +PAYG +(\d+) +0 +0/g)].map(([, calls]) =>
      Number(calls),
    );
    expect(answered.reduce((sum, calls) => sum + calls, 0)).toBe(sent);
    expect(out).not.toMatch(/swedencentral +\S+ +\w+ +[1-9]/);
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    expect(told.at(-1)).toMatch(/^3 of 3 s, \d+ sent, 100 % answered, 0 × 429, 0 failed$/);
  } finally {
    fleet.accounts.clearFaults();
  }
});

test("one consumer, one model, as JSON; the same seed sends the same", async () => {
  const once = async () => {
    // So few that PAYG takes them all if nobody asks the region again yet that was gone.
    const asked = { consumer: "playground", model: "gpt-5.4", rate: 5, for: 2, seed: 5 };
    const { out } = await load({ ...asked, json: true });
    return JSON.parse(out) as {
      rows: { model: string; sent: number; answered: number; ptuShare: number | null }[];
      called: { account: string; tier: string; answered: number }[];
    };
  };
  const first = await once();
  expect(first.rows.map(({ model }) => model)).toEqual(["gpt-5.4"]);
  expect(first.rows[0]?.answered).toBe(first.rows[0]?.sent);
  const [sent = 0, ptuShare] = [first.rows[0]?.sent, first.rows[0]?.ptuShare];
  const byPtu = first.called
    .filter(({ tier }) => tier === "ptu")
    .reduce((sum, each) => sum + each.answered, 0);
  expect(ptuShare).toBeCloseTo(byPtu / sent, 9);
  expect(first.called.reduce((sum, { answered }) => sum + answered, 0)).toBe(sent);
  expect(first.called.every(({ account }) => account.startsWith("oai-"))).toBe(true);
  expect((await once()).rows[0]?.sent).toBe(first.rows[0]?.sent);
});

test("interrupted, it tells what came of it so far", async () => {
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 500);
  const { code, out } = await load({ for: 600, signal: abort.signal });
  expect(code).toBe(0);
  expect(out).toMatch(/^\d+ requests? in [0-5] s/);
});

test("interrupted while everything hangs, it waits three seconds and no longer", async () => {
  fleet.accounts.addFault({ kind: "hangs", where: undefined, from: Date.now() });
  const abort = new AbortController();
  try {
    const { code, out } = await load({
      for: 600,
      signal: abort.signal,
      progress: () => abort.abort(),
    });
    expect(code).toBe(0);
    const [, sent] = /^([1-9]\d*) requests? in \d{1,2} s/.exec(out) ?? [];
    // No table: there is nothing to tell of any.
    expect(out.split("\n")[1]).toBe(`${sent} had no answer yet when it was interrupted.`);
  } finally {
    fleet.accounts.clearFaults();
  }
});

test.each<[Partial<LoadCommandRequest>, 1 | 2, RegExp]>([
  [{ profile: "stedy" }, 2, /^There is no profile `stedy`: .*Did you mean `steady`\?/],
  [{ profile: "./none.csv", rate: undefined, for: undefined }, 2, /^\.\/none\.csv cannot be read: ENOENT/],
  [{ profile: "./none.csv" }, 2, /^`--rate` and `--for` are for profiles by name/],
  [{ speed: 2 }, 2, /^`--speed` is for a file/],
  [{ consumer: "play" }, 2, /has no consumer `play`\. It has playground\./],
  [{ model: "gpt-5.5" }, 2, /has no model `gpt-5\.5`/],
  [
    { file: "stacks/prod.yaml" },
    1,
    /^No fleet of stacks\/prod\.yaml runs; .*`\.\/fleet start stacks\/prod\.yaml`/,
  ],
  [{ file: "stacks/none.yaml" }, 1, /^stacks\/none\.yaml is not there\./],
  [{ notes: "/nowhere" }, 1, /^No fleet runs from this folder\. `npm start`/],
])("%j is told", async (change, code, said) => {
  const answer = await load(change);
  expect(answer).toMatchObject({ code, out: "" });
  expect(answer.err).toMatch(said);
});

test("each line of a file that is wrong is told with its place", async () => {
  const traffic = join(folder, "t.csv");
  writeFileSync(traffic, "minute,requests\n0,5\nx,3\n0,6\n");
  const { code, err } = await load({ profile: traffic, rate: undefined, for: undefined });
  expect(code).toBe(2);
  expect(err.split("\n").map((line) => line.replace(folder, ""))).toEqual([
    "/t.csv:3: `x` is no minute: it is a whole number from 0 to 10079.",
    "/t.csv:4: Minute 0 stands twice.",
    "",
  ]);
  writeFileSync(traffic, "0,120\n");
  const { out } = await load({ profile: traffic, rate: undefined, for: undefined, speed: 30 });
  // Two minutes' worth in two seconds: 120 requests, drawn.
  expect(Number(/^(\d+) requests in 2 s/.exec(out)?.[1])).toBeGreaterThan(70);
});

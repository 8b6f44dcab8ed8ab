import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { defineScenario, describeScenarios, runScenario, runScenarios } from "../../src/testing";

const rules = join(__dirname, "rules");

test("a program's scenario may have backends that are functions", async () => {
  const seen: unknown[] = [];
  const scenario = defineScenario({
    scenario: "the second call is answered",
    policy: "pool.xml",
    backends: {
      first: ({ number, method, url, text }) => {
        seen.push([number, method, url, text]);
        return number === 1 ? 429 : { json: { number } };
      },
      accounts: { pool: ["first"] },
    },
    send: { POST: "/chat", text: "hi" },
    expect: { status: 200, json: { number: 2 }, calls: { first: 2 }, within: "1 s" },
  });
  expect(await runScenario(scenario, { folder: rules })).toMatchObject({
    name: "the second call is answered",
    outcome: "passed",
    failures: [],
    problems: [],
    story: [],
    virtualMs: 1000,
  });
  expect(seen).toEqual([
    [1, "POST", "https://first.example/chat", "hi"],
    [2, "POST", "https://first.example/chat", ""],
  ]);
});

test("what is wrong with a program's scenario is among its problems", async () => {
  const scenario = defineScenario({
    scenario: "no",
    policy: "plain.xml",
    backends: { service: () => 99 },
    send: { GET: "things" },
  });
  const { outcome, problems } = await runScenario(scenario, { folder: rules });
  expect([outcome, problems.map(({ message }) => message)]).toEqual([
    "failed",
    ["`GET` must be a path that begins with `/`, not `things`."],
  ]);
});

test("a function that answers nonsense fails its call and says so", async () => {
  const scenario = defineScenario({
    scenario: "no",
    policy: "plain.xml",
    backends: { service: () => 99 },
    send: { GET: "/" },
    expect: { status: 200 },
  });
  const { story } = await runScenario(scenario, { folder: rules });
  expect(story.join("\n")).toContain("the function's answer must be an answer: a status such as `429`");
});

test("a result tells failures as values, the story, and what was met", async () => {
  const { met, realMs, ...result } = await runScenario(join(rules, "breakers.scenario.yaml"));
  expect(result).toEqual({
    name: "the state of a breaker is what it is after the last answer",
    file: "breakers.scenario.yaml",
    line: 10,
    outcome: "failed",
    todo: undefined,
    failures: [
      { path: "breaker of first", expected: "closed", seen: "open" },
      { path: "breaker of second", expected: "open", seen: "closed" },
      { path: "breaker of third", expected: "closed", seen: "no breaker" },
    ],
    problems: [],
    story: [
      "+0 ms  pool.xml:7  retry",
      "+0 ms  pool.xml:8    forward-request  first   429; breaker opens for 1 min",
      "+0 ms  pool.xml:7    the condition is true: retry 1",
      " +1 s  pool.xml:8    forward-request  second  200",
    ],
    dependsOn: [],
    settingsTried: undefined,
    virtualMs: 1000,
  });
  expect(met.policies).toEqual(
    ["pool.xml:12:5", "pool.xml:3:5", "pool.xml:4:5", "pool.xml:7:5", "pool.xml:8:7"].sort(),
  );
  expect(realMs).toBeGreaterThan(0);
});

test("scenarios of a folder come one after the other, and a filter leaves out the others", async () => {
  const names: string[] = [];
  for await (const { file } of runScenarios(join(__dirname, "reports"), { filter: "PASSES" }))
    names.push(file);
  expect(names).toEqual(["d-passes.scenario.yaml"]);
});

test("the same seed gives the same run, and another one another", async () => {
  const of = (seed: number) =>
    runScenario(
      defineScenario({
        scenario: "chance",
        policy: "pool.xml",
        backends: { first: 200, second: 200, accounts: { pool: ["first", "second"] } },
        settings: { poolSelection: "random-weighted" },
        send: { GET: "/", times: 20 },
        expect: { calls: [] },
      }),
      { folder: rules, seed },
    ).then(({ failures: [failure] }) => failure?.seen);
  expect(await of(1)).toBe(await of(1));
  expect(await of(1)).not.toBe(await of(2));
});

describe("describeScenarios", () => {
  type Made = [name: string, run: () => Promise<void>];
  const made = (folder: string) => {
    const tests: Made[] = [];
    const skipped: string[] = [];
    const register = Object.assign((...test: Made) => tests.push(test), {
      skip: (name: string) => skipped.push(name),
    });
    describeScenarios(folder, { test: register });
    return { tests, skipped };
  };

  test("makes a test of each, and skips what is to be done", () => {
    const { tests, skipped } = made(join(__dirname, "reports"));
    expect([tests.map(([name]) => name), skipped]).toEqual([
      [
        "a backend that is down is told as 503 (b-down.scenario.yaml)",
        'what is "quoted" & <marked> stays readable (c-marked.scenario.yaml)',
        "an answer passes (d-passes.scenario.yaml)",
      ],
      ["a limit is per caller (a-later.scenario.yaml)"],
    ]);
  });

  test("throws what is printed, and no stack", async () => {
    const { tests } = made(join(__dirname, "reports"));
    await expect(tests[2]?.[1]()).resolves.toBeUndefined();
    const error = (await tests[0]?.[1]().catch((thrown: unknown) => thrown)) as Error;
    expect(error.stack).toBe(error.message);
    expect(error.message).toMatch(/^status {2}expected {2}503\n {8}seen {6}500/);
  });

  test("refuses a folder without scenarios, so that a wrong path is not green", () => {
    expect(() => made(join(__dirname, "rules/fragments"))).toThrow(/There is no \*\.scenario\.yaml in /);
  });

  test("says in Vitest what to give it, where `test` is not global", () => {
    const script = `require("./src/testing").describeScenarios("examples")`;
    const { status, stderr } = spawnSync(
      process.execPath,
      ["-r", "../../tools/typescript.js", "-e", script],
      {
        cwd: join(__dirname, "../.."),
        encoding: "utf8",
        env: { ...process.env, VITEST: "true" },
      },
    );
    expect([status, stderr]).toEqual([1, expect.stringContaining("describeScenarios(folder, { test })")]);
  });
});

// Documentation that is run: five usual questions.
describe("the examples", () => {
  describeScenarios(join(__dirname, "../../examples"));
});

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { Command, CommanderError } from "commander";
import type { Row } from "../../bench/routing/runCase";
import { command } from "../../cli/commands/bench";

jest.setTimeout(120_000);

const root = resolve(__dirname, "../..");
const bench = (...args: string[]) =>
  spawnSync(process.execPath, ["cli/main.js", "bench", ...args], { cwd: root, encoding: "utf8" });

const wrong: readonly (readonly [args: readonly string[], said: string])[] = [
  [["nothing"], "There is no bench `nothing`; there are cpu, start, gateway, memory, engine, routing."],
  [["cpu", "--seed", "3"], "`--seed` is an option of `fleet bench routing`."],
  [["routing", "cpu"], "`routing` prints a table of its own: ask for it alone."],
  [["routing", "--rows", "("], "It is no regular expression"],
  [["routing", "--rows", "weather"], "No load is called like /weather/; `--rows .` shows all"],
  [["routing", "--keep", "draws.jsonl"], "`--keep` is for the draws of `--search`."],
  [["routing", "--search", "1", "--keep", "/"], "Draws cannot be kept in `/`"],
  [["routing", "--search", "0"], "It must be a whole number from 1."],
];

test.each(wrong)("%j is told what is wrong", async (args, said) => {
  let stderr = "";
  const program = new Command("fleet").exitOverride().configureOutput({
    writeErr: (text) => {
      stderr += text;
    },
  });
  const exit = jest.fn();
  jest.spyOn(console, "error").mockImplementation((text: string) => {
    stderr += text;
  });
  command(program, exit);
  // Options are read by commander, which throws; what a command finds itself is its exit code.
  for (const one of program.commands) one.exitOverride().configureOutput(program.configureOutput());
  const refused = await program.parseAsync(["bench", ...args], { from: "user" }).then(
    () => false,
    (error: unknown) => error instanceof CommanderError,
  );
  jest.restoreAllMocks();
  expect(stderr).toContain(said);
  expect(refused ? 2 : exit.mock.calls[0]?.[0]).toBe(2);
});

test("an option that cannot be read ends with exit code 2", () => {
  expect(bench("routing", "--rows", "(").status).toBe(2);
});

test("one row of the table as JSON, with what rivals and oracle made of the same arrivals", () => {
  const { stdout, stderr } = bench("routing", "--rows", "1 weights at 50", "--json");
  const rows = JSON.parse(stdout) as Row[];
  expect(rows).toEqual([
    expect.objectContaining({ property: 1, name: "least used / most used", oracle: null }),
  ]);
  for (const value of [rows[0]?.ours, rows[0]?.list, rows[0]?.pool]) expect(value).toBeGreaterThan(0.4);
  expect(stderr).toBe("routing: 1 of 1: 1 weights at 50 % load, slices of 1 s\n");
});

test("a draw that is replayed says the same again", () => {
  const [first, again] = [bench("routing", "--seed", "11"), bench("routing", "--seed", "11")];
  expect(first.stdout).toContain("--seed 11 (no failure)");
  expect(again.stdout).toBe(first.stdout);
});

test("a search that is interrupted prints what is done, and leaves no process", async () => {
  const child = spawn(process.execPath, ["cli/main.js", "bench", "routing", "--search", "500"], {
    cwd: root,
  });
  let out = "";
  child.stdout.on("data", (data) => {
    out += data;
  });
  await once(child.stderr, "data");
  child.kill("SIGINT");
  await once(child, "close");
  expect(out).toMatch(/\n\nEnded early: \d+ of 500\.\n$/);
});

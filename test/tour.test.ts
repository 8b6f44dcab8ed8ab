import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const root = resolve(__dirname, "..");
const readme = readFileSync(join(root, "README.md"), "utf8");
const tour = readme.slice(readme.indexOf("### A tour of five minutes"));

/** The first block of its kind in the tour. */
const block = (kind: string) => new RegExp(`\`\`\`${kind}\\n([^]*?)\`\`\``).exec(tour)?.[1] as string;

let folder: string;
let file: string;
let child: ChildProcess;
let out = "";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "fleet-tour-"));
  // The page's own file stays as it is.
  file = join(folder, "dev.yaml");
  writeFileSync(file, readFileSync(join(root, "stacks/dev.yaml")));
  const args = ["start", file, "--folder", join(folder, "start"), "--port", "0", "--no-tour"];
  child = spawn(process.execPath, ["cli/main.js", ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  child.stdout?.on("data", (chunk) => {
    out += chunk;
  });
  await until("Ctrl+C ends everything.");
}, 120_000);
afterAll(async () => {
  const ended = new Promise((done) => child.on("exit", done));
  child.kill("SIGINT");
  await ended;
  rmSync(folder, { recursive: true, force: true });
});

async function until(text: string): Promise<void> {
  while (!out.includes(text)) {
    if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}:\n${out}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** What a line of the page prints; its exit code is 0. */
const run = async (line: string): Promise<string> =>
  (await promisify(execFile)("bash", ["-c", line], { cwd: root, env: { ...process.env, COLUMNS: "80" } }))
    .stdout;

/** Answered calls by region and tier, of what a load printed: `swedencentral PTU`. */
function calledBy(text: string): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const [, region, tier, answered] of text.matchAll(/^(\w+) +\S+ +(PTU|PAYG) +(\d+)/gm)) {
    const key = `${region} ${tier}`;
    sums[key] = (sums[key] ?? 0) + Number(answered);
  }
  return sums;
}

test("every line of the tour does what the page says it does", async () => {
  const lines = block("bash").trim().split("\n");
  const said: string[] = [];
  for (const line of lines) said.push(await run(line));
  const [well = "", gone = "", dead = "", mended = "", full = "", overflow = "", broken = "", clear = ""] =
    said;
  for (const load of [well, dead, overflow]) {
    expect(load).toMatch(/^ *\d+ +100 % +0 +0 /m);
    for (const line of load.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  }
  expect(calledBy(well)["swedencentral PTU"]).toBeGreaterThan(0);
  expect(gone).toContain("swedencentral: refused");
  expect(Object.keys(calledBy(dead)).filter((key) => calledBy(dead)[key] !== 0)).toEqual([
    "francecentral PAYG",
  ]);
  expect(mended).toContain("Mended: 1.");
  expect(full).toContain("gpt-5.4-ptu: 429");
  expect(calledBy(overflow)["swedencentral PTU"] ?? 0).toBe(0);
  expect(broken).toContain("gpt-5.4-ptu: 429");
  expect(clear).toContain("Mended: 1.");
}, 240_000);

test("the region that the page adds is taken over and answers", async () => {
  const yaml = readFileSync(file, "utf8");
  writeFileSync(file, yaml.replace("regions:\n", `regions:\n${block("yaml")}`));
  await until("was saved and is in force");
  expect(out).toContain("norwayeast is new at priority 1");
  await run("./fleet fault gpt-5.4-ptu 429 --for 60");
  expect(calledBy(await run("./fleet load --for 15"))["norwayeast PAYG"]).toBeGreaterThan(0);
}, 120_000);

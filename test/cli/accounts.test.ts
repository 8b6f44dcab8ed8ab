import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import OpenAI from "openai";
import { stackWorld } from "../gateway/serve/stackWorld";

const root = resolve(__dirname, "../..");
let folder: string;
const children: ChildProcess[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "fleet-accounts-"));
});
afterAll(async () => {
  await Promise.all(children.map(end));
  rmSync(folder, { recursive: true, force: true });
});

function end(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((done) => {
    child.on("exit", done);
    child.kill("SIGINT");
  });
}

/** Runs a command until it says that it serves. */
async function serving(...args: string[]): Promise<{ readonly child: ChildProcess; readonly out: string }> {
  const child = spawn(process.execPath, ["cli/main.js", ...args], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  const out = await new Promise<string>((done, fail) => {
    let text = "";
    child.stdout?.on("data", (chunk) => {
      text += chunk;
      if (/Ctrl\+C ends it/.test(text)) done(text);
    });
    child.on("exit", (code) => fail(new Error(`It ended with ${code}:\n${text}`)));
  });
  return { child, out };
}

const run = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["cli/main.js", ...args], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, COLUMNS: "80" },
  });
  return { code: status, out: stdout, err: stderr };
};
const messages = [{ role: "user" as const, content: "Hello." }];
const fast = ["--set", "tokensPerSecond=5000"];

test("alone it is one account that any key opens", async () => {
  const { child, out } = await serving("accounts", "--model", "gpt-4.1", "--port", "0", ...fast);
  const [url] = /http:\S+/.exec(out) as RegExpExecArray;
  expect(out).toContain("local, local, any key opens it\n");
  const client = new OpenAI({ baseURL: `${url}/openai/v1`, apiKey: "any", maxRetries: 0 });
  const { choices } = await client.chat.completions.create({ model: "gpt-4.1", messages });
  expect(choices[0]?.message.content).toMatch(/^[A-Z]/);
  expect(await end(child)).toBe(0);
}, 60_000);

test("of a world they are its accounts, told where the gateway finds them, or run with it", async () => {
  const world = await stackWorld("dev");
  try {
    const map = join(folder, "map.json");
    const { child, out } = await serving("accounts", world.dir, "--port", "0", "--map", map, ...fast);
    const targets = JSON.parse(readFileSync(map, "utf8")) as Record<string, string>;
    expect(Object.keys(targets).filter((origin) => origin.endsWith(".openai.azure.com"))).toHaveLength(2);
    for (const url of new Set(Object.values(targets))) expect(out).toContain(`${url}  oai-aoai-dev-`);
    expect(await end(child)).toBe(0);

    const gateway = await serving("gateway", world.dir, "--accounts", "--port", "0");
    const [, url] = /Serving at (\S+)/.exec(gateway.out) as RegExpExecArray;
    const client = new OpenAI({
      baseURL: `${url}/openai/v1`,
      apiKey: world.key("playground"),
      maxRetries: 0,
    });
    const { data } = await client.embeddings.create({ model: "text-embedding-3-large", input: "Hello." });
    expect(data[0]?.embedding).toHaveLength(3072);
    expect(await end(gateway.child)).toBe(0);
  } finally {
    world.remove();
  }
}, 120_000);

test.each([
  [
    ["accounts", "nowhere"],
    1,
    /^nowhere is no world of a local Azure\. `\.\/fleet pulumi up --stack dev --yes` makes one/,
  ],
  [["gateway", "nowhere", "--accounts"], 1, /^nowhere is no world of a local Azure, so it has no accounts/],
  [
    ["gateway", "nowhere", "--accounts", "--backends", "x"],
    2,
    /^--accounts and --backends both say who answers/,
  ],
  [["accounts", "--set", "seed=x"], 2, /^`seed` is `x`; it must be a number, more than 0\.\n$/],
  [["accounts", "--port", "x"], 2, /It must be a whole number from 0 to 65535/],
] as const)("%j is told with the way out", (args, code, err) => {
  const said = run(...args);
  expect([said.code, said.err]).toEqual([code, expect.stringMatching(err)]);
});

test("what is assumed is listed with where it comes from, at 80 columns", () => {
  const { code, out } = run("accounts", "--settings");
  expect(code).toBe(0);
  expect(out).toContain("ptuDepthSeconds = 10\n");
  expect(out.match(/^ {4}source: /gm)?.length).toBe(out.match(/^\w+ = /gm)?.length);
  expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
});

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import OpenAI, { AzureOpenAI } from "openai";
import { faultAnswer } from "../../cli/commands/fault";

const root = resolve(__dirname, "../..");
const notes = join(root, ".fleet", "running");

/** A fleet that runs as a person runs it, until its first screen is complete. */
interface Started {
  readonly child: ChildProcess;
  readonly out: string;
  readonly url: string;
  readonly key: string;
  readonly model: string;
}

let folder: string;
const children: ChildProcess[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "fleet-serves-"));
});
afterAll(async () => {
  await Promise.all(children.map(ended));
  rmSync(folder, { recursive: true, force: true });
});

function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((done) => {
    child.on("exit", done);
    child.kill("SIGINT");
  });
}

async function start(...args: string[]): Promise<Started> {
  const child = spawn(
    process.execPath,
    [
      "cli/main.js",
      "start",
      ...["--folder", join(folder, "start"), "--port", "0", "--set", "tokensPerSecond=2000"],
      ...args,
    ],
    { cwd: root, env: { ...process.env, COLUMNS: "80" }, stdio: ["ignore", "pipe", "inherit"] },
  );
  children.push(child);
  const out = await new Promise<string>((done, fail) => {
    let text = "";
    child.stdout?.on("data", (chunk) => {
      text += chunk;
      if (text.includes("Ctrl+C ends everything.")) done(text);
    });
    child.on("exit", (code) => fail(new Error(`It ended with ${code}:\n${text}`)));
  });
  const found = (pattern: RegExp) => pattern.exec(out)?.[1] as string;
  return {
    child,
    out,
    url: found(/gateway {3}(\S+)/),
    key: found(/playground {2}(\S+)/),
    model: found(/"model": "([^"]+)"/),
  };
}

test("three requests are told, the lines that are shown work as pasted, and a region that is taken away is left", async () => {
  const { child, out, url, key, model } = await start();
  const told = out
    .slice(out.indexOf("All is well"), out.indexOf("It runs"))
    .replace(/ +(\d+ ms|after)$/gm, " N ms");
  expect(told.replace(/after \d+\.\d s/g, "after N s").replace(/ +\d+\.\d s {2}2 acc/, " N s  2 acc")).toBe(
    `All is well: the caller gets 200 after N s
     asked          deployment   tier  said N ms
  1  swedencentral  ${model}-ptu  PTU   200 N ms

PTU is full: ${model}-ptu answers 429 everywhere: the caller gets 200 after N s
     asked          deployment    tier  said N ms
  1  swedencentral  ${model}-ptu   PTU   429 N ms
  2  swedencentral  ${model}-payg  PAYG  200 N ms

swedencentral is gone: its account takes no connections: the caller gets 200
after N s
     asked          deployment    tier  said N ms
  1  swedencentral  ${model}-ptu   PTU   no connection N ms
  2  francecentral  ${model}-payg  PAYG  200 N ms

 N s  2 accounts answer, and the gateway serves

`,
  );
  for (const line of `${told}${out.slice(out.indexOf("Break it"))}`.split("\n"))
    expect(line.length).toBeLessThanOrEqual(80);
  expect(await runsCurl(out)).toMatch(/"content":"[A-Z][a-z]/);
  expect(await runsNode(out)).toMatch(/^[A-Z][a-z]/);

  const messages = [{ role: "user" as const, content: "Hello." }];
  const v1 = new OpenAI({ baseURL: `${url}/openai/v1`, apiKey: key, maxRetries: 0 });
  const azure = new AzureOpenAI({ endpoint: url, apiKey: key, apiVersion: "2024-10-21", maxRetries: 0 });
  const broken = await faultAnswer("swedencentral", "refused", { for: 60 }, notes);
  expect(broken).toMatchObject({ code: 0 });
  expect(broken.out).toMatch(/^ {2}swedencentral: refused, .* for 60 s\n {2}it hits swedencentral\//);
  for (const client of [v1, azure]) {
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => client.chat.completions.create({ model, messages })),
    );
    expect(answers.every(({ choices }) => choices[0]?.message.content !== "")).toBe(true);
  }
  const load = await runs(["load", "--rate", "4", "--for", "3"]);
  // Nobody waits for a region that is gone, and no caller sees it.
  expect(load).toMatch(/^\d+ requests? in \d+ s, .*: what callers got\n/);
  expect(load).toMatch(/\n +\d+ +100 % +0 +0 +\d+ +\d+ +0\.0 % {2}playground\n/);
  expect(load).toMatch(/\nfrancecentral +\S+-payg +PAYG +[1-9]\d* +0 +0\n/);
  for (const line of load.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  const embedded = await v1.embeddings.create({ model: "text-embedding-3-large", input: "Hello." });
  expect(embedded.data[0]?.embedding).toHaveLength(3072);
  const stream = await v1.responses.create({ model, input: "Hello.", stream: true, store: false });
  const kinds = new Set<string>();
  for await (const event of stream) kinds.add(event.type);
  expect(kinds).toContain("response.completed");
  expect(await faultAnswer(undefined, undefined, { clear: true }, notes)).toMatchObject({
    out: expect.stringMatching(/^Mended: 1\. /),
  });

  const second = await start("--no-tour");
  expect(second.url).not.toBe(url);
  expect(existsSync(join(folder, "start-2", "dev", "world"))).toBe(true);
  expect((await v1.models.list()).data.length).toBeGreaterThan(0);
  expect(await ended(second.child)).toBe(0);
  expect(await ended(child)).toBe(0);
  expect(existsSync(join(folder, "start", "running.pid"))).toBe(false);
}, 180_000);

const blocks = (out: string) => out.slice(out.indexOf("Ask it"), out.indexOf("Break it")).split(/\n\s*\n/);

/** A command of this project, in another terminal. */
const runs = (args: readonly string[]) => run(process.execPath, ["cli/main.js", ...args]);

/** The line for curl, in a shell. */
const runsCurl = (out: string) => run("bash", ["-c", blocks(out)[1] as string]);

/** The lines for Node, beside the project's own library. */
const runsNode = (out: string) => run(process.execPath, ["-e", blocks(out)[2] as string]);

function run(command: string, args: readonly string[]): Promise<string> {
  return new Promise((done, fail) => {
    const env = { ...process.env, COLUMNS: "80" };
    const child = spawn(command, args, { cwd: root, env, stdio: ["ignore", "pipe", "inherit"] });
    let text = "";
    child.stdout.on("data", (chunk) => {
      text += chunk;
    });
    child.on("exit", (code) =>
      code === 0 ? done(text) : fail(new Error(`${command} ended with ${code}: ${text}`)),
    );
  });
}

test("what cannot be started is said, with the way out", async () => {
  const said = await new Promise<{ code: number | null; err: string }>((done) => {
    const child = spawn(
      process.execPath,
      [
        "cli/main.js",
        "start",
        "--folder",
        join(folder, "other"),
        "--set",
        "tokensPerSecnd=3",
        "--set",
        "seed",
      ],
      { cwd: root, stdio: ["ignore", "ignore", "pipe"] },
    );
    let err = "";
    child.stderr.on("data", (chunk) => {
      err += chunk;
    });
    child.on("exit", (code) => done({ code, err }));
  });
  expect(said.code).toBe(2);
  expect(said.err).toMatch(
    /`seed` is not of the form name=value\.\n`tokensPerSecnd` is no setting of the accounts; /,
  );
  expect(readFileSync(join(root, ".gitignore"), "utf8")).toContain(".fleet");
});

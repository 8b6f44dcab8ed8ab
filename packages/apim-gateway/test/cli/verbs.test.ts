import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

// Each verb is a process.
jest.setTimeout(60_000);

const house = path.resolve(__dirname, "../..");
const main = path.join(house, "bin/apim-gateway.js");
const hello = "examples/hello";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "gateway-verbs-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a verb to its end. */
function gateway(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], { cwd: house }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

/** Starts `serve`, and waits for the line that says where. */
async function served(...args: string[]): Promise<{ url: string; child: ChildProcess; text: () => string }> {
  const child = spawn(process.execPath, [main, "serve", ...args], { cwd: house });
  let text = "";
  const url = await new Promise<string>((resolve, reject) => {
    const take = (chunk: Buffer) => {
      text += chunk;
      const found = /Serving at (\S+)/.exec(text)?.[1];
      if (found !== undefined) resolve(found.replace(/,$/, ""));
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.once("exit", () => reject(new Error(text)));
  });
  return { url, child, text: () => text };
}

test("the help names every verb", async () => {
  const { code, out } = await gateway("--help");
  expect(code).toBe(0);
  const verbs = [...out.matchAll(/^ {2}([a-z]+) /gm)].map(([, verb]) => verb);
  expect(verbs).toEqual(["serve", "check", "test", "init", "trace", "settings", "policies", "help"]);
});

test("serve answers, trace tells what the policies did, and both name their own verbs", async () => {
  const { url, child, text } = await served(hello, "--port", "0");
  try {
    const { code, out } = await gateway("trace", "--", "curl", "-s", `${url}/hello?name=you`);
    expect(code).toBe(0);
    expect(out).toContain('"hello": "you"');
    expect(out).toMatch(/✓ set-variable .* policy\.xml:5:5/);
    const last = await gateway("trace", "--url", url, "--format", "json");
    expect(JSON.parse(last.out)).toMatchObject({ status: 200, api: "policy" });
    expect(text()).toContain("`npx apim-gateway trace -- curl …` shows one request.");
    expect(text()).not.toContain("npx fleet");
  } finally {
    child.kill("SIGINT");
  }
  expect(await once(child, "exit")).toEqual([0, null]);
});

test("trace without a gateway says how to start one", async () => {
  const { code, err } = await gateway("trace", "--url", "http://127.0.0.1:9");
  expect(code).toBe(1);
  expect(err).toContain("Start one with `npx apim-gateway serve FOLDER`.");
});

test("check says that a folder is well", async () => {
  expect(await gateway("check", hello)).toEqual({
    code: 0,
    out: `${hello}: no problems (1 API, 0 fragments, 0 backends)\n`,
    err: "",
  });
});

test("check tells a mistake with its place, in three forms; serve refuses it and names check", async () => {
  writeFileSync(
    path.join(folder, "policy.xml"),
    `<policies>\n  <inbound>\n    <set-variable name="x" value="@(1 +)" />\n  </inbound>\n</policies>`,
  );
  const text = await gateway("check", folder);
  expect([text.code, text.out]).toEqual([
    1,
    expect.stringMatching(/^policy\.xml:3:\d+ {2}error {2}\[expression\]/m),
  ]);
  const github = await gateway("check", folder, "--format", "github");
  expect(github.out).toMatch(/^::error file=\S*policy\.xml,line=3,col=\d+,title=expression::/m);
  const json = await gateway("check", folder, "--format", "json");
  expect(JSON.parse(json.out)).toMatchObject({ folder, problems: [{ rule: "expression", line: 3 }] });
  const { code, err } = await gateway("serve", folder, "--port", "0");
  expect(code).toBe(1);
  expect(err).toContain("Mend the errors above; `npx apim-gateway check` shows them again.");
});

test("serve --show-key prints the key of a subscription and nothing else", async () => {
  const write = (file: string, content: object) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), JSON.stringify(content));
  };
  const properties = { state: "active", scope: "/apis", primaryKey: "k-123456" };
  write("subscriptions/team.json", { properties });
  write("apis/a.json", { properties: { path: "a", displayName: "A" } });
  expect(await gateway("serve", folder, "--show-key", "team")).toMatchObject({ code: 0, out: "k-123456\n" });
  expect((await gateway("serve", folder, "--show-key", "nobody")).err).toContain("there are: team");
});

test("settings and policies are lists for a terminal", async () => {
  const settings = await gateway("settings");
  expect(settings.out).toMatch(/^ {2}poolSelection = \S+ {3}\(/m);
  const policies = await gateway("policies");
  expect(policies.out).toMatch(/^set-header {3}\(set-header-policy\)$/m);
  expect((await gateway("policies", "--markdown")).out).toMatch(/^\| `set-header` \| yes \|/m);
});

test.each([
  [["serve"], "missing required argument 'folder'"],
  [["check"], "missing required argument 'folder'"],
  [["check", hello, "--set", "poolSelecton=x"], "There is no setting `poolSelecton`"],
  [["serve", hello, "--set", "nonsense=1"], "`apim-gateway settings` lists them."],
  [["serve", hello, "--port", "http"], "whole number from 0 to 65535"],
  [["serve", hello, "--backends", "no-such-file"], "no-such-file cannot be read"],
  [["check", hello, "--strict", "--lenient"], "option '--lenient' cannot be used with option '--strict'"],
  [["serv"], "Did you mean serve?"],
])("%j is wrong usage", async (args, text) => {
  const { code, err } = await gateway(...args);
  expect(code).toBe(2);
  expect(err).toContain(text);
});

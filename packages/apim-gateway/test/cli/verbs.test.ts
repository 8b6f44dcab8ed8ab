import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
  const child = spawn(process.execPath, [main, "serve", ...args], { cwd: house, env: process.env });
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
    expect(out).toMatch(/policy\.xml:7:5 {2}return-response +the answer is made here/);
    expect((await gateway("trace", "--url", url, "--full")).out).toMatch(/✓ set-variable .* policy\.xml:5:5/);
    const last = await gateway("trace", "--url", url, "--format", "json");
    expect(JSON.parse(last.out)).toMatchObject({ status: 200, api: "policy" });
    expect(text()).toContain("`npx apim-gateway trace -- curl …` shows one request.");
    expect(text()).not.toContain("./fleet");
  } finally {
    child.kill("SIGINT");
  }
  expect(await once(child, "exit")).toEqual([0, null]);
});

test("what bodies say is told to a trace that asks for it, and to others from elsewhere with the token only", async () => {
  writeFileSync(
    path.join(folder, "policy.xml"),
    `<policies><inbound><set-variable name="x" value="@(context.Request.Body.As<string>(true))" /><return-response /></inbound></policies>`,
  );
  const { url, child, text } = await served(folder, "--port", "0", "--host", "0.0.0.0");
  const local = url.replace("0.0.0.0", "127.0.0.1");
  try {
    await until(() => text().includes("Ctrl+C"));
    expect(text()).toContain("Open to others: whoever reaches this address can call these APIs");
    expect(text()).toContain(`Inside: ${local}/.gateway/backends`);
    await fetch(local, { method: "POST", body: "a prompt", headers: { "Ocp-Apim-Trace": "true" } });
    expect((await gateway("trace", "--url", local, "--full")).out).toContain("(8 characters of a body)");
    expect((await gateway("trace", "--url", local, "--full", "--show-bodies")).out).toContain("a prompt");
    const token = /Authorization: Bearer ([\w-]{16,})/.exec(text())?.[1] as string;
    expect((await gateway("trace", "--url", url)).err).toContain("Give the token");
    expect((await gateway("trace", "--url", url, "--admin-token", token)).code).toBe(0);
  } finally {
    child.kill("SIGKILL");
  }
});

test("a token of the owner's is not printed, and comes from the environment too", async () => {
  process.env.APIM_GATEWAY_ADMIN_TOKEN = "a-token-of-the-owner";
  try {
    const { url, child, text } = await served(hello, "--port", "0");
    try {
      await until(() => text().includes("Ctrl+C"));
      expect(text()).toContain("Authorization: Bearer TOKEN");
      expect(text()).not.toContain("a-token-of-the-owner");
      const headers = { Authorization: "Bearer a-token-of-the-owner", Origin: "https://page.example" };
      expect((await fetch(`${url}/.gateway/health`, { headers })).status).toBe(200);
    } finally {
      child.kill("SIGKILL");
    }
  } finally {
    delete process.env.APIM_GATEWAY_ADMIN_TOKEN;
  }
});

const full = existsSync("/dev/full") ? test : test.skip;
full("a log that is full is told once, and requests go on", async () => {
  const { url, child, text } = await served(hello, "--port", "0", "--log", "/dev/full");
  try {
    for (let n = 0; n < 4; n++) expect((await fetch(`${url}/hello?name=you`)).status).toBe(200);
    await until(() => text().includes("written any more"));
    expect(text().match(/The log \/dev\/full cannot be written any more: ENOSPC/g)).toHaveLength(1);
    expect(text()).not.toMatch(/^\s+at /m);
  } finally {
    child.kill("SIGKILL");
  }
});

test("a reader that has read enough ends it without a word", async () => {
  const command = `"${process.execPath}" "${main}" settings | head -1`;
  const { out, err } = await new Promise<{ out: string; err: string }>((resolve) => {
    execFile("sh", ["-c", command], (_error, out, err) => resolve({ out, err }));
  });
  expect(out.split("\n")).toHaveLength(2);
  expect(err).toBe("");
});

test("help, version and mistakes load nothing of the gateway", async () => {
  const list = path.join(folder, "list.js");
  writeFileSync(
    list,
    `process.on("exit", () => require("node:fs").writeFileSync(${JSON.stringify(path.join(folder, "loaded"))}, Object.keys(require("node:module")._cache).join("\\n")));`,
  );
  for (const args of [["--version"], ["--help"], ["serve", "--help"], ["serv"], ["trace", "--url", "x"]]) {
    await new Promise<void>((resolve) => {
      execFile(process.execPath, ["--require", list, main, ...args], { cwd: house }, () => resolve());
    });
    const loaded = readFileSync(path.join(folder, "loaded"), "utf8").split("\n");
    const others = loaded.filter(
      (file) => !/[\\/](?:commander|cli|text|bin|tools)[\\/]|list\.js$|package\.json$/.test(file),
    );
    expect([args, others]).toEqual([args, []]);
  }
});

async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await new Promise((resolve) => setTimeout(resolve, 10));
}

test("trace without a gateway says how to start one", async () => {
  const { code, err } = await gateway("trace", "--url", "http://127.0.0.1:9");
  expect(code).toBe(1);
  expect(err).toContain("Start one with `npx apim-gateway serve FOLDER`, or say where it is with --url.");
});

test("check says that a folder is well", async () => {
  expect(await gateway("check", hello)).toEqual({
    code: 0,
    out: `${hello}: no problems (1 API, 0 fragments, 0 backends)\n`,
    err: "",
  });
});

test("check points to --lenient where that helps, and nowhere else", async () => {
  const file = path.join(folder, "policy.xml");
  writeFileSync(file, "<policies><inbound><set-haeder name='a' /></inbound></policies>");
  expect((await gateway("check", folder)).out).toContain("add --lenient");
  writeFileSync(file, "<policies><inbound></policies>");
  expect((await gateway("check", folder)).out).not.toContain("--lenient");
  expect((await gateway("check", path.join(folder, "nowhere"))).out).not.toContain("--lenient");
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
  const page = "See https://learn.microsoft.com/azure/api-management/api-management-policy-expressions\n";
  expect(github.out).toContain(` ${page}`);
  expect((await gateway("check", folder)).out).toContain(`\n  ${page}`);
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
  expect((await gateway("serve", folder, "--show-key", "taem")).err).toContain("Did you mean `team`?");
});

test("settings and policies are lists for a terminal", async () => {
  const settings = await gateway("settings");
  expect(settings.out).toMatch(/^ {2}poolSelection = \S+ {3}\(/m);
  const policies = await gateway("policies");
  expect(policies.out).toMatch(/^set-header {3}\(set-header-policy\)$/m);
  expect((await gateway("policies", "--markdown")).out).toMatch(/^\| `set-header` \| yes \|/m);
  expect((await gateway("settings", "--markdown")).out).toMatch(
    /^\| `poolSelection` \| `smooth-weighted` \|/m,
  );
});

test("check and settings wrap at the width of the terminal, and cut nothing", async () => {
  const policy = `<policies><inbound><base /><set-header name="a"><value>{{ key }}{{nowhere}}</value></set-header></inbound></policies>`;
  writeFileSync(path.join(folder, "policy.xml"), policy);
  const at = (columns: string, ...args: string[]) =>
    new Promise<string>((resolve) => {
      execFile(process.execPath, [main, ...args], { env: { ...process.env, COLUMNS: columns } }, (_, out) =>
        resolve(out),
      );
    });
  const lines = (await at("40", "check", folder)).split("\n");
  expect(lines.slice(1, 4)).toEqual([
    "  This is text, not the named value: a",
    "  name has no blanks around it. Write",
    "  `{{key}}`.",
  ]);
  const long = (text: string, width: number) => text.split("\n").filter((line) => line.length > width);
  const settings = await at("60", "settings");
  // One word, or code.
  expect(long(settings, 60).filter((line) => !/^ *(?:\S+|`.*`\S*)$/.test(line))).toEqual([]);
  const words = (text: string) => text.split(/\s+/);
  expect(words(settings)).toEqual(words(await at("400", "settings")));
  expect(long(await at("", "check", folder), 80)).toEqual([]);
});

test("the former name of a setting is taken, and told", async () => {
  const { code, err } = await gateway("check", hello, "--set", "silenceStatus=502");
  expect([code, err]).toEqual([0, "The setting `silenceStatus` is called `noResponseStatus` now.\n"]);
});

test.each([
  [["serve"], "missing required argument 'folder'"],
  [["check"], "missing required argument 'folder'"],
  [["check", hello, "--set", "poolSelecton=x"], "Did you mean `poolSelection`?"],
  [
    ["check", hello, "--set", "poolSelection=smooth-weigted"],
    "allowed: smooth-weighted, random-weighted. Did you mean `smooth-weighted`?",
  ],
  [["check", hello, "--format", "jsn"], "Allowed choices are text, json, github. Did you mean `json`?"],
  [["serve", hello, "--traces", "allways"], "Did you mean `always`?"],
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

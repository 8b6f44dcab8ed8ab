import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";

const root = path.resolve(__dirname, "../..");
const main = path.join(root, "cli/main.js");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "fleet-gateway-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (file: string, text: string) => {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
};

/** Runs a command to its end. */
function fleet(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [main, ...args], { cwd: root }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });
}

/** Starts the gateway, and waits for the line that says where it serves. */
async function served(...args: string[]): Promise<{ url: string; child: ChildProcess; text: () => string }> {
  const child = spawn(process.execPath, [main, "gateway", ...args], { cwd: root });
  let text = "";
  child.stderr.on("data", (chunk: Buffer) => {
    text += chunk;
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on("data", (chunk: Buffer) => {
      text += chunk;
      const found = /Serving at (\S+)/.exec(text)?.[1];
      if (found !== undefined) resolve(found.replace(/,$/, ""));
    });
    child.once("exit", () => reject(new Error(text)));
  });
  return { url, child, text: () => text };
}

const policy = (inbound: string) =>
  `<policies>\n  <inbound>\n    ${inbound}\n  </inbound>\n  <backend><base /></backend>\n  <outbound><base /></outbound>\n  <on-error><base /></on-error>\n</policies>`;

describe("fleet gateway", () => {
  test("serves the example of its help, as pasted, and ends by Ctrl+C with 0", async () => {
    const help = (await fleet("gateway", "--help")).out;
    const [, command = "", call = ""] =
      /\.\/fleet gateway (\S+) --port 8180\s+curl "http:\/\/127\.0\.0\.1:8180(\S+)"/.exec(help) ?? [];
    const { url, child } = await served(command, "--port", "0");
    try {
      expect(await (await fetch(url + call)).json()).toEqual({ hello: "you" });
    } finally {
      child.kill("SIGINT");
    }
    expect(await once(child, "exit")).toEqual([0, null]);
  });

  test("--check says that a folder is well", async () => {
    expect(await fleet("gateway", "packages/apim-gateway/examples/hello", "--check")).toEqual({
      code: 0,
      out: "packages/apim-gateway/examples/hello: no problems (1 API, 0 fragments, 0 backends)\n",
      err: "",
    });
  });

  test("--check tells every mistake at once, each with its place", async () => {
    write(
      "policy.xml",
      policy(`<set-header exists-action="replace" />
    <set-variable name="x" value="@(context.Request.Headrs)" />
    <choose><when condition="@(true"><base /></when></choose>`),
    );
    write("backends/a.json", '{ "properties": { "url": "https://a.example" ');
    const { code, out } = await fleet("gateway", folder, "--check");
    expect(code).toBe(1);
    expect(out).toMatch(/^policy\.xml:3:\d+ {2}error {2}\[/m);
    expect(out).toMatch(/^policy\.xml:4:\d+ {2}error {2}\[expression\]/m);
    expect(out).toMatch(/^policy\.xml:5:\d+ {2}error {2}\[/m);
    expect(out).toMatch(/^backends\/a\.json:1:\d+ {2}error {2}\[/m);
    expect(out).not.toMatch(/^\s+at /m);
  });

  test("--check --format github annotates the lines", async () => {
    write("policy.xml", policy(`<set-variable name="x" value="@(1 +)" />`));
    const { code, out } = await fleet("gateway", folder, "--check", "--format", "github");
    expect(code).toBe(1);
    expect(out).toMatch(/^::error file=\S*policy\.xml,line=3,col=\d+,title=expression::/m);
  });

  test("a policy that is not executed is refused with --strict, and otherwise only when reached", async () => {
    write("policy.xml", policy(`<xsl-transform><xsl:transform /></xsl-transform>`));
    expect((await fleet("gateway", folder, "--check")).code).toBe(0);
    const { code, out } = await fleet("gateway", folder, "--check", "--strict");
    expect(code).toBe(1);
    expect(out).toContain("xsl-transform");
  });

  test("what cannot be served says why, and ends with 1", async () => {
    write("policy.xml", policy(`<set-variable name="x" value="@(1 +)" />`));
    const { code, err } = await fleet("gateway", folder, "--port", "0");
    expect(code).toBe(1);
    expect(err).toContain("policy.xml:3:");
    expect(err).toContain("cannot be served");
  });

  test("a port in use is told with the way out", async () => {
    const { url, child } = await served("packages/apim-gateway/examples/hello", "--port", "0");
    try {
      const { code, err } = await fleet(
        "gateway",
        "packages/apim-gateway/examples/hello",
        "--port",
        new URL(url).port,
      );
      expect(code).toBe(1);
      expect(err).toMatch(/Cannot listen on \S+ \(EADDRINUSE\)\. Choose another with --port/);
    } finally {
      child.kill("SIGKILL");
    }
  });

  test.each([
    [["gateway"], "Name a folder"],
    [
      ["gateway", "packages/apim-gateway/examples/hello", "--set", "poolSelecton=x"],
      "There is no setting `poolSelecton`",
    ],
    [
      ["gateway", "packages/apim-gateway/examples/hello", "--set", "poolSelection=x"],
      "allowed: smooth-weighted, random-weighted",
    ],
    [["gateway", "packages/apim-gateway/examples/hello", "--port", "http"], "whole number from 0 to 65535"],
    [
      ["gateway", "packages/apim-gateway/examples/hello", "--backends", "no-such-file"],
      "no-such-file cannot be read",
    ],
  ])("%j is wrong usage", async (args, text) => {
    const { code, err } = await fleet(...args);
    expect(code).toBe(2);
    expect(err).toContain(text);
  });

  test("--settings lists every behaviour that is not documented, with its source", async () => {
    const { out } = await fleet("gateway", "--settings");
    const { settingRooms } = require("apim-gateway") as typeof import("apim-gateway");
    for (const name of Object.values(settingRooms).flatMap((room) => Object.keys(room)))
      expect(out).toContain(`  ${name} = `);
    expect(out.match(/Source: /g)?.length).toBe(
      Object.values(settingRooms).flatMap((room) => Object.keys(room)).length,
    );
  });

  test("--show-key prints the key of a subscription and nothing else", async () => {
    write("policy.xml", policy("<base />"));
    write(
      "subscriptions/team.json",
      JSON.stringify({ properties: { state: "active", scope: "/apis", primaryKey: "k-123456" } }),
    );
    write("apis/a.json", JSON.stringify({ properties: { path: "a", displayName: "A" } }));
    expect(await fleet("gateway", folder, "--show-key", "team")).toMatchObject({
      code: 0,
      out: "k-123456\n",
    });
    expect((await fleet("gateway", folder, "--show-key", "nobody")).err).toContain("there are: team");
  });
});

describe("fleet trace", () => {
  test("shows what the policies did with the call of curl", async () => {
    const { url, child } = await served("packages/apim-gateway/examples/hello", "--port", "0");
    try {
      const { code, out } = await fleet("trace", "--full", "--", "curl", "-s", `${url}/hello?name=you`);
      expect(code).toBe(0);
      expect(out).toContain('"hello": "you"');
      expect(out).toMatch(/✓ set-variable .* policy\.xml:5:5/);
      const last = await fleet("trace", "--url", url, "--format", "json");
      expect(JSON.parse(last.out)).toMatchObject({ status: 200, api: "policy" });
    } finally {
      child.kill("SIGKILL");
    }
  });

  test("without a gateway it says how to start one", async () => {
    const { code, err } = await fleet("trace", "--url", "http://127.0.0.1:9");
    expect(code).toBe(1);
    expect(err).toContain("./fleet gateway");
  });
});

test("`fleet test` runs the scenarios of a folder, as the gateway's own verb does, and speaks of itself", async () => {
  const passed = await fleet("test", "packages/apim-gateway/examples", "--filter", "failover");
  expect([passed.code, passed.out]).toEqual([0, expect.stringMatching(/^✓ .*\n1 passed/)]);
  expect((await fleet("test", "--help")).out).toContain("./fleet test policies --filter failover");
  expect(await fleet("test", "nowhere")).toMatchObject({ code: 2, err: "There is no folder `nowhere`.\n" });
});

test("what is read only in part ends without a word", async () => {
  const command = `"${process.execPath}" "${main}" gateway --settings | head -1`;
  const { stdout, stderr } = await promisify(execFile)("bash", ["-o", "pipefail", "-c", command], {
    cwd: root,
  });
  expect([stdout.split("\n").length, stderr]).toEqual([2, ""]);
});

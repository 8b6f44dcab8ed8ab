import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const house = path.resolve(__dirname, "..");
const compiler = path.resolve(house, "../../node_modules/@typescript/native/bin/tsc");

// It is built, packed and installed: half a minute, more on a busy machine.
jest.setTimeout(300_000);

/** As a stranger has it: without what `npm test` says to the commands that it starts. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) =>
      !/^(INIT_CWD|NODE_OPTIONS|npm_(lifecycle|package|command)|npm_config_(local_prefix|workspace))/.test(
        name,
      ),
  ),
);

/** An empty folder in which the tarball was installed. */
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "gateway-package-"));
  await run("npm", ["pack", "--pack-destination", folder], { cwd: house, env });
  const [tarball = ""] = readdirSync(folder);
  expect(tarball).toBe("apim-gateway-0.1.0.tgz");
  const quiet = ["--no-audit", "--no-fund", "--prefer-offline"];
  await run("npm", ["install", `./${tarball}`, ...quiet], { cwd: folder, env });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const installed = (...parts: string[]) => path.join(folder, "node_modules", ...parts);
const write = (file: string, text: string) => {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
};
const policy = (inbound: string) =>
  `<policies><inbound>${inbound}</inbound><backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>`;
const answering = policy(
  `<return-response><set-status code="200" /><set-body>@("hello " + context.Request.Url.Query.GetValueOrDefault("name", "world"))</set-body></return-response>`,
);

const command = async (...args: string[]) => {
  const options = { cwd: folder, env };
  try {
    return { code: 0, ...(await run("npx", ["--no-install", "apim-gateway", ...args], options)) };
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string };
  }
};

test("the tarball holds plain JavaScript with types, documents, and nothing else", () => {
  const files = readdirSync(installed("apim-gateway"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(installed("apim-gateway"), path.join(entry.parentPath, entry.name)));
  const other = files.filter((file) => !/^dist\/.*(\.js|\.d\.ts)$/.test(file));
  expect(other.sort()).toEqual([
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "FOLDERS.md",
    "LICENSE",
    "POLICIES.md",
    "README.md",
    "SETTINGS.md",
    "bin/apim-gateway.js",
    ...[
      "body-after-retry/body.scenario.yaml",
      "body-after-retry/policy.xml",
      "everything-down/down.scenario.yaml",
      "everything-down/policy.xml",
      "failover/failover.scenario.yaml",
      "failover/policy.xml",
      "hello/policy.xml",
      "per-caller-limit/limit.scenario.yaml",
      "per-caller-limit/policy.xml",
      "streaming/policy.xml",
      "streaming/stream.scenario.yaml",
    ].map((file) => `examples/${file}`),
    "package.json",
    "scenario.schema.json",
  ]);
  const manifest = readFileSync(installed("apim-gateway/package.json"), "utf8");
  const doors = (JSON.parse(manifest) as { exports: Record<string, Record<string, string>> }).exports;
  for (const [door, { types = "", default: code = "" }] of Object.entries(doors))
    if (typeof doors[door] === "object")
      expect([door, ...[types, code].map((file) => existsSync(installed("apim-gateway", file)))]).toEqual([
        door,
        true,
        true,
      ]);
});

test("neither TypeScript nor a compiler comes with it", () => {
  const packages = readdirSync(installed());
  expect(packages.filter((name) => /typescript|^@?swc|^@types|esbuild|ts-node/.test(name))).toEqual([]);
  expect(packages).toContain("undici");
});

test("npx apim-gateway explains itself, checks, and lists settings and policies", async () => {
  const help = await command("--help");
  expect([help.code, help.stdout]).toEqual([0, expect.stringContaining("serve [options] <folder>")]);
  write("good/policy.xml", answering);
  write("bad/policy.xml", policy(`<set-variable name="x" value="@(1 +)" />`));
  expect(await command("check", "good")).toMatchObject({
    code: 0,
    stdout: "good: no problems (1 API, 0 fragments, 0 backends)\n",
  });
  const bad = await command("check", "bad");
  expect([bad.code, bad.stdout]).toEqual([
    1,
    expect.stringMatching(/^policy\.xml:1:\d+ {2}error {2}\[expression\]/m),
  ]);
  expect((await command("settings")).stdout).toContain("  poolSelection = ");
  expect((await command("policies", "--markdown")).stdout).toContain("| `set-header` | yes |");
});

test("it writes a first scenario, runs it, and tells the story of one that fails", async () => {
  write("tested/policy.xml", answering);
  expect(await command("init", "tested")).toMatchObject({ code: 0 });
  expect((await command("test", "tested")).stdout).toMatch(/^✓ a request is answered with 200\n1 passed/);
  const file = "tested/first.scenario.yaml";
  const first = readFileSync(path.join(folder, file), "utf8");
  expect(first).toMatch(
    /^# yaml-language-server: \$schema=\.\.\/node_modules\/apim-gateway\/scenario\.schema\.json\n/,
  );
  write(file, first.replace("status: 200", "status: 201"));
  const failed = await command("test", "tested");
  expect([failed.code, failed.stdout]).toEqual([
    1,
    expect.stringContaining("+0 ms  policy.xml:1  return-response"),
  ]);
  const examples = await command("test", "node_modules/apim-gateway/examples");
  expect([examples.code, examples.stdout]).toEqual([0, expect.stringMatching(/\n5 passed/)]);
});

test("its scenarios are tests of node:test", async () => {
  write(
    "suite.test.cjs",
    `require("apim-gateway/testing").describeScenarios("node_modules/apim-gateway/examples");\n`,
  );
  const { stdout } = await run(process.execPath, ["--test", "--test-reporter=tap", "suite.test.cjs"], {
    cwd: folder,
    env,
  });
  expect(stdout).toMatch(
    /^\s*ok \d+ - a retry sends the same body again, two seconds later \(body-after-retry\/body\.scenario\.yaml\)$/m,
  );
  expect(stdout).toMatch(/^# pass 5$/m);
});

test("it serves a folder and shows a trace", async () => {
  write("served/policy.xml", answering);
  const main = installed(".bin/apim-gateway");
  const child = spawn(main, ["serve", "served", "--port", "0", "--traces", "always"], { cwd: folder, env });
  try {
    const url = await new Promise<string>((resolve, reject) => {
      let text = "";
      const take = (chunk: Buffer) => {
        text += chunk;
        const found = /Serving at (\S+)/.exec(text)?.[1];
        if (found !== undefined) resolve(found);
      };
      child.stdout.on("data", take);
      child.stderr.on("data", take);
      child.once("exit", () => reject(new Error(text)));
    });
    expect(await (await fetch(`${url}/greet?name=you`)).text()).toBe("hello you");
    const trace = await command("trace", "--full", "--url", url);
    expect([trace.code, trace.stdout]).toEqual([
      0,
      expect.stringMatching(/✓ return-response .* policy\.xml:1:/),
    ]);
  } finally {
    child.kill("SIGINT");
  }
  expect(await once(child, "exit")).toEqual([0, null]);
});

const program = `
const time = virtualEnvironment({ seed: 1 });
const { configuration, problems } = checkFolder("used");
if (configuration === undefined) throw new Error(problems.map(({ message }) => message).join());
const gateway = createGateway({
  configuration,
  environment: time,
  transport: () => ({ status: 200, reason: "OK", headers: Headers.of({}), body: Body.of("never") }),
});
const answer = await gateway.handle({
  method: "GET", scheme: "https", host: "gateway.example", port: 443, target: "/greet?name=you",
  headers: Headers.of({}), body: null, ipAddress: "203.0.113.9", onAbort: () => {},
});
console.log(answer.status, answer.body?.text());
`;
const names = "Body, checkFolder, createGateway, virtualEnvironment, Headers";

test.each([
  ["required", "used.cjs", `const { ${names} } = require("apim-gateway");\n(async () => {${program}})();`],
  ["imported", "used.mjs", `import { ${names} } from "apim-gateway";\n${program}`],
])("its code is %s", async (_, file, text) => {
  write("used/policy.xml", answering);
  write(file, text);
  const { stdout } = await run(process.execPath, [file], { cwd: folder, env });
  expect(stdout).toBe("200 hello you\n");
});

test("its types hold a program of TypeScript, and refuse one that is wrong", async () => {
  const sound = `import { type Configuration, ${names}, serveFolder } from "apim-gateway";
import { check, type CheckCommandOptions } from "apim-gateway/cli";
import { defineScenario, runScenario, type ScenarioResult } from "apim-gateway/testing";
export async function main(): Promise<void> {${program}}
export const served = serveFolder("used", { port: 0 }).then(({ url }): string => url);
export const apis = ({ apis }: Configuration): number => apis.length;
const scenario = defineScenario({
  scenario: "it answers",
  policy: "policy.xml",
  backends: { service: ({ number }) => (number === 1 ? 429 : { json: { number } }) },
  send: { GET: "/" },
  expect: { status: 200, calls: { service: 0 } },
});
export const result: Promise<ScenarioResult> = runScenario(scenario, { folder: "used" });
export const code = (options: CheckCommandOptions): number => check("used", options);
`;
  write("sound.mts", sound);
  const readme = readFileSync(installed("apim-gateway/README.md"), "utf8");
  const [, shown = ""] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
  expect(shown).toContain("createGateway");
  write(
    "shown.mts",
    `import type { Configuration } from "apim-gateway";\n${shown}\ndeclare const changed: Configuration;\nexport const { status } = response;\n`,
  );
  write(
    "unsound.mts",
    `import { checkFolder } from "apim-gateway";\nexport const folder: number = checkFolder("used");\n`,
  );
  const options = [
    "--noEmit",
    "--strict",
    "--module",
    "nodenext",
    "--target",
    "es2022",
    "--lib",
    "es2023",
    "--types",
    "node",
  ];
  const roots = ["--typeRoots", path.resolve(house, "../../node_modules/@types")];
  const compile = (file: string) =>
    run(process.execPath, [compiler, ...options, ...roots, file], { cwd: folder, env });
  await compile("sound.mts");
  await compile("shown.mts");
  await expect(compile("unsound.mts")).rejects.toMatchObject({
    stdout: expect.stringContaining("Type 'CheckedFolder' is not assignable to type 'number'"),
  });
});

test("what is behind the doors stays there", async () => {
  const deep = run(process.execPath, ["-e", 'require("apim-gateway/dist/gateway/createGateway.js")'], {
    cwd: folder,
    env,
  });
  await expect(deep).rejects.toMatchObject({
    stderr: expect.stringContaining("ERR_PACKAGE_PATH_NOT_EXPORTED"),
  });
});

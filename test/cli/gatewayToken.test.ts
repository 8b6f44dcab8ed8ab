import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type ServedFolder, serveFolder } from "apim-gateway";
import { gatewayToken } from "../../cli/gatewayToken";
import { makeStackWorld } from "../../local/simulation/stackWorld";
import { type Accounts, startAccounts } from "../gateway/serve/accounts";
import { smallFleet } from "../scenarios/callFleet";

const dir = mkdtempSync(join(tmpdir(), "fleet-token-"));
const id = (digit: number) => `22222222-0000-4000-8000-00000000000${digit}`;
const log: string[] = [];
let accounts: Accounts;
let gateway: ServedFolder;
let plain: ServedFolder;

beforeAll(async () => {
  accounts = await startAccounts();
  const serve = async (name: string, yaml: string) => {
    writeFileSync(join(dir, `${name}.yaml`), yaml);
    await makeStackWorld(join(dir, `${name}.yaml`), join(dir, name));
    return serveFolder(join(dir, name), {
      port: 0,
      backends: new Map([["*", accounts.origin]]),
      log: (line) => void log.push(line),
      traces: "always",
    });
  };
  const consumers = [
    `  web: { tokensPerMinute: 1000, entraApplications: ["${id(1)}"] }`,
    "  roles: { tokensPerMinute: 2000, entraRoles: [Fleet.Use] }",
    `  groups: { tokensPerMinute: 3000, entraGroups: ["${id(3)}"] }`,
    "  keys: { tokensPerMinute: 4000 }",
  ].join("\n");
  const entra = `  entra: { tenantId: [${id(8)}, ${id(9)}], audience: ["api://fleet&co", ${id(7)}] }`;
  gateway = await serve("entra", smallFleet(consumers, entra));
  plain = await serve("plain", smallFleet("  web: { tokensPerMinute: 1000 }"));
});
afterAll(async () => {
  await gateway?.close(0);
  await plain?.close(0);
  await accounts?.close();
  rmSync(dir, { recursive: true, force: true });
});

const portOf = ({ url }: ServedFolder) => Number(new URL(url).port);
const asked = (consumer: string, more: object = {}) =>
  gatewayToken({
    consumer,
    folder: undefined,
    service: undefined,
    host: "127.0.0.1",
    port: portOf(gateway),
    ...more,
  });
const call = (token: string) =>
  fetch(`${gateway.url}/openai/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${token.trim()}`, "content-type": "application/json" },
    body: JSON.stringify({ model: "gpt-5.4", messages: [] }),
  });

test.each([
  ["web", "1000", `the application ${id(1)}`],
  ["roles", "2000", "the app role Fleet.Use"],
  ["groups", "3000", `the group ${id(3)}`],
])(
  "a token of %s is accepted as that consumer's, and says what it stands for",
  async (consumer, limit, by) => {
    const { code, out, err } = await asked(consumer);
    expect([code, err]).toEqual([
      0,
      `For an hour and this gateway only, by ${by}: send it as \`Authorization: Bearer\`.\n`,
    ]);
    const response = await call(out);
    expect([response.status, response.headers.get("x-ratelimit-limit-tokens")]).toEqual([200, limit]);
  },
);

test("the command prints the token and nothing else, and no log, trace or account holds it", async () => {
  const [out, err] = await new Promise<[string, string]>((done) =>
    execFile(
      process.execPath,
      [
        resolve(__dirname, "../../cli/main.js"),
        "gateway",
        "--token",
        "web",
        "--port",
        String(portOf(gateway)),
      ],
      (_, printed, told) => done([printed, told]),
    ),
  );
  expect(out).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+\n$/);
  expect(err).toContain("For an hour and this gateway only");
  expect((await call(out)).status).toBe(200);
  const traces = await (await fetch(`${gateway.url}/.gateway/traces`)).json();
  const full = await Promise.all(
    (traces as { id: string }[]).map(async ({ id: trace }) =>
      (await fetch(`${gateway.url}/.gateway/traces/${trace}`)).text(),
    ),
  );
  expect(log.length).toBeGreaterThan(0);
  expect(full.length).toBeGreaterThan(0);
  const [, claims = "-", signature = "-"] = out.trim().split(".");
  const seen = [...log, ...full, ...accounts.calls.map(({ headers }) => JSON.stringify(headers))].join("\n");
  expect(seen).not.toContain(signature);
  expect(seen).not.toContain(claims);
});

test("who cannot have one is told why", async () => {
  expect(await asked("wbe")).toEqual({
    code: 1,
    out: "",
    err: "There is no consumer `wbe`. Did you mean `web`? There are: groups, keys, roles, web.\n",
  });
  expect((await asked("keys")).err).toBe(
    "No Entra token stands for `keys`: name its `entraApplications`, `entraRoles` or `entraGroups` in the fleet's file, and bring the world up to date.\n",
  );
  expect((await asked("web", { port: portOf(plain) })).err).toBe(
    "This fleet takes no Entra tokens, so `web` has none: add `gateway.entra` and the consumer's `entraApplications`, `entraRoles` or `entraGroups` to its file, and bring the world up to date.\n",
  );
});

test("only a gateway of this machine is asked", async () => {
  expect(await asked("web", { host: "gateway.contoso.example" })).toEqual({
    code: 2,
    out: "",
    err: "Tokens are made by a gateway of this machine alone, and gateway.contoso.example is not a name of it.\n",
  });
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? "");
    response.end("hello");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  expect((await asked("web", { port })).err).toBe(
    `What answers at http://127.0.0.1:${port} is no local gateway.\n`,
  );
  expect(requests).toEqual(["/.gateway/health"]);
  await new Promise((done) => server.close(done));
  expect((await asked("web", { port })).err).toBe(
    `No gateway answers at http://127.0.0.1:${port}. Start one in another terminal, \`./fleet gateway .fleet/azure\`, or name its \`--port\`.\n`,
  );
});

test("no file of the world holds a key to sign with", () => {
  const { execFileSync } = require("node:child_process") as typeof import("node:child_process");
  const files = execFileSync("find", [dir, "-type", "f"]).toString().trim().split("\n");
  for (const file of files) expect(readFileSync(file, "utf8")).not.toMatch(/PRIVATE KEY|"d":\s*"/);
});

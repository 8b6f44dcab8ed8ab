import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type ServedFolder, serveFolder } from "apim-gateway";
import * as openai from "openai";
import { gatewayToken } from "../cli/gatewayToken";
import { parseTopology } from "../infra/topology/parse";
import { accountSettings } from "../local/accounts/settings";
import { runAccounts } from "../local/running/runAccounts";
import { makeStackWorld, type StackWorld } from "../local/simulation/stackWorld";
import { type Accounts, startAccounts } from "./gateway/serve/accounts";
import { smallFleet } from "./scenarios/callFleet";

jest.setTimeout(120_000);

const root = resolve(__dirname, "..");
const readme = readFileSync(join(root, "README.md"), "utf8");
/** The code blocks of a language, in the order of the page. */
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "gms"))].map(
    (match) => match[1] as string,
  );

/** The one block that has this in it. */
function block(language: string, holds: string): string {
  const found = blocks(language).filter((text) => text.includes(holds));
  expect([holds, found.length]).toEqual([holds, 1]);
  return found[0] as string;
}

let folder: string;
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "fleet-readme-")));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("the commands of `Describe your fleet` work as they are pasted into a fresh clone", () => {
  const clone = join(folder, "clone");
  const gateway = ["package.json", "src", "examples"].map((name) => `packages/apim-gateway/${name}`);
  const others = ["policies", "stacks", "tools", "package.json", "tsconfig.json"];
  for (const name of ["cli", "infra", ...gateway, ...others])
    cpSync(join(root, name), join(clone, name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(clone, "node_modules"));
  const git = (...args: string[]) => execFileSync("git", args, { cwd: clone });
  git("init", "--quiet");
  git("add", "stacks");
  git("-c", "user.name=a", "-c", "user.email=a@b.example", "commit", "--quiet", "--message", "all");
  const commands = block("bash", "./fleet validate")
    .split("\n")
    // That one is tried in test/engine/stackFiles.test.ts.
    .filter((line) => !line.startsWith("./fleet pulumi"))
    .join("\n")
    // Another one may be running.
    .replaceAll("/tmp/", `${folder}/`)
    // What `npx` starts, without npm's own caches.
    .replaceAll("./fleet", "node cli/main.js");
  const out = execFileSync("bash", ["-e"], { cwd: clone, input: commands, encoding: "utf8" });
  expect(out).toContain("stacks/prod.yaml: no problems");
  expect(out).toContain("\nNo change");
  expect(out).toMatch(/\nout: \d+ policies/);
});

test.each(["requestsPerMinute: 600", "entraRoles"])(
  "the file's part with `%s` is one that validates",
  (part) => {
    const [given = "", consumers = ""] = block("yaml", part).split("consumers:\n");
    const checked = parseTopology(smallFleet(consumers, given.replace("gateway:\n", "")), "readme.yaml");
    if (!checked.ok) throw new Error(checked.problems.map(({ message }) => message).join("\n"));
    // Small limits of a small fleet are all that may be said.
    expect(checked.warnings.filter(({ rule }) => rule !== "limit-above-fleet")).toEqual([]);
  },
);

describe("at the gateway", () => {
  let world: StackWorld;
  let accounts: Accounts;
  let gateway: ServedFolder;
  beforeAll(async () => {
    // The strictest case for a key that comes as a bearer token too: a fleet that takes tokens.
    const file = join(folder, "prod.yaml");
    const entra =
      '  entra: { tenantId: 11111111-1111-1111-1111-111111111111, audience: "api://aoai" }\n  surfaces:';
    const text = readFileSync(join(root, "stacks/prod.yaml"), "utf8");
    expect(text).toContain("\n  surfaces:");
    const applications = "    entraApplications: [22222222-2222-2222-2222-222222222222]\n";
    writeFileSync(file, text.replace("  surfaces:", entra).replace(/^ {2}claims:\n/m, `$&${applications}`));
    world = await makeStackWorld(file, join(folder, "world"));
    expect(world.topology.consumers.some(({ entraApplications }) => entraApplications.length > 0)).toBe(true);
    accounts = await startAccounts();
    gateway = await serve(accounts.origin);
  });
  afterAll(async () => {
    await gateway?.close(0);
    await accounts?.close();
  });

  const serve = (origin: string) => serveFolder(world.dir, { port: 0, backends: new Map([["*", origin]]) });

  /** The client that the page shows, with the gateway's own address. */
  function clientOf(text: string): openai.OpenAI {
    const code = text
      .replace(/^import .*$/m, "")
      .replace("const client =", "return")
      .replace("https://<gateway>", gateway.url);
    const { default: OpenAI, AzureOpenAI } = openai;
    return new Function("OpenAI", "AzureOpenAI", "key", code)(OpenAI, AzureOpenAI, world.key("checkout"));
  }
  const model = () => Object.values(world.topology.models)[0]?.name ?? "";

  test.each(["new AzureOpenAI(", "new OpenAI("])("`%s` as the page has it is served", async (name) => {
    const client = clientOf(block("ts", name));
    const { choices } = await client.chat.completions.create({
      model: model(),
      messages: [{ role: "user", content: "hello" }],
    });
    expect(choices[0]?.message.content).toMatch(/^from /);
    // Neither the key nor what came as a bearer token goes on to an account.
    expect(JSON.stringify(accounts.calls.at(-1)?.headers)).not.toContain(world.key("checkout"));
  });

  test("the token of the page is made for a consumer that has one", async () => {
    const [, consumer] = /gateway --token (\S+)/.exec(block("bash", "--token")) ?? [];
    expect(block("yaml", "entraRoles")).toContain(`\n  ${consumer}: {`);
    const port = Number(new URL(gateway.url).port);
    const made = await gatewayToken({
      consumer: "claims",
      folder: undefined,
      service: undefined,
      host: "127.0.0.1",
      port,
    });
    const response = await fetch(`${gateway.url}/openai/v1/models`, {
      headers: { authorization: `Bearer ${made.out.trim()}` },
    });
    expect(response.status).toBe(200);
  });

  test("with accounts behind it, the request of the page is answered", async () => {
    expect(block("bash", "--accounts")).toContain("./fleet gateway .fleet/azure --accounts");
    const { settings } = accountSettings({ tokensPerSecond: 5000 });
    const running = await runAccounts(world.dir, { settings });
    const served = await serveFolder(world.dir, { port: 0, backends: running.backends });
    try {
      const request = block("bash", "fleet trace --");
      const body = JSON.parse(/-d '(.*)'/.exec(request)?.[1] ?? "") as { model: string };
      expect(readFileSync(join(root, "stacks/dev.yaml"), "utf8")).toContain(`\n  ${body.model}:\n`);
      const response = await fetch(`${served.url}${/8180(\S+)/.exec(request)?.[1]}`, {
        method: "POST",
        headers: { "api-key": world.key("checkout"), "content-type": "application/json" },
        body: JSON.stringify({ ...body, model: model() }),
      });
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ choices: [{ message: { role: "assistant" } }] });
    } finally {
      await served.close(0);
      await running.close();
    }
  });
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type ServedFolder, serveFolder } from "apim-gateway";
import { type SmokeCommandRequest, smokeAnswer } from "../../cli/commands/smoke";
import type { Az } from "../../cli/key/azureKeys";
import { smokeRequests } from "../../cli/smoke/smokeRequests";
import { planRouting } from "../../infra/routing/planRouting";
import { parseTopology } from "../../infra/topology/parse";
import { accountSettings } from "../../local/accounts/settings";
import { type RunningAccounts, runAccounts } from "../../local/running/runAccounts";
import { makeStackWorld, type StackWorld } from "../../local/simulation/stackWorld";

const root = resolve(__dirname, "../..");
const prod = join(root, "stacks/prod.yaml");
const SUB = "33333333-3333-4333-8333-333333333333";
const URL = "https://apim-aoai-prod-a1b2c.azure-api.net";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "fleet-smoke-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The Azure CLI with one deployed gateway. */
const az: Az = async (args) => {
  const line = args.join(" ");
  const out = line.startsWith("account show")
    ? SUB
    : line.startsWith("account get-access-token")
      ? `token for ${args[3]}`
      : line.startsWith("resource list")
        ? '["apim-aoai-prod-a1b2c"]'
        : line.startsWith("resource show")
          ? `${URL}\n`
          : `{"primaryKey":"key of ${/subscriptions\/([^/]+)\/listSecrets/.exec(line)?.[1]}","secondaryKey":"no"}`;
  return { code: 0, out, err: "" };
};

interface Sent {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Runs the command against a gateway that answers so, in time that only sleep takes. */
async function smoke(
  answer: (sent: Sent, index: number) => Response | Error,
  over: Partial<SmokeCommandRequest> = {},
) {
  const sent: Sent[] = [];
  let said = "";
  let now = 0;
  const done = await smokeAnswer({
    file: prod,
    url: undefined,
    consumer: undefined,
    identity: false,
    local: false,
    wait: 0,
    today: "2026-11-30",
    az,
    fetch: async (url, init) => {
      const { headers, body } = init as { headers: Record<string, string>; body: string };
      sent.push({ url: String(url), headers, body });
      const outcome = answer(sent.at(-1) as Sent, sent.length - 1);
      now += 5;
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
    now: () => now,
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
    say: (text) => {
      said += text;
    },
    ...over,
  });
  return { ...done, said, sent, now };
}

const good = ({ url }: Sent) =>
  Response.json(
    url.includes("embeddings")
      ? { data: [{ embedding: [1] }], model: "embedding-1" }
      : { choices: [{ message: {} }], model: "chat-1" },
  );

test("every model of a fleet is asked once per surface, with the key of somebody who may call it", async () => {
  const { code, said, sent, out } = await smoke(good);
  const checked = parseTopology(readFileSync(prod, "utf8"), prod);
  if (!checked.ok) throw new Error("prod.yaml has problems");
  const { routes } = planRouting(checked.value);
  const expected = [...new Set(routes.map(({ model }) => model))].flatMap((model) => [
    [model, "azure"],
    [model, "v1"],
  ]);
  const asked = sent.map(({ url, body }) => {
    const path = /deployments\/([^/]+)\//.exec(url)?.[1];
    return path === undefined ? [JSON.parse(body).model, "v1"] : [decodeURIComponent(path), "azure"];
  });
  expect(asked.sort()).toEqual(expected.sort());
  expect(sent.every(({ url }) => url.startsWith(`${URL}/openai/`))).toBe(true);
  for (const { headers } of sent) expect(headers["api-key"]).toMatch(/^key of aoai-/);
  expect([code, out]).toEqual([0, `${expected.length} requests served.\n`]);
  expect(said).toContain("  served  gpt-5.4                 v1     5 ms  by chat-1\n");
  expect(said).not.toContain("key of");
});

test.each([
  [
    "an error of the gateway",
    () => Response.json({ error: { message: "No capacity.\u001b[2J" } }, { status: 503 }),
    "503: No capacity.�[2J",
  ],
  [
    "an answer of something else",
    () => new Response("<html>"),
    "200, but there are no `choices` in the answer",
  ],
  ["an empty answer", () => Response.json({ choices: [] }), "200, but there are no `choices` in the answer"],
  [
    "nobody there",
    () => new TypeError("fetch failed", { cause: Object.assign(new Error(), { code: "ENOTFOUND" }) }),
    "no answer: ENOTFOUND",
  ],
])("%s fails loudly, and the others are asked all the same", async (_, answer, fault) => {
  const { code, err, said, sent } = await smoke((each, index) => (index === 0 ? answer() : good(each)));
  expect([code, err]).toEqual([1, `1 of ${sent.length} requests not served.\n`]);
  expect(said).toContain(`\n          ${fault}\n`);
  expect(said.match(/ {2}served/g)?.length).toBe(sent.length - 1);
});

test("with --wait what fails is sent again until it is served, and no longer than was said", async () => {
  const later = await smoke((each, index) => (index < 3 ? Response.json({}, { status: 502 }) : good(each)), {
    wait: 600,
  });
  expect([later.code, later.err]).toEqual([0, ""]);
  expect(later.said).toContain("  at try 4  ");
  const never = await smoke(() => Response.json({}, { status: 502 }), { wait: 60 });
  expect(never.code).toBe(1);
  expect(never.said).toContain("  at try 6  ");
  expect(never.now).toBeLessThan(61_000);
});

test("a consumer is asked for its own models alone", async () => {
  const { sent } = await smoke(good, { consumer: "claims" });
  expect(new Set(sent.map(({ headers }) => headers["api-key"]))).toEqual(new Set(["key of aoai-claims"]));
});

test("models of other kinds are named, not asked", () => {
  const checked = parseTopology(readFileSync(prod, "utf8"), prod);
  if (!checked.ok) throw new Error("prod.yaml has problems");
  const plan = planRouting(checked.value);
  const [route] = plan.routes;
  if (route === undefined) throw new Error("no route");
  const image = { ...route, id: "image", model: "gpt-image-1" };
  const access = plan.access.map((each) => ({ ...each, routes: { "gpt-image-1": "image" } }));
  expect(smokeRequests({ ...plan, routes: [image, route], access })).toEqual({
    requests: [],
    unsent: [
      "gpt-image-1: neither chat nor embeddings, and an image or a file costs more than a word",
      `${route.model}: no consumer may call it`,
    ],
  });
});

describe("a gateway that takes tokens", () => {
  const withEntra = (require: string) => {
    const file = join(folder, `${require}.yaml`);
    const text = readFileSync(prod, "utf8")
      .replace(
        /^gateway:\n/m,
        `gateway:\n  entra: { tenantId: 11111111-1111-1111-1111-111111111111, audience: "api://aoai", require: ${require} }\n`,
      )
      .replace(
        /^ {2}(checkout|claims|batch-summaries):\n/gm,
        (line) =>
          `${line}    entraApplications: [22222222-2222-2222-2222-${String(line.length).padStart(12, "0")}]\n`,
      );
    writeFileSync(file, text);
    return file;
  };

  test.each([
    ["either", true, { authorization: "Bearer token for api://aoai/.default" }],
    ["token", true, { authorization: "Bearer token for api://aoai/.default" }],
    [
      "both",
      true,
      { "api-key": "key of aoai-claims", authorization: "Bearer token for api://aoai/.default" },
    ],
    ["either", false, { "api-key": "key of aoai-claims" }],
    ["key", false, { "api-key": "key of aoai-claims" }],
  ])("by `require: %s`, with --identity %s", async (require, identity, headers) => {
    const { sent, err } = await smoke(good, { file: withEntra(require), consumer: "claims", identity });
    expect(err).toBe("");
    expect(sent[0]?.headers).toMatchObject(headers);
    expect(Object.keys(sent[0]?.headers ?? {}).sort()).toEqual(
      ["content-type", ...Object.keys(headers)].sort(),
    );
  });

  test("says what is missing", async () => {
    expect(await smoke(good, { file: withEntra("token") })).toMatchObject({
      code: 1,
      err: expect.stringContaining("add `--identity --consumer NAME`"),
      sent: [],
    });
    expect(await smoke(good, { consumer: "claims", identity: true })).toMatchObject({
      code: 1,
      err: expect.stringContaining("leave `--identity` out"),
    });
    expect(await smoke(good, { identity: true })).toMatchObject({ code: 2, sent: [] });
    expect(await smoke(good, { consumer: "claim" })).toMatchObject({
      code: 2,
      err: expect.stringContaining("Did you mean `claims`?"),
    });
    expect(await smoke(good, { url: "ftp://x" })).toMatchObject({ code: 2, sent: [] });
  });
});

describe("beside a gateway of this machine", () => {
  let world: StackWorld;
  let accounts: RunningAccounts;
  let gateway: ServedFolder;
  beforeAll(async () => {
    world = await makeStackWorld(join(root, "stacks/dev.yaml"), join(folder, "world"));
    accounts = await runAccounts(world.dir, {
      settings: accountSettings({ tokensPerSecond: 5000 }).settings,
    });
    gateway = await serveFolder(world.dir, { port: 0, backends: accounts.backends });
  });
  afterAll(async () => {
    await gateway?.close(0);
    await accounts?.close();
  });

  test("everything is served, and the accounts are told", async () => {
    const { code, out, said } = await smoke(good, {
      file: join(root, "stacks/dev.yaml"),
      local: true,
      url: gateway.url,
      fetch,
      now: Date.now,
    });
    expect([code, out]).toEqual([0, "4 requests served.\n"]);
    expect(said).toMatch(
      / {2}served {2}gpt-5\.4 +v1 +\d+ ms {2}by gpt-5\.4-2026-03-05, swedencentral gpt-5\.4-ptu\n/,
    );
  });

  test("nobody there is said", async () => {
    expect(await smoke(() => new TypeError("fetch failed"), { local: true })).toMatchObject({
      code: 1,
      err: expect.stringContaining("No gateway of this machine answers at http://127.0.0.1:8180."),
    });
  });
});

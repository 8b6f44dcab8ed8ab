import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type RefreshWorld, refresh } from "../../cli/commands/catalogue";
import type { Catalogue } from "../../infra/topology/catalogue/catalogue";
import { catalogueText } from "../../infra/topology/catalogue/catalogueText";
import { type AnswerFault, type ModelServer, serveModels } from "../../local/azure/models/serveModels";
import { worldSettings } from "../../local/azure/settings";

const SUBSCRIPTION = "00000000-0000-0000-0000-000000000000";
const committed = readFileSync(resolve(__dirname, "../topology/catalogue.json"), "utf8");

/** A small Azure of three regions: one version differs in one of them. */
const azure: Catalogue = {
  meaning: JSON.parse(committed).meaning,
  lifecycle: { date: "2026-11-30", source: "x" },
  offers: { date: "2026-11-30", source: "x" },
  sizes: { date: "2026-11-30", source: "x" },
  models: {
    "gpt-5.1": {
      "2025-11-13": {
        state: "available",
        retires: "2027-05-15",
        offers: {
          GlobalStandard: ["eastus2", "swedencentral", "westus3"],
          GlobalProvisionedManaged: ["eastus2", "swedencentral"],
        },
        sizes: { GlobalProvisionedManaged: [15, 5] },
        regions: { westus3: { state: "deprecated", retires: "2027-02-01", successor: "gpt-5.5 2026-04-24" } },
      },
    },
    "gpt-7": { "2027-01-01": { state: "preview", kind: "chat", offers: { GlobalStandard: ["eastus2"] } } },
    "text-embedding-3-large": {
      "1": { state: "legacy", retires: "2028-02-09", offers: { Standard: ["swedencentral"] } },
    },
  },
};

let folder: string;
let file: string;
let server: ModelServer | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "catalogue-"));
  file = join(folder, "catalogue.json");
  writeFileSync(file, committed);
});
afterEach(async () => {
  await server?.stop();
  server = undefined;
  rmSync(folder, { recursive: true });
});

interface Run {
  readonly code: number;
  readonly said: string[];
  readonly told: string[];
  readonly waits: number[];
}

async function run(
  options: { faults?: readonly AnswerFault[]; page?: number; catalogue?: Catalogue; dryRun?: boolean } = {},
  world: Partial<RefreshWorld> = {},
): Promise<Run> {
  server = await serveModels({
    catalogue: options.catalogue ?? azure,
    settings: worldSettings(),
    regions: { eastus2: "East US 2", swedencentral: "Sweden Central", westus3: "West US 3" },
    faults: options.faults,
    page: options.page,
  });
  const [said, told, waits]: [string[], string[], number[]] = [[], [], []];
  const code = await refresh(
    { file, dryRun: options.dryRun ?? false, endpoint: server.url },
    {
      env: { AZURE_ACCESS_TOKEN: "token", AZURE_SUBSCRIPTION_ID: SUBSCRIPTION },
      today: "2026-12-24",
      transport: fetch,
      wait: async (milliseconds) => void waits.push(milliseconds),
      say: (line) => said.push(line),
      tell: (line) => told.push(line),
      ...world,
    },
  );
  return { code, said, told, waits };
}

describe("./fleet catalogue refresh", () => {
  it("reads every region and writes what Azure offers, with the day and the source", async () => {
    const { code, told } = await run();
    expect(code).toBe(0);
    expect(told[0]).toBe(`Reading subscription ${SUBSCRIPTION}`);
    expect(told[1]).toBe("3 regions");
    expect(
      told
        .slice(2, 5)
        .map((line) => line.replace(/^\[\d\/3\] /, ""))
        .sort(),
    ).toEqual(["eastus2: 2 models", "swedencentral: 2 models", "westus3: 1 model"]);
    expect(told.slice(5)).toEqual(["capacities of 3 versions"]);
    const written = JSON.parse(readFileSync(file, "utf8")) as Catalogue;
    const reading = { date: "2026-12-24", source: "Azure's models and capacities APIs, version 2025-06-01." };
    expect([written.lifecycle, written.offers, written.sizes]).toEqual([reading, reading, reading]);
    for (const [model, versions] of Object.entries(azure.models))
      expect(written.models[model]).toEqual(versions);
    expect(readdirSync(folder)).toEqual(["catalogue.json"]);
  });

  it("finds nothing new the second time, and writes the same text", async () => {
    await run();
    const first = readFileSync(file, "utf8");
    await server?.stop();
    const { said } = await run();
    expect(said[0]).toBe("Azure offers what it offered.");
    expect(readFileSync(file, "utf8")).toBe(first);
  });

  it("keeps what is over as retired, and says so", async () => {
    const { said } = await run();
    expect(said).toContain("Note: gpt-4o 2024-05-13: Azure lists it in no region any more; kept as retired.");
    expect(said).toContain(
      "Note: gpt-5.5 2026-04-24: Azure lists it in no region any more; forgotten, because nothing says that it is retired.",
    );
    const { models } = JSON.parse(readFileSync(file, "utf8")) as Catalogue;
    expect(models["gpt-4o"]?.["2024-05-13"]).toEqual({
      state: "retired",
      retires: "2026-10-01",
      successor: "gpt-5.1",
    });
    expect(models["gpt-5.5"]).toBeUndefined();
  });

  it("says what differs, one line a fact", async () => {
    const { said } = await run();
    expect(said.filter((line) => /^(gpt-5\.1 |gpt-7|text-embedding-3-large)/.test(line))).toEqual([
      "gpt-5.1 2025-11-13 as DataZoneProvisionedManaged: −eastus −eastus2 −francecentral −germanywestcentral −italynorth −northcentralus −polandcentral −southcentralus −spaincentral −swedencentral −westeurope −westus −westus3",
      expect.stringMatching(/^gpt-5\.1 2025-11-13 as DataZoneStandard: −centralus −eastus /),
      expect.stringMatching(/^gpt-5\.1 2025-11-13 as GlobalProvisionedManaged: −australiaeast /),
      expect.stringMatching(/^gpt-5\.1 2025-11-13 as GlobalStandard: −australiaeast /),
      expect.stringMatching(/^gpt-5\.1 2025-11-13 as ProvisionedManaged: −australiaeast /),
      expect.stringMatching(/^gpt-5\.1 2025-11-13 as Standard: −centralus /),
      "gpt-5.1 2025-11-13 as DataZoneProvisionedManaged: from 15 PTU in steps of 5 → size not known",
      "gpt-5.1 2025-11-13 as ProvisionedManaged: from 50 PTU in steps of 50 → size not known",
      "gpt-5.1 2025-11-13 in westus3: as everywhere → deprecated, retires 2027-02-01, then gpt-5.5 2026-04-24",
      "gpt-7 2027-01-01: new, preview",
      "text-embedding-3-large 1: available, retires 2028-02-09 → legacy, retires 2028-02-09",
      expect.stringMatching(/^text-embedding-3-large 1 as DataZoneStandard: −centralus /),
      expect.stringMatching(/^text-embedding-3-large 1 as GlobalStandard: −australiaeast /),
      expect.stringMatching(/^text-embedding-3-large 1 as Standard: −australiaeast /),
    ]);
  });

  it("with --dry-run says the same and writes nothing", async () => {
    const { code, said } = await run({ dryRun: true });
    expect(code).toBe(0);
    expect(said).toContain("gpt-7 2027-01-01: new, preview");
    expect(said.at(-1)).toBe("Nothing was written (--dry-run).");
    expect(readFileSync(file, "utf8")).toBe(committed);
  });

  it("follows pages", async () => {
    const { code } = await run({ page: 1 });
    expect(code).toBe(0);
    expect(server?.requests.filter((path) => path.includes("skipToken")).length).toBeGreaterThan(5);
    const { models } = JSON.parse(readFileSync(file, "utf8")) as Catalogue;
    expect(models["gpt-5.1"]).toEqual(azure.models["gpt-5.1"]);
  });

  it("waits as long as Azure says when it is throttled", async () => {
    const throttled = { path: "/locations/eastus2/", status: 429, headers: { "retry-after": "7" }, times: 2 };
    const { code, waits } = await run({ faults: [throttled] });
    expect([code, waits]).toEqual([0, [7000, 7000]]);
  });

  it("gives up after five attempts, tells every region that failed, and writes nothing", async () => {
    const failing = [
      {
        path: "/locations/eastus2/",
        status: 503,
        body: '{"error":{"code":"ServiceUnavailable","message":"Later."}}',
      },
      { path: "/locations/westus3/", status: 500 },
    ];
    const { code, told, said, waits } = await run({ faults: failing });
    expect([code, said]).toEqual([1, []]);
    expect(told.slice(-1)[0]?.split("\n")).toEqual([
      "eastus2: /providers/Microsoft.CognitiveServices/locations/eastus2/models?api-version=2025-06-01: 503 ServiceUnavailable: Later.",
      "westus3: /providers/Microsoft.CognitiveServices/locations/westus3/models?api-version=2025-06-01: 500 Fault: On cue.",
      "Nothing was written.",
    ]);
    expect(waits.length).toBe(8);
    expect(readFileSync(file, "utf8")).toBe(committed);
  });

  it("says which right is missing, and asks no more", async () => {
    const refused = { path: "/locations/", status: 403, body: '{"error":{"code":"AuthorizationFailed"}}' };
    const { code, told } = await run({ faults: [refused] });
    expect(code).toBe(1);
    expect(told.at(-1)).toMatch(
      /403 AuthorizationFailed\. The login may not read the subscription: it needs the role Reader, or Cognitive Services Usages Reader\.\nNothing was written\.$/,
    );
    expect(readFileSync(file, "utf8")).toBe(committed);
  });

  it("sends the token to no other host, whatever an answer says", async () => {
    const elsewhere = {
      path: "/locations/eastus2/",
      status: 200,
      body: '{"value":[],"nextLink":"https://elsewhere.example/next"}',
    };
    const { code, told } = await run({ faults: [elsewhere] });
    expect(code).toBe(1);
    expect(told.at(-1)).toContain("the next page is said to be at another host.");
  });

  it("does not repeat the token, whoever else does", async () => {
    const repeating = {
      path: "/locations/",
      status: 403,
      body: '{"error":{"message":"No: Bearer s3cr3t."}}',
    };
    const env = { AZURE_ACCESS_TOKEN: "s3cr3t", AZURE_SUBSCRIPTION_ID: SUBSCRIPTION };
    const { told } = await run({ faults: [repeating] }, { env });
    expect(told.at(-1)).toContain("403 : No: Bearer (the token). The login may not");
    expect(told.join()).not.toContain("s3cr3t");
  });

  it.each([
    ["nothing at all", "Microsoft.CognitiveServices?", "null", "Azure names no region"],
    ["items that are none", "/locations/", '{"value":[null]}', "the answer holds no list."],
    ["an address that is none", "/locations/", '{"value":[],"nextLink":"there"}', "at another host."],
  ])("an answer of %s is told without a stack trace", async (_, path, body, message) => {
    const { code, told } = await run({ faults: [{ path, status: 200, body }] });
    expect([code, told.at(-1)]).toEqual([1, expect.stringContaining(message)]);
    expect(readFileSync(file, "utf8")).toBe(committed);
  });

  it("says so when Azure cannot be reached", async () => {
    const { code, told } = await run({}, { transport: () => Promise.reject(new TypeError("fetch failed")) });
    expect(code).toBe(1);
    expect(told.at(-1)).toMatch(/no answer \(fetch failed\)\.\nNothing was written\.$/);
  });

  it("takes the login of the Azure CLI, and its subscription", async () => {
    const calls: string[] = [];
    const { code } = await run(
      {},
      {
        env: {},
        run: async (program, args) => {
          calls.push([program, ...args].join(" "));
          return JSON.stringify({ accessToken: "token", subscription: SUBSCRIPTION });
        },
      },
    );
    expect(code).toBe(0);
    expect(calls).toEqual([`az account get-access-token --resource ${server?.url} --output json`]);
  });

  const noAz = (error: object) => ({ env: {}, run: () => Promise.reject(Object.assign(new Error(), error)) });
  it.each([
    [
      "no Azure CLI",
      noAz({ code: "ENOENT" }),
      "There is no login to Azure: the Azure CLI (`az`) is not installed, and AZURE_ACCESS_TOKEN is not set. Install it and run `az login`, or set AZURE_ACCESS_TOKEN and AZURE_SUBSCRIPTION_ID.",
    ],
    [
      "no login",
      noAz({ code: 1, stderr: "ERROR: Please run 'az login' to setup account.\n" }),
      "There is no login to Azure; `az` says: ERROR: Please run 'az login' to setup account. Run `az login`, or set AZURE_ACCESS_TOKEN and AZURE_SUBSCRIPTION_ID.",
    ],
    [
      "a token without a subscription",
      { env: { AZURE_ACCESS_TOKEN: "token" } },
      "AZURE_ACCESS_TOKEN is set, but not the subscription. Set AZURE_SUBSCRIPTION_ID, or write `--subscription`.",
    ],
    [
      "a token of two lines, which is not repeated",
      { env: { AZURE_ACCESS_TOKEN: "tok\nen", AZURE_SUBSCRIPTION_ID: SUBSCRIPTION } },
      "AZURE_ACCESS_TOKEN holds a space, a line break or another character that no token has. Set it to what `az account get-access-token --query accessToken --output tsv` prints, and nothing else.",
    ],
  ])("with %s says how to get it", async (_, world, message) => {
    const { code, told } = await run({}, world);
    expect([code, told]).toEqual([1, [`${message}\nNothing was written.`]]);
    expect(server?.requests).toEqual([]);
  });

  it("names regions that have no code yet", async () => {
    server = undefined;
    const marsnorth = { GlobalStandard: ["eastus2", "marsnorth"] };
    const catalogue: Catalogue = {
      ...azure,
      models: { "gpt-7": { "2027-01-01": { state: "preview", kind: "chat", offers: marsnorth } } },
    };
    const own = await serveModels({ catalogue, settings: worldSettings() });
    const { said } = await run(
      {},
      { transport: (url, init) => fetch(url.replace(server?.url ?? "", own.url), init) },
    );
    await own.stop();
    expect(said.some((line) => line.startsWith("Note: not in regions.json: marsnorth."))).toBe(true);
  });
});

describe("the commands", () => {
  const fleet = (...args: string[]) => {
    const env = { ...process.env, PATH: folder, AZURE_ACCESS_TOKEN: "" };
    return spawnSync(process.execPath, [resolve(__dirname, "../../cli/main.js"), ...args], {
      env,
      encoding: "utf8",
    });
  };

  it("explain themselves", () => {
    const { status, stdout } = fleet("catalogue", "refresh", "--help");
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /--dry-run[\s\S]*Examples:[\s\S]*Exit code: 0 done, 1 Azure could not be read, 2 wrong usage\./,
    );
  });

  it("end with 1 and a way out where there is no login, and with 2 for what there is not", () => {
    const { status, stdout, stderr } = fleet("catalogue", "refresh", "--file", file);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^There is no login to Azure.*\nNothing was written\.\n$/);
    expect(fleet("catalogue", "renew").status).toBe(2);
  });

  it("refuse a model that is none before anything is touched", () => {
    const { status, stderr } = fleet("pulumi", "--state", folder, "--model-retired", "gpt-5.1");
    expect(status).toBe(1);
    expect(stderr).toMatch(/^`gpt-5\.1` names no model; write it as/);
  });

  it("retire a model in the local world, and say so", () => {
    const { status, stderr } = fleet(
      "pulumi",
      "--state",
      folder,
      "--model-retired",
      "gpt-5.1@2025-11-13@swedencentral",
    );
    expect([status, stderr]).toEqual([0, "retired gpt-5.1@2025-11-13@swedencentral\n"]);
    const settings = JSON.parse(readFileSync(join(folder, "azure", "settings.json"), "utf8"));
    expect(settings.models).toEqual([
      {
        name: "gpt-5.1",
        version: "2025-11-13",
        region: "swedencentral",
        state: "retired",
        since: "2026-11-30",
      },
    ]);
  });
});

test("the committed data are as the command writes them", () => {
  const text = readFileSync(resolve(__dirname, "../../infra/topology/data/catalogue.json"), "utf8");
  expect(text).toBe(catalogueText(JSON.parse(text)));
});

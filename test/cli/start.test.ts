import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { adopted } from "../../cli/start/adopted";
import { parseTopology } from "../../infra/topology/parse";
import { FolderWorld } from "../../local/azure/folderWorld";

const root = resolve(__dirname, "../..");
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "fleet-start-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function start(...args: string[]) {
  const run = spawnSync(
    process.execPath,
    ["cli/main.js", "start", ...args, "--no-serve", "--folder", folder],
    {
      cwd: root,
      env: { ...process.env, COLUMNS: "" },
      encoding: "utf8",
    },
  );
  // The suffix is random and the seconds vary; everything else is decided by the file.
  const out = run.stdout
    .replace(/-(dev|prod)(-\w+)?-[a-z0-9]{5}\./g, "-$1$2-SUFFIX.")
    .replace(/ +\d+\.\d s/g, " N s");
  return { code: run.status, out, err: run.stderr };
}

describe("fleet start", () => {
  it("shows what the dev stack would be, and leaves policies and world where it says", () => {
    const { code, out, err } = start();
    expect(err).toBe("");
    expect(code).toBe(0);
    expect(out.split("\n").slice(0, 9)).toEqual([
      "aoai-fleet: stacks/dev.yaml against a local Azure in this process",
      " N s  validated the topology",
      " N s  planned the routing",
      expect.stringMatching(/^ N s {2}rendered \d+ policies$/),
      expect.stringMatching(/^ N s {2}declared \d+ resources$/),
      "",
      "Regions and accounts",
      "  region         prio  account            access  endpoint",
      "  francecentral     2  oai-aoai-dev-frc   public  https://oai-aoai-dev-frc-SUFFIX.openai.azure.com/",
    ]);
    const headings = out.split("\n").filter((line) => /^[A-Z]/.test(line));
    expect(headings).toEqual([
      "Regions and accounts",
      "Deployments",
      "Pools: who is tried, in which order",
      "The path of a request",
      "Where it is",
    ]);
    expect(readdirSync(join(folder, "dev", "policies", "apis"))).toEqual([
      "azure.xml",
      "regional.xml",
      "v1.xml",
    ]);
    expect(existsSync(join(folder, "dev", "world", "subscriptions"))).toBe(true);
  });

  it("names the surfaces' real addresses", () => {
    const lines = start().out.split("\n");
    const at = lines.indexOf("Where it is");
    expect(lines.slice(at + 2, at + 5)).toEqual([
      "  azure     https://apim-aoai-dev-SUFFIX.azure-api.net/openai",
      "  v1        https://apim-aoai-dev-SUFFIX.azure-api.net/openai/v1",
      "  regional  https://apim-aoai-dev-SUFFIX.azure-api.net/regions",
    ]);
  });

  it("ends with commands that can be pasted", () => {
    const file = join(folder, "my fleet.yaml");
    const text = readFileSync(join(root, "stacks/dev.yaml"), "utf8");
    writeFileSync(file, text.replace("environment: dev", "environment: mine"));
    const next = (out: string) => out.slice(out.indexOf("  next ")).split(/\n+/).slice(0, -1);
    const pad = `./fleet gateway ${folder}/dev/world`.length;
    expect(next(start().out)).toEqual([
      `  next      ${"./fleet plan stacks/dev.yaml".padEnd(pad)}  # who serves what, in which order, and why`,
      `            ${"./fleet pulumi up --stack dev".padEnd(pad)}  # the real engine against a local Azure`,
      `            ${"./fleet start stacks/dev.yaml".padEnd(pad)}  # accounts that answer, behind a gateway with these policies`,
      `            ./fleet gateway ${folder}/dev/world  # these policies alone, with accounts of your own`,
    ]);
    const commands = next(start(file).out).map((line) => line.slice(12).replace(/ +#.*/, ""));
    expect(commands).toEqual([
      `./fleet plan '${file}'`,
      `./fleet pulumi up --stack mine --config 'aoai-fleet:topology=${file}'`,
      `./fleet start '${file}'`,
      `./fleet gateway ${folder}/mine/world`,
    ]);
  });

  it("runs the prod stack with private endpoints and a fine-tuned model, and refuses nothing", () => {
    const { code, err } = start("stacks/prod.yaml");
    expect(err).toBe("");
    expect(code).toBe(0);
  });

  it("stops at a mistake with its place, and starts nothing", () => {
    const file = join(folder, "wrong.yaml");
    const text = readFileSync(join(root, "stacks/dev.yaml"), "utf8");
    writeFileSync(file, text.replace("ptu: 15", "ptu: 100005"));
    const { code, out, err } = start(file);
    expect(code).toBe(1);
    expect(out).toBe(`aoai-fleet: ${file} against a local Azure in this process\n`);
    expect(err).toMatch(
      /wrong\.yaml:\d+:\d+ {2}error {2}regions\.swedencentral\.deployments\["gpt-5\.4"\]\.ptu/,
    );
    expect(err.endsWith("Nothing was started.\n")).toBe(true);
    expect(existsSync(join(folder, "dev"))).toBe(false);
  });

  it("overwrites nothing that it did not generate", () => {
    start();
    writeFileSync(join(folder, "dev", "policies", "notes.xml"), "mine");
    const { code, err } = start();
    expect(code).toBe(1);
    expect(err).toContain(
      "holds files that were not generated: notes.xml. Name another folder with `--folder`.",
    );
  });
});

describe("what a topology adopts", () => {
  it("is nothing in the stacks of the project", () => {
    for (const name of ["dev", "prod"]) {
      const checked = parseTopology(readFileSync(join(root, `stacks/${name}.yaml`), "utf8"), name);
      expect(checked.ok && adopted(checked.value, "sub")).toEqual([]);
    }
  });

  it("takes what `validate` takes: a gateway and its network, a logger, an account and a content filter that exist", () => {
    const file = join(folder, "existing.yaml");
    writeFileSync(
      file,
      `environment: existing
workload: aoai
gateway:
  location: swedencentral
  existing:
    resourceGroup: rg-apim
    name: apim-contoso
    product: fleet
    logger: insights
    tier: Premium
    virtualNetwork: /subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/vnet-apim
    identity: { clientId: 11111111-2222-3333-4444-555555555555, principalId: 22222222-2222-2222-2222-222222222222 }
network: { access: private, addressSpace: 10.0.0.0/22 }
models:
  gpt-5.4: { version: "2026-03-05", payg: DataZoneStandard, raiPolicy: strict }
regions:
  swedencentral:
    existing: { resourceGroup: rg-oai, account: OAI-Contoso, ownDeployments: true }
    deployments: { gpt-5.4: { payg: 50 } }
consumers: { app: { tokensPerMinute: 1000 } }
`,
    );
    expect(start(file)).toMatchObject({ code: 0, err: "" });
  });

  it("makes a content filter with its blocklist in an account that is new", () => {
    const file = join(folder, "filtered.yaml");
    const named = readFileSync(join(root, "stacks/dev.yaml"), "utf8").replace(
      '    version: "2026-03-05"',
      '    raiPolicy: strict\n    version: "2026-03-05"',
    );
    expect(named).toContain("raiPolicy: strict");
    writeFileSync(
      file,
      `${named}raiPolicies:\n  strict: { hate: low, blocklists: [names] }\nblocklists:\n  names: { terms: [Project Falcon] }\n`,
    );
    expect(start(file)).toMatchObject({ code: 0, err: "" });
    const world = FolderWorld.open(join(folder, "dev", "world"));
    const used = world
      .ofType("Microsoft.CognitiveServices/accounts/deployments")
      .map(({ name, properties }) => [name, properties.raiPolicyName]);
    expect(used).toContainEqual(["gpt-5.4-payg", "aoai-strict"]);
  });
});

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { planReport } from "../../cli/commands/plan";
import type { PlanRequest } from "../../cli/plan/request";
import { foreignExceptions } from "../../infra/foreign/exceptions";

const DEV = "stacks/dev.yaml";
const ask = (request: Partial<PlanRequest>) =>
  planReport({ file: DEV, format: "text", width: 100, colour: false, today: "2026-11-30", ...request });

const NEW = `
environment: dev
workload: aoai
gateway: { location: swedencentral, publisher: { name: A, email: a@b.example }, sku: { name: BasicV2 } }
network: { access: public }
models: { gpt-5.6-luna: { version: "2026-07-09", payg: GlobalStandard } }
regions:
  swedencentral: { deployments: { gpt-5.6-luna: { payg: 10 } } }
consumers: { one: { tokensPerMinute: 10 } }
`;
const OLD = NEW.replace("payg: 10 } } }", "payg: 30 } } }");
const PAYG_CAPACITY = 'regions.swedencentral.deployments["gpt-5.6-luna"].payg.capacity';

describe("./fleet plan", () => {
  let folder: string;
  let oldFile: string;
  let newFile: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "plan-"));
    oldFile = join(folder, "old.yaml");
    newFile = join(folder, "new.yaml");
    writeFileSync(oldFile, OLD);
    writeFileSync(newFile, NEW);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("says in its head what PTU costs, and of two files what changes in the bill", () => {
    for (const short of [true, false])
      expect(ask({ file: "stacks/prod.yaml", short }).out.split("\n")[1]).toBe(
        "  PTU: 144,175 USD a month, used or not (`fleet cost`)",
      );
    expect(ask({ file: newFile, short: true }).out).not.toContain("USD");
    expect(ask({ file: "stacks/prod.yaml", short: true, model: "gpt-5.4" }).out).not.toContain("USD");
    const both = { file: newFile, newFile: "stacks/prod.yaml" };
    for (const format of ["text", "md"] as const)
      expect(ask({ ...both, format }).out).toMatch(/\nPTU: 0 → 144,175 USD a month .*144,175.*\n$/);
    expect(ask({ file: oldFile, newFile }).out).not.toContain("USD");
  });

  it("shows one model as text", () => {
    const { code, out, err } = ask({ file: newFile });
    expect({ code, err, head: out.split("\n").slice(0, 9) }).toEqual({
      code: 0,
      err: "",
      head: [
        "dev: 1 model, 1 member in 1 region, 2 pools, surfaces azure and v1",
        "",
        "gpt-5.6-luna  route gpt-5-6-luna, processed: anywhere",
        "  tier  region         prio  weight  capacity  deployment         account",
        "  PAYG  swedencentral     1     100   10k TPM  gpt-5.6-luna-payg  oai-aoai-dev-swec",
        "    https://oai-aoai-dev-swec-{suffix}.openai.azure.com/openai/deployments/gpt-5.6-luna-payg",
        "    GlobalStandard, processed anywhere",
        "  azure: aoai-gpt-5-6-luna-payg-pool (1); at most 1 attempt",
        "  v1: aoai-gpt-5-6-luna-payg-pool-v1 (1); at most 1 attempt",
      ],
    });
  });

  it("fits a screen for production, and tells by the way where the rest is", () => {
    const { out } = ask({ file: "stacks/prod.yaml", width: 80, short: true });
    const lines = out.trimEnd().split("\n");
    expect(lines.length).toBeLessThanOrEqual(55);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines.slice(0, 11)).toEqual([
      "prod: 5 models, 18 members in 4 regions, 20 pools, surfaces azure and v1",
      "  PTU: 144,175 USD a month, used or not (`fleet cost`)",
      "  tier  region         prio  weight  capacity  deployment",
      "claims-triage, for batch-summaries, checkout, claims",
      "  PAYG  swedencentral     1     100   50k TPM  claims-triage-payg",
      "gpt-5.4, for batch-summaries, checkout",
      "  PTU   eastus2           1     100   100 PTU  gpt-5.4-ptu",
      "  PTU   swedencentral     2     100    50 PTU  gpt-5.4-ptu",
      "  PAYG  eastus2           1     100  300k TPM  gpt-5.4-payg",
      "  PAYG  swedencentral     2     100  300k TPM  gpt-5.4-payg",
      "  PAYG  westus3           2     100  300k TPM  gpt-5.4-payg",
    ]);
    expect(lines.at(-1)).toBe(
      "--why adds addresses, pools, breakers, policies of your own, and the reasons.",
    );
  });

  it("says in short as much of each member as at length", () => {
    const member = /^ {2}(PTU|PAYG) .*$/gm;
    const words = (text: string) =>
      (text.match(member) ?? []).map((line) => line.trim().split(/ {2,}/).slice(0, 6));
    const whole = ask({ file: "stacks/prod.yaml", width: 130 }).out;
    expect(words(ask({ file: "stacks/prod.yaml", width: 130, short: true }).out)).toEqual(words(whole));
    expect(words(whole).length).toBeGreaterThan(20);
  });

  it("says at the end what the owner of an existing gateway does for private accounts", () => {
    const existing = (more: string) => {
      const file = join(folder, "existing.yaml");
      writeFileSync(
        file,
        NEW.replace("access: public", "access: private, addressSpace: 10.60.0.0/22").replace(
          "sku: { name: BasicV2 }",
          `existing: { resourceGroup: rg, name: apim-contoso, product: fleet, ${more}identity: { clientId: 11111111-2222-3333-4444-555555555555, principalId: 11111111-2222-3333-4444-555555555556 } }`,
        ),
      );
      const [, steps = ""] = ask({ file }).out.split("so the owner of the existing gateway has to:\n");
      return steps
        .replace(/\n {4}/g, " ")
        .split("\n")
        .slice(0, -1);
    };
    const [join_, peer, link] = existing("");
    expect([join_, peer, link]).toEqual([
      "  - join apim-contoso to a network, if it is in none: injected, or integrated in the v2 tiers",
      "  - peer the network of the gateway with vnet-aoai-dev in rg-aoai-dev-hub, 10.60.0.0/22, in both directions (az network vnet peering create); their addresses must not overlap",
      "  - link the private DNS zone privatelink.openai.azure.com in rg-aoai-dev-hub to the gateway's network (az network private-dns link vnet create), or name that network as gateway.existing.virtualNetwork and the fleet does",
    ]);
    const id =
      "/subscriptions/11111111-2222-3333-4444-555555555557/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/vnet-apim";
    expect(existing(`virtualNetwork: ${id}, `)).toEqual([
      join_,
      peer?.replace("the network of the gateway", id),
    ]);
  });

  const limited = () => {
    const file = join(folder, "limits.yaml");
    writeFileSync(
      file,
      `${NEW.split("consumers:")[0]}consumers:
  one: { tokensPerMinute: 10 }
  two:
    tokensPerMinute: 2000000
    requestsPerMinute: 600
    tokenQuota: { tokens: 500000000, period: Monthly }
    models: { gpt-5.6-luna: { tokensPerMinute: 5000, requestsPerMinute: 60, tokenQuota: { tokens: 9000, period: Hourly } } }
`,
    );
    return file;
  };

  it("shows what each consumer may use of each model, in 80 columns", () => {
    const { out } = ask({ file: limited(), width: 80 });
    const [, after = ""] = out.split("\nLimits of consumers\n");
    expect(after.split("\n\n")[0]?.split("\n")).toEqual([
      "    model         tokens/min  requests/min  quota",
      "  one",
      "    all together          10             -  -",
      "  two",
      "    all together   2,000,000           600  500,000,000 tokens a month",
      "    gpt-5.6-luna       5,000            60  9,000 tokens an hour",
    ]);
  });

  it("writes them as Markdown, and as numbers for programs", () => {
    const file = limited();
    expect(ask({ file, format: "md" }).out).toContain(
      "| two | `gpt-5.6-luna` | 5,000 | 60 | 9,000 tokens an hour |",
    );
    expect(JSON.parse(ask({ file, format: "json" }).out).limits[1]).toEqual({
      consumer: "two",
      tokensPerMinute: 2_000_000,
      requestsPerMinute: 600,
      tokenQuota: { tokens: 500_000_000, period: "Monthly" },
      models: [
        {
          model: "gpt-5.6-luna",
          tokensPerMinute: 5000,
          requestsPerMinute: 60,
          tokenQuota: { tokens: 9000, period: "Hourly" },
        },
      ],
    });
  });

  it("ends with what does not stay as others leave it, where it is about a whole fleet", () => {
    const [, list = ""] = ask({ file: newFile }).out.split("except:\n");
    expect(list.split("\n").filter((line) => line.startsWith("  - "))).toHaveLength(foreignExceptions.length);
    for (const { what } of foreignExceptions) expect(list.replace(/\n {4}/g, " ")).toContain(`  - ${what}: `);
    expect(ask({ file: newFile, model: "gpt-5.6-luna" }).out).not.toContain("except:");
  });

  it("shows the diagram", () => {
    expect(ask({ file: newFile, format: "mermaid" })).toEqual({
      code: 0,
      err: "",
      out: [
        "flowchart LR",
        '  r0(["gpt-5.6-luna<br/>one"])',
        '  r0 -- "1" --> r0p0["PAYG<br/>1 member"]:::payg',
        '  r0p0 --> r0p0m0["swedencentral<br/>10k TPM<br/>priority 1, weight 100"]',
        "  classDef ptu stroke-width:3px",
        "  classDef payg stroke-dasharray:4",
        "",
      ].join("\n"),
    });
  });

  it("tells of the life of a model beside the plan, and refuses no plan for it", () => {
    const life = (version: string) => {
      const file = join(folder, "life.yaml");
      writeFileSync(
        file,
        NEW.replace(
          'gpt-5.6-luna: { version: "2026-07-09"',
          `gpt-5.6-luna: { name: gpt-4o, version: "${version}"`,
        ),
      );
      const { code, out, err } = ask({ file, format: "json" });
      return [code, JSON.parse(out).pools.length > 0, /\[(model-\S+)\]/.exec(err)?.[1]];
    };
    expect(life("2024-08-06")).toEqual([0, true, "model-deprecated"]);
    expect(life("2024-05-13")).toEqual([0, true, "model-retired"]);
    expect(life("2024-11-20")).toEqual([0, true, undefined]);
  });

  it("gives the plan itself as JSON", () => {
    const plan = JSON.parse(ask({ file: newFile, format: "json" }).out);
    expect(plan.pools.map((pool: { id: string }) => pool.id)).toEqual([
      "aoai-gpt-5-6-luna-payg-pool",
      "aoai-gpt-5-6-luna-payg-pool-v1",
    ]);
  });

  it("keeps to one model with --model", () => {
    const { out } = ask({ model: "text-embedding-3-large" });
    expect(out.split("\n").filter((line) => line.includes("route "))).toEqual([
      "text-embedding-3-large  route text-embedding-3-large, processed: anywhere",
    ]);
  });

  it("fails for a model that is not served, and names those that are", () => {
    expect(ask({ model: "gpt-5.11" })).toEqual({
      code: 1,
      out: "",
      err: "No model `gpt-5.11` is served. Did you mean `gpt-5.4`? The models are `gpt-5.4`, `text-embedding-3-large`.\n",
    });
  });

  it("tells the difference of two files in words", () => {
    const told = "gpt-5.6-luna in swedencentral: PAYG 30k TPM → 10k TPM, for one";
    expect(ask({ file: oldFile, newFile, width: 200 }).out).toBe(
      "− gpt-5.6-luna: swedencentral PAYG shrinks from 30k TPM to 10k TPM\n  In all: PAYG 30k TPM → 10k TPM (−20k TPM)\n" +
        `\nSettings that differ:\n! ${told} (${newFile}:8)\n`,
    );
    expect(ask({ file: oldFile, newFile, format: "md" }).out).toBe(
      "- 🔻 gpt-5.6-luna: swedencentral PAYG shrinks from 30k TPM to 10k TPM\n\nIn all: **PAYG 30k TPM → 10k TPM (−20k TPM)**\n" +
        `\n**Settings that differ**\n\n- ⚠️ ${told} (line 8)\n`,
    );
    expect(JSON.parse(ask({ file: oldFile, newFile, format: "json" }).out)).toEqual([
      {
        kind: "payg-lost",
        impact: "loss",
        model: "gpt-5.6-luna",
        region: "swedencentral",
        text: "PAYG shrinks from 30k TPM to 10k TPM",
      },
      {
        kind: "setting",
        path: PAYG_CAPACITY,
        before: 30,
        after: 10,
        level: "careful",
        text: told,
        position: { file: newFile, line: 8, column: 51 },
      },
    ]);
  });

  it("says in one sentence that nothing changes", () => {
    expect(ask({ file: newFile, newFile }).out).toBe("No change: requests go where they went before.\n");
  });

  it("shows a model that comes or goes with --model", () => {
    expect(ask({ file: newFile, newFile: DEV, model: "gpt-5.6-luna" }).out.split("\n")[0]).toBe(
      "− gpt-5.6-luna: is no longer served (loses PAYG 10k TPM in swedencentral)",
    );
  });

  it("fails with every problem of both files, and no plan", () => {
    const broken = join(folder, "broken.yaml");
    writeFileSync(broken, "environment: dev\nworkload: 7\n");
    const { code, out, err } = ask({ file: broken, newFile: join(folder, "none.yaml") });
    const lines = err.trimEnd().split("\n");
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(lines.filter((line) => line.startsWith(`${broken}:2:11  error  workload  `)).length).toBe(1);
    expect(lines.filter((line) => line.startsWith(`${join(folder, "none.yaml")}:1:1  error  `)).length).toBe(
      1,
    );
    expect(lines.at(-1)).toBe("There is no plan.");
  });

  it("says where a missing file of before comes from", () => {
    expect(ask({ file: "none.yaml", newFile: DEV }).err).toBe(
      [
        "none.yaml:1:1  error  (file)  [no-such-file]",
        "  There is no such file.",
        "  Check the path, or start from a copy of `stacks/examples/first.yaml`.",
        "",
        "The version that was committed last: `git show HEAD:./stacks/dev.yaml > none.yaml`, then try again.",
        "There is no plan.",
        "",
      ].join("\n"),
    );
    expect(ask({ file: DEV, newFile: "none.yaml" }).err).not.toContain("git show");
    expect(ask({ file: "none.yaml" }).err).not.toContain("git show");
  });

  it("refuses a diagram of a difference", () => {
    expect(ask({ newFile: DEV, format: "mermaid" }).code).toBe(2);
  });

  it("is as wide as COLUMNS says where there is no terminal", () => {
    const longest = (columns: string) => {
      const { stdout } = spawnSync(process.execPath, ["cli/main.js", "plan", DEV, "--why"], {
        cwd: resolve(__dirname, "../.."),
        encoding: "utf8",
        env: { ...process.env, COLUMNS: columns },
      });
      // Sentences fold; names and URLs do not.
      const [, sentences = ""] = stdout.split("except:\n");
      return Math.max(...sentences.split("\n").map(({ length }) => length));
    };
    expect(longest("80")).toBeLessThanOrEqual(80);
    expect(longest("")).toBeGreaterThan(80);
  });

  it("exits with 2 for a format that does not exist", () => {
    const { status, stderr } = spawnSync(process.execPath, ["cli/main.js", "plan", DEV, "--format", "pdf"], {
      cwd: resolve(__dirname, "../.."),
      encoding: "utf8",
    });
    expect(status).toBe(2);
    expect(stderr.split("\n")[0]).toBe(
      "error: option '--format <format>' argument 'pdf' is invalid. Allowed choices are text, json, md, mermaid.",
    );
  });
});

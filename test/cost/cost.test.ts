import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type CostRequest, costReport } from "../../cli/cost/costReport";
import { quotaReport } from "../../cli/cost/quotaReport";
import { costChange } from "../../infra/cost/costChange";
import { costOf } from "../../infra/cost/costOf";
import { costLine } from "../../infra/cost/report";
import { parseTopology } from "../../infra/topology/parse";
import type { Topology } from "../../infra/topology/topology";
import { base, type Edit, edited } from "../topology/fixture";

const stacks = join(__dirname, "../../stacks");
const request = (file: string, more: Partial<CostRequest> = {}): CostRequest => ({
  file: join(stacks, file),
  format: "text",
  width: 80,
  colour: false,
  today: "2026-11-30",
  ...more,
});
const topologyOf = (...edits: readonly Edit[]): Topology => {
  const checked = parseTopology(edited(base, ...edits), "test.yaml");
  if (!checked.ok) throw new Error("the fixture is not valid");
  return checked.value;
};
const costAfter = (...edits: readonly Edit[]) => costOf(topologyOf(...edits));
const regional: readonly Edit[] = [
  [
    "ptu: DataZoneProvisionedManaged, payg: DataZoneStandard",
    "ptu: ProvisionedManaged, payg: DataZoneStandard",
  ],
  ["ptu: 15", "ptu: 50"],
];

describe("what a fleet costs", () => {
  test("production agrees with a calculation by hand: 125 PTU in the US at 1.10 an hour, 50 in the EU at 1.20, 730 hours", () => {
    const { out, code } = costReport(request("prod.yaml"));
    expect(code).toBe(0);
    const sum = (100 + 25) * 1.1 * 730 + 50 * 1.2 * 730;
    expect(out).toContain(`prod: ${sum.toLocaleString("en-US")} USD a month for PTU`);
    expect(out).toMatch(/eastus2 +gpt-5\.4 +100 PTU +110 +80,300/);
    expect(out).toContain("DataZoneProvisionedManaged");
    expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  test("what has no price is named and never counted", () => {
    const told = costReport(request("prod.yaml")).out.replace(/\s+/g, " ");
    for (const part of [
      "input, cached, output tokens of gpt-5.5 (DataZoneStandard)",
      "gateway: 2 units of API Management StandardV2",
      "private endpoints: 5",
      "What a reservation of DataZoneProvisionedManaged costs is not known",
    ])
      expect(told).toContain(part);
  });

  test("PTU in a region that the price list does not name is not in the sum, and the sum says so", () => {
    const there: Edit[] = [
      ...regional,
      [
        "  eastus2:\n    priority: 2\n    deployments:\n      gpt-5.4: { payg: 50 }",
        "  westus2:\n    priority: 2\n    deployments:\n      gpt-5.4: { ptu: 50, payg: 50 }",
      ],
    ];
    const cost = costAfter(...there);
    expect(cost.monthly).toBeCloseTo(50 * 2.36 * 730, 6);
    expect(cost.unknown).toContain("PTU of gpt-5.4 (ProvisionedManaged) in westus2");
    expect(costLine(cost)).toBe("PTU: 86,140 USD a month, and 1 without a known price");
  });

  test("somebody else's deployment is not paid by the fleet", () => {
    const theirs = costAfter(
      [
        "  swedencentral:\n",
        "  swedencentral:\n    existing: { resourceGroup: rg-old, account: old, ownDeployments: true }\n",
      ],
      ["{ ptu: 15, payg: 50 }", "{ ptu: { capacity: 15, existing: legacy }, payg: 50 }"],
    );
    expect(costAfter().monthly).toBe(15 * 1.2 * 730);
    expect(theirs.monthly).toBe(0);
    expect(costLine(theirs)).toBe("");
  });

  test("that PTU never pays at the mix is said, and another mix can be asked for", () => {
    const told = (more: Partial<CostRequest> = {}) =>
      costReport(request("prod.yaml", more)).out.replace(/\s+/g, " ");
    expect(told()).toContain(
      "by the hour never cheaper at this mix, it would take 296,296; it carries at most 106,667",
    );
    expect(told({ mix: { input: 1, cached: 60, output: 0 } })).toMatch(
      /1 of new input, 60 of cached input to 0 of output.*by the hour cheaper from [\d,]+ on/,
    );
  });

  test("the head of the development stack says what `fleet cost` says", () => {
    const told = /(\d+,\d+) USD\s*(?:#\s*)?a month/.exec(readFileSync(join(stacks, "dev.yaml"), "utf8"));
    expect(costReport(request("dev.yaml")).out).toContain(`dev: ${told?.[1]} USD a month`);
  });
});

describe("what a change costs", () => {
  test("the sums, and what differs without a price", () => {
    const { out } = costReport(request("dev.yaml", { against: join(stacks, "prod.yaml") }));
    expect(out).toMatch(/^PTU: 144,175 → 10,950 USD a month \(−133,225\)\n/);
    expect(out.replace(/\s+/g, " ")).toContain(
      "gateway: 2 units of API Management StandardV2 → 1 unit of API Management BasicV2, whose price is not known",
    );
  });

  test.each<[string, Edit[], string[]]>([
    ["nothing", [], []],
    [
      "units of the gateway",
      [["units: 1", "units: 2"]],
      ["gateway: 1 unit of API Management StandardV2 → 2 units of API Management StandardV2"],
    ],
    [
      "another tier",
      [["StandardV2", "Premium"]],
      ["gateway: 1 unit of API Management StandardV2 → 1 unit of API Management Premium"],
    ],
    [
      "public",
      [["access: private, addressSpace: 10.0.0.0/22", "access: public"]],
      ["private endpoints: 3 → none"],
    ],
    [
      "logs",
      [["network:", "monitoring: { retentionDays: 90 }\nnetwork:"]],
      ["logs: kept for 30 days → kept for 90 days"],
    ],
  ])("%s", (_, edits, others) => {
    expect(costChange(costAfter(), costAfter(...edits))).toEqual({
      before: 13_140,
      after: 13_140,
      unpricedPtu: [],
      others,
    });
  });

  test("PTU without a known price that comes is said", () => {
    const place: Edit = ["  eastus2:\n", "  westus2:\n"];
    const more: Edit = ["      gpt-5.4: { payg: 50 }", "      gpt-5.4: { ptu: 50, payg: 50 }"];
    expect(
      costChange(costAfter(...regional, place), costAfter(...regional, place, more)).unpricedPtu,
    ).toEqual(["gpt-5.4 (ProvisionedManaged) in westus2: 0 PTU → 50 PTU"]);
  });

  test("as JSON", () => {
    const read = (more: Partial<CostRequest>) =>
      JSON.parse(costReport(request("prod.yaml", { format: "json", ...more })).out);
    expect(read({})).toMatchObject({ currency: "USD", hourly: 197.5, monthly: 144175 });
    expect(read({ against: join(stacks, "dev.yaml") }).change).toMatchObject({
      before: 10950,
      after: 144175,
    });
  });
});

describe("what a subscription must be granted", () => {
  test("PAYG by model, PTU over all models of a region and SKU; names that nobody saw are marked", () => {
    const { out } = quotaReport(request("prod.yaml"));
    expect(out).toMatch(/eastus2 +OpenAI\.DataZoneProvisionedManaged +125 PTU {2}inferred\n/);
    expect(out).toMatch(/swedencentral +OpenAI\.Standard\.gpt-4\.1-mini-finetune +50k TPM {2}inferred\n/);
    expect(out).toMatch(/eastus2 +OpenAI\.DataZoneStandard\.gpt-5\.5 +500k TPM\n/);
    expect(out).toContain("A name that is inferred was seen in no list of Azure's");
    expect(quotaReport(request("dev.yaml")).out).not.toContain("inferred");
    expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  test("a change says what it adds and gives back, with units, and fits the terminal", () => {
    const { out } = quotaReport(request("prod.yaml", { against: join(stacks, "dev.yaml") }));
    expect(out).toContain("  +125 PTU  OpenAI.DataZoneProvisionedManaged in eastus2: 0 → 125 PTU (the name");
    expect(out).toContain("  +300k TPM  OpenAI.DataZoneStandard.gpt-5.4 in eastus2: 0 → 300k TPM\n");
    expect(out).toContain("  −50k TPM  OpenAI.GlobalStandard.gpt-5.4 in francecentral: 50k → 0 TPM\n");
    expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });
});

test.each([costReport, quotaReport])("mistakes have a place and a way out", (report) => {
  expect(report(request("none.yaml"))).toMatchObject({ code: 1, out: "" });
  expect(report(request("none.yaml")).err).toContain("no such file");
  expect(report(request("prod.yaml", { against: "a", since: "b" }))).toMatchObject({ code: 2 });
});

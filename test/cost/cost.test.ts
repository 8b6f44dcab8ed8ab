import { join } from "node:path";
import { costReport, type MoneyRequest, quotaReport } from "../../cli/commands/cost";
import { costOf } from "../../infra/cost/costOf";
import { ptuPerHour, tokenPrices } from "../../infra/cost/prices";
import { quotaChanges, quotaOf } from "../../infra/cost/quotaOf";
import { parseTopology } from "../../infra/topology/parse";
import type { Topology } from "../../infra/topology/topology";
import { base, edited } from "../topology/fixture";

const stacks = join(__dirname, "../../stacks");
const request = (file: string, more: Partial<MoneyRequest> = {}): MoneyRequest => ({
  file: join(stacks, file),
  format: "text",
  width: 80,
  colour: false,
  today: "2026-11-30",
  ...more,
});
const topologyOf = (text: string): Topology => {
  const checked = parseTopology(text, "test.yaml");
  if (!checked.ok) throw new Error("the fixture is not valid");
  return checked.value;
};

describe("prices of August 2026", () => {
  test.each([
    ["GlobalProvisionedManaged", "swedencentral", 1],
    ["DataZoneProvisionedManaged", "swedencentral", 1.1],
    ["DataZoneProvisionedManaged", "japaneast", 1.2],
    ["ProvisionedManaged", "eastus2", 2],
    ["ProvisionedManaged", "australiaeast", 2],
    ["ProvisionedManaged", "swedencentral", 2.2],
    ["ProvisionedManaged", "westeurope", 2.4],
    ["ProvisionedManaged", "atlantis", undefined],
  ] as const)("a unit of %s in %s", (sku, region, price) => {
    expect(ptuPerHour(sku, region)).toBe(price);
  });

  test("tokens: a data zone costs a tenth more, and what is not known is not there", () => {
    expect(tokenPrices("gpt-5.1", "GlobalStandard", "eastus2")).toEqual({
      input: 1.25,
      cached: 0.125,
      output: 10,
    });
    expect(tokenPrices("gpt-5.4", "DataZoneStandard", "eastus2")).toEqual({ output: 16.5 });
    expect(tokenPrices("gpt-5.1", "Standard", "eastus2")).toEqual({});
    expect(tokenPrices("gpt-5.1.ft-1", "GlobalStandard", "eastus2")).toEqual({});
  });
});

describe("what a fleet costs", () => {
  test("production agrees with a calculation by hand: 100 + 25 + 50 PTU in data zones, 1.10 an hour, 730 hours", () => {
    const { out, code } = costReport(request("prod.yaml"));
    expect(code).toBe(0);
    expect(out).toContain(
      `prod: ${((100 + 25 + 50) * 1.1 * 730).toLocaleString("en-US")} USD a month for PTU`,
    );
    expect(out).toContain("eastus2        gpt-5.4                  100 PTU   80,300");
    expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  test("what has no price is named and never counted", () => {
    const { out } = costReport(request("prod.yaml"));
    const told = out.replace(/\s+/g, " ");
    for (const part of [
      "input, cached tokens of gpt-5.4 (DataZoneStandard)",
      "2 × API Management",
      "5 private endpoints",
    ])
      expect(told).toContain(part);
  });

  test("from which traffic on PTU is cheaper, by hand", () => {
    const text = edited(base, [
      'gpt-5.4: { version: "2026-03-05", ptu: DataZoneProvisionedManaged, payg: DataZoneStandard }',
      'gpt-5.4: { name: gpt-5.1, version: "2025-11-13", ptu: GlobalProvisionedManaged, payg: GlobalStandard }',
    ]);
    const row = costOf(topologyOf(text)).rows.find(({ tier }) => tier === "ptu");
    expect(row?.monthly).toBe(15 * 730);
    // Three parts of 1.25 and one of 10 are 3.4375 for a million.
    expect(row?.breakEven).toBeCloseTo(((15 * 730) / 3.4375 / (730 * 60)) * 1_000_000, 6);
  });

  test("somebody else's deployment is not paid by the fleet", () => {
    const before = costOf(topologyOf(base)).monthly;
    const theirs = edited(
      base,
      [
        "  swedencentral:\n",
        "  swedencentral:\n    existing: { resourceGroup: rg-old, account: old, ownDeployments: true }\n",
      ],
      ["{ ptu: 15, payg: 50 }", "{ ptu: { capacity: 15, existing: legacy }, payg: 50 }"],
    );
    expect(before).toBeCloseTo(15 * 1.1 * 730, 6);
    expect(costOf(topologyOf(theirs)).monthly).toBe(0);
  });

  test("what a change adds", () => {
    const { out } = costReport(request("dev.yaml", { against: join(stacks, "prod.yaml") }));
    expect(out).toMatch(/^PTU: 140,525 → 10,950, −129,575 USD a month$/m);
    const json = JSON.parse(costReport(request("prod.yaml", { format: "json" })).out);
    expect([json.currency, json.date, Math.round(json.monthly)]).toEqual(["USD", "2026-08-11", 140525]);
  });

  test("the head of the development stack says what `fleet cost` says", () => {
    const told = /(\d+,\d+) USD\s*(?:#\s*)?a month/.exec(
      require("node:fs").readFileSync(join(stacks, "dev.yaml"), "utf8"),
    );
    const { out } = costReport(request("dev.yaml"));
    expect(out).toContain(`dev: ${told?.[1]} USD a month`);
  });
});

describe("what a subscription must be granted", () => {
  test("PAYG by model, PTU over all models of a region and SKU", () => {
    const { out } = quotaReport(request("prod.yaml"));
    expect(out).toMatch(/eastus2 +OpenAI\.DataZoneProvisionedManaged +125 PTU/);
    expect(out).toMatch(/eastus2 +OpenAI\.DataZoneStandard\.gpt-5\.5 +500k TPM/);
    expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  test("what somebody else holds is not needed, and a change says what it adds and gives back", () => {
    const before = topologyOf(base);
    const after = topologyOf(edited(base, ["{ ptu: 15, payg: 50 }", "{ ptu: 20 }"]));
    expect(quotaOf(before).length).toBe(5);
    expect(quotaChanges(before, after).map(({ quota, before: was, needed }) => [quota, was, needed])).toEqual(
      [
        ["OpenAI.DataZoneProvisionedManaged", 15, 20],
        ["OpenAI.DataZoneStandard.gpt-5.4", 50, 0],
      ],
    );
    expect(quotaChanges(before, before)).toEqual([]);
  });
});

test.each([costReport, quotaReport])("mistakes have a place and a way out", (report) => {
  expect(report(request("none.yaml"))).toMatchObject({ code: 1, out: "" });
  expect(report(request("none.yaml")).err).toContain("no such file");
  expect(report(request("prod.yaml", { against: "a", since: "b" }))).toMatchObject({ code: 2 });
});

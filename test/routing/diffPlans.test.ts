import { diffPlans } from "../../infra/routing/diffPlans";
import { planRouting } from "../../infra/routing/planRouting";
import { differenceLines } from "../../infra/routing/report/difference";
import { type FleetSketch, fleet } from "./topologies";

const base: FleetSketch = {
  models: {
    "gpt-5.4": { ptuSku: "DataZoneProvisionedManaged", paygSku: "DataZoneStandard" },
    "gpt-5.6-luna": {},
  },
  regions: {
    eastus2: {
      priority: 1,
      deployments: { "gpt-5.4": { ptu: 100, payg: 300 }, "gpt-5.6-luna": { payg: 200 } },
    },
    swedencentral: { priority: 2, deployments: { "gpt-5.4": { payg: 300 } } },
    westus3: { priority: 3, deployments: { "gpt-5.4": { payg: 300 } } },
  },
  consumers: { checkout: {}, claims: {} },
};

const sentences = (before: FleetSketch, after: FleetSketch) =>
  differenceLines(diffPlans(planRouting(fleet(before)), planRouting(fleet(after)))).map(
    (line) => `${line.impact}: ${line.text}`,
  );

const withRegions = (regions: FleetSketch["regions"]): FleetSketch => ({
  ...base,
  regions: { ...base.regions, ...regions },
});

describe("the difference of two plans, in words", () => {
  it("is nothing for the same file", () => {
    expect(diffPlans(planRouting(fleet(base)), planRouting(fleet(base)))).toEqual([]);
  });

  it("tells which region gains, moves and leaves", () => {
    const { westus3: _, ...regions } = withRegions({
      swedencentral: { priority: 1, deployments: { "gpt-5.4": { ptu: 50, payg: 300 } } },
    }).regions;
    expect(sentences(base, { ...base, regions })).toEqual([
      "loss: gpt-5.4: westus3 no longer receives traffic (loses PAYG 300k TPM); " +
        "swedencentral gains PTU 50, becomes priority 1 (was 2); " +
        "PAYG of priority 1 goes to eastus2 50 %, swedencentral 50 % (was eastus2 100 %); " +
        "PTU of priority 1 goes to eastus2 67 %, swedencentral 33 % (was eastus2 100 %)",
    ]);
  });

  it("puts the loss of paid capacity first", () => {
    const after = withRegions({
      eastus2: {
        priority: 1,
        deployments: { "gpt-5.4": { ptu: 50, payg: 200 }, "gpt-5.6-luna": { payg: 250 } },
      },
    });
    expect(sentences(base, after)).toEqual([
      "loss: gpt-5.4: eastus2 PTU shrinks from 100 to 50, PAYG shrinks from 300k TPM to 200k TPM",
      "gain: gpt-5.6-luna: eastus2 PAYG grows from 200k TPM to 250k TPM",
    ]);
  });

  it("tells that a model comes or goes, with its capacity", () => {
    const { "gpt-5.6-luna": _, ...models } = base.models;
    const regions = withRegions({
      eastus2: { priority: 1, deployments: { "gpt-5.4": { ptu: 100, payg: 300 } } },
    }).regions;
    const without = { ...base, models, regions };
    expect(sentences(base, without)).toEqual([
      "loss: gpt-5.6-luna: is no longer served (loses PAYG 200k TPM in eastus2)",
    ]);
    expect(sentences(without, base)).toEqual(["gain: gpt-5.6-luna: is new, with PAYG 200k TPM in eastus2"]);
  });

  it("tells where prompts go when the SKU changes", () => {
    const after = {
      ...base,
      models: {
        ...base.models,
        "gpt-5.4": { ptuSku: "GlobalProvisionedManaged" as const, paygSku: "DataZoneStandard" as const },
      },
    };
    expect(sentences(base, after)).toEqual([
      "shift: gpt-5.4: eastus2 PTU is processed anywhere (was anywhere in the US), " +
        "PTU becomes GlobalProvisionedManaged (was DataZoneProvisionedManaged)",
    ]);
  });

  it("tells that a deployment has another name", () => {
    const after = withRegions({
      westus3: { priority: 3, deployments: { "gpt-5.4": { payg: 300, paygName: "old" } } },
    });
    expect(sentences(base, after)).toEqual([
      "shift: gpt-5.4: westus3 PAYG uses deployment `old` (was `gpt-5.4-payg`)",
    ]);
  });

  it("tells a change of share without a change of capacity elsewhere", () => {
    const equal = withRegions({ westus3: { priority: 2, deployments: { "gpt-5.4": { payg: 300 } } } });
    const more = withRegions({ westus3: { priority: 2, deployments: { "gpt-5.4": { payg: 100 } } } });
    expect(sentences(equal, more)).toEqual([
      "loss: gpt-5.4: westus3 PAYG shrinks from 300k TPM to 100k TPM; " +
        "PAYG of priority 2 goes to swedencentral 75 %, westus3 25 % (was swedencentral 50 %, westus3 50 %)",
    ]);
  });

  it("tells what consumers gain and lose", () => {
    const after: FleetSketch = {
      ...base,
      consumers: { batch: { models: ["gpt-5.6-luna"] }, claims: { models: ["gpt-5.4"], residency: "eu" } },
    };
    expect(sentences(base, after)).toEqual([
      "loss: consumer checkout: is removed",
      "loss: consumer claims: can no longer call gpt-5.6-luna; gpt-5.4 uses route `gpt-5-4-eu`, residency eu (was `gpt-5-4`, residency anywhere)",
      "gain: consumer batch: is new and may call gpt-5.6-luna",
    ]);
  });

  it("tells the surfaces, the attempts and the breakers", () => {
    const after: FleetSketch = {
      ...base,
      surfaces: ["v1"],
      routing: { maxAttempts: 2, breaker: { ptu: { tripDuration: "PT2S" }, payg: {} } },
    };
    expect(sentences(base, after)).toEqual([
      "loss: surface `azure` is no longer served",
      "shift: circuit breakers of all PTU members: left out for PT2S (was PT1S)",
      "shift: gpt-5.4: at most 2 attempts (was 4)",
    ]);
  });

  it("tells that the residency of a model changed", () => {
    const models = { ...base.models, "gpt-5.4": { ...base.models["gpt-5.4"], residency: "us" as const } };
    expect(sentences(base, { ...base, models })).toEqual([
      "loss: gpt-5.4: swedencentral no longer receives traffic (loses PAYG 300k TPM); " +
        "route `gpt-5-4` has residency us (was anywhere); westus3 becomes priority 2 (was 3); at most 3 attempts (was 4) on route `gpt-5-4`",
    ]);
  });
});

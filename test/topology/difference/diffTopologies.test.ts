import { diffTopologies } from "../../../infra/topology/difference/diffTopologies";
import { fleetText, quietEdits, topologyOf } from "./fleetText";

const before = topologyOf(fleetText);
const changes = (...edits: (readonly [string, string])[]) =>
  diffTopologies(before, topologyOf(fleetText, ...edits));

describe("the settings in which two fleets differ", () => {
  test.each(Object.entries(quietEdits))("are told when %s", (_, { edit, change }) => {
    expect(changes(edit)).toEqual([change]);
  });

  test("are none for a fleet and itself, wherever the file lies", () => {
    expect(diffTopologies(before, { ...topologyOf(fleetText), file: "old.yaml" })).toEqual([]);
  });

  test("are none when named things stand in another order", () => {
    const [checkout, claims] = fleetText.split("\n").filter((line) => /^ {2}(checkout|claims):/.test(line));
    expect(changes([`${checkout}\n${claims}`, `${claims}\n${checkout}`])).toEqual([]);
  });

  test("are one when a consumer is inserted before the others", () => {
    expect(changes(["consumers:\n", "consumers:\n  batch: { class: batch, tokensPerMinute: 5 }\n"])).toEqual([
      {
        path: "consumers.batch",
        before: undefined,
        after: {
          class: "batch",
          tokensPerMinute: 5,
          entraApplications: [],
          entraRoles: [],
          entraGroups: [],
        },
      },
    ]);
  });

  test("stand at the keys of the file", () => {
    const edits = [
      ["owner: platform", '"cost centre": "4711"'],
      ["surfaces: [azure, v1]", "surfaces: [v1, azure]"],
      ["priority: 2", "priority: 3"],
      ["luna: { payg: 200 }", "luna: { payg: { capacity: 100, sku: DataZoneStandard } }"],
      ['ft-0af3, version: "1"', 'ft-0af3, version: "2"'],
      ["sku: Standard, capacity: 50", "sku: Standard, capacity: 25"],
      ["models: [claims-triage, luna]", "tokenQuota: { tokens: 9, period: Daily }"],
    ] as const;
    expect(changes(...edits)).toEqual([
      { path: "tags.owner", before: "platform", after: undefined },
      { path: 'tags["cost centre"]', before: undefined, after: "4711" },
      { path: "gateway.surfaces", before: ["azure", "v1"], after: ["v1", "azure"] },
      { path: "regions.eastus2.deployments.luna.payg.capacity", before: 200, after: 100 },
      {
        path: "regions.eastus2.deployments.luna.payg.sku",
        before: "GlobalStandard",
        after: "DataZoneStandard",
      },
      { path: "regions.swedencentral.priority", before: 2, after: 3 },
      { path: "fineTuned.claims-triage.payg.capacity", before: 50, after: 25 },
      { path: "fineTuned.claims-triage.version", before: "1", after: "2" },
      { path: "consumers.claims.tokenQuota", before: undefined, after: { tokens: 9, period: "Daily" } },
      { path: "consumers.claims.models", before: ["claims-triage", "luna"], after: undefined },
    ]);
  });

  test("of limits of one model stand at that model", () => {
    const models = (limit: string) =>
      ["models: [claims-triage, luna]", `models: { claims-triage: {}, luna: { ${limit} } }`] as const;
    const limited = topologyOf(fleetText, models("requestsPerMinute: 9, tokensPerMinute: 8"));
    const lower = topologyOf(fleetText, models("requestsPerMinute: 5"));
    expect(diffTopologies(limited, lower)).toEqual([
      { path: "consumers.claims.models.luna.tokensPerMinute", before: 8, after: undefined },
      { path: "consumers.claims.models.luna.requestsPerMinute", before: 9, after: 5 },
    ]);
  });

  test("are not repeated for every name that follows from one of them", () => {
    expect(changes(["environment: prod", "environment: test"], ["workload: aoai", "workload: ai"])).toEqual([
      { path: "environment", before: "prod", after: "test" },
      { path: "workload", before: "aoai", after: "ai" },
    ]);
    expect(changes(["tags:", "nameSuffix: abc12\ntags:"])).toEqual([
      { path: "nameSuffix", before: undefined, after: "abc12" },
    ]);
  });

  test("name an account and a deployment that exist already", () => {
    const account = "existing: { resourceGroup: rg, account: Old, ownDeployments: true }";
    expect(
      changes(
        ["  eastus2:\n", `  eastus2:\n    ${account}\n`],
        ["luna: { payg: 200 }", "luna: { payg: { capacity: 200, existing: legacy } }"],
      ),
    ).toEqual([
      {
        path: "regions.eastus2.deployments.luna.payg.existing",
        before: undefined,
        after: "legacy",
      },
      {
        path: "regions.eastus2.existing",
        before: undefined,
        after: { resourceGroup: "rg", account: "Old", subdomain: undefined },
      },
    ]);
  });

  test("are a region and all that is in it when the region goes", () => {
    const { deployments: _, ...rest } = { deployments: 0, priority: 2, restore: false, retire: false };
    const region = `  swedencentral:
    priority: 2
    deployments:
      luna: { payg: 100 }
`;
    const moved = changes([region, ""]);
    expect(moved).toEqual([
      {
        path: "regions.swedencentral",
        before: { ...rest, deployments: { luna: { payg: { capacity: 100, sku: "GlobalStandard" } } } },
        after: undefined,
      },
    ]);
  });

  test("tell another order of what has names, which no file can cause", () => {
    const other = { ...before, consumers: [...before.consumers].reverse() };
    expect(diffTopologies(before, other).map(({ path }) => path)).toContain("consumers[0].name");
  });

  test("tell names that do not follow from the others", () => {
    const [first, ...others] = before.accounts;
    const other = { ...before, accounts: [{ ...first, subdomain: "mine" } as never, ...others] };
    expect(diffTopologies(before, other)).toEqual([
      { path: "regions.eastus2.subdomain", before: undefined, after: "mine" },
    ]);
  });
});

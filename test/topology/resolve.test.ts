import { parseTopology } from "../../infra/topology/parse";
import type { Topology } from "../../infra/topology/topology";
import { base, type Edit, edited } from "./fixture";

function resolved(...edits: Edit[]): Topology {
  const checked = parseTopology(edited(base, ...edits), "stacks/test.yaml");
  if (!checked.ok) throw new Error(checked.problems.map(({ message }) => message).join("\n"));
  return checked.value;
}

const names = (topology: Topology) =>
  topology.accounts.map(({ key, name, deployments }) => [
    key,
    name,
    ...deployments.map((deployment) => deployment.name),
  ]);

describe("a topology", () => {
  test("has every name decided and every shorthand written out", () => {
    const topology = resolved();
    expect(topology.models).toEqual([
      {
        name: "claims",
        slug: "claims",
        azureName: "gpt-4.1-mini.ft-1",
        version: "1",
        fineTuned: true,
        kind: "chat",
        spillover: "gateway",
        residency: undefined,
      },
      {
        name: "gpt-5.4",
        slug: "gpt-5-4",
        azureName: "gpt-5.4",
        version: "2026-03-05",
        fineTuned: false,
        kind: "chat",
        spillover: "gateway",
        residency: undefined,
      },
      {
        name: "text-embedding-3-large",
        slug: "text-embedding-3-large",
        azureName: "text-embedding-3-large",
        version: "1",
        fineTuned: false,
        kind: "embedding",
        spillover: "gateway",
        residency: undefined,
      },
    ]);
    expect(topology.regions).toEqual([
      { name: "eastus2", code: "use2" },
      { name: "swedencentral", code: "swec" },
    ]);
    expect(topology.accounts).toEqual([
      {
        key: "eastus2",
        region: "eastus2",
        fineTuned: false,
        resourceGroup: "rg-aoai-test-use2",
        name: "oai-aoai-test-use2",
        subdomain: "oai-aoai-test-use2-{suffix}",
        existing: false,
        restore: false,
        retire: false,
        priority: 2,
        deployments: [base41("payg", "DataZoneStandard", 50)],
      },
      {
        key: "swedencentral",
        region: "swedencentral",
        fineTuned: false,
        resourceGroup: "rg-aoai-test-swec",
        name: "oai-aoai-test-swec",
        subdomain: "oai-aoai-test-swec-{suffix}",
        existing: false,
        restore: false,
        retire: false,
        priority: 1,
        deployments: [
          base41("payg", "DataZoneStandard", 50),
          base41("ptu", "DataZoneProvisionedManaged", 15),
          {
            ...base41("payg", "Standard", 50),
            model: "text-embedding-3-large",
            name: "text-embedding-3-large-payg",
            modelName: "text-embedding-3-large",
            modelVersion: "1",
          },
        ],
      },
      {
        key: "ft-claims",
        region: "swedencentral",
        fineTuned: true,
        resourceGroup: "rg-aoai-test-swec",
        name: "oai-aoai-test-swec-claims",
        subdomain: "oai-aoai-test-swec-claims-{suffix}",
        existing: false,
        restore: false,
        retire: false,
        priority: 1,
        deployments: [
          {
            ...base41("payg", "Standard", 10),
            model: "claims",
            name: "claims-payg",
            modelName: "gpt-4.1-mini.ft-1",
            modelVersion: "1",
            versionUpgrade: "NoAutoUpgrade",
          },
        ],
      },
    ]);
    expect(topology.consumers).toEqual([
      {
        name: "app",
        stateful: "responses",
        class: "standard",
        tokensPerMinute: 1000,
        requestsPerMinute: undefined,
        tokenQuota: undefined,
        requestQuota: undefined,
        models: undefined,
        modelLimits: [],
        residency: undefined,
        entraApplications: [],
        entraRoles: [],
        entraGroups: [],
        keys: { primary: 1, secondary: 1 },
      },
    ]);
  });

  test("gives each model that a consumer does not name the limits of `*`, and leaves out models without any", () => {
    const quota = "tokenQuota: { tokens: 9, period: Daily }";
    const consumer = (models: string) => {
      const [app] = resolved([
        "tokensPerMinute: 1000 }",
        `tokensPerMinute: 1000, models: ${models} }`,
      ]).consumers;
      return [app?.models, app?.modelLimits.map(({ model, ...limits }) => [model, JSON.stringify(limits)])];
    };
    expect(consumer(`{ gpt-5.4: { requestsPerMinute: 5 }, "*": { ${quota} } }`)).toEqual([
      undefined,
      [
        ["claims", '{"tokenQuota":{"tokens":9,"period":"Daily"}}'],
        ["gpt-5.4", '{"requestsPerMinute":5}'],
        ["text-embedding-3-large", '{"tokenQuota":{"tokens":9,"period":"Daily"}}'],
      ],
    ]);
    expect(consumer("{ gpt-5.4: { tokensPerMinute: 5 }, claims: {} }")).toEqual([
      ["gpt-5.4", "claims"],
      [["gpt-5.4", '{"tokensPerMinute":5}']],
    ]);
    expect(consumer("[gpt-5.4]")).toEqual([["gpt-5.4"], []]);
  });

  test("does not depend on the order of the file", () => {
    const swapped = edited(
      base,
      [
        "  swedencentral:\n    deployments:\n      gpt-5.4: { ptu: 15, payg: 50 }\n      text-embedding-3-large: { payg: 50 }\n",
        "",
      ],
      [
        "fineTuned:\n",
        "  swedencentral:\n    deployments:\n      text-embedding-3-large: { payg: 50 }\n      gpt-5.4: { payg: 50, ptu: 15 }\nfineTuned:\n",
      ],
    );
    expect(parseTopology(swapped, "stacks/test.yaml")).toEqual(parseTopology(base, "stacks/test.yaml"));
  });

  test("names a stated suffix, and an unknown region by its whole name", () => {
    expect(
      names(
        resolved(["workload: aoai", "workload: aoai\nnameSuffix: x1y2z"], ["  eastus2:", "  marsnorth:"]),
      ),
    ).toEqual([
      ["marsnorth", "oai-aoai-test-marsnorth", "gpt-5.4-payg"],
      ["swedencentral", "oai-aoai-test-swec", "gpt-5.4-payg", "gpt-5.4-ptu", "text-embedding-3-large-payg"],
      ["ft-claims", "oai-aoai-test-swec-claims", "claims-payg"],
    ]);
    expect(
      resolved(["workload: aoai", "workload: aoai\nnameSuffix: x1y2z"]).accounts.map(
        ({ subdomain }) => subdomain,
      ),
    ).toEqual(["oai-aoai-test-use2-x1y2z", "oai-aoai-test-swec-x1y2z", "oai-aoai-test-swec-claims-x1y2z"]);
  });

  test("names the spillover target of PTU that the service spills over", () => {
    const topology = resolved(["payg: DataZoneStandard }", "payg: DataZoneStandard, spillover: service }"]);
    expect(
      topology.accounts.flatMap(({ deployments }) =>
        deployments.map(({ name, spilloverTo }) => [name, spilloverTo]),
      ),
    ).toEqual([
      ["gpt-5.4-payg", undefined],
      ["gpt-5.4-payg", undefined],
      ["gpt-5.4-ptu", "gpt-5.4-payg"],
      ["text-embedding-3-large-payg", undefined],
      ["claims-payg", undefined],
    ]);
  });

  test("takes existing accounts and deployments by their own names", () => {
    const topology = resolved(
      [
        "  swedencentral:\n    dep",
        "  swedencentral:\n    existing: { resourceGroup: RG-Theirs, account: Their.Account, subdomain: theirs, ownDeployments: true }\n    dep",
      ],
      ["ptu: 15", "ptu: { capacity: 15, existing: Their-PTU }"],
      [
        "  eastus2:",
        "  eastus2:\n    existing: { resourceGroup: rg-b, account: Other-Account, ownDeployments: true }",
      ],
    );
    expect(
      topology.accounts.map(({ resourceGroup, name, subdomain, existing }) => [
        resourceGroup,
        name,
        subdomain,
        existing,
      ]),
    ).toEqual([
      ["rg-b", "Other-Account", "other-account", true],
      ["RG-Theirs", "Their.Account", "theirs", true],
      ["rg-aoai-test-swec", "oai-aoai-test-swec-claims", "oai-aoai-test-swec-claims-{suffix}", false],
    ]);
    expect(topology.accounts[1]?.deployments.map(({ name, existing }) => [name, existing])).toEqual([
      ["gpt-5.4-payg", false],
      ["Their-PTU", true],
      ["text-embedding-3-large-payg", false],
    ]);
  });

  test("may hold a fine-tuned model in a region of its own", () => {
    const topology = resolved(["claims: { region: swedencentral", "claims: { region: northcentralus"]);
    expect(topology.regions.map(({ name }) => name)).toEqual(["eastus2", "northcentralus", "swedencentral"]);
    expect(names(topology)[1]).toEqual(["ft-claims", "oai-aoai-test-usnc-claims", "claims-payg"]);
  });

  test("keeps the case and the dots of names that callers write", () => {
    const topology = resolved(["  claims: {", "  Claims_Triage.v2: {"]);
    expect(topology.models.map(({ name, slug }) => [name, slug])[0]).toEqual([
      "Claims_Triage.v2",
      "claims-triage-v2",
    ]);
    expect(names(topology)[2]).toEqual([
      "ft-claims-triage-v2",
      "oai-aoai-test-swec-claims-triage-v2",
      "Claims_Triage.v2-payg",
    ]);
  });

  test("is the same through aliases and merge keys", () => {
    const aliased = edited(
      base,
      [
        "    deployments:\n      gpt-5.4: { ptu: 15, payg: 50 }",
        "    deployments:\n      gpt-5.4: { <<: &fifty { payg: 50 }, ptu: 15 }",
      ],
      ["      text-embedding-3-large: { payg: 50 }", "      text-embedding-3-large: *fifty"],
    );
    expect(parseTopology(aliased, "stacks/test.yaml")).toEqual(parseTopology(base, "stacks/test.yaml"));
  });
});

function base41(tier: "ptu" | "payg", sku: string, capacity: number) {
  return {
    model: "gpt-5.4",
    tier,
    name: `gpt-5.4-${tier}`,
    sku,
    capacity,
    modelName: "gpt-5.4",
    modelVersion: "2026-03-05",
    sourceAccount: undefined,
    versionUpgrade: "OnceCurrentVersionExpired",
    raiPolicy: undefined,
    spilloverTo: undefined,
    existing: false,
  };
}

import { getResource, ofType, recordStack, replaced } from "./fleets";
import type { Recording } from "./recorder";

const SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000001";

let dev: Recording;
let prod: Recording;
beforeAll(async () => {
  dev = await recordStack("dev");
  prod = await recordStack("prod");
});

const deploymentsIn = (recording: Recording, account: string) =>
  ofType(recording, "Deployment").filter((resource) => resource.parent === account);

describe("deployments", () => {
  test("are written one after another: each waits for all before it, PAYG before its PTU", () => {
    const account = "region-eastus2-account";
    const waits = deploymentsIn(prod, account).map(
      ({ name, dependsOn }) => [name, dependsOn.filter((other) => other.startsWith(`${account}-`))] as const,
    );
    const chain = [
      `${account}-gpt-5-4-payg`,
      `${account}-gpt-5-4-ptu`,
      `${account}-gpt-5-5-payg`,
      `${account}-gpt-5-5-ptu`,
      `${account}-gpt-5-6-luna-payg`,
      `${account}-text-embedding-3-large-payg`,
    ];
    expect(Object.fromEntries(waits)).toEqual(
      Object.fromEntries(chain.map((name, index) => [name, chain.slice(0, index).sort()])),
    );
  });

  test("belong to their account through an input too, so that a replaced account takes them with it", () => {
    for (const deployment of ofType(prod, "Deployment")) {
      expect(deployment.inputDependencies.accountName).toEqual([deployment.parent]);
    }
  });

  test("say everything that Azure needs to know, and nothing else", () => {
    expect(getResource(prod, "Deployment", "region-eastus2-account-gpt-5-4-ptu").inputs).toEqual({
      deploymentName: "gpt-5.4-ptu",
      accountName: "oai-aoai-prod-use2",
      resourceGroupName: "rg-aoai-prod-use2",
      sku: { name: "DataZoneProvisionedManaged", capacity: 100 },
      properties: {
        model: { format: "OpenAI", name: "gpt-5.4", version: "2026-03-05" },
        versionUpgradeOption: "OnceCurrentVersionExpired",
      },
    });
  });

  test("with service spillover name the PAYG deployment beside them", () => {
    const spilling = ofType(prod, "Deployment").flatMap(({ name, inputs }) => {
      const { spilloverDeploymentName } = inputs.properties as { spilloverDeploymentName?: string };
      return spilloverDeploymentName === undefined ? [] : [[name, spilloverDeploymentName]];
    });
    expect(spilling).toEqual([["region-eastus2-account-gpt-5-5-ptu", "gpt-5.5-payg"]]);
  });

  test("carry a content filter policy and a source account where the file names them", async () => {
    const recording = await recordStack("prod", (yaml) =>
      replaced(
        replaced(
          yaml,
          "  gpt-5.6-luna:\n    version",
          "  gpt-5.6-luna:\n    raiPolicy: Microsoft.DefaultV2\n    versionUpgrade: NoAutoUpgrade\n    version",
        ),
        "    model: gpt-4.1-mini.ft-0af3\n",
        `    model: gpt-4.1-mini.ft-0af3\n    sourceAccount: ${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.CognitiveServices/accounts/lab\n`,
      ),
    );
    expect(
      getResource(recording, "Deployment", "region-westus3-account-gpt-5-6-luna-payg").inputs.properties,
    ).toEqual({
      model: { format: "OpenAI", name: "gpt-5.6-luna", version: "2026-07-09" },
      versionUpgradeOption: "NoAutoUpgrade",
      raiPolicyName: "Microsoft.DefaultV2",
    });
    expect(
      getResource(recording, "Deployment", "region-swedencentral-ft-claims-triage-claims-triage-payg").inputs
        .properties,
    ).toMatchObject({
      model: {
        format: "OpenAI",
        name: "gpt-4.1-mini.ft-0af3",
        version: "1",
        sourceAccount: `${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.CognitiveServices/accounts/lab`,
      },
    });
  });
});

describe("an account", () => {
  test("refuses keys and, in a private fleet, the internet", () => {
    expect(getResource(prod, "Account", "region-eastus2-account").inputs).toEqual({
      accountName: "oai-aoai-prod-use2",
      resourceGroupName: "rg-aoai-prod-use2",
      location: "eastus2",
      kind: "OpenAI",
      sku: { name: "S0" },
      properties: {
        customSubDomainName: "oai-aoai-prod-use2-x7k2p",
        disableLocalAuth: true,
        publicNetworkAccess: "Disabled",
        networkAcls: { defaultAction: "Deny" },
      },
      tags: { costCenter: "4711", owner: "ai-platform", dataClassification: "confidential" },
    });
  });

  test("answers the internet in a public fleet, and still refuses keys", () => {
    expect(getResource(dev, "Account", "region-francecentral-account").inputs.properties).toEqual({
      customSubDomainName: "oai-aoai-dev-frc-x7k2p",
      disableLocalAuth: true,
      publicNetworkAccess: "Enabled",
      networkAcls: { defaultAction: "Allow" },
    });
  });

  test("takes its suffix from the file where the file gives one", async () => {
    const recording = await recordStack("dev", (yaml) =>
      replaced(yaml, "workload: aoai", "workload: aoai\nnameSuffix: q1w2"),
    );
    expect(getResource(recording, "Account", "region-francecentral-account").inputs.properties).toMatchObject(
      {
        customSubDomainName: "oai-aoai-dev-frc-q1w2",
      },
    );
    expect(getResource(recording, "ApiManagementService", "gateway-service").inputs.serviceName).toBe(
      "apim-aoai-dev-q1w2",
    );
    expect(ofType(recording, "RandomString")).toEqual([]);
  });

  test("is restored only where the file says so", async () => {
    const recording = await recordStack("dev", (yaml) =>
      replaced(yaml, "  francecentral:\n", "  francecentral:\n    restore: true\n"),
    );
    const restored = ofType(recording, "Account").map(({ name, inputs }) => [
      name,
      (inputs.properties as { restore?: boolean }).restore,
    ]);
    expect(restored).toEqual([
      ["region-francecentral-account", true],
      ["region-swedencentral-account", undefined],
    ]);
  });

  test("ignores nothing: what Azure and others change is read and sent back (infra/foreign)", () => {
    expect(prod.resources.filter(({ ignoreChanges }) => ignoreChanges.length > 0)).toEqual([]);
  });
});

describe("protection", () => {
  test("covers the accounts, the PTU deployments and the gateway of production", () => {
    const kept = prod.resources.filter(({ protect }) => protect).map(({ name }) => name);
    expect(kept.sort()).toEqual([
      "gateway-service",
      "region-eastus2-account",
      "region-eastus2-account-gpt-5-4-ptu",
      "region-eastus2-account-gpt-5-5-ptu",
      "region-francecentral-account",
      "region-swedencentral-account",
      "region-swedencentral-account-gpt-5-4-ptu",
      "region-swedencentral-ft-claims-triage",
      "region-westus3-account",
    ]);
  });

  test("covers nothing where the file does not ask for it", () => {
    expect(dev.resources.filter(({ protect }) => protect)).toEqual([]);
  });
});

describe("a private endpoint", () => {
  const name = "region-swedencentral-account-endpoint";

  test("is in the network of the hub, in the resource group of its region", () => {
    expect(getResource(prod, "PrivateEndpoint", name).inputs).toEqual({
      privateEndpointName: "pep-oai-aoai-prod-swec",
      resourceGroupName: "rg-aoai-prod-swec",
      location: "swedencentral",
      subnet: {
        id: `${SUBSCRIPTION}/resourceGroups/rg-aoai-prod-hub/providers/Microsoft.Network/virtualNetworks/vnet-aoai-prod/subnets/snet-endpoints`,
        // The package fills these in; Azure reads only the id of a subnet that is referred to.
        privateEndpointNetworkPolicies: "Disabled",
        privateLinkServiceNetworkPolicies: "Enabled",
      },
      privateLinkServiceConnections: [
        {
          name: "pep-oai-aoai-prod-swec",
          privateLinkServiceId: `${SUBSCRIPTION}/resourceGroups/rg-aoai-prod-swec/providers/Microsoft.CognitiveServices/accounts/oai-aoai-prod-swec`,
          groupIds: ["account"],
        },
      ],
      tags: { costCenter: "4711", owner: "ai-platform", dataClassification: "confidential" },
    });
  });

  test("comes after every deployment of its account and goes before them", () => {
    for (const endpoint of ofType(prod, "PrivateEndpoint")) {
      const deployments = deploymentsIn(prod, endpoint.parent as string).map((deployment) => deployment.name);
      expect(deployments.length).toBeGreaterThan(0);
      expect(endpoint.dependsOn).toEqual(expect.arrayContaining(deployments));
    }
  });

  test("comes after every one before it: Azure fails some of those that are made at once in one network", () => {
    const waits = ofType(prod, "PrivateEndpoint").map(
      ({ dependsOn }) => dependsOn.filter((other) => other.endsWith("-endpoint")).length,
    );
    expect(waits).toEqual([0, 1, 2, 3, 4]);
  });

  test("registers in the private zone", () => {
    expect(getResource(prod, "PrivateDnsZoneGroup", `${name}-zones`).inputs).toEqual({
      privateDnsZoneGroupName: "default",
      privateEndpointName: "pep-oai-aoai-prod-swec",
      resourceGroupName: "rg-aoai-prod-swec",
      privateDnsZoneConfigs: [
        {
          name: "privatelink-openai-azure-com",
          privateDnsZoneId: `${SUBSCRIPTION}/resourceGroups/rg-aoai-prod-hub/providers/Microsoft.Network/privateDnsZones/privatelink.openai.azure.com`,
        },
      ],
    });
  });

  test("is one per account, the fine-tuned ones included", () => {
    expect(ofType(prod, "PrivateEndpoint").map(({ inputs }) => inputs.privateEndpointName)).toEqual([
      "pep-oai-aoai-prod-use2",
      "pep-oai-aoai-prod-frc",
      "pep-oai-aoai-prod-swec",
      "pep-oai-aoai-prod-swec-claims-triage",
      "pep-oai-aoai-prod-usw3",
    ]);
  });

  test("does not exist in a public fleet, nor does a network", () => {
    expect(dev.resources.filter(({ type }) => /:(network|privatedns):/.test(type))).toEqual([]);
  });
});

describe("the gateway's right", () => {
  test("is the one role that inference needs, granted to its identity on each account", () => {
    expect(getResource(dev, "RoleAssignment", "region-francecentral-account-role").inputs).toEqual({
      roleAssignmentName: "6bbe05d4-7b50-5fbc-9462-c2398fb813a6",
      scope: `${SUBSCRIPTION}/resourceGroups/rg-aoai-dev-frc/providers/Microsoft.CognitiveServices/accounts/oai-aoai-dev-frc`,
      principalId: "22222222-0000-0000-0000-000000000000",
      principalType: "ServicePrincipal",
      roleDefinitionId: `${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/5e0bd9bd-7b93-4f28-af87-19fc36ad61bd`,
    });
  });

  test("has a name of its own on every account, and on Application Insights", () => {
    const names = ofType(prod, "RoleAssignment").map(({ inputs }) => inputs.roleAssignmentName);
    expect(new Set(names).size).toBe(6);
  });
});

describe("an account that exists already", () => {
  const adopt = (own: boolean) => (yaml: string) =>
    replaced(
      yaml,
      "  francecentral:\n    priority: 2\n    deployments:\n      gpt-5.4: { payg: 50 }\n      text-embedding-3-large: { payg: 50 }",
      `  francecentral:
    priority: 2
    existing: { resourceGroup: rg-lab, account: lab-openai, subdomain: lab-paris, ownDeployments: ${own} }
    deployments:
      gpt-5.4: { payg: { capacity: 50, existing: gpt54-shared } }
      text-embedding-3-large: { payg: ${own ? "50" : "{ capacity: 50, existing: embed }"} }`,
    );

  test("is only granted access to", async () => {
    const recording = await recordStack("dev", adopt(false));
    const inRegion = recording.resources.filter(({ name }) => name.startsWith("region-francecentral"));
    expect(inRegion.map(({ type, name }) => `${type} ${name}`).sort()).toEqual([
      "aoai-fleet:index:Region region-francecentral",
      "aoai-fleet:index:RegionalAccount region-francecentral-account",
      "azure-native:authorization:RoleAssignment region-francecentral-account-role",
    ]);
    expect(getResource(recording, "RoleAssignment", "region-francecentral-account-role").inputs.scope).toBe(
      `${SUBSCRIPTION}/resourceGroups/rg-lab/providers/Microsoft.CognitiveServices/accounts/lab-openai`,
    );
    expect(recording.outputs.regions).toMatchObject({
      francecentral: { francecentral: "https://lab-paris.openai.azure.com/" },
    });
  });

  test("receives the deployments that are ours, and keeps the others to itself", async () => {
    const recording = await recordStack("dev", adopt(true));
    const own = ofType(recording, "Deployment").filter(({ name }) => name.startsWith("region-francecentral"));
    expect(
      own.map(({ inputs }) => [inputs.resourceGroupName, inputs.accountName, inputs.deploymentName]),
    ).toEqual([["rg-lab", "lab-openai", "text-embedding-3-large-payg"]]);
  });

  test("is connected in a private fleet by an endpoint that lives in the hub's resource group", async () => {
    const recording = await recordStack("prod", (yaml) =>
      replaced(
        yaml,
        "  francecentral:\n    priority: 3\n    deployments:\n      gpt-5.4: { payg: 200 }\n      gpt-5.5: { payg: 300 }\n      text-embedding-3-large: { payg: 200 }",
        "  francecentral:\n    priority: 3\n    existing: { resourceGroup: rg-lab, account: lab-openai }\n    deployments:\n      gpt-5.4: { payg: { capacity: 200, existing: gpt54-shared } }",
      ),
    );
    const { inputs, dependsOn } = getResource(
      recording,
      "PrivateEndpoint",
      "region-francecentral-account-endpoint",
    );
    expect([inputs.privateEndpointName, inputs.resourceGroupName]).toEqual([
      "pep-oai-aoai-prod-frc",
      "rg-aoai-prod-hub",
    ]);
    expect(dependsOn.filter((name) => name.startsWith("region-"))).toEqual([
      "region-eastus2-account-endpoint",
    ]);
  });
});

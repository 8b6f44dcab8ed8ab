import { declaredDeployments } from "../../infra/components/deploymentModels";
import { planRouting } from "../../infra/routing/planRouting";
import { fleetOf, getResource, ofType, recordStack, replaced, stackFile } from "./fleets";
import { plainPolicies } from "./plainPolicies";
import { isSecret, type Recorded, type Recording, record } from "./recorder";

const SERVICE =
  "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-aoai-prod-hub/providers/Microsoft.ApiManagement/service/apim-aoai-prod-x7k2p";

let dev: Recording;
let prod: Recording;
beforeAll(async () => {
  dev = await recordStack("dev");
  prod = await recordStack("prod");
});

const single = (recording: Recording) =>
  ofType(recording, "Backend").filter(({ inputs }) => inputs.type === "Single");
const pools = (recording: Recording) =>
  ofType(recording, "Backend").filter(({ inputs }) => inputs.type === "Pool");
const services = (pool: Recorded) => (pool.inputs.pool as { services: { id: string }[] }).services;

describe("the service", () => {
  test("is made with the identity that the accounts know", () => {
    const { inputs } = getResource(dev, "ApiManagementService", "gateway-service");
    expect(inputs).toEqual({
      // Defaults of the package.
      developerPortalStatus: "Enabled",
      disableGateway: false,
      enableClientCertificate: false,
      natGatewayState: "Disabled",
      restore: false,
      legacyPortalStatus: "Enabled",
      serviceName: "apim-aoai-dev-x7k2p",
      resourceGroupName: "rg-aoai-dev-hub",
      location: "swedencentral",
      sku: { name: "BasicV2", capacity: 1 },
      publisherName: "Contoso AI Platform",
      publisherEmail: "ai-platform@contoso.example",
      identity: {
        type: "UserAssigned",
        userAssignedIdentities: {
          "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-aoai-dev-hub/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-aoai-dev-gateway":
            {},
        },
      },
      virtualNetworkType: "None",
      tags: { costCenter: "4711", owner: "ai-platform" },
    });
  });

  test("is restored only where the file says so", async () => {
    const recording = await recordStack("dev", (yaml) =>
      replaced(
        yaml,
        "  sku: { name: BasicV2, units: 1 }",
        "  sku: { name: BasicV2, units: 1 }\n  restore: true",
      ),
    );
    expect(getResource(recording, "ApiManagementService", "gateway-service").inputs.restore).toBe(true);
  });

  test("has the zones that the file names", async () => {
    expect(getResource(prod, "ApiManagementService", "gateway-service").inputs.zones).toBeUndefined();
    const recording = await recordStack("prod", (yaml) =>
      yaml.replace("StandardV2, units: 2", 'Premium, units: 3, zones: ["1", "2", "3"]'),
    );
    const { zones, sku } = getResource(recording, "ApiManagementService", "gateway-service").inputs;
    expect([zones, sku]).toEqual([["1", "2", "3"], { name: "Premium", capacity: 3 }]);
  });

  test("reports its requests to Log Analytics", () => {
    const { inputs } = getResource(prod, "DiagnosticSetting", "gateway-service-diagnostics");
    expect(inputs).toEqual({
      name: "fleet",
      resourceUri: SERVICE,
      workspaceId:
        "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-aoai-prod-hub/providers/Microsoft.OperationalInsights/workspaces/log-aoai-prod",
      logAnalyticsDestinationType: "Dedicated",
      logs: [
        { category: "GatewayLogs", enabled: true },
        { category: "GatewayLlmLogs", enabled: true },
      ],
      metrics: [{ category: "AllMetrics", enabled: true }],
    });
  });
});

describe("a backend", () => {
  test("leads to one deployment, checks certificates and has one breaker", () => {
    const { inputs } = getResource(prod, "Backend", "gateway-backends-gpt-5-4-ptu-eastus2");
    const member = fleetOf(stackFile("prod")).plan.members.find(
      ({ id }) => id === "aoai-gpt-5-4-ptu-eastus2" || id === "gpt-5-4-ptu-eastus2",
    );
    expect(inputs).toEqual({
      backendId: "aoai-gpt-5-4-ptu-eastus2",
      serviceName: "apim-aoai-prod-x7k2p",
      resourceGroupName: "rg-aoai-prod-hub",
      type: "Single",
      protocol: "http",
      url: "https://oai-aoai-prod-use2-x7k2p.openai.azure.com/openai/deployments/gpt-5.4-ptu",
      description: expect.stringContaining("gpt-5.4 PTU in eastus2"),
      tls: { validateCertificateChain: true, validateCertificateName: true },
      circuitBreaker: {
        rules: [
          {
            name: "fleet",
            failureCondition: {
              count: member?.breaker.failureCount,
              interval: member?.breaker.interval,
              statusCodeRanges: member?.breaker.statusCodeRanges,
            },
            tripDuration: member?.breaker.tripDuration,
            acceptRetryAfter: member?.breaker.acceptRetryAfter,
          },
        ],
      },
    });
  });

  test.each(["dev", "prod"])("always has exactly one breaker rule (%s)", (stack) => {
    const counts = single(stack === "dev" ? dev : prod).map(({ name, inputs }) => [
      name,
      (inputs.circuitBreaker as { rules: unknown[] }).rules.length,
    ]);
    expect(counts.length).toBe(fleetOf(stackFile(stack)).plan.backends.length);
    expect(counts.filter(([, count]) => count !== 1)).toEqual([]);
  });

  test("waits until its deployment exists, may be called and can be reached", () => {
    const account = "region-eastus2-account";
    const waits = getResource(prod, "Backend", "gateway-backends-gpt-5-4-ptu-eastus2").dependsOn;
    expect(waits.filter((name) => name.startsWith("region-"))).toEqual([
      `${account}-endpoint-zones`,
      `${account}-gpt-5-4-ptu`,
      `${account}-role`,
    ]);
  });

  test("of an account waits for the account, not for a deployment", () => {
    const waits = getResource(prod, "Backend", "gateway-backends-regional-eastus2").dependsOn;
    expect(waits.filter((name) => name.startsWith("region-"))).toEqual([
      "region-eastus2-account-endpoint-zones",
      "region-eastus2-account-role",
    ]);
  });
});

describe("a pool", () => {
  test("has members and nothing that Azure refuses on a pool", () => {
    for (const pool of pools(prod)) {
      expect(Object.keys(pool.inputs).sort()).toEqual([
        "backendId",
        "description",
        "pool",
        "resourceGroupName",
        "serviceName",
        "type",
      ]);
    }
    expect(getResource(prod, "Backend", "gateway-backends-gpt-5-4-ptu-pool").inputs.pool).toEqual({
      services: [
        { id: `${SERVICE}/backends/aoai-gpt-5-4-ptu-eastus2`, priority: 1, weight: 100 },
        { id: `${SERVICE}/backends/aoai-gpt-5-4-ptu-swedencentral`, priority: 2, weight: 100 },
      ],
    });
  });

  test.each(["dev", "prod"])("has only members with a breaker, and waits for each (%s)", (stack) => {
    const recording = stack === "dev" ? dev : prod;
    const byId = new Map(single(recording).map((backend) => [backend.inputs.backendId, backend]));
    const faults = pools(recording).flatMap((pool) =>
      services(pool).flatMap(({ id }) => {
        const member = byId.get(id.split("/").at(-1));
        const fine = member?.inputs.circuitBreaker !== undefined && pool.dependsOn.includes(member.name);
        return fine ? [] : [`${pool.name}: ${id}`];
      }),
    );
    expect(faults).toEqual([]);
    expect(pools(recording).length).toBe(fleetOf(stackFile(stack)).plan.pools.length);
  });

  test("of 31 regions splits by itself, and every part is declared", async () => {
    const fleet = fleetOf(stackFile("dev"));
    const [account] = fleet.topology.accounts;
    if (!account) throw new Error("The dev stack has an account.");
    const regions = Array.from({ length: 31 }, (_, index) => ({ name: `region${index}`, code: `r${index}` }));
    const topology = {
      ...fleet.topology,
      regions,
      accounts: regions.map(({ name, code }) => ({
        ...account,
        key: name,
        region: name,
        name: `oai-${code}`,
        subdomain: `oai-${code}`,
        resourceGroup: `rg-${code}`,
        deployments: account.deployments.filter(({ tier, model }) => tier === "payg" && model === "gpt-5.4"),
      })),
      models: fleet.topology.models.filter(({ name }) => name === "gpt-5.4"),
    };
    const plan = planRouting(topology);
    const recording = await record({ topology, plan, policies: plainPolicies(topology, plan) });
    expect(recording.violations).toEqual([]);
    expect(single(recording).length).toBe(31 * 3);
    expect(pools(recording).map((pool) => [pool.name, services(pool).length])).toEqual([
      ["gateway-backends-gpt-5-4-payg-pool", 30],
      ["gateway-backends-gpt-5-4-payg-pool-2", 1],
      ["gateway-backends-gpt-5-4-payg-pool-2-v1", 1],
      ["gateway-backends-gpt-5-4-payg-pool-v1", 30],
    ]);
    const members = pools(recording)
      .filter(({ name }) => !name.endsWith("-v1"))
      .flatMap(services);
    expect(new Set(members.map(({ id }) => id)).size).toBe(31);
  });
});

describe("names", () => {
  test("with dots and capitals survive in Azure, and become plain words in API Management", async () => {
    const recording = await recordStack("dev", (yaml) =>
      replaced(yaml, "  gpt-5.4:\n    version", "  Team.GPT_5.4:\n    name: gpt-5.4\n    version").replaceAll(
        "      gpt-5.4: {",
        "      Team.GPT_5.4: {",
      ),
    );
    expect(recording.violations).toEqual([]);
    const deployments = ofType(recording, "Deployment").map(({ name, inputs }) => [
      name,
      inputs.deploymentName,
    ]);
    expect(deployments).toEqual([
      ["region-francecentral-account-team-gpt-5-4-payg", "Team.GPT_5.4-payg"],
      ["region-francecentral-account-text-embedding-3-large-payg", "text-embedding-3-large-payg"],
      ["region-swedencentral-account-team-gpt-5-4-payg", "Team.GPT_5.4-payg"],
      ["region-swedencentral-account-team-gpt-5-4-ptu", "Team.GPT_5.4-ptu"],
      ["region-swedencentral-account-text-embedding-3-large-payg", "text-embedding-3-large-payg"],
    ]);
    const backend = getResource(recording, "Backend", "gateway-backends-team-gpt-5-4-ptu-swedencentral");
    expect([backend.inputs.backendId, backend.inputs.url]).toEqual([
      "aoai-team-gpt-5-4-ptu-swedencentral",
      "https://oai-aoai-dev-swec-x7k2p.openai.azure.com/openai/deployments/Team.GPT_5.4-ptu",
    ]);
  });
});

describe("policies", () => {
  test("include fragments by the names that they have in Azure, which are their logical names", () => {
    const { policies } = fleetOf(stackFile("prod"));
    expect(ofType(prod, "PolicyFragment").map(({ name }) => name)).toEqual(
      policies.fragments.map(({ id }) => id).sort(),
    );
  });

  test("wait for everything that they name, and for nothing else", () => {
    const { inputs, dependsOn } = getResource(dev, "PolicyFragment", "aoai-route-gpt-5-4");
    expect(inputs.format).toBe("rawxml");
    expect(dependsOn.filter((name) => name.startsWith("gateway-backends-"))).toEqual([
      "gateway-backends-gpt-5-4-payg-francecentral",
      "gateway-backends-gpt-5-4-payg-francecentral-v1",
      "gateway-backends-gpt-5-4-payg-pool",
      "gateway-backends-gpt-5-4-payg-pool-v1",
      "gateway-backends-gpt-5-4-payg-swedencentral",
      "gateway-backends-gpt-5-4-payg-swedencentral-v1",
      "gateway-backends-gpt-5-4-ptu-pool",
      "gateway-backends-gpt-5-4-ptu-pool-v1",
      "gateway-backends-gpt-5-4-ptu-swedencentral",
      "gateway-backends-gpt-5-4-ptu-swedencentral-v1",
    ]);
    expect(getResource(dev, "PolicyFragment", "aoai-token").dependsOn).toContain(
      "gateway-identity-client-id",
    );
    expect(
      getResource(dev, "ApiPolicy", "gateway-api-v1-policy").dependsOn.filter((name) =>
        name.startsWith("aoai-"),
      ),
    ).toEqual(["aoai-route-gpt-5-4", "aoai-route-text-embedding-3-large", "aoai-token"]);
  });

  test("know the identity by a named value", () => {
    expect(getResource(dev, "NamedValue", "gateway-identity-client-id").inputs).toEqual({
      namedValueId: "aoai-identity-client-id",
      displayName: "aoai-identity-client-id",
      serviceName: "apim-aoai-dev-x7k2p",
      resourceGroupName: "rg-aoai-dev-hub",
      value: "11111111-0000-0000-0000-000000000000",
      secret: false,
    });
  });
});

describe("secrets", () => {
  test("are the connection string, the consumers' keys and their hashes, and nothing else", () => {
    const secrets = prod.resources.flatMap(({ name, inputs }) =>
      Object.entries(inputs).flatMap(([input, value]) => (isSecret(value) ? [`${name}.${input}`] : [])),
    );
    expect(secrets.sort()).toEqual([
      ...["batch-summaries", "checkout", "claims"].flatMap((consumer) => [
        `gateway-consumer-${consumer}-subscription.primaryKey`,
        `gateway-consumer-${consumer}-subscription.secondaryKey`,
      ]),
      ...["batch-summaries", "checkout", "claims"].map((consumer) => `gateway-keys-${consumer}-hashes.value`),
      "gateway-loggers-insights-connection.value",
    ]);
    expect(getResource(prod, "Logger", "gateway-loggers-insights").inputs.credentials).toEqual({
      connectionString: "{{aoai-insights-connection}}",
      identityClientId: "11111111-0000-0000-0000-000000000000",
    });
  });

  test("open nothing in Application Insights: the gateway's identity reports, by its role", () => {
    const insights = getResource(prod, "Component", "hub-insights");
    expect(insights.inputs.disableLocalAuth).toBe(true);
    const { inputs } = getResource(prod, "RoleAssignment", "hub-insights-role");
    expect([inputs.scope, inputs.principalId, inputs.roleDefinitionId]).toEqual([
      expect.stringMatching(/\/providers\/Microsoft.Insights\/components\/appi-aoai-prod$/),
      "22222222-0000-0000-0000-000000000000",
      expect.stringMatching(/\/roleDefinitions\/3913510d-42f4-4e42-8a64-420c390055eb$/),
    ]);
    expect(getResource(prod, "Logger", "gateway-loggers-insights").dependsOn).toContain("hub-insights-role");
  });

  test("that are returned are kept encrypted in the state", () => {
    const kept = prod.resources.filter(({ secretOutputs }) => secretOutputs.length > 0);
    expect(Object.fromEntries(kept.map(({ name, secretOutputs }) => [name, secretOutputs]))).toEqual({
      "hub-insights": ["connectionString", "instrumentationKey"],
      "gateway-consumer-batch-summaries-subscription": ["primaryKey", "secondaryKey"],
      "gateway-consumer-checkout-subscription": ["primaryKey", "secondaryKey"],
      "gateway-consumer-claims-subscription": ["primaryKey", "secondaryKey"],
      ...Object.fromEntries(
        ["batch-summaries", "checkout", "claims"].flatMap((consumer) =>
          ["primary", "secondary"].map((which) => [
            `gateway-keys-${consumer}-${which}`,
            ["bcryptHash", "result"],
          ]),
        ),
      ),
    });
  });

  test("are not in the outputs", () => {
    expect(JSON.stringify(prod.outputs)).not.toContain("not-for-logs");
    expect(prod.outputs).toEqual({
      gatewayUrls: {
        azure: "https://apim-aoai-prod-x7k2p.azure-api.net/openai",
        v1: "https://apim-aoai-prod-x7k2p.azure-api.net/openai/v1",
        regional: "https://apim-aoai-prod-x7k2p.azure-api.net/regions",
      },
      regions: {
        eastus2: { eastus2: "https://oai-aoai-prod-use2-x7k2p.openai.azure.com/" },
        francecentral: { francecentral: "https://oai-aoai-prod-frc-x7k2p.openai.azure.com/" },
        swedencentral: {
          swedencentral: "https://oai-aoai-prod-swec-x7k2p.openai.azure.com/",
          "ft-claims-triage": "https://oai-aoai-prod-swec-claims-triage-x7k2p.openai.azure.com/",
        },
        westus3: { westus3: "https://oai-aoai-prod-usw3-x7k2p.openai.azure.com/" },
      },
      planSummary: {
        "claims-triage": "PAYG: 50 thousand tokens per minute in swedencentral",
        "gpt-5.4": "PTU: 150 PTU in 2 regions; PAYG: 1100 thousand tokens per minute in 4 regions",
        "gpt-5.5": "PTU: 25 PTU in eastus2; PAYG: 1800 thousand tokens per minute in 4 regions",
        "gpt-5.6-luna": "PAYG: 600 thousand tokens per minute in 3 regions",
        "text-embedding-3-large": "PAYG: 900 thousand tokens per minute in 3 regions",
      },
      deployments: declaredDeployments(fleetOf(stackFile("prod")).topology),
    });
  });
});

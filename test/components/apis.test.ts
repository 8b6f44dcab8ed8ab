import { getResource, ofType, recordStack, replaced } from "./fleets";
import type { Recording } from "./recorder";

let dev: Recording;
beforeAll(async () => {
  dev = await recordStack("dev");
});

describe("an API", () => {
  const keysOfAzure = (yaml: string) => replaced(yaml, "gateway:\n", "gateway:\n  bearerKeys: off\n");

  test("takes a subscription key in `api-key`, and leaves a bearer token to its policy", () => {
    expect(getResource(dev, "Api", "gateway-api-v1").inputs).toEqual({
      // Defaults of the package.
      apiType: "http",
      apiId: "aoai-v1",
      serviceName: "apim-aoai-dev-x7k2p",
      resourceGroupName: "rg-aoai-dev-hub",
      displayName: "Azure OpenAI v1 (model in the body)",
      path: "openai/v1",
      protocols: ["https"],
      subscriptionRequired: false,
      subscriptionKeyParameterNames: { header: "api-key", query: "api-key" },
    });
  });

  test("asks for a subscription key where neither bearer keys nor Entra tokens are taken", async () => {
    const recording = await recordStack("dev", keysOfAzure);
    expect(getResource(recording, "Api", "gateway-api-v1").inputs.subscriptionRequired).toBe(true);
    const { inputs } = getResource(recording, "Subscription", "gateway-consumer-playground-subscription");
    // Azure makes the keys.
    expect(Object.keys(inputs).filter((name) => name.endsWith("Key"))).toEqual([]);
    expect(recording.resources.filter(({ type }) => type.startsWith("random:index/randomPassword"))).toEqual(
      [],
    );
  });

  test("leaves the question of the key to its policy where callers may bring an Entra token", async () => {
    const recording = await recordStack("dev", (yaml) =>
      replaced(
        yaml,
        "  sku: { name: BasicV2, units: 1 }",
        "  sku: { name: BasicV2, units: 1 }\n  entra: { tenantId: 55555555-5555-4555-8555-555555555555, audience: api://aoai }",
      ).replace(
        "tokensPerMinute: 20000 }",
        "tokensPerMinute: 20000, entraApplications: [66666666-6666-4666-8666-666666666666] }",
      ),
    );
    expect(ofType(recording, "Api").map(({ inputs }) => inputs.subscriptionRequired)).toEqual([
      false,
      false,
      false,
    ]);
  });

  test.each([
    ["both", true],
    ["token", false],
    ["either", false],
  ])("asks for a subscription key itself where `%s` is required: %s", async (required, asks) => {
    const entra = `  entra: { tenantId: 55555555-5555-4555-8555-555555555555, audience: api://aoai, require: ${required} }`;
    const recording = await recordStack("dev", (yaml) =>
      replaced(
        yaml,
        "  sku: { name: BasicV2, units: 1 }",
        `  sku: { name: BasicV2, units: 1 }\n${entra}`,
      ).replace("tokensPerMinute: 20000 }", "tokensPerMinute: 20000, entraRoles: [Use] }"),
    );
    expect(getResource(recording, "Api", "gateway-api-v1").inputs.subscriptionRequired).toBe(asks);
    // The keys stay what they are when the file requires something else one day.
    expect(
      recording.resources.filter(({ type }) => type.startsWith("random:index/randomPassword")),
    ).toHaveLength(2);
  });

  test("is there only for the surfaces that the file asks for, and for the regional route", async () => {
    const recording = await recordStack("dev", (yaml) =>
      replaced(
        yaml,
        "  sku: { name: BasicV2, units: 1 }",
        "  sku: { name: BasicV2, units: 1 }\n  surfaces: [v1]",
      ),
    );
    expect(ofType(recording, "Api").map(({ inputs }) => inputs.path)).toEqual(["regions", "openai/v1"]);
  });

  test("declares the parameters of its operations", () => {
    const operations = ofType(dev, "ApiOperation").map(({ inputs }) => [
      `${inputs.method} ${inputs.urlTemplate}`,
      (inputs.templateParameters as { name: string }[]).map(({ name }) => name),
    ]);
    expect(operations).toContainEqual([
      "POST /deployments/{deployment-id}/chat/completions",
      ["deployment-id"],
    ]);
    expect(operations).toContainEqual(["GET /{region}/openai/v1/*", ["region"]]);
    expect(operations).toContainEqual(["GET /models", []]);
    expect(operations.length).toBe(39);
  });

  test("never keeps a body or a key, and counts tokens", () => {
    const hide = (value: string) => ({ value, mode: "Hide" });
    const dataMasking = { queryParams: [hide("api-key")], headers: [hide("api-key"), hide("Authorization")] };
    const none = { request: { body: { bytes: 0 }, dataMasking }, response: { body: { bytes: 0 } } };
    const expected = {
      alwaysLog: "allErrors",
      sampling: { samplingType: "fixed", percentage: 100 },
      frontend: none,
      backend: none,
      httpCorrelationProtocol: "W3C",
      verbosity: "information",
      logClientIp: false,
      metrics: true,
      loggerId: expect.any(String),
    };
    for (const { inputs } of ofType(dev, "ApiDiagnostic")) {
      const { apiId, diagnosticId, serviceName, resourceGroupName, ...settings } = inputs;
      expect(
        [apiId, diagnosticId, serviceName, resourceGroupName].every((id) => typeof id === "string"),
      ).toBe(true);
      expect(settings).toEqual(expected);
    }
    // Calls of models are logged with their tokens; `requests` or `responses` would keep the messages.
    const [first, ...others] = ofType(dev, "Resource").map(({ inputs }) => inputs);
    expect(first).toEqual({
      apiVersion: "2024-06-01-preview",
      resourceProviderNamespace: "Microsoft.ApiManagement",
      parentResourcePath: expect.stringMatching(/^service\/apim-aoai-dev-[a-z0-9]+\/apis\/aoai-azure$/),
      resourceType: "diagnostics",
      resourceName: "azuremonitor",
      resourceGroupName: "rg-aoai-dev-hub",
      properties: { ...expected, largeLanguageModel: { logs: "enabled" } },
    });
    expect(others.map(({ properties }) => properties)).toEqual([first?.properties, first?.properties]);
  });
});

describe("a consumer", () => {
  const name = "gateway-consumer-playground";

  test("is a subscription and nothing else: no product, which would get a subscription of its own", () => {
    expect(dev.resources.filter(({ type }) => type.includes(":Product"))).toEqual([]);
  });

  test("has one subscription, whose keys the fleet makes", async () => {
    const { primaryKey, secondaryKey, ...inputs } = getResource(
      dev,
      "Subscription",
      `${name}-subscription`,
    ).inputs;
    expect([primaryKey, secondaryKey]).toEqual(
      ["primary", "secondary"].map((which) =>
        expect.objectContaining({ value: `not-for-logs-gateway-keys-playground-${which}` }),
      ),
    );
    expect(inputs).toEqual({
      sid: "aoai-playground",
      serviceName: "apim-aoai-dev-x7k2p",
      resourceGroupName: "rg-aoai-dev-hub",
      displayName: "aoai-playground",
      scope:
        "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-aoai-dev-hub/providers/Microsoft.ApiManagement/service/apim-aoai-dev-x7k2p/apis",
      state: "active",
      allowTracing: false,
    });
  });

  test("has its first keys as fleets always made them, and a counted one is another", async () => {
    const made = (recording: Recording) =>
      ["primary", "secondary"].map(
        (which) => getResource(recording, "RandomPassword", `gateway-keys-playground-${which}`).inputs,
      );
    const first = { length: 32, special: false, upper: false };
    expect(made(dev)).toEqual([first, first]);
    const counted = await recordStack("dev", (yaml) =>
      replaced(yaml, "playground: {", "playground: { keys: { secondary: 3 },"),
    );
    expect(made(counted)).toEqual([first, { ...first, keepers: { number: "3" } }]);
  });

  test("comes and goes without touching another", async () => {
    const more = await recordStack("dev", (yaml) => `${yaml}  notebooks: { tokensPerMinute: 1000 }\n`);
    const names = (recording: Recording) => new Set(recording.resources.map((resource) => resource.name));
    const before = names(dev);
    const added = more.resources
      .filter((resource) => !before.has(resource.name))
      .map((resource) => resource.name);
    expect([...new Set(added)].sort()).toEqual([
      "gateway-consumer-notebooks",
      "gateway-consumer-notebooks-subscription",
      "gateway-keys-notebooks",
      "gateway-keys-notebooks-hashes",
      "gateway-keys-notebooks-primary",
      "gateway-keys-notebooks-secondary",
    ]);
  });
});

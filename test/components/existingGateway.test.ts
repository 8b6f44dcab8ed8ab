import { getResource, ofType, recordStack, replaced } from "./fleets";
import type { Recording } from "./recorder";

const existing = (logger: string) => (yaml: string) =>
  replaced(
    replaced(
      yaml,
      "  sku: { name: BasicV2, units: 1 }\n",
      `  existing:
    resourceGroup: rg-apim
    name: apim-contoso
    product: azure-openai
    identity:
      clientId: 33333333-3333-4333-8333-333333333333
      principalId: 44444444-4444-4444-8444-444444444444
${logger}`,
    ),
    "  publisher: { name: Contoso AI Platform, email: ai-platform@contoso.example }\n",
    "",
  );

describe("a gateway that exists already", () => {
  let recording: Recording;
  beforeAll(async () => {
    recording = await recordStack("dev", existing(""));
  });

  test("is neither created nor given an identity", () => {
    expect(recording.violations).toEqual([]);
    expect(ofType(recording, "ApiManagementService")).toEqual([]);
    expect(ofType(recording, "UserAssignedIdentity")).toEqual([]);
    expect(ofType(recording, "DiagnosticSetting").map(({ name }) => name)).toEqual([
      "region-francecentral-account-diagnostics",
      "region-swedencentral-account-diagnostics",
    ]);
  });

  test("receives everything of ours under names of ours", () => {
    const ours = recording.resources.filter(({ type }) => type.startsWith("azure-native:apimanagement:"));
    expect(ours.length).toBeGreaterThan(50);
    expect(
      ours.filter(
        ({ inputs }) => inputs.serviceName !== "apim-contoso" || inputs.resourceGroupName !== "rg-apim",
      ),
    ).toEqual([]);
    const own: Readonly<Record<string, string>> = {
      Api: "apiId",
      Backend: "backendId",
      Logger: "loggerId",
      NamedValue: "namedValueId",
      Subscription: "sid",
    };
    const ids = Object.entries(own).flatMap(([type, id]) =>
      ofType(recording, type).map(({ inputs }) => inputs[id] as string),
    );
    ids.push(...ofType(recording, "PolicyFragment").map(({ name }) => name));
    expect(ids.length).toBeGreaterThan(25);
    expect(ids.filter((id) => !id.startsWith("aoai-"))).toEqual([]);
  });

  test("opens the product that its owner made for the fleet, and nothing else of the service", () => {
    const links = ofType(recording, "ProductApi").map(({ inputs }) => [inputs.productId, inputs.apiId]);
    expect(links).toEqual(["azure", "regional", "v1"].map((surface) => ["azure-openai", `aoai-${surface}`]));
    expect(ofType(recording, "Subscription").map(({ inputs }) => inputs.scope)).toEqual([
      "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-apim/providers/Microsoft.ApiManagement/service/apim-contoso/products/azure-openai",
    ]);
  });

  test("calls with the identity that it has", () => {
    expect(getResource(recording, "NamedValue", "gateway-identity-client-id").inputs.value).toBe(
      "33333333-3333-4333-8333-333333333333",
    );
    expect(ofType(recording, "RoleAssignment").map(({ inputs }) => inputs.principalId)).toEqual([
      "44444444-4444-4444-8444-444444444444",
      "44444444-4444-4444-8444-444444444444",
      "44444444-4444-4444-8444-444444444444",
    ]);
  });

  test("has its diagnostics changed for our APIs only", () => {
    const surfaces = ["azure", "regional", "v1"];
    expect(
      ofType(recording, "ApiDiagnostic").map(({ inputs }) => [inputs.apiId, inputs.diagnosticId]),
    ).toEqual(surfaces.map((surface) => [`aoai-${surface}`, "applicationinsights"]));
    expect(
      ofType(recording, "Resource").map(({ inputs }) => [inputs.parentResourcePath, inputs.resourceName]),
    ).toEqual(surfaces.map((surface) => [`service/apim-contoso/apis/aoai-${surface}`, "azuremonitor"]));
    expect(ofType(recording, "Diagnostic")).toEqual([]);
  });

  test("reports to a logger that it has, where the file names one", async () => {
    const withLogger = await recordStack("dev", existing("    logger: contoso-insights\n"));
    expect(ofType(withLogger, "Logger").map(({ name }) => name)).toEqual(["gateway-loggers-azure-monitor"]);
    expect(
      getResource(withLogger, "ApiDiagnostic", "gateway-api-v1-applicationinsights").inputs.loggerId,
    ).toBe(
      "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-apim/providers/Microsoft.ApiManagement/service/apim-contoso/loggers/contoso-insights",
    );
    expect(ofType(withLogger, "NamedValue").map(({ name }) => name)).toEqual([
      "gateway-identity-client-id",
      "gateway-keys-playground-hashes",
    ]);
  });
});

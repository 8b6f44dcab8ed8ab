import { shapeFaults } from "../../local/azure/declared/declaredShape";
import { PackageTypes } from "../../local/azure/declared/packageTypes";
import { knownTokens } from "../../local/azure/types/resourceTypes";

const types = new PackageTypes("@pulumi/azure-native");
const faults = (token: string, value: unknown) =>
  shapeFaults(types.find(token)?.inputs ?? { kind: "any" }, value, "", () => false).map(
    ({ path, reason }) => `${path}: ${reason}`,
  );

test.each(knownTokens)("%s is declared by the installed package, with inputs and outputs", (token) => {
  const declared = types.find(token);
  expect(declared?.inputs.properties.size).toBeGreaterThan(2);
  expect(declared?.outputs.get("azureApiVersion")).toBe(true);
});

test("lists, maps, texts, numbers and nested objects are told apart", () => {
  const backend = { resourceGroupName: "rg", serviceName: "apim" };
  expect(
    faults("azure-native:apimanagement:Backend", {
      ...backend,
      pool: { services: [{ id: "x", priority: 1 }] },
    }),
  ).toEqual([]);
  expect(
    faults("azure-native:apimanagement:Backend", {
      serviceName: 5,
      pool: { services: [{ id: "x", priority: "1" }, { weight: 1 }] },
      circuitBreaker: [],
      credentials: { header: { a: "b" } },
    }),
  ).toEqual([
    "serviceName: must be a text, got `5`",
    "pool.services[0].priority: must be a number, got `1`",
    "pool.services[1].id: `id` is required",
    "circuitBreaker: must be an object, got a list",
    "credentials.header.a: must be a list, got `b`",
    "resourceGroupName: `resourceGroupName` is required",
  ]);
});

test("a property of a newer API version is refused before the typed resource drops it", () => {
  const pool = { services: [{ id: "x" }], failureResponse: { statusCode: 429 } };
  expect(
    faults("azure-native:apimanagement:Backend", { resourceGroupName: "rg", serviceName: "apim", pool }),
  ).toEqual([
    "pool.failureResponse: the package declares no `failureResponse` here and would drop it in silence. Known are: services.",
  ]);
});

test("free values and unknown tokens are not judged", () => {
  const generic = {
    apiVersion: "1",
    parentResourcePath: "",
    resourceGroupName: "rg",
    resourceProviderNamespace: "x",
    resourceType: "y",
  };
  expect(
    faults("azure-native:resources:Resource", { ...generic, properties: { any: [{ thing: 1 }] } }),
  ).toEqual([]);
  expect(types.find("azure-native:../../secret:Thing")).toBeUndefined();
  expect(types.find("azure-native:apimanagement:Nothing")).toBeUndefined();
});

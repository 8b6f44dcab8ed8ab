import { UNKNOWN } from "../../../local/azure/provider/wire";
import { ACCOUNT, GROUP, SERVICE } from "../testAzure";
import { begunOf } from "./providerClient";
import {
  ACC,
  API,
  account,
  BACKEND,
  backend,
  group,
  type Provider,
  RG,
  service,
  startProvider,
} from "./testProvider";

let provider: Provider;
let azure: Provider["azure"];
let client: Provider["client"];
let made: Provider["made"];

async function start(options: Parameters<typeof startProvider>[0] = {}): Promise<void> {
  provider = await startProvider(options);
  ({ azure, client, made } = provider);
}
beforeEach(() => start());
afterEach(() => provider.stop());

describe("Create", () => {
  test("in a preview writes nothing, and only what Azure will say is unknown", async () => {
    const { id, outputs } = await client.create(ACC, account, true);
    expect(id).toBe("");
    expect(outputs).toMatchObject({ name: "oai", kind: "OpenAI", tags: { owner: "us" } });
    expect(outputs.properties).toMatchObject({
      customSubDomainName: "oai-x",
      endpoint: UNKNOWN,
      provisioningState: UNKNOWN,
    });
    expect(azure.world.all()).toEqual([]);
  });

  test("gives the ARM id and what Azure filled in", async () => {
    await made(RG, group);
    const { id, outputs } = await client.create(ACC, account);
    expect(id).toBe(ACCOUNT);
    expect(outputs).toEqual({
      azureApiVersion: "2025-06-01",
      kind: "OpenAI",
      location: "eastus2",
      name: "oai",
      properties: {
        customSubDomainName: "oai-x",
        dateCreated: "2026-01-02T03:04:05.000Z",
        disableLocalAuth: true,
        endpoint: "https://oai-x.openai.azure.com/",
        endpoints: { "OpenAI Language Model Instance API": "https://oai-x.openai.azure.com/" },
        provisioningState: "Succeeded",
        publicNetworkAccess: "Enabled",
      },
      sku: { name: "S0" },
      tags: { owner: "us" },
      type: "Microsoft.CognitiveServices/accounts",
    });
  });

  test("gives flattened types Azure's shape in the world and Pulumi's in the outputs", async () => {
    await made(RG, group);
    await made(API, service);
    const outputs = await made(BACKEND, backend);
    expect(outputs).toEqual({
      azureApiVersion: "2024-05-01",
      name: "b",
      type: "Single",
      url: "https://b.example",
      protocol: "http",
    });
    expect(azure.world.get(`${SERVICE}/backends/b`)).toEqual({
      id: `${SERVICE}/backends/b`,
      name: "b",
      type: "Microsoft.ApiManagement/service/backends",
      properties: { type: "Single", url: "https://b.example", protocol: "http" },
    });
  });

  test("takes any type as a generic resource, under the same rules", async () => {
    await made(RG, group);
    await made(API, service);
    const generic = {
      apiVersion: "2024-10-01-preview",
      resourceGroupName: "rg",
      resourceProviderNamespace: "Microsoft.ApiManagement",
      parentResourcePath: "service/apim",
      resourceType: "backends",
      resourceName: "g",
    };
    const failureResponse = { statusCode: 429 };
    await expect(
      client.create("azure-native:resources:Resource", {
        ...generic,
        properties: { type: "Pool", pool: { failureResponse } },
      }),
    ).rejects.toMatchObject({ details: expect.stringContaining("Pool should have at least one service.") });
    const properties = { url: "https://g.example", protocol: "http", azureRegion: "eastus2" };
    const { id, outputs } = await client.create("azure-native:resources:Resource", {
      ...generic,
      properties,
    });
    expect(id).toBe(`${SERVICE}/backends/g`);
    expect(outputs.properties).toEqual({ ...properties, type: "Single" });
  });

  test("refuses what exists already, as azure-native does", async () => {
    await made(RG, group);
    await expect(client.create(RG, group)).rejects.toMatchObject({
      details: `cannot create already existing resource '${GROUP}'`,
    });
  });

  test("tells a refusal as Azure does", async () => {
    await expect(client.create(ACC, account)).rejects.toMatchObject({
      details: `Status=404 Code="ResourceGroupNotFound" Message="Resource group 'rg' could not be found."`,
    });
  });

  test("restores a deleted account by `properties.restore`", async () => {
    await made(RG, group);
    await made(ACC, account);
    await client.delete(ACC, ACCOUNT);
    await expect(client.create(ACC, account)).rejects.toMatchObject({
      details: expect.stringContaining('Code="FlagMustBeSetForRestore"'),
    });
    const restoring = { ...account, properties: { ...(account.properties as object), restore: true } };
    const { outputs } = await client.create(ACC, restoring);
    expect(outputs.properties).not.toHaveProperty("restore");
    expect(azure.world.findSoftDeleted(ACCOUNT)).toBeUndefined();
  });
});

test("a failure at the end of a creation leaves the resource, and the engine learns so", async () => {
  await provider.stop();
  const answer = { status: 500, code: "InternalServerError", message: "An error occurred." };
  await start({ faults: [{ operation: "put", name: "oai", when: "after", answer }] });
  await made(RG, group);
  const error = await client.create(ACC, account).catch((reason: unknown) => reason);
  expect((error as { details: string }).details).toBe(
    'Status=500 Code="InternalServerError" Message="An error occurred."',
  );
  expect(begunOf(error)?.id).toBe(ACCOUNT);
});

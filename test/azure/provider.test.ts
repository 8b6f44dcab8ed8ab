import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { secret, UNKNOWN, type Values } from "../../local/azure/provider/wire";
import { type LocalAzure, startLocalAzure } from "../../local/azure/startLocalAzure";
import { begunOf, ProviderClient } from "./providerClient";
import { ACCOUNT, GROUP, ManualClock, SERVICE } from "./testAzure";

const RG = "azure-native:resources:ResourceGroup";
const ACC = "azure-native:cognitiveservices:Account";
const DEPLOYMENT = "azure-native:cognitiveservices:Deployment";
const API = "azure-native:apimanagement:ApiManagementService";
const BACKEND = "azure-native:apimanagement:Backend";
const NAMED_VALUE = "azure-native:apimanagement:NamedValue";

const group: Values = { resourceGroupName: "rg", location: "eastus2" };
const account: Values = {
  resourceGroupName: "rg",
  accountName: "oai",
  kind: "OpenAI",
  sku: { name: "S0" },
  properties: { customSubDomainName: "oai-x", disableLocalAuth: true },
  tags: { owner: "us" },
};
const model = { format: "OpenAI", name: "gpt-4.1", version: "1" };
const deployment: Values = {
  resourceGroupName: "rg",
  accountName: "oai",
  deploymentName: "payg",
  sku: { name: "GlobalStandard", capacity: 10 },
  properties: { model },
};
const service: Values = {
  resourceGroupName: "rg",
  serviceName: "apim",
  publisherName: "us",
  publisherEmail: "us@contoso.example",
  sku: { name: "BasicV2", capacity: 1 },
};
const backend: Values = {
  resourceGroupName: "rg",
  serviceName: "apim",
  backendId: "b",
  type: "Single",
  url: "https://b.example",
  protocol: "http",
};

let folder: string;
let azure: LocalAzure;
let client: ProviderClient;
const clock = new ManualClock();

async function start(options: Partial<Parameters<typeof startLocalAzure>[0]> = {}): Promise<void> {
  azure = await startLocalAzure({ dir: folder, clock, ...options });
  client = new ProviderClient(azure.ports.azureNative);
}
beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "fleet-provider-"));
  await start();
});
afterEach(async () => {
  client.close();
  await azure.stop();
  fs.rmSync(folder, { recursive: true });
});

/** Creates and gives the outputs. */
const made = async (type: string, inputs: Values) => (await client.create(type, inputs)).outputs;

test("the engine is told what the provider can, and the versions of the installed packages", async () => {
  const shake = await client.handshake();
  expect([shake.getAcceptSecrets(), shake.getAcceptResources(), shake.getAcceptOutputs()]).toEqual([
    true,
    true,
    false,
  ]);
  const configured = await client.configure();
  expect([configured.getAcceptsecrets(), configured.getSupportspreview()]).toEqual([true, true]);
  const random = new ProviderClient(azure.ports.random);
  const installed = (name: string) => (require(`${name}/package.json`) as { version: string }).version;
  expect([await client.version(), await random.version()]).toEqual([
    installed("@pulumi/azure-native"),
    installed("@pulumi/random"),
  ]);
  random.close();
});

describe("Check", () => {
  test("gives a name where there is none, the same for the same seed, and keeps the old one", async () => {
    const { accountName, ...nameless } = account;
    const first = await client.check(ACC, nameless);
    expect(first.inputs.accountName).toMatch(/^it[0-9a-f]{8}$/);
    expect((await client.check(ACC, nameless)).inputs.accountName).toBe(first.inputs.accountName);
    expect((await client.check(ACC, nameless, { accountName: "old" })).inputs.accountName).toBe("old");
  });

  test("names a fragment as the program does, because the SDKs drop its input `id`", async () => {
    const fragment = { resourceGroupName: "rg", serviceName: "apim", value: "<fragment />" };
    expect(
      (await client.check("azure-native:apimanagement:PolicyFragment", fragment, {}, "aoai-begin")).inputs.id,
    ).toBe("aoai-begin");
  });

  test("refuses every wrong input at its path, with what was meant", async () => {
    const wrong = {
      ...account,
      accountName: "a/b",
      sku: { nam: "S0" },
      properties: { disableLocalAuth: "yes", customSubdomainName: "x" },
      tags: { a: 1 },
    };
    expect((await client.check(ACC, wrong)).failures).toEqual([
      "properties.customSubdomainName: the package declares no `customSubdomainName` here and would drop it in silence. Did you mean `customSubDomainName`?",
      "properties.disableLocalAuth: must be a boolean, got `yes`",
      "sku.nam: the package declares no `nam` here and would drop it in silence. Did you mean `name`?",
      "sku.name: `name` is required",
      "tags.a: must be a text, got `1`",
      "accountName: `a/b` can be no part of a resource id",
    ]);
  });

  test("judges no value that is not known yet", async () => {
    expect(
      (await client.check(ACC, { ...account, sku: UNKNOWN, properties: { disableLocalAuth: UNKNOWN } }))
        .failures,
    ).toEqual([]);
  });

  test("refuses a type that it does not know, and says what to do", async () => {
    expect((await client.check("azure-native:apimanagement:Gateway", {})).failures).toEqual([
      expect.stringMatching(
        /^: the local Azure has no `azure-native:apimanagement:Gateway`\. Of `azure-native:apimanagement` it has: .*Backend.*\. Add a row to the table in local\/azure\/types\/, or use `azure-native:resources:Resource`, which takes any type\.$/,
      ),
    ]);
  });
});

describe("Diff", () => {
  test("finds nothing where Azure sees no difference", async () => {
    const same = {
      ...account,
      location: "East US 2",
      properties: { disableLocalAuth: true, customSubDomainName: "oai-x" },
    };
    expect(await client.diff(ACC, { ...account, location: "eastus2" }, same)).toEqual({
      changed: false,
      changes: {},
      replaces: [],
      deleteFirst: false,
    });
    const named = { resourceGroupName: "rg", serviceName: "apim", namedValueId: "v", displayName: "v" };
    expect(
      (await client.diff(NAMED_VALUE, { ...named, tags: ["a", "b"] }, { ...named, tags: ["b", "a"] }))
        .changed,
    ).toBe(false);
  });

  test("tells each change at its path", async () => {
    const pool = (weight: number, more: object[] = []) => ({
      ...backend,
      type: "Pool",
      pool: { services: [{ id: "/backends/a", weight }, ...more] },
    });
    expect((await client.diff(BACKEND, pool(1), pool(2, [{ id: "/backends/c" }]))).changes).toEqual({
      "pool.services[0].weight": "UPDATE",
      "pool.services[1]": "ADD",
    });
    const { tags, ...untagged } = account;
    expect((await client.diff(ACC, account, { ...untagged, tags: { team: "us" } })).changes).toEqual({
      "tags.owner": "DELETE",
      "tags.team": "ADD",
    });
  });

  test("replaces, the old one first, when the name or the place changes", async () => {
    expect(
      await client.diff(
        ACC,
        { ...account, location: "eastus2" },
        { ...account, location: "westus3", accountName: "b" },
      ),
    ).toEqual({
      changed: true,
      changes: { accountName: "UPDATE_REPLACE", location: "UPDATE_REPLACE" },
      replaces: expect.arrayContaining(["accountName", "location"]),
      deleteFirst: true,
    });
  });

  test("updates capacity, SKU, version and kind in place", async () => {
    const changed = {
      ...deployment,
      sku: { name: "Standard", capacity: 20 },
      properties: { model: { ...model, version: "2" } },
    };
    const { changes, replaces } = await client.diff(DEPLOYMENT, deployment, changed);
    expect([changes, replaces]).toEqual([
      { "sku.name": "UPDATE", "sku.capacity": "UPDATE", "properties.model.version": "UPDATE" },
      [],
    ]);
    expect((await client.diff(ACC, account, { ...account, kind: "AIServices" })).replaces).toEqual([]);
  });
});

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

describe("secrets", () => {
  beforeEach(async () => {
    await made(RG, group);
    await made(API, service);
  });
  const everything = () =>
    (fs.readdirSync(folder, { recursive: true }) as string[])
      .filter((file) => file.endsWith(".json") && file !== "secrets.json")
      .map((file) => fs.readFileSync(path.join(folder, file), "utf8"))
      .join("\n");

  test("of inputs stay secret in the outputs", async () => {
    const outputs = await made(BACKEND, { ...backend, url: secret("https://b.example") });
    expect(outputs.url).toEqual(secret("https://b.example"));
  });

  test("of a named value and a logger are in no file of the world", async () => {
    const child = { resourceGroupName: "rg", serviceName: "apim" };
    await made(NAMED_VALUE, {
      ...child,
      namedValueId: "v",
      displayName: "v",
      secret: true,
      value: secret("hush-value"),
    });
    const logger = await made("azure-native:apimanagement:Logger", {
      ...child,
      loggerId: "l",
      loggerType: "applicationInsights",
      credentials: { connectionString: secret("hush-connection") },
    });
    expect(everything()).not.toContain("hush");
    expect(logger.credentials).toEqual({
      connectionString: secret("{{Logger-Credentials--connectionString}}"),
    });
    expect(azure.world.secrets(`${SERVICE}/namedValues/v`)).toEqual({ value: "hush-value" });
    expect(azure.world.secrets(`${SERVICE}/loggers/l`)).toEqual({
      "credentials.connectionString": "hush-connection",
    });
  });

  test("of a subscription are invented by Azure and told only when asked for", async () => {
    const child = { resourceGroupName: "rg", serviceName: "apim" };
    const outputs = await made("azure-native:apimanagement:Subscription", {
      ...child,
      sid: "s",
      displayName: "s",
      scope: "/apis",
    });
    expect(Object.keys(outputs).sort()).toEqual([
      "azureApiVersion",
      "createdDate",
      "displayName",
      "name",
      "scope",
      "state",
      "type",
    ]);
    const keys = azure.world.secrets(`${SERVICE}/subscriptions/s`);
    expect(keys).toEqual({
      primaryKey: expect.stringMatching(/^[0-9a-f]{32}$/),
      secondaryKey: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(everything()).not.toContain(keys?.primaryKey);
    expect(
      await client.invoke("azure-native:apimanagement:listSubscriptionSecrets", { ...child, sid: "s" }),
    ).toEqual({
      primaryKey: secret(keys?.primaryKey),
      secondaryKey: secret(keys?.secondaryKey),
    });
  });

  test("of Application Insights are secret outputs, derived whenever they are read", async () => {
    const type = "azure-native:applicationinsights:Component";
    const inputs = { resourceGroupName: "rg", resourceName: "appi", kind: "web", applicationType: "web" };
    const { id, outputs } = await client.create(type, inputs);
    expect(outputs.connectionString).toEqual(
      secret(expect.stringMatching(/^InstrumentationKey=[0-9a-f-]{36};IngestionEndpoint=https:/)),
    );
    expect((await client.read(type, id, inputs, outputs)).outputs).toEqual(outputs);
    expect(everything()).not.toContain("InstrumentationKey");
    expect((await client.create(type, inputs, true)).outputs.connectionString).toEqual(secret(UNKNOWN));
  });
});

describe("Read", () => {
  let outputs: Values;
  beforeEach(async () => {
    await made(RG, group);
    outputs = await made(ACC, account);
  });

  test("directly after a creation changes nothing", async () => {
    expect(await client.read(ACC, ACCOUNT, account, outputs)).toEqual({
      id: ACCOUNT,
      inputs: account,
      outputs,
    });
  });

  test("shows what was changed, added and removed behind Pulumi's back as inputs", async () => {
    const file = path.join(folder, `${ACCOUNT}.json`);
    const world = JSON.parse(fs.readFileSync(file, "utf8")) as { properties: object; tags: object };
    fs.writeFileSync(
      file,
      JSON.stringify({
        ...world,
        tags: { team: "them" },
        properties: { ...world.properties, publicNetworkAccess: "Disabled" },
      }),
    );
    await client.configure();
    const { inputs } = await client.read(ACC, ACCOUNT, account, outputs);
    expect(inputs).toEqual({
      ...account,
      tags: { team: "them" },
      properties: { ...(account.properties as object), publicNetworkAccess: "Disabled" },
    });
    expect((await client.diff(ACC, inputs, account)).changes).toEqual({
      "properties.publicNetworkAccess": "DELETE",
      "tags.owner": "ADD",
      "tags.team": "DELETE",
    });
  });

  test("of what is gone gives no id", async () => {
    await client.delete(ACC, ACCOUNT);
    expect((await client.read(ACC, ACCOUNT, account, outputs)).id).toBe("");
  });

  test("of what Pulumi does not know yet gives the inputs to import it", async () => {
    const { inputs } = await client.read(ACC, ACCOUNT);
    expect(inputs).toEqual({
      ...account,
      location: "eastus2",
      properties: { ...(account.properties as object), publicNetworkAccess: "Enabled" },
    });
    expect((await client.check(ACC, inputs)).failures).toEqual([]);
  });
});

describe("Update and Delete", () => {
  beforeEach(async () => {
    await made(RG, group);
    await made(ACC, account);
  });

  test("an update writes the whole resource and keeps what Azure invented", async () => {
    const { tags, ...untagged } = account;
    await clock.pass(60_000);
    const outputs = await client.update(ACC, ACCOUNT, {}, untagged);
    expect(outputs.tags).toBeUndefined();
    expect(outputs.properties).toMatchObject({
      endpoint: "https://oai-x.openai.azure.com/",
      dateCreated: expect.stringMatching(/^2026-01-02T03:0/),
    });
    expect(azure.world.get(ACCOUNT)?.tags).toBeUndefined();
  });

  test("a previewed update writes nothing and keeps all that is known", async () => {
    const { outputs } = await client.read(ACC, ACCOUNT, account, {});
    const inputs = { ...account, tags: { owner: "them" } };
    expect(await client.update(ACC, ACCOUNT, { inputs: account, outputs }, inputs, true)).toEqual({
      ...outputs,
      tags: { owner: "them" },
    });
    const { kind: _, ...kindless }: Values = inputs;
    expect(
      await client.update(ACC, ACCOUNT, { inputs: account, outputs }, kindless, true),
    ).not.toHaveProperty("kind");
    expect(azure.world.get(ACCOUNT)?.tags).toEqual({ owner: "us" });
  });

  test("deleting twice is fine", async () => {
    await client.delete(ACC, ACCOUNT);
    await client.delete(ACC, ACCOUNT);
    expect(azure.world.get(ACCOUNT)).toBeUndefined();
  });
});

describe("a slow Azure", () => {
  const DURATION = { "Microsoft.CognitiveServices/accounts/deployments": 1000 };
  beforeEach(async () => {
    client.close();
    await azure.stop();
    await start({ durations: DURATION });
    await made(RG, group);
    await made(ACC, account);
  });

  test("refuses a second deployment of the account meanwhile", async () => {
    const first = client.create(DEPLOYMENT, deployment);
    await expect(client.create(DEPLOYMENT, { ...deployment, deploymentName: "b" })).rejects.toMatchObject({
      details: `Status=409 Code="RequestConflict" Message="Another operation is being performed on the parent resource '${ACCOUNT}'. Please try again later."`,
    });
    await clock.pass(1000);
    expect((await first).id).toBe(`${ACCOUNT}/deployments/payg`);
  });

  test("goes on when the engine gives up, and the engine learns what exists", async () => {
    const waiting = client.create(DEPLOYMENT, deployment).catch((error: unknown) => error);
    await client.check(RG, group); // the creation was sent first, so it has arrived
    await client.cancel();
    const id = `${ACCOUNT}/deployments/payg`;
    const error = await waiting;
    expect(begunOf(error)).toMatchObject({
      id,
      inputs: deployment,
      outputs: { name: "payg", properties: { provisioningState: "Creating" } },
      reasons: [`writing ${id}: cancelled; Azure goes on with it`],
    });
    await clock.pass(1000);
    expect(azure.world.get(id)?.properties.provisioningState).toBe("Succeeded");
    await client.configure();
    expect(await client.update(DEPLOYMENT, id, {}, deployment, true)).toMatchObject({
      sku: { capacity: 10 },
    });
  });
});

test("a failure at the end of a creation leaves the resource, and the engine learns so", async () => {
  client.close();
  await azure.stop();
  const answer = { status: 500, code: "InternalServerError", message: "An error occurred." };
  await start({ faults: [{ operation: "put", name: "oai", when: "after", answer }] });
  await made(RG, group);
  const error = await client.create(ACC, account).catch((reason: unknown) => reason);
  expect((error as { details: string }).details).toBe(
    'Status=500 Code="InternalServerError" Message="An error occurred."',
  );
  expect(begunOf(error)?.id).toBe(ACCOUNT);
});

describe("Invoke", () => {
  test("tells who runs Pulumi", async () => {
    expect(await client.invoke("azure-native:authorization:getClientConfig", {})).toEqual({
      subscriptionId: "00000000-0000-0000-0000-000000000000",
      tenantId: "11111111-1111-1111-1111-111111111111",
      objectId: "22222222-2222-2222-2222-222222222222",
      clientId: "22222222-2222-2222-2222-222222222222",
    });
  });

  test("reads what exists, and says 404 as Azure does", async () => {
    await made(RG, group);
    const args = { resourceGroupName: "rg", accountName: "oai" };
    await expect(client.invoke("azure-native:cognitiveservices:getAccount", args)).rejects.toMatchObject({
      details:
        "Status=404 Code=\"ResourceNotFound\" Message=\"The Resource 'Microsoft.CognitiveServices/accounts/oai' under resource group 'rg' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix\"",
    });
    await made(ACC, account);
    expect(await client.invoke("azure-native:cognitiveservices:getAccount", args)).toMatchObject({
      id: ACCOUNT,
      kind: "OpenAI",
    });
  });

  test("lists keys only where keys are allowed", async () => {
    await made(RG, group);
    await made(ACC, account);
    const args = { resourceGroupName: "rg", accountName: "oai" };
    await expect(client.invoke("azure-native:cognitiveservices:listAccountKeys", args)).rejects.toMatchObject(
      {
        details:
          'Status=400 Code="BadRequest" Message="Failed to list key. disableLocalAuth is set to be true"',
      },
    );
    await client.update(ACC, ACCOUNT, {}, { ...account, properties: { customSubDomainName: "oai-x" } });
    const key = secret(expect.stringMatching(/^[0-9a-f]{32}$/));
    expect(await client.invoke("azure-native:cognitiveservices:listAccountKeys", args)).toEqual({
      key1: key,
      key2: key,
    });
  });

  test("refuses a function that it does not know", async () => {
    await expect(client.invoke("azure-native:compute:listThings", {})).rejects.toMatchObject({
      details:
        "the local Azure has no function `azure-native:compute:listThings`. Add it to local/azure/provider/invokes.ts.",
    });
  });
});

test("a file of the world that cannot be used is told when the engine begins, and the server goes on", async () => {
  fs.mkdirSync(path.join(folder, "subscriptions"), { recursive: true });
  fs.writeFileSync(path.join(folder, "subscriptions/x.json"), "{");
  await expect(client.configure()).rejects.toMatchObject({
    details: expect.stringMatching(
      /subscriptions\/x\.json: this is no JSON \(.*\)\. Mend the file, or remove it\.$/,
    ),
  });
  fs.rmSync(path.join(folder, "subscriptions/x.json"));
  expect((await client.configure()).getSupportspreview()).toBe(true);
});

test("a request that makes no sense is answered and the server goes on", async () => {
  await expect(client.create("azure-native:nonsense:Nothing", {})).rejects.toMatchObject({
    details: expect.stringContaining("the local Azure has no `azure-native:nonsense:Nothing`."),
  });
  await expect(client.create(RG, { resourceGroupName: "..", location: "x" })).rejects.toMatchObject({
    details:
      "`/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/..` is no resource id: it has the segment `..`",
  });
  expect(await client.version()).toMatch(/^\d+\./);
});

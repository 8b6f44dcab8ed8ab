import * as fs from "node:fs";
import * as path from "node:path";
import { secret } from "../../../local/azure/provider/wire";
import { ACCOUNT } from "../testAzure";
import { ProviderClient } from "./providerClient";
import { ACC, account, group, type Provider, RG, startProvider } from "./testProvider";

let provider: Provider;
let azure: Provider["azure"];
let client: Provider["client"];
let folder: string;
let made: Provider["made"];

async function start(options: Parameters<typeof startProvider>[0] = {}): Promise<void> {
  provider = await startProvider(options);
  ({ azure, client, folder, made } = provider);
}
beforeEach(() => start());
afterEach(() => provider.stop());

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

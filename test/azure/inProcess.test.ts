import * as apimanagement from "@pulumi/azure-native/apimanagement/index.js";
import * as cognitiveservices from "@pulumi/azure-native/cognitiveservices/index.js";
import * as resources from "@pulumi/azure-native/resources/index.js";
import * as pulumi from "@pulumi/pulumi";
import { RandomString } from "@pulumi/random";
import { runInProcess } from "../../local/azure/inProcess";
import { MemoryWorld } from "../../local/azure/memoryWorld";
import { seedWorld } from "../../local/azure/seedWorld";
import { worldSettings } from "../../local/azure/settings";
import { ACCOUNT, GROUP, SERVICE } from "./testAzure";

const names = { project: "fleet", stack: "dev" };

class Region extends pulumi.ComponentResource {
  readonly endpoint: pulumi.Output<string>;

  constructor(name: string) {
    super("fleet:index:Region", name);
    const parent = { parent: this };
    const group = new resources.ResourceGroup(
      `${name}-group`,
      { resourceGroupName: "rg", location: "eastus2" },
      parent,
    );
    const suffix = new RandomString(`${name}-suffix`, { length: 5, special: false, upper: false }, parent);
    const account = new cognitiveservices.Account(
      `${name}-account`,
      {
        resourceGroupName: group.name,
        accountName: "oai",
        kind: "OpenAI",
        properties: { customSubDomainName: pulumi.interpolate`oai-${suffix.result}` },
      },
      parent,
    );
    this.endpoint = account.properties.apply(({ endpoint }) => endpoint);
    this.registerOutputs({ endpoint: this.endpoint });
  }
}

test("a program fills the world, in the order of its dependencies", async () => {
  const world = new MemoryWorld("seed");
  const result = await runInProcess(() => ({ endpoint: new Region("eastus2").endpoint }), world, {
    ...names,
    randomBytes: (count) => new Uint8Array(count),
  });
  expect(result.errors).toEqual([]);
  expect(result.outputs).toEqual({ endpoint: "https://oai-aaaaa.openai.azure.com/" });
  expect(result.resources.map(({ type, name, id }) => [type, name, id])).toEqual([
    ["fleet:index:Region", "eastus2", undefined],
    ["random:index/randomString:RandomString", "eastus2-suffix", "aaaaa"],
    ["azure-native:resources:ResourceGroup", "eastus2-group", GROUP],
    ["azure-native:cognitiveservices:Account", "eastus2-account", ACCOUNT],
  ]);
  const parents = new Set(result.resources.slice(1).map(({ parent }) => parent));
  expect([...parents]).toEqual(["urn:pulumi:dev::fleet::pulumi:pulumi:Stack$fleet:index:Region::eastus2"]);
  expect(world.all().map(({ name }) => name)).toEqual(["rg", "oai"]);
});

test("what Azure refuses is recorded, and the rest goes on", async () => {
  const world = new MemoryWorld("seed");
  const { errors, resources: declared } = await runInProcess(
    () => {
      new resources.ResourceGroup("group", { resourceGroupName: "rg", location: "eastus2" });
      new apimanagement.Backend("lost", {
        resourceGroupName: "rg2",
        serviceName: "apim",
        backendId: "b",
        url: "https://b.example",
        protocol: "http",
      });
    },
    world,
    names,
  );
  expect(errors).toEqual([
    {
      type: "azure-native:apimanagement:Backend",
      name: "lost",
      message: `Status=404 Code="ResourceGroupNotFound" Message="Resource group 'rg2' could not be found."`,
    },
  ]);
  expect(declared.map(({ name, id }) => [name, id])).toEqual(
    expect.arrayContaining([
      ["group", GROUP],
      ["lost", undefined],
    ]),
  );
  expect(world.get(GROUP)?.name).toBe("rg");
});

test("inputs that the package does not declare are recorded with their path", async () => {
  const properties = { customSubdomainName: "x" } as cognitiveservices.AccountArgs["properties"];
  const { errors } = await runInProcess(
    () => {
      new cognitiveservices.Account("a", { resourceGroupName: "rg", accountName: "a", properties });
    },
    new MemoryWorld("seed"),
    names,
  );
  expect(errors).toEqual([
    {
      type: "azure-native:cognitiveservices:Account",
      name: "a",
      message:
        "`properties.customSubdomainName`: the package declares no `customSubdomainName` here and would drop it in silence. Did you mean `customSubDomainName`?",
    },
  ]);
});

test("a preview writes nothing and does not know what only Azure can say", async () => {
  const world = new MemoryWorld("seed");
  let applied = false;
  const { errors, resources: declared } = await runInProcess(
    () => {
      new Region("eastus2").endpoint.apply(() => {
        applied = true;
      });
    },
    world,
    { ...names, preview: true },
  );
  expect([errors, declared.length, applied, world.all()]).toEqual([[], 4, false, []]);
});

test("configuration, invokes and resources that were there before are at hand", async () => {
  const world = new MemoryWorld("seed");
  const settings = worldSettings({ principals: ["me"] });
  seedWorld(world, settings, [
    { id: SERVICE, location: "westeurope", sku: { name: "Premium", capacity: 1 } },
  ]);
  const { outputs, errors } = await runInProcess(
    () => {
      const client = pulumi.output(
        pulumi.runtime.invoke("azure-native:authorization:getClientConfig", {}) as Promise<{
          objectId: string;
        }>,
      );
      const existing = apimanagement.ApiManagementService.get("existing", SERVICE);
      apimanagement.ApiManagementService.get("missing", `${SERVICE}2`);
      return {
        topology: new pulumi.Config().require("topology"),
        me: client.objectId,
        url: existing.gatewayUrl,
      };
    },
    world,
    { ...names, settings, config: { "fleet:topology": "stacks/dev.yaml" } },
  );
  expect(outputs).toEqual({ topology: "stacks/dev.yaml", me: "me", url: "https://apim.azure-api.net" });
  expect(errors).toEqual([
    {
      type: "azure-native:apimanagement:ApiManagementService",
      name: "missing",
      message: `resource '${SERVICE}2' does not exist`,
    },
  ]);
});

test("secret inputs are secret in the program and plain to whoever reads the run", async () => {
  const world = new MemoryWorld("seed");
  seedWorld(world, worldSettings(), [{ id: SERVICE }]);
  const { outputs, resources: declared } = await runInProcess(
    () => {
      const value = new apimanagement.NamedValue("v", {
        resourceGroupName: "rg",
        serviceName: "apim",
        namedValueId: "v",
        displayName: pulumi.secret("v"),
        value: "x",
      });
      return { secret: pulumi.output(pulumi.isSecret(value.displayName)) };
    },
    world,
    names,
  );
  expect(outputs).toEqual({ secret: true });
  expect(declared[0]?.inputs.displayName).toBe("v");
});

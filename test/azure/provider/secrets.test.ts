import * as fs from "node:fs";
import * as path from "node:path";
import { secret, UNKNOWN } from "../../../local/azure/provider/wire";
import { SERVICE } from "../testAzure";
import {
  API,
  BACKEND,
  backend,
  group,
  NAMED_VALUE,
  type Provider,
  RG,
  service,
  startProvider,
} from "./testProvider";

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

import * as fs from "node:fs";
import * as path from "node:path";
import type { Values } from "../../../local/azure/provider/wire";
import { ACCOUNT } from "../testAzure";
import { ACC, account, group, type Provider, RG, startProvider } from "./testProvider";

let provider: Provider;
let azure: Provider["azure"];
let client: Provider["client"];
let clock: Provider["clock"];
let folder: string;
let made: Provider["made"];

async function start(options: Parameters<typeof startProvider>[0] = {}): Promise<void> {
  provider = await startProvider(options);
  ({ azure, client, clock, folder, made } = provider);
}
beforeEach(() => start());
afterEach(() => provider.stop());

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

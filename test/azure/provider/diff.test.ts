import {
  ACC,
  account,
  BACKEND,
  backend,
  DEPLOYMENT,
  deployment,
  model,
  NAMED_VALUE,
  type Provider,
  startProvider,
} from "./testProvider";

let provider: Provider;
let client: Provider["client"];

async function start(options: Parameters<typeof startProvider>[0] = {}): Promise<void> {
  provider = await startProvider(options);
  ({ client } = provider);
}
beforeEach(() => start());
afterEach(() => provider.stop());

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

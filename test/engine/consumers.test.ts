import * as fs from "node:fs";
import * as path from "node:path";
import { seedWorld } from "../../local/azure/seedWorld";
import { worldSettings } from "../../local/azure/settings";
import { fleetOfBefore, withProducts } from "./fleetOfBefore";
import { Fleet } from "./harness";
import { eventually, keysOf, type Served, serveFleet } from "./served";

jest.setTimeout(300_000);

const SUBSCRIPTIONS = "Microsoft.ApiManagement/service/subscriptions";
const PRODUCTS = "Microsoft.ApiManagement/service/products";
const namesOf = (fleet: Fleet, type: string) =>
  fleet.azure.world
    .ofType(type)
    .map(({ name }) => name)
    .sort();
const done = { code: 0, messages: [] };

describe("consumers of a gateway of the fleet's own", () => {
  let fleet: Fleet;
  let served: Served;
  beforeAll(async () => {
    fleet = await Fleet.create({ stack: "dev" });
    fleet.edit((text) => `${text}  notebooks: { tokensPerMinute: 100000 }\n`);
    fleet.edit((text) => text.replace("tokensPerMinute: 20000", "tokensPerMinute: 200000"));
    expect(await fleet.up()).toMatchObject(done);
    served = await serveFleet(fleet);
  });
  afterAll(async () => {
    await served?.close();
    await fleet?.stop();
  });

  test("are the only ones with keys", async () => {
    expect(namesOf(fleet, SUBSCRIPTIONS)).toEqual(["aoai-notebooks", "aoai-playground"]);
    expect(namesOf(fleet, PRODUCTS)).toEqual([]);
    for (const { primary, secondary } of keysOf(fleet).values()) {
      expect(await served.ask(primary)).toBe(200);
      expect(await served.ask(secondary, "bearer")).toBe(200);
    }
  });

  test("and a key that somebody makes by hand opens nothing, whatever its subscription is called", async () => {
    const { world } = fleet.azure;
    const [service] = world.ofType("Microsoft.ApiManagement/service");
    for (const sid of ["master", "aoai-intruder", "playground"])
      world.put({
        id: `${service?.id}/subscriptions/${sid}`,
        name: sid,
        type: SUBSCRIPTIONS,
        properties: { scope: `${service?.id}/apis`, state: "active", displayName: sid },
      });
    for (const sid of ["master", "aoai-intruder", "playground"]) {
      world.setSecrets(`${service?.id}/subscriptions/${sid}`, { primaryKey: `made-by-hand-${sid}` });
      await eventually(async () => keysOf(fleet).has(sid));
      expect(await served.ask(`made-by-hand-${sid}`)).toBe(401);
      world.remove(`${service?.id}/subscriptions/${sid}`);
    }
  });

  test("one is renamed: another key, and the others notice nothing", async () => {
    const before = keysOf(fleet);
    fleet.edit((text) => text.replace("  notebooks:", "  sandbox:"));
    expect(await fleet.up()).toMatchObject(done);
    expect(namesOf(fleet, SUBSCRIPTIONS)).toEqual(["aoai-playground", "aoai-sandbox"]);
    const after = keysOf(fleet);
    expect(after.get("aoai-playground")).toEqual(before.get("aoai-playground"));
    await eventually(async () => (await served.ask(after.get("aoai-sandbox")?.primary ?? "")) === 200);
    for (const as of ["api-key", "bearer"] as const)
      expect(await served.ask(before.get("aoai-notebooks")?.primary ?? "", as)).toBe(401);
  });

  test("one is removed, and its key with it", async () => {
    const key = keysOf(fleet).get("aoai-sandbox")?.primary ?? "";
    fleet.edit((text) => text.replace(/ {2}sandbox: .*\n/, ""));
    expect(await fleet.up()).toMatchObject(done);
    expect(namesOf(fleet, SUBSCRIPTIONS)).toEqual(["aoai-playground"]);
    await eventually(async () => (await served.ask(key)) === 401);
    expect(await fleet.up()).toMatchObject({ ...done, changes: [] });
  });

  test("destroy needs one try", async () => {
    expect(await fleet.destroy()).toMatchObject(done);
    expect(fleet.azure.world.all()).toEqual([]);
  });
});

test("on a gateway of somebody else, destroy leaves its owner's product and the subscription that Azure gave it", async () => {
  const topology = fs
    .readFileSync(path.join(__dirname, "../../stacks/dev.yaml"), "utf8")
    .replace(/ {2}publisher: .*\n {2}sku: .*\n/, EXISTING);
  const fleet = await Fleet.create({ stack: "dev", topology });
  try {
    const { world } = fleet.azure;
    seedWorld(world, worldSettings(), [
      { id: THEIRS, location: "swedencentral", sku: { name: "StandardV2", capacity: 1 } },
      { id: `${THEIRS}/products/fleet`, properties: { displayName: "fleet", state: "published" } },
      {
        id: `${THEIRS}/subscriptions/5f0c`,
        properties: { scope: `${THEIRS}/products/fleet`, state: "active" },
      },
    ]);
    const before = fleet.idsInAzure();
    expect(await fleet.up()).toMatchObject(done);
    const scopes = world.ofType(SUBSCRIPTIONS).map(({ properties }) => properties.scope);
    expect(new Set(scopes)).toEqual(new Set([`${THEIRS}/products/fleet`]));
    expect(await fleet.destroy()).toMatchObject(done);
    expect(fleet.idsInAzure()).toEqual(before);
  } finally {
    await fleet.stop();
  }
});

const THEIRS =
  "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-theirs/providers/Microsoft.ApiManagement/service/apim-theirs";
const EXISTING = `  existing:
    resourceGroup: rg-theirs
    name: apim-theirs
    product: fleet
    identity: { clientId: 33333333-3333-3333-3333-333333333333, principalId: 22222222-2222-2222-2222-222222222222 }
`;

test("a fleet that was deployed with products keeps its keys; the products go once Azure's subscriptions of them are gone", async () => {
  const fleet = await Fleet.create({ stack: "dev" });
  try {
    const back = fleetOfBefore(fleet, withProducts);
    expect(await fleet.up()).toMatchObject(done);
    const [own] = namesOf(fleet, SUBSCRIPTIONS).filter((name) => name !== "aoai-playground");
    expect(own).toBeDefined();
    const before = keysOf(fleet).get("aoai-playground");

    back();
    const refused = await fleet.up();
    expect(refused.messages.join("\n")).toContain(
      "Product cannot be deleted since it has existing subscriptions",
    );
    expect(keysOf(fleet).get("aoai-playground")).toEqual(before);
    // What `az apim product delete --delete-subscriptions true` does.
    const { world } = fleet.azure;
    for (const { id, properties } of world.ofType(SUBSCRIPTIONS))
      if (/\/products\//.test(String(properties.scope))) world.remove(id);
    for (const { id } of world.ofType(PRODUCTS)) world.remove(id);

    expect(await fleet.up()).toMatchObject(done);
    expect(namesOf(fleet, SUBSCRIPTIONS)).toEqual(["aoai-playground"]);
    expect(keysOf(fleet).get("aoai-playground")).toEqual(before);
    expect(await fleet.up()).toMatchObject({ ...done, changes: [] });
    expect(await fleet.refresh()).toMatchObject({ ...done, changes: [] });
  } finally {
    await fleet.stop();
  }
});

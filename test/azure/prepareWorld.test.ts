import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { FolderWorld } from "../../local/azure/folderWorld";
import { MemoryWorld } from "../../local/azure/memoryWorld";
import { prepareWorld } from "../../local/azure/prepareWorld";
import { seedWorld } from "../../local/azure/seedWorld";
import { worldSettings } from "../../local/azure/settings";
import { ACCOUNT, account, GROUP, group, SERVICE, service, TestAzure } from "./testAzure";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "fleet-prepare-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

test("without a wish nothing is touched", () => {
  expect(prepareWorld(path.join(folder, "world"), { purge: false })).toEqual([]);
  expect(fs.readdirSync(folder)).toEqual([]);
});

test("a purge forgets everything that is soft-deleted, and says what", async () => {
  const azure = await new TestAzure({ world: FolderWorld.open(folder) }).given(group, account, service);
  await azure.delete(GROUP);
  expect(prepareWorld(folder, { purge: true })).toEqual([`purged ${ACCOUNT}`, `purged ${SERVICE}`]);
  expect(prepareWorld(folder, { purge: true })).toEqual(["nothing was soft-deleted"]);
  azure.world.reload();
  expect(await (await azure.given(group)).put(...account)).toBeUndefined();
});

test("resources that were there before come from a file, completed as Azure would have", () => {
  const file = path.join(folder, "existing.json");
  fs.writeFileSync(
    file,
    JSON.stringify([{ id: SERVICE, location: "westeurope", sku: { name: "Premium", capacity: 1 } }]),
  );
  expect(prepareWorld(path.join(folder, "world"), { purge: false, existing: file })).toEqual([
    `exists ${SERVICE}`,
  ]);
  const world = FolderWorld.open(path.join(folder, "world"));
  expect(world.get(SERVICE)).toMatchObject({
    location: "westeurope",
    properties: { gatewayUrl: "https://apim.azure-api.net" },
  });
  expect(world.get(GROUP)).toMatchObject({ location: "westeurope" });
});

test.each([
  ["is missing", undefined, "there is no such file."],
  [
    "has items without an id",
    '[{"id":"/subscriptions/s/resourceGroups/a"},{}]',
    "item 2 has no `id`. A list of resources as Azure exports them is expected.",
  ],
  [
    "has an id that is none",
    '[{"id":"/x"}]',
    "`/x` is no resource id: it does not start with `/subscriptions/<id>`.",
  ],
])("a file of existing resources that %s is named", (_what, text, message) => {
  const file = path.join(folder, "existing.json");
  if (text !== undefined) fs.writeFileSync(file, text);
  expect(() => prepareWorld(path.join(folder, "world"), { purge: false, existing: file })).toThrow(
    `${file}: ${message}`,
  );
});

test("seeding completes by the real type and keeps what is given", () => {
  const world = new MemoryWorld("seed");
  seedWorld(world, worldSettings(), [
    { id: ACCOUNT, location: "East US 2", kind: "OpenAI", properties: { customSubDomainName: "mine" } },
  ]);
  expect(world.get(ACCOUNT)).toMatchObject({
    location: "eastus2",
    properties: { endpoint: "https://mine.openai.azure.com/" },
  });
});

import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { FolderWorld } from "../../local/azure/folderWorld";
import { readWorldSettings } from "../../local/azure/settings";
import { account, deployment, GROUP, group, TestAzure } from "./testAzure";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "fleet-world-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const open = () => FolderWorld.open(folder, () => "the seed");
const files = () =>
  (fs.readdirSync(folder, { recursive: true }) as string[])
    .filter((file) => /\.(json|partial)$/.test(file))
    .sort();
const RG = "subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg";

test("each resource is a readable file at the path of its id, with its keys in a fixed order", async () => {
  await new TestAzure({ world: open() }).given(group, account);
  expect(files()).toEqual([
    "secrets.json",
    `${RG}.json`,
    `${RG}/providers/Microsoft.CognitiveServices/accounts/oai.json`,
  ]);
  expect(fs.readFileSync(path.join(folder, `${RG}.json`), "utf8")).toBe(`{
  "id": "${GROUP}",
  "name": "rg",
  "type": "Microsoft.Resources/resourceGroups",
  "location": "eastus2",
  "properties": {
    "provisioningState": "Succeeded"
  }
}
`);
});

test("a world that is opened again is the same, its seed included", async () => {
  const first = open();
  await new TestAzure({ world: first }).given(group, account, deployment("payg"));
  const second = FolderWorld.open(folder, () => "another seed");
  expect(second.all()).toEqual(expect.arrayContaining([...first.all()]));
  expect(second.all()).toHaveLength(3);
  expect(second.seed).toBe("the seed");
});

test("ids are found whatever their case, and children take over the spelling of their parents", async () => {
  const azure = await new TestAzure({ world: open() }).given(group);
  expect(
    await azure.put(account[0].toUpperCase().replace("/PROVIDERS", "/providers"), account[1]),
  ).toBeUndefined();
  expect(azure.world.get(account[0])?.id).toBe(`${GROUP}/providers/MICROSOFT.COGNITIVESERVICES/ACCOUNTS/OAI`);
});

test("deleting removes the file and the folders that it leaves empty", async () => {
  const azure = await new TestAzure({ world: open() }).given(group, account, deployment("payg"));
  await azure.delete(deployment("payg")[0]);
  expect(files().filter((file) => file.includes("deployments"))).toEqual([]);
  expect(fs.existsSync(path.join(folder, RG, "providers/Microsoft.CognitiveServices/accounts/oai"))).toBe(
    false,
  );
});

test("what is soft-deleted lies apart until it is restored or purged", async () => {
  const azure = await new TestAzure({ world: open() }).given(group, account);
  await azure.delete(account[0]);
  const file = `${RG}/providers/Microsoft.CognitiveServices/accounts/oai.json`;
  expect(files()).toEqual([`deleted/${file}`, "secrets.json", `${RG}.json`]);
  const again = open();
  expect(again.softDeleted("Microsoft.CognitiveServices/accounts").map(({ name }) => name)).toEqual(["oai"]);
  again.restore(account[0], true);
  expect(files()).toEqual(["secrets.json", `${RG}.json`, file]);
  again.softDelete(account[0]);
  again.purge(account[0]);
  expect(files()).toEqual(["secrets.json", `${RG}.json`]);
});

test("a write that was killed before its rename leaves the old file in force and is cleared away", async () => {
  await new TestAzure({ world: open() }).given(group);
  fs.writeFileSync(path.join(folder, `${RG}.json.4711.partial`), '{"id": "/subscr');
  expect(open().get(GROUP)?.location).toBe("eastus2");
  expect(files()).toEqual(["secrets.json", `${RG}.json`]);
});

test("only the owner may read the secrets, and no other file has them", () => {
  const world = open();
  world.setSecrets(`${GROUP}/x`, { primaryKey: "hush" });
  const file = path.join(folder, "secrets.json");
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  expect(open().secrets(`${GROUP}/X`)).toEqual({ primaryKey: "hush" });
  world.setSecrets(`${GROUP}/x`, undefined);
  expect(fs.readFileSync(file, "utf8")).not.toContain("hush");
});

test("what a person edits in a file is taken over by a reload", async () => {
  const azure = await new TestAzure({ world: open() }).given(group);
  const file = path.join(folder, `${RG}.json`);
  fs.writeFileSync(file, fs.readFileSync(file, "utf8").replace("eastus2", "westus3"));
  expect(azure.world.get(GROUP)?.location).toBe("eastus2");
  azure.manager.reload();
  expect(azure.world.get(GROUP)?.location).toBe("westus3");
});

test.each([
  ["no JSON", "{", /^.*rg\.json: this is no JSON \(.+\)\. Mend the file, or remove it\.$/s],
  [
    "a list",
    "[]",
    /^.*rg\.json: this is no resource, it holds no JSON object\. Mend the file, or remove it: Azure then never had the resource\.$/,
  ],
  ["no id", "{}", /^.*rg\.json: this is no resource, `id` is not a text\. Mend/],
  [
    "an id that climbs",
    '{"id":"/subscriptions/../x"}',
    /^.*rg\.json: this is no resource, it has the segment `\.\.`\. Mend/,
  ],
  [
    "no name",
    '{"id":"/subscriptions/x"}',
    /^.*rg\.json: this is no resource, `name` and `type` must be texts\. Mend/,
  ],
  [
    "no properties",
    '{"id":"/subscriptions/x","name":"x","type":"t"}',
    /^.*rg\.json: this is no resource, `properties` is not an object\. Mend/,
  ],
])("a file with %s is named, with the way out", (_what, text, message) => {
  open();
  fs.mkdirSync(path.dirname(path.join(folder, RG)), { recursive: true });
  fs.writeFileSync(path.join(folder, `${RG}.json`), text);
  expect(open).toThrow(message);
});

test("a secrets file without a seed is named", () => {
  fs.writeFileSync(path.join(folder, "secrets.json"), "{}");
  expect(open).toThrow(
    `${folder}/secrets.json: \`seed\` (a text) and \`values\` (an object) are expected. Remove the file: new keys are made then.`,
  );
});

describe("the settings of a world", () => {
  test("have defaults that allow everything", () => {
    expect(readWorldSettings(folder)).toEqual({
      subscriptionId: "00000000-0000-0000-0000-000000000000",
      tenantId: "11111111-1111-1111-1111-111111111111",
      principals: ["22222222-2222-2222-2222-222222222222"],
      roles: ["Owner"],
      faults: [],
      associationLinkMinutes: 60,
      durations: {},
      quota: { payg: 1_000_000, ptu: 100_000, limits: {} },
      models: [],
      restoreBringsDeployments: false,
      unreferencedPrincipalType: false,
    });
  });

  test("come from settings.json, and the caller stands before it", () => {
    fs.writeFileSync(path.join(folder, "settings.json"), '{"tenantId":"t","quota":{"ptu":5}}');
    const { tenantId, quota } = readWorldSettings(folder, { tenantId: "u" });
    expect([tenantId, quota]).toEqual(["u", { payg: 1_000_000, ptu: 5, limits: {} }]);
  });

  test("are refused with every wrong key", () => {
    fs.writeFileSync(path.join(folder, "settings.json"), '{"quota":{"ptu":-1},"colour":1}');
    expect(() => readWorldSettings(folder)).toThrow(
      `${folder}/settings.json: \`quota.ptu\`: Too small: expected number to be >=0; \`the file\`: Unrecognized key: "colour". ` +
        "Known keys: subscriptionId, tenantId, principals, providers, roles, faults, associationLinkMinutes, durations, quota, models, restoreBringsDeployments, unreferencedPrincipalType.",
    );
  });
});

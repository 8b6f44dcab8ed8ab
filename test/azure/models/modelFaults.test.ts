import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { FolderWorld } from "../../../local/azure/folderWorld";
import { applyModelFaults } from "../../../local/azure/models/modelFaults";
import { prepareWorld } from "../../../local/azure/prepareWorld";
import { readWorldSettings } from "../../../local/azure/settings";
import { ACCOUNT, account, deployment, group, TestAzure } from "../testAzure";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "fleet-models-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const OLD = "gpt-5.4@2026-03-05";
const NEW = "gpt-5.5@2026-04-24";
const DAY = "2026-12-24";
const at = (name: string) => `${ACCOUNT}/deployments/${name}`;

test("Azure upgrades standard deployments that allow it, and leaves PTU and the others", async () => {
  const azure = await new TestAzure({ world: FolderWorld.open(folder) }).given(
    group,
    account,
    deployment("payg", "DataZoneStandard"),
    deployment("ptu", "DataZoneProvisionedManaged", 15),
    deployment("fixed", "GlobalStandard", 10, { versionUpgradeOption: "NoAutoUpgrade" }),
  );
  const world = FolderWorld.open(folder);
  expect(applyModelFaults(folder, world, { upgraded: [`${OLD}=${NEW}`] }, DAY)).toEqual([
    `upgraded ${at("payg")} to ${NEW}`,
    `left at ${OLD}: ${at("fixed")}`,
    `left at ${OLD}: ${at("ptu")}`,
  ]);
  azure.world.reload();
  const models = ["payg", "ptu", "fixed"].map((name) => azure.world.get(at(name))?.properties.model);
  const old = { format: "OpenAI", name: "gpt-5.4", version: "2026-03-05" };
  expect(models).toEqual([{ format: "OpenAI", name: "gpt-5.5", version: "2026-04-24" }, old, old]);
  expect(applyModelFaults(folder, world, { upgraded: [`${NEW}@eastus2=${OLD}`] }, DAY)).toEqual([
    `upgraded ${at("payg")} to ${OLD}`,
  ]);
  expect(applyModelFaults(folder, world, { upgraded: [`${NEW}@westus=${OLD}`] }, DAY)).toEqual([
    `no deployment of ${NEW}@westus`,
  ]);
});

test("what is deprecated or retired is kept in the world's settings until it is taken back", () => {
  fs.writeFileSync(path.join(folder, "settings.json"), '{ "quota": { "ptu": 7 } }');
  const faults = { deprecated: [OLD], retired: [`${OLD}@eastus2`] };
  expect(prepareWorld(folder, { purge: false, models: faults })).toEqual([
    `deprecated ${OLD}`,
    `retired ${OLD}@eastus2`,
  ]);
  const { quota, models } = readWorldSettings(folder);
  const event = { name: "gpt-5.4", version: "2026-03-05", since: "2026-11-30" };
  expect([quota.ptu, models]).toEqual([
    7,
    [
      { ...event, state: "deprecated" },
      { ...event, region: "eastus2", state: "retired" },
    ],
  ]);
  prepareWorld(folder, { purge: false, models: { available: [OLD] } });
  expect(readWorldSettings(folder).models).toEqual([]);
});

test.each([
  ["gpt-5.4", "`gpt-5.4` names no model; write it as `gpt-5.4@2026-03-05`"],
  ["gpt-5.4@1@", "`gpt-5.4@1@` names no model"],
  ["gpt-5.4@1@a@b", "`gpt-5.4@1@a@b` names no model"],
])("`%s` is refused with the way to write it", (text, message) => {
  expect(() => prepareWorld(folder, { purge: false, models: { retired: [text] } })).toThrow(message);
});

test.each([`${OLD}`, `${OLD}=${NEW}=${NEW}`, `${OLD}=${NEW}@eastus2`])("`%s` is no upgrade", (text) => {
  expect(() => prepareWorld(folder, { purge: false, models: { upgraded: [text] } })).toThrow(
    /names no model|is no upgrade/,
  );
});

import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { prepareWorld } from "../../local/azure/prepareWorld";
import { readWorldSettings } from "../../local/azure/settings";
import { applySubscriptionFaults } from "../../local/azure/subscriptionFaults";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "fleet-subscription-"));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

test("a new subscription has no provider, until those that a fleet needs are registered", () => {
  expect(prepareWorld(folder, { purge: false, subscription: { isNew: true } })).toEqual([
    "no resource provider is registered",
  ]);
  expect(readWorldSettings(folder).providers).toEqual([]);
  expect(applySubscriptionFaults(folder, { registersProviders: true })).toContain("registered Microsoft.Web");
  expect(readWorldSettings(folder).providers).toHaveLength(7);
});

test("roles and faults are kept beside what the file says, replace those of before, and can be taken back", () => {
  fs.writeFileSync(path.join(folder, "settings.json"), '{"quota": {"ptu": 5}}');
  expect(
    applySubscriptionFaults(folder, { roles: ["Contributor"], faults: ["full-subnet", "zone-group"] }),
  ).toEqual(["Pulumi runs as Contributor", "faults: full-subnet, zone-group"]);
  expect(readWorldSettings(folder)).toMatchObject({
    quota: { ptu: 5 },
    roles: ["Contributor"],
    faults: ["full-subnet", "zone-group"],
  });
  applySubscriptionFaults(folder, { roles: ["Owner"], faults: ["none"] });
  expect(readWorldSettings(folder)).toMatchObject({ quota: { ptu: 5 }, roles: ["Owner"], faults: [] });
});

test.each([
  [
    { faults: ["gremlins"] },
    "`gremlins` is no fault; there are: none, association-link, full-subnet, zone-group.",
  ],
  [{ roles: ["King"] }, /^`King` is no role; there are: Owner, Contributor, /],
])("a name that is none changes nothing: %j", (subscription, message) => {
  expect(() =>
    prepareWorld(folder, { purge: false, subscription: { isNew: true, ...subscription } }),
  ).toThrow(message);
  expect(fs.readdirSync(folder)).toEqual(["secrets.json"]);
});

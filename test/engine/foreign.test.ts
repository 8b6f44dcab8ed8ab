import * as fs from "node:fs";
import * as path from "node:path";
import { seedWorld } from "../../local/azure/seedWorld";
import { worldSettings } from "../../local/azure/settings";
import { foreignValues, hasForeign, setForeign } from "./foreignValues";
import { Fleet } from "./harness";

jest.setTimeout(300_000);

const OTHERS =
  "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-others/providers/Microsoft.ManagedIdentity/userAssignedIdentities/others";
const done = { code: 0, messages: [] };
const topology = fs.readFileSync(path.join(__dirname, "foreign.yaml"), "utf8");

describe.each([
  ["without a refresh", false],
  ["after a refresh", true],
] as const)("what others have set on the fleet's resources, %s", (_, refreshes) => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await Fleet.create({ stack: "dev", topology });
    seedWorld(fleet.azure.world, worldSettings(), [{ id: OTHERS, location: "swedencentral" }]);
    expect(await fleet.up()).toMatchObject(done);
    expect(await fleet.up()).toMatchObject({ ...done, changes: [] });
    const account = fleet.azure.world.ofType("Microsoft.CognitiveServices/accounts")[0];
    seedWorld(fleet.azure.world, worldSettings(), [
      { id: `${account?.id}/raiPolicies/theirs`, properties: { basePolicyName: "Microsoft.DefaultV2" } },
    ]);
    for (const value of foreignValues) setForeign(fleet.azure.world, value);
    for (const value of foreignValues)
      expect([value.what, hasForeign(fleet.azure.world, value)]).toEqual([value.what, true]);
    // One of the exceptions that `fleet plan` names.
    const [service] = fleet.azure.world.ofType("Microsoft.ApiManagement/service");
    if (service !== undefined)
      fleet.azure.world.put({
        ...service,
        properties: { ...service.properties, developerPortalStatus: "Disabled" },
      });
    if (refreshes) expect(await fleet.refresh()).toMatchObject(done);
    // Touches everything that has a tag, and the deployment.
    fleet.edit((text) => text.replace('"4711"', '"4712"').replace("payg: 50", "payg: 60"));
    expect(await fleet.up()).toMatchObject(done);
  });
  afterAll(() => fleet?.stop());

  test.each(foreignValues)("$what stays when the file changes something else", (value) => {
    expect(hasForeign(fleet.azure.world, value)).toBe(true);
  });

  test("the change itself is made, and nothing is left to do", async () => {
    const { world } = fleet.azure;
    const [service] = world.ofType("Microsoft.ApiManagement/service");
    expect(service?.properties.developerPortalStatus).toBe("Enabled");
    expect(service?.tags).toEqual({ costCenter: "4712", "created-by-policy": "yes" });
    expect(world.ofType("Microsoft.CognitiveServices/accounts/deployments")[0]?.sku?.capacity).toBe(60);
    expect(await fleet.up()).toMatchObject({ ...done, changes: [] });
    expect(await fleet.refresh()).toMatchObject({ ...done, changes: [] });
    expect(await fleet.up()).toMatchObject({ ...done, changes: [] });
  });

  test("a tag that leaves the file stays, as `fleet plan` says", async () => {
    fleet.edit((text) => text.replace('tags: { costCenter: "4712" }\n', ""));
    expect(await fleet.up()).toMatchObject({ ...done, changes: [] });
    const [service] = fleet.azure.world.ofType("Microsoft.ApiManagement/service");
    expect(service?.tags).toEqual({ costCenter: "4712", "created-by-policy": "yes" });
  });

  test("destroy needs one try", async () => {
    expect(await fleet.destroy()).toMatchObject(done);
  });
});

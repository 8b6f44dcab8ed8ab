import { driftReport } from "../../cli/comment/drift";
import { readPreview } from "../../cli/comment/preview";
import { upgradeDeployments } from "../../local/azure/models/upgradeDeployments";
import { Fleet } from "./harness";

jest.setTimeout(300_000);

const OLD = { name: "gpt-5.4", version: "2026-03-05" };
const NEW = { name: "gpt-5.5", version: "2026-04-24" };
const DEPLOYMENT = "Microsoft.CognitiveServices/accounts/deployments";

/** Azure upgrades a model by itself: nothing undoes it, and nothing is said of it but that it happened. */
describe("after Azure has upgraded a model", () => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await Fleet.create({ stack: "dev" });
    expect(await fleet.up()).toMatchObject({ code: 0, messages: [] });
    const { moved, left } = upgradeDeployments(fleet.azure.world, OLD, NEW);
    expect([moved.length, left.length]).toEqual([2, 1]);
  });
  afterAll(() => fleet.stop());

  /** Region and tier → model and capacity in Azure. */
  const inAzure = () =>
    Object.fromEntries(
      fleet.azure.world
        .ofType(DEPLOYMENT)
        .filter(({ name }) => name.startsWith("gpt-5.4"))
        .map(({ id, name, sku, properties }) => {
          const { name: model, version } = properties.model as { name: string; version: string };
          const region = /rg-aoai-dev-(\w+)/.exec(id)?.[1];
          return [`${region} ${name}`, `${model} ${version} ${(sku as { capacity: number }).capacity}`];
        }),
    );
  const moved = {
    "frc gpt-5.4-payg": "gpt-5.5 2026-04-24 50",
    "swec gpt-5.4-payg": "gpt-5.5 2026-04-24 50",
    "swec gpt-5.4-ptu": "gpt-5.4 2026-03-05 15",
  };
  const UPDATE = "update cognitiveservices:Deployment region-francecentral-account-gpt-5-4-payg";

  test("drift is none, and the issue's text tells of it", async () => {
    const { output } = await fleet.run("refresh", "--preview-only", "--json");
    const preview = readPreview(output);
    const report = driftReport([{ name: "dev", preview }]);
    expect(report.drift).toBe("none");
    expect(report.body).toContain(
      "Azure has upgraded `region-francecentral-account-gpt-5-4-payg` from gpt-5.4 2026-03-05 to gpt-5.5 2026-04-24",
    );
  });

  test("a preview changes nothing and tells of it, and of the PTU that stays", async () => {
    const preview = await fleet.preview("--expect-no-changes");
    expect(preview).toMatchObject({ code: 0, changes: [] });
    const text = (region: string, more = "") =>
      `Azure has upgraded gpt-5.4-payg in ${region} from gpt-5.4 2026-03-05 to gpt-5.5 2026-04-24, as \`versionUpgrade\` allows; it is left there. Write \`version: "2026-04-24"\`, with \`name: gpt-5.5\` for \`gpt-5.4\` in the file when all regions have it.${more}`;
    expect([...preview.messages].sort()).toEqual([
      text("francecentral"),
      text("swedencentral", " The PTU deployment beside it stays at 2026-03-05: Azure never moves PTU."),
    ]);
  });

  test("a second update has nothing to do and says nothing", async () => {
    expect(await fleet.up("--expect-no-changes")).toMatchObject({ code: 0, changes: [], messages: [] });
    expect(inAzure()).toEqual(moved);
  });

  test("a refresh takes it into the state, once, and an update leaves it there", async () => {
    // azure-native compares without `ignoreChanges` (pulumi#16391), so the state's own change is shown.
    expect(await fleet.refresh()).toMatchObject({ code: 0, messages: [] });
    expect(await fleet.refresh("--expect-no-changes")).toMatchObject({ code: 0, changes: [] });
    expect(await fleet.up("--expect-no-changes")).toMatchObject({ code: 0, changes: [], messages: [] });
    expect(inAzure()).toEqual(moved);
  });

  test("another change of the deployment is written with the model that it has by now", async () => {
    fleet.edit((text) => text.replace("gpt-5.4: { payg: 50 }", "gpt-5.4: { payg: 60 }"));
    expect(await fleet.up()).toMatchObject({ code: 0, changes: [UPDATE] });
    expect(inAzure()).toEqual({ ...moved, "frc gpt-5.4-payg": "gpt-5.5 2026-04-24 60" });
    expect(await fleet.up("--expect-no-changes")).toMatchObject({ code: 0, changes: [] });
  });

  test("and so it is when the state does not know of the upgrade", async () => {
    const NEWER = { name: "gpt-5.6-sol", version: "2026-07-09" };
    upgradeDeployments(fleet.azure.world, NEW, NEWER);
    fleet.edit((text) => text.replace("gpt-5.4: { payg: 60 }", "gpt-5.4: { payg: 70 }"));
    expect(await fleet.up()).toMatchObject({ code: 0, changes: [UPDATE] });
    expect(inAzure()["frc gpt-5.4-payg"]).toBe("gpt-5.6-sol 2026-07-09 70");
  });

  test("what the file then wishes is written", async () => {
    fleet.edit((text) =>
      text.replace(
        'gpt-5.4:\n    version: "2026-03-05"',
        'gpt-5.4:\n    name: gpt-5.2\n    version: "2025-12-11"',
      ),
    );
    expect(await fleet.up()).toMatchObject({ code: 0 });
    expect(inAzure()).toEqual({
      "frc gpt-5.4-payg": "gpt-5.2 2025-12-11 70",
      "swec gpt-5.4-payg": "gpt-5.2 2025-12-11 50",
      "swec gpt-5.4-ptu": "gpt-5.2 2025-12-11 15",
    });
    expect(await fleet.up("--expect-no-changes")).toMatchObject({ code: 0, changes: [] });
  });

  test("a retired model ends an update, and naming its successor is the way out", async () => {
    const models = [
      { name: "gpt-5.2", version: "2025-12-11", region: "swedencentral", state: "retired" } as const,
    ];
    await fleet.restartAzure({ settings: { models } });
    fleet.edit((text) => text.replace("gpt-5.4: { ptu: 15, payg: 50 }", "gpt-5.4: { ptu: 15, payg: 80 }"));
    const refused = await fleet.up();
    expect(refused.code).not.toBe(0);
    expect(refused.messages.join("\n")).toContain("ServiceModelDeprecated");
    fleet.edit((text) =>
      text.replace(
        'name: gpt-5.2\n    version: "2025-12-11"',
        'name: gpt-5.6-sol\n    version: "2026-07-09"',
      ),
    );
    expect(await fleet.up()).toMatchObject({ code: 0 });
    expect(inAzure()).toEqual({
      "frc gpt-5.4-payg": "gpt-5.6-sol 2026-07-09 70",
      "swec gpt-5.4-payg": "gpt-5.6-sol 2026-07-09 80",
      "swec gpt-5.4-ptu": "gpt-5.6-sol 2026-07-09 15",
    });
    expect(await fleet.up("--expect-no-changes")).toMatchObject({ code: 0, changes: [] });
  });

  test("a deployment that Azure no longer has is asked for in vain, and a preview goes on", async () => {
    const { world } = fleet.azure;
    const gone = world.ofType(DEPLOYMENT).find(({ id }) => id.includes("rg-aoai-dev-frc"));
    world.remove(String(gone?.id));
    expect(await fleet.preview()).toMatchObject({ code: 0, changes: [], messages: [] });
  });
});

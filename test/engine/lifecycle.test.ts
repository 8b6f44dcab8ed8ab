import * as fs from "node:fs";
import * as path from "node:path";
import { upgradeDeployments } from "../../local/azure/models/upgradeDeployments";
import { seedWorld } from "../../local/azure/seedWorld";
import { worldSettings } from "../../local/azure/settings";
import { describe as line } from "../../local/engine/events";
import { foreignValues, hasForeign, setForeign } from "./foreignValues";
import { Fleet, type Outcome } from "./harness";

jest.setTimeout(300_000);

const OTHERS =
  "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-others/providers/Microsoft.ManagedIdentity/userAssignedIdentities/others";
/** A key that somebody has made in the portal. */
const BY_HAND = "5f0c-by-hand";
const STACKS = path.join(__dirname, "../../stacks");
const done = { code: 0, messages: [] };

/** The stack's own file; with the switches that it leaves off, for production. */
function topologyOf(stack: "dev" | "prod"): string {
  const text = fs.readFileSync(path.join(STACKS, `${stack}.yaml`), "utf8");
  if (stack === "dev") return text;
  return text
    .replace("\nnetwork:\n", "\nstateful: files\n\nnetwork:\n")
    .replace("  surfaces:", "  allowedIps: [203.0.113.0/24]\n  surfaces:")
    .replace("    tokensPerMinute: 50000\n", "    tokensPerMinute: 50000\n    stateful: files\n");
}

describe.each(["dev", "prod"] as const)("the life of the %s stack", (stack) => {
  let fleet: Fleet;
  let preview: Outcome;
  /** Every resource that the newest update has left, as lines `create …`. */
  let deployed: string[];
  beforeAll(async () => {
    fleet = await Fleet.create({ stack, topology: topologyOf(stack) });
  });
  afterAll(() => fleet.stop());

  const creates = (outcome: Outcome) => outcome.operations.map(line).sort();
  const ofOthers = ({ id }: { readonly id: string }) => id.includes("rg-others") || id.endsWith(BY_HAND);
  const own = () => fleet.azure.world.all().filter((resource) => !ofOthers(resource));
  const idsOfFleet = () => fleet.idsInAzure().filter((id) => !ofOthers({ id }));

  test("a preview shows every resource, and changes nothing", async () => {
    preview = await fleet.preview();
    expect(preview.messages).toEqual([]);
    expect(preview.code).toBe(0);
    expect(new Set(preview.operations.map(({ op }) => op))).toEqual(new Set(["create"]));
    expect(fleet.azure.world.all()).toEqual([]);
  });

  test("the first update creates exactly what the preview has shown", async () => {
    const up = await fleet.up();
    expect(up.messages).toEqual([]);
    expect(up.code).toBe(0);
    expect(creates(up)).toEqual(creates(preview));
    expect(await fleet.idsInState()).toEqual(fleet.idsInAzure());
  });

  test("a second update has nothing to do", async () => {
    const up = await fleet.up("--expect-no-changes");
    expect(up).toMatchObject({ code: 0, changes: [], messages: [] });
    expect(up.operations).toHaveLength(preview.operations.length);
  });

  test("a refresh finds no drift", async () => {
    const refresh = await fleet.refresh("--expect-no-changes");
    expect(refresh).toMatchObject({ code: 0, changes: [], messages: [] });
    expect(refresh.operations).toHaveLength(preview.operations.length);
  });

  describe("when Azure and others have changed what they change", () => {
    const set = () =>
      foreignValues.filter(({ type }) =>
        own().some((resource) => resource.type.toLowerCase() === type.toLowerCase()),
      );
    const lost = () =>
      set()
        .filter((value) => !hasForeign(fleet.azure.world, value))
        .map(({ what }) => what);
    const consumers = () =>
      own()
        .filter(({ type }) => type === "Microsoft.ApiManagement/service/subscriptions")
        .map(({ name }) => name)
        .sort();

    beforeAll(() => {
      const { world } = fleet.azure;
      const upgraded = upgradeDeployments(
        world,
        { name: "gpt-5.4", version: "2026-03-05" },
        { name: "gpt-5.5", version: "2026-04-24" },
      );
      expect(upgraded.moved.length).toBeGreaterThan(1);
      seedWorld(world, worldSettings(), [{ id: OTHERS, location: "swedencentral" }]);
      for (const { id } of world.ofType("Microsoft.CognitiveServices/accounts"))
        seedWorld(world, worldSettings(), [
          { id: `${id}/raiPolicies/theirs`, properties: { basePolicyName: "Microsoft.DefaultV2" } },
        ]);
      for (const value of set()) setForeign(world, value);
      const [service] = world.ofType("Microsoft.ApiManagement/service");
      seedWorld(world, worldSettings(), [
        {
          id: `${service?.id}/subscriptions/${BY_HAND}`,
          properties: { scope: `${service?.id}/apis`, state: "active" },
        },
      ]);
      expect(set().length).toBeGreaterThan(10);
      expect(lost()).toEqual([]);
    });

    test("an update undoes nothing: it writes back what is there, once", async () => {
      const up = await fleet.up();
      expect(up).toMatchObject({ code: 0 });
      expect(up.changes.filter((change) => !change.startsWith("update "))).toEqual([]);
      expect(lost()).toEqual([]);
      expect(await fleet.up("--expect-no-changes")).toMatchObject({ code: 0, changes: [] });
    });

    test("a refresh takes it into the state, and nothing is left to do", async () => {
      expect(await fleet.refresh()).toMatchObject(done);
      expect(await fleet.refresh("--expect-no-changes")).toMatchObject({ code: 0, changes: [] });
      expect(await fleet.up("--expect-no-changes")).toMatchObject({ code: 0, changes: [] });
      expect(lost()).toEqual([]);
    });

    test("every consumer is renamed on the first try", async () => {
      const before = consumers();
      const roles = own().filter(({ type }) => type === "Microsoft.Authorization/roleDefinitions").length;
      expect(roles).toBe(stack === "prod" ? 1 : 0);
      fleet.edit((text) => {
        const [head = "", list = ""] = text.split("\nconsumers:\n");
        return `${head}\nconsumers:\n${list.replace(/^ {2}([\w-]+):/gm, "  new-$1:")}`;
      });
      expect(await fleet.up()).toMatchObject(done);
      expect(consumers()).toEqual(before.map((name) => name.replace("aoai-", "aoai-new-")));
      const second = await fleet.up("--expect-no-changes");
      expect(second).toMatchObject({ code: 0, changes: [] });
      deployed = creates(second).map((step) => step.replace(/^same/, "create"));
      expect(await fleet.refresh("--expect-no-changes")).toMatchObject({ code: 0, changes: [] });
      expect(lost()).toEqual([]);
    });
  });

  if (stack === "prod")
    test("nothing of a protected stack is destroyed before it is unprotected", async () => {
      const before = fleet.idsInAzure();
      const refused = await fleet.run("destroy", "--yes");
      expect(refused.code).not.toBe(0);
      const named = refused.messages
        .map((message) => /::([^:]+)" cannot be deleted/.exec(message)?.[1])
        .filter(Boolean);
      expect([...new Set(named)].length).toBeGreaterThan(0);
      expect(fleet.idsInAzure()).toEqual(before);
      expect(await fleet.run("state", "unprotect", "--all", "--yes")).toMatchObject({ code: 0 });
    });

  test("destroying leaves nothing, but Azure keeps the accounts for a while", async () => {
    const accounts = fleet.azure.world.ofType("Microsoft.CognitiveServices/accounts").map(({ name }) => name);
    const destroy = await fleet.destroy();
    expect(destroy).toMatchObject({ code: 0, messages: [] });
    expect(destroy.operations.map(line).sort()).toEqual(
      deployed.map((create) => create.replace(/^create/, "delete")),
    );
    expect(own()).toEqual([]);
    expect(await fleet.idsInState()).toEqual([]);
    const kept = fleet.azure.world
      .softDeleted("Microsoft.CognitiveServices/accounts")
      .map(({ name }) => name);
    expect(kept.sort()).toEqual(accounts.sort());
  });

  test("an account that Azure keeps is not replaced by a new one unasked, and the message says what to do", async () => {
    const up = await fleet.up();
    expect(up.code).not.toBe(0);
    const refusals = up.messages.filter((message) => message.includes("FlagMustBeSetForRestore"));
    // The engine begins nothing new after the first refusal, so not every account is named.
    expect(refusals.length).toBeGreaterThan(0);
    expect(refusals.join("\n")).not.toMatch(/^\s+at /m);
  });

  test("with `restore: true` and the suffix of before, the same stack comes back", async () => {
    const { world } = fleet.azure;
    const kept = ["Microsoft.CognitiveServices/accounts", "Microsoft.ApiManagement/service"].flatMap((type) =>
      world.softDeleted(type),
    );
    const suffix = /-(\w+)$/.exec(String(kept[0]?.properties.customSubDomainName))?.[1];
    fleet.edit((text) =>
      text
        .replace("\ngateway:\n", `\nnameSuffix: ${suffix}\ngateway:\n  restore: true\n`)
        .replace(/^( {2}\w+:\n)( {4}priority:)/gm, "$1    restore: true\n$2")
        .replace(/^( {4}region: )/gm, "    restore: true\n$1"),
    );
    expect(await fleet.up()).toMatchObject({ code: 0, messages: [] });
    // The update that was refused may have got as far as a gateway of another name. That one is deleted, and kept, now.
    for (const { type, name } of kept)
      expect(world.softDeleted(type).map((deleted) => deleted.name)).not.toContain(name);
    expect(await fleet.idsInState()).toEqual(idsOfFleet());
    // A gateway comes back with what others had set on it, which the state learns with the next update.
    expect(await fleet.up()).toMatchObject({
      code: 0,
      changes: ["update apimanagement:ApiManagementService gateway-service"],
    });
    expect(await fleet.up()).toMatchObject({ code: 0, changes: [] });
    expect(await fleet.refresh()).toMatchObject({ code: 0, changes: [] });
  });
});

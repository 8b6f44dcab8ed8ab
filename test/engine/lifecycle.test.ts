import { describe as line } from "../../local/engine/events";
import { Fleet, type Outcome } from "./harness";

jest.setTimeout(300_000);

describe.each(["dev", "prod"] as const)("the life of the %s stack", (stack) => {
  let fleet: Fleet;
  let preview: Outcome;
  beforeAll(async () => {
    fleet = await Fleet.create({ stack });
  });
  afterAll(() => fleet.stop());

  const creates = (outcome: Outcome) => outcome.operations.map(line).sort();

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
      creates(preview).map((create) => create.replace(/^create/, "delete")),
    );
    expect(fleet.azure.world.all()).toEqual([]);
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
    expect(await fleet.idsInState()).toEqual(fleet.idsInAzure());
    expect(await fleet.up()).toMatchObject({ code: 0, changes: [] });
    expect(await fleet.refresh()).toMatchObject({ code: 0, changes: [] });
  });
});

import { Fleet } from "./harness";

jest.setTimeout(300_000);

const DEPLOYMENT = "Microsoft.CognitiveServices/accounts/deployments";
const BACKEND = "Microsoft.ApiManagement/service/backends";

describe("Azure refuses in the middle of an update", () => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await Fleet.create({
      stack: "dev",
      azure: {
        settings: { quota: { limits: { "swedencentral/GlobalProvisionedManaged": 10 } } },
        faults: [
          {
            operation: "put",
            type: BACKEND,
            nth: 3,
            answer: { status: 500, code: "InternalServerError", message: "An unexpected error occurred." },
          },
          {
            operation: "put",
            type: DEPLOYMENT,
            name: "gpt-5.4-payg",
            when: "after",
            answer: { status: 409, code: "Conflict", message: "The operation was superseded." },
          },
        ],
      },
    });
  });
  afterAll(() => fleet.stop());

  test("each update says in Azure's words what was refused, keeps what was made, and the next goes on", async () => {
    const expected = ["Conflict", "InsufficientQuota", "InternalServerError"];
    const refused = new Set<string>();
    // Which refusal comes first is up to the order in which the engine gets to the resources.
    for (let updates = 0; refused.size < expected.length && updates < 6; updates++) {
      const up = await fleet.up();
      expect(up.code).not.toBe(0);
      expect(up.output).not.toMatch(/^\s+at .*\.(ts|js):/m);
      expect(await fleet.idsInState()).toEqual(fleet.idsInAzure());
      const codes = up.messages.flatMap((message) => /Code="(\w+)"/.exec(message)?.[1] ?? []);
      expect(codes).not.toEqual([]);
      for (const code of codes) refused.add(code);
    }
    expect([...refused].sort()).toEqual(expected);
  });

  test("with more quota everything is made, once, and nothing is left to do", async () => {
    await fleet.restartAzure({});
    expect(await fleet.up()).toMatchObject({ code: 0, messages: [] });
    expect(await fleet.idsInState()).toEqual(fleet.idsInAzure());
    expect(await fleet.up()).toMatchObject({ code: 0, changes: [], messages: [] });
    expect(await fleet.refresh()).toMatchObject({ code: 0, changes: [] });
  });

  test("a topology that is wrong touches nothing, and each mistake has its place and the way out", async () => {
    const before = fleet.idsInAzure();
    fleet.edit((text) =>
      text
        .replace('version: "2026-03-05"', "version: banana")
        .replace("francecentral:", "francecentrall:")
        .replace("tokensPerMinute: 20000", "tokensPerMinute: 0"),
    );
    const up = await fleet.up();
    expect(up.code).not.toBe(0);
    const text = up.messages.join("\n");
    expect(text).toContain("The topology cannot be deployed; nothing was changed.");
    const places = [...text.matchAll(/^stacks\/dev\.yaml:\d+:\d+ {2}(.*)$/gm)].map((match) => match[1]);
    expect(places).toEqual([
      'models["gpt-5.4"].version',
      "regions.francecentrall (warning)",
      "consumers.playground.tokensPerMinute",
    ]);
    expect(text).toContain("francecentral`");
    expect(up.output).not.toMatch(/^\s+at .*\.(ts|js):/m);
    expect(up.changes).toEqual([]);
    expect(fleet.idsInAzure()).toEqual(before);
  });
});

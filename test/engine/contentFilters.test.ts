import * as fs from "node:fs";
import * as path from "node:path";
import { Fleet } from "./harness";

jest.setTimeout(300_000);

const FILTERS = `raiPolicies:
  strict: { hate: low, jailbreak: block, blocklists: [names] }
blocklists:
  names: { terms: [Voldemort], patterns: ["proj-[0-9]+"] }
`;
const done = { code: 0, messages: [] };

let fleet: Fleet;
beforeAll(async () => {
  const topology = fs
    .readFileSync(path.join(__dirname, "foreign.yaml"), "utf8")
    .replace("payg: GlobalStandard }", "payg: GlobalStandard, raiPolicy: strict }")
    .replace("regions:\n", `${FILTERS}regions:\n`);
  // Long enough that two writes on one account would meet, and be refused as Azure does.
  const account = "Microsoft.CognitiveServices/accounts";
  const kinds = ["deployments", "raiPolicies", "raiBlocklists", "raiBlocklists/raiBlocklistItems"];
  const durations = Object.fromEntries(kinds.map((kind) => [`${account}/${kind}`, 30]));
  fleet = await Fleet.create({ stack: "dev", topology, azure: { durations } });
});
afterAll(() => fleet?.stop());

const deployment = () =>
  fleet.azure.world.ofType("Microsoft.CognitiveServices/accounts/deployments")[0]?.properties;

test("filters and their lists are there before the deployments that name them, and a second update has nothing to do", async () => {
  expect(await fleet.up()).toMatchObject(done);
  expect(deployment()?.raiPolicyName).toBe("aoai-strict");
  const [filter] = fleet.azure.world.ofType("Microsoft.CognitiveServices/accounts/raiPolicies");
  expect(filter?.properties).toMatchObject({
    basePolicyName: "Microsoft.DefaultV2",
    customBlocklists: [
      { blocklistName: "names", source: "Prompt", blocking: true },
      { blocklistName: "names", source: "Completion", blocking: true },
    ],
  });
  expect(await fleet.up()).toMatchObject({ ...done, changes: [] });
  expect(await fleet.refresh()).toMatchObject({ ...done, changes: [] });
});

test("a term more changes the list and nothing else", async () => {
  fleet.edit((text) => text.replace("[Voldemort]", "[Voldemort, Sauron]"));
  const { changes, ...up } = await fleet.up();
  expect(up).toMatchObject(done);
  expect(changes).toEqual([
    expect.stringMatching(
      /^create cognitiveservices:RaiBlocklistItem region-swedencentral-account-list-names-/,
    ),
  ]);
});

test("a filter that leaves the file goes, and its deployments have Azure's default again", async () => {
  fleet.edit((text) =>
    text.replace(", raiPolicy: strict", "").replace(/^raiPolicies:[\s\S]*(?=^regions:)/m, ""),
  );
  expect(await fleet.up()).toMatchObject(done);
  expect(deployment()?.raiPolicyName).toBe("Microsoft.DefaultV2");
  for (const kind of ["raiPolicies", "raiBlocklists"])
    expect(fleet.azure.world.ofType(`Microsoft.CognitiveServices/accounts/${kind}`)).toEqual([]);
  expect(await fleet.up()).toMatchObject({ ...done, changes: [] });
});

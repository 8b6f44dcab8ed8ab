import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { load } from "js-yaml";
import { driftReport } from "../../cli/comment/drift";
import { previewOf } from "../../cli/comment/gather";
import { upgradeDeployments } from "../../local/azure/models/upgradeDeployments";
import { Fleet } from "./harness";

jest.setTimeout(600_000);

/** What the workflow runs, with the output folder as it is there. */
const workflow = load(readFileSync(resolve(__dirname, "../../.github/workflows/drift.yml"), "utf8")) as {
  jobs: { compare: { steps: { name?: string; run?: string }[] } };
};
const script =
  workflow.jobs.compare.steps.find(({ name }) => name === "Compare the state with Azure")?.run ?? "";

let fleet: Fleet;
beforeAll(async () => {
  fleet = await Fleet.create({ stack: "dev" });
  expect(await fleet.up()).toMatchObject({ code: 0, messages: [] });
});
afterAll(() => fleet.stop());

async function drift() {
  const env = fleet.env();
  await promisify(execFile)("bash", ["-e", "-c", script], {
    cwd: fleet.project,
    env: { ...env, PATH: `${dirname(fleet.engine.pulumi)}:${env.PATH}`, STACK: "dev" },
    maxBuffer: 2 ** 26,
  });
  const [preview, next] = ["dev.json", "dev.next.json"].map((file) => previewOf(join(fleet.project, file)));
  if (preview === undefined || next === undefined) throw new Error("nothing was compared");
  const { drift: found, body } = driftReport([{ name: "dev", preview, next }]);
  return {
    found,
    lines: body
      .split("\n")
      .slice(3)
      .filter((line) => !/^$|<|^\| (---| )/.test(line)),
  };
}

const resource = (type: string, part: string) => {
  const found = fleet.azure.world.ofType(type).find(({ id }) => id.includes(part));
  if (found === undefined) throw new Error(`there is no ${type} with ${part}`);
  return found;
};

test("what others set, what Azure upgraded and what is merged but not deployed is no drift", async () => {
  const before = fleet.idsInAzure();
  expect(await drift()).toEqual({
    found: "none",
    lines: ["### dev", expect.stringMatching(/^\*\*Resources:\*\* no change, \d+ as deployed$/)],
  });
  const { world } = fleet.azure;
  const account = resource("Microsoft.CognitiveServices/accounts", "-frc");
  world.put({ ...account, tags: { ...(account.tags as object), policy: "theirs" } });
  upgradeDeployments(
    world,
    { name: "gpt-5.4", version: "2026-03-05" },
    { name: "gpt-5.5", version: "2026-04-24" },
  );
  fleet.edit((text) => text.replace("tokensPerMinute: 20000", "tokensPerMinute: 30000"));
  const { found, lines } = await drift();
  expect([found, lines.filter((line) => line.startsWith("- "))]).toEqual([
    "none",
    [
      "- Azure has upgraded `region-francecentral-account-gpt-5-4-payg` from gpt-5.4 2026-03-05 to gpt-5.5 2026-04-24; write it into the topology file when all regions have it.",
      "- Azure has upgraded `region-swedencentral-account-gpt-5-4-payg` from gpt-5.4 2026-03-05 to gpt-5.5 2026-04-24; write it into the topology file when all regions have it.",
      "- `region-francecentral-account`: tags",
    ],
  ]);
  expect(fleet.idsInAzure()).toEqual(before);
});

test("what the next update would undo is drift, and nothing else beside it", async () => {
  const { world } = fleet.azure;
  const ptu = resource("Microsoft.CognitiveServices/accounts/deployments", "gpt-5.4-ptu");
  world.put({ ...ptu, sku: { ...ptu.sku, capacity: 20 } });
  world.remove(resource("Microsoft.ApiManagement/service/backends", "regional-francecentral").id);
  const { found, lines } = await drift();
  expect([found, lines.filter((line) => /^(\||\*\*)/.test(line))]).toEqual([
    "found",
    [
      expect.stringMatching(/^\*\*Resources:\*\* 1 gone, 1 different, \d+ as deployed$/),
      "| gone | apimanagement:Backend | `gateway-backends-regional-francecentral` |  |",
      "| different | cognitiveservices:Deployment | `region-swedencentral-account-gpt-5-4-ptu` | sku |",
    ],
  ]);
});

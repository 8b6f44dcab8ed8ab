import * as fs from "node:fs";
import * as path from "node:path";
import { edits } from "./edits";
import { Fleet } from "./harness";

jest.setTimeout(300_000);

/**
 * What each edit does to Azure, as lists that were read and approved by a person. After a change that is meant, run
 * `APPROVE=1 npx jest test/engine/edits` and read the difference.
 */
const approvedFile = path.join(__dirname, "edits.approved.txt");

const nothing = { code: 0, changes: [], messages: [] };

let fleet: Fleet;
beforeAll(async () => {
  fleet = await Fleet.create({
    stack: "dev",
    topology: fs.readFileSync(path.join(__dirname, "edits.yaml"), "utf8"),
    azure: {
      // Long enough that two operations on one account would meet, and be refused as Azure does.
      durations: {
        "Microsoft.CognitiveServices/accounts/deployments": 30,
        "Microsoft.CognitiveServices/accounts": 30,
      },
    },
  });
  somebodyElsesGateway(fleet);
  expect(await fleet.up()).toMatchObject({ code: 0, messages: [] });
  expect(await fleet.preview()).toMatchObject(nothing);
});
afterAll(() => fleet.stop());

const done = new Map<string, readonly string[]>();

test.each(edits)(
  "$name: exactly the approved operations, then none",
  async ({ name, replacements, back }) => {
    fleet.edit((text) =>
      replacements.reduce((before, [from, to]) => {
        if (!before.includes(from)) throw new Error(`\`${name}\` does not find \`${from}\``);
        return before.replace(from, () => to);
      }, text),
    );
    const up = await fleet.up();
    expect({ messages: up.messages, code: up.code }).toEqual({ messages: [], code: 0 });
    done.set(name, up.changes);
    if (!process.env.APPROVE) expect(up.changes).toEqual(approved().get(name));
    // That this file leaves nothing to do, a preview has shown before the edit that is taken back. What the way back leaves
    // undone is done by the next edit, whose list would not be its approved one.
    if (!back || process.env.APPROVE) expect(await fleet.preview()).toMatchObject(nothing);
    expect(lossesOf(up.changes)).toEqual(LOSSES[name] ?? []);
  },
);

/** The only edits that may take an account or paid capacity away, because the topology says so. */
const LOSSES: Readonly<Record<string, readonly string[]>> = {
  "remove the region": ["delete cognitiveservices:Account region-germanywestcentral-account"],
  "remove the PTU beside PAYG": [
    "delete cognitiveservices:Deployment region-francecentral-account-gpt-5-4-ptu",
  ],
};

function lossesOf(changes: readonly string[]): string[] {
  return changes.filter(
    (line) => /(delete|replace)/.test(line) && /:Account |:Deployment .*-ptu$/.test(line),
  );
}

test("what is approved is what was done, no more", () => {
  const text = [...done]
    .map(([name, lines]) => `## ${name}\n${lines.map((line) => `${line}\n`).join("")}`)
    .join("\n");
  if (process.env.APPROVE) fs.writeFileSync(approvedFile, text);
  expect(fs.readFileSync(approvedFile, "utf8")).toBe(text);
});

test("in the end there is nothing left to do", async () => {
  expect(await fleet.preview()).toMatchObject(nothing);
});

test("in the end the state and Azure hold the same, but for the gateway of somebody else", async () => {
  const foreign = (id: string) =>
    /\/resourceGroups\/rg-shared(\/providers\/Microsoft.ApiManagement\/service\/apim-shared(\/products\/azure-openai)?)?$/.test(
      id,
    );
  expect(await fleet.idsInState()).toEqual(fleet.idsInAzure().filter((id) => !foreign(id)));
  expect(await fleet.refresh()).toMatchObject({ code: 0, changes: [] });
});

function approved(): Map<string, string[]> {
  const sections = fs.readFileSync(approvedFile, "utf8").split(/^## /m).slice(1);
  return new Map(
    sections.map((section) => {
      const [name = "", ...lines] = section.split("\n");
      return [name, lines.filter(Boolean)];
    }),
  );
}

/** An API Management service that another team made. */
function somebodyElsesGateway({ azure }: Fleet): void {
  const group = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-shared";
  azure.world.put({
    id: group,
    name: "rg-shared",
    type: "Microsoft.Resources/resourceGroups",
    location: "swedencentral",
    properties: { provisioningState: "Succeeded" },
  });
  azure.world.put({
    id: `${group}/providers/Microsoft.ApiManagement/service/apim-shared`,
    name: "apim-shared",
    type: "Microsoft.ApiManagement/service",
    location: "swedencentral",
    sku: { name: "StandardV2", capacity: 1 },
    properties: {
      provisioningState: "Succeeded",
      gatewayUrl: "https://apim-shared.azure-api.net",
      publisherName: "Somebody",
      publisherEmail: "somebody@contoso.example",
    },
  });
  const product = `${group}/providers/Microsoft.ApiManagement/service/apim-shared/products/azure-openai`;
  azure.world.put({
    id: product,
    name: "azure-openai",
    type: "Microsoft.ApiManagement/service/products",
    properties: { displayName: "Azure OpenAI", subscriptionRequired: true, state: "published" },
  });
}

import { knownRegions } from "../../infra/topology/data";
import { base, edited, said } from "./fixture";

const lines = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => `${line(index)}\n`).join("");

const consumers = (count: number) =>
  edited(
    base,
    ["StandardV2", "Developer"],
    ["consumers:\n", `consumers:\n${lines(count, (i) => `  c${i}: { tokensPerMinute: 1 }`)}`],
  );

const regions = (count: number) => {
  const more = knownRegions.filter((name) => name !== "swedencentral" && name !== "eastus2").slice(0, count);
  const there = (name: string) =>
    `  ${name}: { existing: { resourceGroup: rg, account: oai-${name} }, deployments: { gpt-5.4: { payg: { capacity: 5, existing: there } } } }\n`;
  return edited(base, ["regions:\n", `regions:\n${more.map(there).join("")}`]);
};

const deployments = (count: number) =>
  edited(
    base,
    [
      "models:\n",
      `models:\n${lines(count, (i) => `  m${i}: { name: gpt-5.4, version: "2026-03-05", payg: GlobalStandard }`)}`,
    ],
    [
      "      gpt-5.4: { payg: 50 }\n",
      `      gpt-5.4: { payg: 50 }\n${lines(count, (i) => `      m${i}: { payg: 5 }`)}`,
    ],
  );

const tuned = (count: number) =>
  edited(base, [
    "fineTuned:\n",
    `fineTuned:\n${lines(count, (i) => `  t${i}: { region: swedencentral, model: gpt-4.1.ft-${i}, version: "1", payg: { sku: Standard, capacity: 1 } }`)}`,
  ]);

const tags = (count: number) =>
  edited(
    base,
    ["{ access: private, addressSpace: 10.0.0.0/22 }", "{ access: public }"],
    ["gateway:\n", `tags:\n${lines(count, (i) => `  t${i}: x`)}gateway:\n`],
  );

describe("how many of each a fleet may have", () => {
  test.each([
    ["30 regions", regions(28)],
    ["32 PAYG deployments in one account", deployments(31)],
    ["30 accounts in one region", tuned(28)],
    ["50 tags", tags(50)],
    ["100 consumers at a developer gateway", consumers(99)],
  ])("allows %s", (_, text) => {
    expect(said(text)).toEqual([]);
  });

  test.each([
    [
      "31 regions",
      regions(29),
      "11:1 error region-count regions: the fleet has 31 regions; 30 is the most, because a backend pool has at most 30 members. | Remove regions, or move some of them to another environment.",
    ],
    [
      "33 PAYG deployments in one account",
      deployments(32),
      "50:5 error deployment-count regions.eastus2.deployments: eastus2 has 33 PAYG deployments; Azure allows 32 per account. | Deploy some of the models in other regions only.",
    ],
    [
      "31 accounts in one region",
      tuned(29),
      "12:3 error account-count regions.swedencentral: swedencentral would hold 31 accounts, one per fine-tuned model beside its own; Azure allows 30 per region. | Move fine-tuned models to another region or another environment.",
    ],
    [
      "51 tags",
      tags(51),
      "3:1 error tag-count tags: the file has 51 tags; Azure allows 50 per resource. | Remove tags; what all resources share can be a tag of the subscription.",
    ],
    [
      "101 consumers at a developer gateway",
      consumers(4998),
      "22:1 error consumer-count consumers: the file has 4999 consumers, each with a named value of its own; the tier Developer has room for 4998. | Let consumers share an entry, or choose a larger tier.",
    ],
  ])("refuses %s", (_, text, problem) => {
    expect(said(text)).toEqual([problem]);
  });

  test("needs a region at all", () => {
    const text =
      "environment: test\nworkload: aoai\ngateway: { location: eastus, publisher: { name: A, email: a@b.example }, sku: { name: BasicV2 } }\nnetwork: { access: public }\nmodels: {}\nregions: {}\n";
    expect(said(text)).toEqual([
      "1:1 warning no-consumers environment: the fleet has no consumers: there is no key, so nobody may call it. | Add one: `consumers: { playground: { tokensPerMinute: 20000 } }`.",
      "5:1 error no-models models: the fleet has no models. | Define at least one under `models` or `fineTuned`.",
      "6:1 error region-count regions: the fleet has no regions; it needs 1 to 30. | Add a region, as in `stacks/dev.yaml`.",
    ]);
  });

  test("tells two hundred problems and that there are more", () => {
    const problems = said(`${base}${lines(5000, (i) => `unknown${i}: 1`)}`);
    expect(problems).toHaveLength(201);
    expect(problems.at(-1)).toBe(
      "223:1 error too-many-problems (file): there are more problems than these 200. | Mend these first; the rest is told then.",
    );
  });
});

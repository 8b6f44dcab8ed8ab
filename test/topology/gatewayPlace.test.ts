import { base, type Case, edited, said } from "./fixture";

const tier = (name: string, location: string) =>
  [
    ["location: swedencentral\n", `location: ${location}\n`],
    ["{ name: StandardV2, units: 1 }", `{ name: ${name} }`],
  ] as const;
const resident = [
  "{ tokensPerMinute: 1000 }",
  "{ tokensPerMinute: 1000, residency: eu, models: [gpt-5.4] }",
] as const;
const america = ["location: swedencentral\n", "location: eastus2\n"] as const;

const cases: readonly Case[] = [
  {
    when: "the gateway is outside of a consumer's residency",
    edits: [resident, america],
    says: [
      "23:44 error residency-gateway consumers.app.residency: `app` must stay within `eu`, but the gateway, which decrypts every prompt, its logs and its insights are in eastus2 (United States). | Move `gateway.location` into the residency, give these consumers a fleet of their own there, or state the exception: `gateway.crossesResidency: true`.",
    ],
    fine: [resident],
  },
  {
    when: "the fleet's and a model's residency exclude the gateway",
    edits: [
      ["workload: aoai", "workload: aoai\nresidency: eu"],
      [
        '  text-embedding-3-large: { version: "1", ',
        '  text-embedding-3-large: { version: "1", residency: se, ',
      ],
      ["location: swedencentral\n", "location: francecentral\n"],
      ["  eastus2:", "  francecentral:"],
    ],
    says: [
      "11:54 error residency-gateway models.text-embedding-3-large.residency: `text-embedding-3-large` must stay within `se`, but the gateway, which decrypts every prompt, its logs and its insights are in francecentral (France). | Move `gateway.location` into the residency, give these consumers a fleet of their own there, or state the exception: `gateway.crossesResidency: true`.",
    ],
  },
  {
    when: "the gateway is outside of what several consumers state: one place, one message",
    edits: [
      [
        "{ tokensPerMinute: 1000 }",
        "{ tokensPerMinute: 1000, residency: us, models: [gpt-5.4] }\n  bot: { tokensPerMinute: 1000, residency: us, models: [gpt-5.4] }",
      ],
    ],
    says: [
      "4:13 error residency-gateway gateway.location: `app` must stay within `us`, `bot` within `us`, but the gateway, which decrypts every prompt, its logs and its insights are in swedencentral (Sweden). | Move `gateway.location` into the residency, give these consumers a fleet of their own there, or state the exception: `gateway.crossesResidency: true`.",
    ],
  },
  {
    when: "an exception is stated that nothing needs",
    edits: [["  sku:", "  crossesResidency: true\n  sku:"]],
    says: [
      "6:3 warning residency-crossing-unused gateway.crossesResidency: no residency excludes the gateway's region, so there is no exception to state. | Remove the key.",
    ],
    fine: [["  sku:", "  crossesResidency: true\n  sku:"], resident, america],
  },
  {
    when: "a tier is not offered in the region",
    edits: tier("StandardV2", "westus3"),
    says: [
      "4:13 error gateway-region gateway.location: the tier StandardV2 is not offered in westus3. | Choose another region for the gateway, such as `swedencentral` or `eastus2` for StandardV2, or another tier.",
    ],
    fine: tier("Premium", "westus3"),
  },
  {
    when: "a region has no room for new gateways",
    edits: tier("StandardV2", "uksouth"),
    says: [
      "4:13 warning gateway-region gateway.location: on 2025-11-11 Azure had no room for new gateways of the tier StandardV2 in uksouth. | Look whether that is over. Choose another region for the gateway, such as `swedencentral` or `eastus2` for StandardV2, or another tier.",
    ],
  },
  {
    when: "the data do not say whether a tier is offered",
    edits: tier("StandardV2", "polandcentral"),
    says: [
      "4:13 warning gateway-region gateway.location: the data of 2025-11-11 do not say whether the tier StandardV2 is offered in polandcentral. | Microsoft's page on region availability of API Management has the present list.",
    ],
  },
  {
    when: "the tier needs a newer version of the API",
    edits: tier("PremiumV2", "northeurope"),
    says: [
      "6:16 error gateway-api-version gateway.sku.name: the tier PremiumV2 is in API Management's API from 2025-03-01-preview on; this program writes 2024-05-01, with which Azure refuses to make one. | Choose StandardV2 or Premium, or make the service by other means and name it under `gateway.existing`.",
    ],
  },
  {
    when: "zones are chosen for a tier that has none to choose",
    edits: [["{ name: StandardV2, units: 1 }", '{ name: StandardV2, units: 3, zones: ["1", "2", "3"] }']],
    says: [
      "6:38 error gateway-zones gateway.sku.zones: the zones of the tier StandardV2 cannot be chosen; those of Premium can. | Remove `zones`, or choose Premium.",
    ],
    fine: [["{ name: StandardV2, units: 1 }", '{ name: Premium, units: 3, zones: ["1", "2", "3"] }']],
  },
  {
    when: "units cannot be shared by the zones, and the region has none",
    edits: [
      ["{ name: StandardV2, units: 1 }", '{ name: Premium, units: 2, zones: ["1", "2", "3"] }'],
      ["location: swedencentral\n", "location: northcentralus\n"],
    ],
    says: [
      "6:35 error gateway-zones gateway.sku.zones: 2 units cannot be shared equally by 3 zones. | Write a multiple of 3 as `units`, or leave `zones` out: Azure then spreads the units itself.",
      "6:35 error gateway-zones gateway.sku.zones: northcentralus has no availability zones. | Remove `zones`, or choose a region that has them, such as `swedencentral` or `eastus2`.",
    ],
    fine: [["{ name: StandardV2, units: 1 }", '{ name: Premium, units: 4, zones: ["1", "3"] }']],
  },
  {
    when: "a zone is none, or named twice",
    edits: [["{ name: StandardV2, units: 1 }", '{ name: Premium, units: 3, zones: ["1", "1", "4"] }']],
    says: [
      "6:48 error duplicate-item gateway.sku.zones[1]: `1` stands twice in this list. | Remove one of the two.",
      '6:53 error not-a-choice gateway.sku.zones[2]: item 3 of `gateway.sku.zones` must be a zone in quotes: "1", "2" or "3", got the text `4`. | Did you mean `1`?',
    ],
  },
  {
    when: "a region belongs to another cloud",
    edits: [["  eastus2:", "  usgovvirginia:"]],
    says: [
      "16:3 error sovereign-cloud regions.usgovvirginia: `usgovvirginia` is a region of a sovereign cloud, whose hosts are others (`openai.azure.us`, `azure-api.us`, `openai.azure.cn` …); this program writes those of the public cloud, and nothing would be reached. | Use regions of the public cloud; sovereign clouds are not supported.",
    ],
  },
];

describe("the gateway's place and tier", () => {
  test.each(cases)("are told of when $when", ({ edits, says }) => {
    // Of a region that is not known other rules speak too.
    const lines = said(edited(base, ...edits)).filter((line) => !line.includes(" unknown-region "));
    expect(lines).toEqual(says);
  });

  test.each(cases.filter(({ fine }) => fine !== undefined))("are fine again after: $when", ({ fine }) => {
    expect(said(edited(base, ...(fine ?? [])))).toEqual([]);
  });

  test("a region of old data is a warning that says so", () => {
    expect(said(edited(base, ...tier("StandardV2", "westus3")), "2026-11-30")).toEqual([
      expect.stringMatching(
        /^4:13 warning gateway-region .* The data are from 2025-11-11, 384 days old, so this is no error\./,
      ),
    ]);
  });
});

import { base, type Case, edited, said } from "./fixture";

/** Each case breaks one rule by editing {@link base}; where it says how, the same spot is then put right. */
const cases: readonly Case[] = [
  {
    when: "a required key is missing",
    edits: [
      [
        `  location: swedencentral
`,
        "",
      ],
    ],
    says: [
      "3:1 error missing-key gateway.location: `location` is missing; it must be a region in Azure's short form, such as `swedencentral`. | Add the key `location` to `gateway`.",
    ],
  },
  {
    when: "required keys of the file are missing",
    edits: [
      [
        `environment: test
`,
        "",
      ],
      [
        `network: { access: private, addressSpace: 10.0.0.0/22 }
`,
        "",
      ],
    ],
    says: [
      "1:1 error missing-key environment: `environment` is missing; it must be 2 to 12 lower-case letters, digits and hyphens, starting with a letter and not ending with a hyphen, such as `prod`. | Add the key `environment` to the file.",
      "1:1 error missing-key network: `network` is missing; it must be a mapping with the keys `access`, `addressSpace`. | Add the key `network` to the file.",
    ],
  },
  {
    when: "a key is misspelt",
    edits: [["    priority: 2", "    prioritty: 2"]],
    says: [
      "17:5 error unknown-key regions.eastus2.prioritty: `prioritty` is not a key of `regions.eastus2`; allowed are `priority`, `existing`, `restore`, `retire`, `deployments`. | Did you mean `priority`?",
    ],
  },
  {
    when: "a key is unknown",
    edits: [
      [
        "workload: aoai",
        `workload: aoai
version: 2`,
      ],
    ],
    says: [
      "3:1 error unknown-key version: `version` is not a key of the file; allowed are `environment`, `workload`, `nameSuffix`, `protect`, `tags`, `residency`, `stateful`, `gateway`, `network`, `monitoring`, `routing`, `promises`, `models`, `regions`, `raiPolicies`, `blocklists`, `fineTuned`, `consumers`. | Remove the key, or write one of these.",
    ],
  },
  {
    when: "a version is a number",
    edits: [[`"1", payg: Standard }`, "1, payg: Standard }"]],
    says: [
      '10:38 error wrong-type models.text-embedding-3-large.version: `version` must be text, but without quotes YAML reads `1` as a number. | Put it in quotes: "1".',
    ],
  },
  {
    when: "a version loses its zero",
    edits: [[`"2026-03-05"`, "0613"]],
    says: [
      '9:23 error wrong-type models["gpt-5.4"].version: `version` must be text, but without quotes YAML reads `0613` as a number. | Put it in quotes: "0613".',
    ],
  },
  {
    when: "a number is in quotes",
    edits: [["priority: 2", `priority: "2"`]],
    says: [
      "17:15 error wrong-type regions.eastus2.priority: `priority` must be a whole number from 1 to 100, got the text `2`. | Write the number without quotes.",
    ],
  },
  {
    when: "a number is out of range",
    edits: [
      ["priority: 2", "priority: 0"],
      ["units: 1", "units: 32"],
    ],
    says: [
      "6:35 error out-of-range gateway.sku.units: `units` must be a whole number from 1 to 31, got `32`. | Write a value within these limits.",
      "17:15 error out-of-range regions.eastus2.priority: `priority` must be a whole number from 1 to 100, got `0`. | Write a value within these limits.",
    ],
  },
  {
    when: "a number is not whole",
    edits: [["priority: 2", "priority: 1.5"]],
    says: [
      "17:15 error wrong-type regions.eastus2.priority: `priority` must be a whole number from 1 to 100, got `1.5`. | Write a whole number, such as 1.",
    ],
  },
  {
    when: "a number is infinite",
    edits: [["priority: 2", "priority: .inf"]],
    says: [
      "17:15 error wrong-type regions.eastus2.priority: `priority` must be a whole number from 1 to 100, got `.inf`. | Write a whole number, such as 1.",
    ],
  },
  {
    when: "a value is missing",
    edits: [["priority: 2", "priority:"]],
    says: [
      "17:5 error wrong-type regions.eastus2.priority: `priority` must be a whole number from 1 to 100, got nothing. | Write a value after `priority`, or remove the key.",
    ],
  },
  {
    when: "a SKU is misspelt",
    edits: [["payg: DataZoneStandard", "payg: DataZoneStandart"]],
    says: [
      '9:76 error not-a-choice models["gpt-5.4"].payg: `payg` must be `GlobalStandard`, `DataZoneStandard`, `Standard` or `DeveloperTier`, got the text `DataZoneStandart`. | Did you mean `DataZoneStandard`?',
    ],
  },
  {
    when: "a SKU is cut short",
    edits: [["ptu: DataZoneProvisionedManaged", "ptu: DataZoneProvisioned"]],
    says: [
      '9:42 error not-a-choice models["gpt-5.4"].ptu: `ptu` must be `GlobalProvisionedManaged`, `DataZoneProvisionedManaged` or `ProvisionedManaged`, got the text `DataZoneProvisioned`. | Did you mean `DataZoneProvisionedManaged`?',
    ],
  },
  {
    when: "a choice is like none of them",
    edits: [["access: private", "access: internal"]],
    says: [
      "7:20 error not-a-choice network.access: `access` must be `private` or `public`, got the text `internal`. | Write one of these.",
    ],
  },
  {
    when: "capacity is text",
    edits: [["ptu: 15", "ptu: lots"]],
    says: [
      '14:23 error wrong-type regions.swedencentral.deployments["gpt-5.4"].ptu: `ptu` must be a whole number from 1 to 100,000,000 (PTU), or a mapping with the key `capacity` and, if needed, `sku` and `existing`, got the text `lots`. | Write a whole number, such as 1.',
    ],
  },
  {
    when: "capacity is a list",
    edits: [["ptu: 15", "ptu: [15]"]],
    says: [
      '14:23 error wrong-type regions.swedencentral.deployments["gpt-5.4"].ptu: `ptu` must be a whole number from 1 to 100,000,000 (PTU), or a mapping with the key `capacity` and, if needed, `sku` and `existing`, got a list. | Write a whole number, such as 1.',
    ],
  },
  {
    when: "capacity as a mapping has a slip",
    edits: [["ptu: 15", "ptu: { capacty: 15, sku: ProvisionedManaged }"]],
    says: [
      '14:25 error unknown-key regions.swedencentral.deployments["gpt-5.4"].ptu.capacty: `capacty` is not a key of `regions.swedencentral.deployments["gpt-5.4"].ptu`; allowed are `capacity`, `sku`, `existing`. | Did you mean `capacity`?',
    ],
  },
  {
    when: "capacity is zero",
    edits: [["ptu: 15, payg: 50", "ptu: 15, payg: 0"]],
    says: [
      '14:33 error out-of-range regions.swedencentral.deployments["gpt-5.4"].payg: `payg` must be a whole number from 1 to 100,000,000 (thousands of tokens per minute), or a mapping with the key `capacity` and, if needed, `sku` and `existing`, got `0`. | Write a value within these limits.',
    ],
  },
  {
    when: "a mapping is a list",
    edits: [
      [
        `models:
`,
        `models:
  - x
modells:
`,
      ],
    ],
    says: [
      "9:3 error wrong-type models: `models` must be a mapping, got a list. | Write `key: value` on lines of their own below `models`, further to the right.",
      "10:1 error unknown-key modells: `modells` is not a key of the file; allowed are `environment`, `workload`, `nameSuffix`, `protect`, `tags`, `residency`, `stateful`, `gateway`, `network`, `monitoring`, `routing`, `promises`, `models`, `regions`, `raiPolicies`, `blocklists`, `fineTuned`, `consumers`. | Did you mean `models`?",
    ],
  },
  {
    when: "a consumer's name has capitals",
    edits: [["  app:", "  App:"]],
    says: [
      "23:3 error wrong-name consumers.App: the name `App` in `consumers` must be 2 to 50 lower-case letters, digits and hyphens, starting with a letter and not ending with a hyphen, such as `checkout`. | Did you mean `app`?",
    ],
  },
  {
    when: "a region is written as people say it",
    edits: [["  eastus2:", "  East US 2:"]],
    says: [
      '16:3 error wrong-name regions["East US 2"]: the name `East US 2` in `regions` must be a region in Azure\'s short form, such as `swedencentral`. | Did you mean `eastus2`?',
    ],
  },
  {
    when: "the environment is too long",
    edits: [["environment: test", "environment: production-europe"]],
    says: [
      "1:14 error out-of-range environment: `environment` must be 2 to 12 lower-case letters, digits and hyphens, starting with a letter and not ending with a hyphen, such as `prod`, got the text `production-europe`. | Write a value within these limits.",
    ],
  },
  {
    when: "the address space is text",
    edits: [["10.0.0.0/22", "large"]],
    says: [
      "7:43 error wrong-format network.addressSpace: `addressSpace` must be an IPv4 range in CIDR form, such as `10.60.0.0/22`, got the text `large`. | Write it in that form.",
    ],
  },
  {
    when: "the e-mail address is none",
    edits: [["ai@contoso.example", "contoso"]],
    says: [
      "5:38 error wrong-format gateway.publisher.email: `email` must be an e-mail address of up to 100 characters, got the text `contoso`. | Write it in that form.",
    ],
  },
  {
    when: "a residency is in capitals",
    edits: [["tokensPerMinute: 1000", "residency: EU, tokensPerMinute: 1000"]],
    says: [
      "23:21 error wrong-format consumers.app.residency: `residency` must be `eu`, `us` or `apac`, a two-letter country code such as `se`, or a list of regions, got the text `EU`. | Did you mean `eu`?",
    ],
  },
  {
    when: "a residency is a number",
    edits: [["tokensPerMinute: 1000", "residency: 1, tokensPerMinute: 1000"]],
    says: [
      "23:21 error wrong-type consumers.app.residency: `residency` must be `eu`, `us` or `apac`, a two-letter country code such as `se`, or a list of regions, got `1`. | Write it in one of the forms that are allowed.",
    ],
  },
  {
    when: "a duration is in seconds",
    edits: [
      [
        "network:",
        `routing: { breaker: { ptu: { tripDuration: 10s } } }
network:`,
      ],
    ],
    says: [
      "7:44 error wrong-format routing.breaker.ptu.tripDuration: `tripDuration` must be a duration in ISO 8601, such as `PT10S` or `PT1M`, got the text `10s`. | Write it in that form.",
    ],
    fine: [
      [
        "network:",
        `routing: { breaker: { ptu: { tripDuration: PT10S } } }
network:`,
      ],
    ],
  },
  {
    when: "an application is no GUID",
    edits: [
      ["tokensPerMinute: 1000", "entraApplications: [app], tokensPerMinute: 1000"],
      [
        "  location:",
        `  entra: { tenantId: contoso, audience: api }
  location:`,
      ],
    ],
    says: [
      "4:22 error wrong-format gateway.entra.tenantId: `tenantId` must be a GUID, such as `11111111-2222-3333-4444-555555555555`, or a list of up to 20, got the text `contoso`. | Write it in that form.",
      "24:30 error wrong-format consumers.app.entraApplications[0]: item 1 of `consumers.app.entraApplications` must be a GUID, such as `11111111-2222-3333-4444-555555555555`, got the text `app`. | Write it in that form.",
    ],
  },
  {
    when: "a tag has a forbidden character",
    edits: [
      [
        `gateway:
`,
        `tags: { a<b: x }
gateway:
`,
      ],
    ],
    says: [
      '3:9 error wrong-name tags["a<b"]: the name `a<b` in `tags` must be 1 to 512 characters without `<`, `>`, `%`, `&`, `?`, `/` and backslashes. | Did you mean `a-b`?',
    ],
  },
  {
    when: "a tag is a number",
    edits: [
      [
        `gateway:
`,
        `tags: { costCenter: 4711 }
gateway:
`,
      ],
    ],
    says: [
      '3:21 error wrong-type tags.costCenter: `costCenter` must be text, but without quotes YAML reads `4711` as a number. | Put it in quotes: "4711".',
    ],
    fine: [
      [
        `gateway:
`,
        `tags: { costCenter: "4711" }
gateway:
`,
      ],
    ],
  },
  {
    when: "there are slips and broken rules at once",
    edits: [
      [
        "workload: aoai",
        `workload: aoai
protekt: true`,
      ],
      ["ptu: 15", "ptu: 17"],
      ["units: 1", "units: 0"],
      ["text-embedding-3-large: { payg", "text-embedding-3-larg: { payg"],
    ],
    says: [
      "3:1 error unknown-key protekt: `protekt` is not a key of the file; allowed are `environment`, `workload`, `nameSuffix`, `protect`, `tags`, `residency`, `stateful`, `gateway`, `network`, `monitoring`, `routing`, `promises`, `models`, `regions`, `raiPolicies`, `blocklists`, `fineTuned`, `consumers`. | Did you mean `protect`?",
      "7:35 error out-of-range gateway.sku.units: `units` must be a whole number from 1 to 31, got `0`. | Write a value within these limits.",
      "11:3 error model-not-deployed models.text-embedding-3-large: `text-embedding-3-large` is deployed in no region, so nothing could answer a request for it. | Deploy it in a region under `regions.<region>.deployments`, or remove the model.",
      '15:23 error ptu-step regions.swedencentral.deployments["gpt-5.4"].ptu: `gpt-5.4` in swedencentral asks for 17 PTU, but with the SKU `DataZoneProvisionedManaged` Azure sells `gpt-5.4` from 15 PTU on in steps of 5. | Write 15 or 20.',
      "16:7 error unknown-model-reference regions.swedencentral.deployments.text-embedding-3-larg: swedencentral deploys `text-embedding-3-larg`, which `models` does not define; it defines `gpt-5.4`, `text-embedding-3-large`. | Did you mean `text-embedding-3-large`?",
    ],
  },
  {
    when: "a key that must be there is misspelt, and a rule is broken too",
    edits: [
      ["publisher: { name: Contoso", "publisher: { nam: Contoso"],
      ["ptu: 15", "ptu: 17"],
    ],
    says: [
      "5:16 error unknown-key gateway.publisher.nam: `nam` is not a key of `gateway.publisher`; allowed are `name`, `email`. | Did you mean `name`?",
      '14:23 error ptu-step regions.swedencentral.deployments["gpt-5.4"].ptu: `gpt-5.4` in swedencentral asks for 17 PTU, but with the SKU `DataZoneProvisionedManaged` Azure sells `gpt-5.4` from 15 PTU on in steps of 5. | Write 15 or 20.',
    ],
  },
];

describe("what the schema refuses", () => {
  test.each(cases)("is refused or warned of when $when", ({ edits, says }) => {
    expect(said(edited(base, ...edits))).toEqual(says);
  });

  test.each(cases.filter(({ fine }) => fine !== undefined))("is fine again after: $when", ({ fine }) => {
    expect(said(edited(base, ...(fine ?? [])))).toEqual([]);
  });
});

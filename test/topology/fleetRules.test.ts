import { base, type Case, edited, said } from "./fixture";

/** Each case breaks one rule by editing {@link base}; where it says how, the same spot is then put right. */
const cases: readonly Case[] = [
  {
    when: "a region deploys a model that the file does not define",
    edits: [
      [
        "      text-embedding-3-large: { payg: 50 }",
        `      text-embeding-3-large: { payg: 50 }
      text-embedding-3-large: { payg: 50 }`,
      ],
    ],
    says: [
      "15:7 error unknown-model-reference regions.swedencentral.deployments.text-embeding-3-large: swedencentral deploys `text-embeding-3-large`, which `models` does not define; it defines `gpt-5.4`, `text-embedding-3-large`. | Did you mean `text-embedding-3-large`?",
    ],
  },
  {
    when: "a region deploys something that is like no model",
    edits: [
      [
        "      text-embedding-3-large: { payg: 50 }",
        `      text-embedding-3-large: { payg: 50 }
      whisper: { payg: 50 }`,
      ],
    ],
    says: [
      "16:7 error unknown-model-reference regions.swedencentral.deployments.whisper: swedencentral deploys `whisper`, which `models` does not define; it defines `gpt-5.4`, `text-embedding-3-large`. | Define `whisper` under `models`, or remove it here.",
    ],
  },
  {
    when: "a region deploys a fine-tuned model",
    edits: [
      [
        "      text-embedding-3-large: { payg: 50 }",
        `      text-embedding-3-large: { payg: 50 }
      claims: { payg: 50 }`,
      ],
    ],
    says: [
      "16:7 error fine-tuned-in-region regions.swedencentral.deployments.claims: `claims` is a fine-tuned model; it is served by its own account alone. | Remove it here and give it its capacity under `fineTuned.claims`.",
    ],
  },
  {
    when: "a consumer may call a model that does not exist",
    edits: [["app: { tokensPerMinute: 1000 }", "app: { tokensPerMinute: 1000, models: [claims, gtp-5.4] }"]],
    says: [
      "23:50 error unknown-model-reference consumers.app.models[1]: the consumer `app` may call `gtp-5.4`, which the file does not define; it defines `gpt-5.4`, `text-embedding-3-large`, `claims`. | Did you mean `gpt-5.4`?",
    ],
    fine: [["app: { tokensPerMinute: 1000 }", "app: { tokensPerMinute: 1000, models: [claims, gpt-5.4] }"]],
  },
  {
    when: "a model is another one in a region, without its version",
    edits: [["gpt-5.4: { payg: 50 }", "gpt-5.4: { payg: 50, name: gpt-5.5 }"]],
    says: [
      '19:34 error other-model-without-version regions.eastus2.deployments["gpt-5.4"].name: `gpt-5.4` in eastus2 is `gpt-5.5`, but the version is still that of `gpt-5.4`: `2026-03-05`. | Write the version of `gpt-5.5` beside it.',
    ],
    fine: [["gpt-5.4: { payg: 50 }", 'gpt-5.4: { payg: 50, name: gpt-5.5, version: "2026-04-24" }']],
  },
  {
    when: "a model answers other operations in a region",
    edits: [["gpt-5.4: { payg: 50 }", 'gpt-5.4: { payg: 50, name: text-embedding-3-large, version: "1" }']],
    says: [
      '19:34 error other-kind-of-model regions.eastus2.deployments["gpt-5.4"].name: `gpt-5.4` in eastus2 is `text-embedding-3-large`, which answers other operations than `gpt-5.4`. | Give it a key of its own under `models`.',
    ],
  },
  {
    when: "an embedding model is of two versions",
    edits: [["text-embedding-3-large: { payg: 50 }", 'text-embedding-3-large: { payg: 50, version: "2" }']],
    says: [
      "15:52 error mixed-embeddings regions.swedencentral.deployments.text-embedding-3-large.version: `text-embedding-3-large` in swedencentral has another version than elsewhere, and vectors of two versions cannot be compared. | Give it a key of its own under `models`, which callers choose.",
      "15:52 warning unknown-version regions.swedencentral.deployments.text-embedding-3-large.version: `text-embedding-3-large` has no version `2` among those known on 2026-09-02, so nothing is known of its life and its regions. Known: `1`. | Check the version; a newer one is fine.",
    ],
  },
  {
    when: "an embedding model is two models",
    edits: [
      [
        "text-embedding-3-large: { payg: 50 }",
        'text-embedding-3-large: { payg: 50, name: text-embedding-3-small, version: "1" }',
      ],
    ],
    says: [
      "15:33 warning unknown-availability regions.swedencentral.deployments.text-embedding-3-large.payg: `text-embedding-3-large` in swedencentral has the SKU `Standard`, which swedencentral did not offer on 2026-07. | Check with `az cognitiveservices model list --location swedencentral` before you deploy, or choose another SKU.",
      "15:49 error mixed-embeddings regions.swedencentral.deployments.text-embedding-3-large.name: `text-embedding-3-large` in swedencentral is another model than elsewhere, and their vectors cannot be compared. | Give it a key of its own under `models`, which callers choose.",
    ],
  },
  {
    when: "the only region of a model is about to be removed",
    edits: [["  swedencentral:\n", "  swedencentral:\n    retire: true\n"]],
    says: [
      "13:13 error retire-last regions.swedencentral.retire: nothing would serve `text-embedding-3-large` any more: every region that has it is `retire: true`. | Deploy `text-embedding-3-large` in another region first, or remove the model and what consumers have of it.",
      "13:13 warning retiring regions.swedencentral.retire: swedencentral takes no traffic and is not protected: the next step is to remove it; PTU of `gpt-5.4` is billed until then. | Remove the region once nobody uses its own address, or `retire` to take it back.",
    ],
  },
  {
    when: "a region is about to be removed",
    edits: [["  eastus2:\n", "  eastus2:\n    retire: true\n"]],
    says: [
      "17:13 warning retiring regions.eastus2.retire: eastus2 takes no traffic and is not protected: the next step is to remove it. | Remove the region once nobody uses its own address, or `retire` to take it back.",
    ],
  },
  {
    when: "what a consumer is promised was only in a region that is about to be removed",
    edits: [
      ["  swedencentral:\n", "  swedencentral:\n    retire: true\n"],
      ["      text-embedding-3-large: { payg: 50 }\n", ""],
      ['  text-embedding-3-large: { version: "1", payg: Standard }\n', ""],
      ["app: { tokensPerMinute: 1000 }", "app: { tokensPerMinute: 1000, residency: eu, models: [gpt-5.4] }"],
    ],
    says: [
      "12:13 warning retiring regions.swedencentral.retire: swedencentral takes no traffic and is not protected: the next step is to remove it; PTU of `gpt-5.4` is billed until then. | Remove the region once nobody uses its own address, or `retire` to take it back.",
      "22:57 error residency-unmet consumers.app.models[0]: `app` must stay within `eu`, but no deployment of `gpt-5.4` does: PAYG in eastus2 (`DataZoneStandard`) processes anywhere in the US. | Deploy the model within the residency, remove it from `models`, or widen the residency.",
    ],
  },
  {
    when: "a model is deployed nowhere",
    edits: [
      [
        `      text-embedding-3-large: { payg: 50 }
`,
        "",
      ],
    ],
    says: [
      "10:3 error model-not-deployed models.text-embedding-3-large: `text-embedding-3-large` is deployed in no region, so nothing could answer a request for it. | Deploy it in a region under `regions.<region>.deployments`, or remove the model.",
    ],
  },
  {
    when: "a region has no deployments",
    edits: [
      [
        `    priority: 2
    deployments:
      gpt-5.4: { payg: 50 }`,
        "    priority: 2",
      ],
    ],
    says: [
      "16:3 warning empty-region regions.eastus2: eastus2 has an account without deployments; it takes no traffic. | Add a deployment, or remove the region.",
    ],
  },
  {
    when: "a model in a region has no capacity",
    edits: [["text-embedding-3-large: { payg: 50 }", "text-embedding-3-large: {}"]],
    says: [
      "15:7 error no-capacity regions.swedencentral.deployments.text-embedding-3-large: `text-embedding-3-large` in swedencentral has neither `ptu` nor `payg`. | Give it at least one of the two.",
    ],
  },
  {
    when: "a fine-tuned model has no capacity",
    edits: [[", payg: { sku: Standard, capacity: 10 } }", " }"]],
    says: [
      "21:3 error no-capacity fineTuned.claims: the fine-tuned model `claims` has neither `ptu` nor `payg`. | Give it at least one of the two.",
    ],
  },
  {
    when: "a region uses PAYG that the model has no SKU for",
    edits: [[", payg: DataZoneStandard }", " }"]],
    says: [
      '14:27 error sku-missing regions.swedencentral.deployments["gpt-5.4"].payg: swedencentral deploys `gpt-5.4` as PAYG, but the model names no SKU for it. | Add `payg: DataZoneStandard`, or another SKU, to `models` → `gpt-5.4`.',
      '19:18 error sku-missing regions.eastus2.deployments["gpt-5.4"].payg: eastus2 deploys `gpt-5.4` as PAYG, but the model names no SKU for it. | Add `payg: DataZoneStandard`, or another SKU, to `models` → `gpt-5.4`.',
    ],
    fine: [
      [", payg: DataZoneStandard }", " }"],
      ["{ ptu: 15, payg: 50 }", "{ ptu: 15, payg: { capacity: 50, sku: DataZoneStandard } }"],
      ["gpt-5.4: { payg: 50 }", "gpt-5.4: { ptu: 15, payg: { capacity: 50, sku: DataZoneStandard } }"],
    ],
  },
  {
    when: "the fleet has no models",
    edits: [
      [
        `models:
  gpt-5.4: { version: "2026-03-05", ptu: DataZoneProvisionedManaged, payg: DataZoneStandard }
  text-embedding-3-large: { version: "1", payg: Standard }`,
        "models: {}",
      ],
      [
        `    deployments:
      gpt-5.4: { ptu: 15, payg: 50 }
      text-embedding-3-large: { payg: 50 }
`,
        `    restore: false
`,
      ],
      [
        `    deployments:
      gpt-5.4: { payg: 50 }
fineTuned:
  claims: { region: swedencentral, model: gpt-4.1-mini.ft-1, version: "1", payg: { sku: Standard, capacity: 10 } }
`,
        "",
      ],
    ],
    says: [
      "8:1 error no-models models: the fleet has no models. | Define at least one under `models` or `fineTuned`.",
      "10:3 warning empty-region regions.swedencentral: swedencentral has an account without deployments; it takes no traffic. | Add a deployment, or remove the region.",
      "12:3 warning empty-region regions.eastus2: eastus2 has an account without deployments; it takes no traffic. | Add a deployment, or remove the region.",
    ],
  },
  {
    when: "two tags differ by case alone",
    edits: [
      [
        `gateway:
`,
        `tags: { owner: a, Owner: b }
gateway:
`,
      ],
    ],
    says: [
      "3:19 error duplicate-tag tags.Owner: the tags `owner` and `Owner` differ by case alone; to Azure they are one. | Keep one of the two.",
    ],
    fine: [
      [
        `gateway:
`,
        `tags: { owner: a, team: b }
gateway:
`,
      ],
    ],
  },
  {
    when: "a list says the same twice",
    edits: [
      [
        "  location:",
        `  surfaces: [v1, azure, v1]
  location:`,
      ],
      [
        "tokensPerMinute: 1000",
        "tokensPerMinute: 1000, models: [claims, claims], residency: [swedencentral, swedencentral]",
      ],
    ],
    says: [
      "4:25 error duplicate-item gateway.surfaces[2]: `v1` stands twice in this list. | Remove one of the two.",
      "24:50 error duplicate-item consumers.app.models[1]: `claims` stands twice in this list. | Remove one of the two.",
      "24:86 error duplicate-item consumers.app.residency[1]: `swedencentral` stands twice in this list. | Remove one of the two.",
    ],
    fine: [
      [
        "  location:",
        `  surfaces: [v1, azure]
  location:`,
      ],
    ],
  },
];

describe("what a fleet is made of", () => {
  test.each(cases)("is refused or warned of when $when", ({ edits, says }) => {
    expect(said(edited(base, ...edits))).toEqual(says);
  });

  test.each(cases.filter(({ fine }) => fine !== undefined))("is fine again after: $when", ({ fine }) => {
    expect(said(edited(base, ...(fine ?? [])))).toEqual([]);
  });
});

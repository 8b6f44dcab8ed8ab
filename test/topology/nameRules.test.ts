import { base, type Case, edited, said } from "./fixture";

/** Each case breaks one rule by editing {@link base}; where it says how, the same spot is then put right. */
const cases: readonly Case[] = [
  {
    when: "an account's name is too long with its model",
    edits: [["  claims: {", "  claims-of-every-customer-since-the-beginning-of-time-and-before: {"]],
    says: [
      "21:3 error name-too-long fineTuned.claims-of-every-customer-since-the-beginning-of-time-and-before: the custom subdomain would be named `oai-aoai-test-swec-claims-of-every-customer-since-the-beginning-of-time-and-before-<suffix>`: 88 characters, 63 are allowed. | Shorten `workload`, `environment` or this name by 25 characters.",
    ],
    fine: [["  claims: {", "  claims-of-every-customer-since-2026: {"]],
  },
  {
    when: "a deployment's name is too long",
    edits: [
      [
        `models:
`,
        `models:
  a-model-whose-name-leaves-no-room-for-what-is-appended-to-it: { name: gpt-5.4, version: "2026-03-05", payg: GlobalStandard }
`,
      ],
      [
        "      gpt-5.4: { payg: 50 }",
        `      gpt-5.4: { payg: 50 }
      a-model-whose-name-leaves-no-room-for-what-is-appended-to-it: { payg: 5 }`,
      ],
    ],
    says: [
      "9:3 error name-too-long models.a-model-whose-name-leaves-no-room-for-what-is-appended-to-it: the deployment would be named `a-model-whose-name-leaves-no-room-for-what-is-appended-to-it-payg`: 65 characters, 64 are allowed. | Shorten this name by 1 character.",
    ],
  },
  {
    when: "two models become one name",
    edits: [
      [
        `models:
`,
        `models:
  gpt-5-4: { name: gpt-5.4, version: "2026-03-05", payg: GlobalStandard }
`,
      ],
      [
        "      gpt-5.4: { payg: 50 }",
        `      gpt-5.4: { payg: 50 }
      gpt-5-4: { payg: 5 }`,
      ],
    ],
    says: [
      '10:3 error name-not-unique models["gpt-5.4"]: the models `gpt-5-4` and `gpt-5.4` both become `gpt-5-4` in resource names. | Rename one of the two; Azure\'s own name can stay in `name`.',
    ],
  },
  {
    when: "a fine-tuned model has the name of a base model",
    edits: [["  claims: {", "  GPT-5.4: {"]],
    says: [
      '21:3 error name-not-unique fineTuned["GPT-5.4"]: the models `gpt-5.4` and `GPT-5.4` both become `gpt-5-4` in resource names. | Rename one of the two; Azure\'s own name can stay in `name`.',
    ],
  },
  {
    when: "two regions use one existing account",
    edits: [
      [
        `  swedencentral:
    dep`,
        `  swedencentral:
    existing: { resourceGroup: rg-a, account: oai-a, ownDeployments: true }
    dep`,
      ],
      [
        "  eastus2:",
        `  eastus2:
    existing: { resourceGroup: rg-a, account: oai-a, ownDeployments: true }`,
      ],
    ],
    says: [
      "12:3 error name-not-unique regions.swedencentral: the accounts of eastus2 and swedencentral have the same subdomain `oai-a`. | Give one of them another subdomain or account.",
    ],
  },
  {
    when: "two models use one existing deployment",
    edits: [
      [
        `  swedencentral:
    dep`,
        `  swedencentral:
    existing: { resourceGroup: rg-a, account: oai-a, ownDeployments: true }
    dep`,
      ],
      ["{ ptu: 15, payg: 50 }", "{ ptu: 15, payg: { capacity: 50, existing: theirs } }"],
      ["large: { payg: 50 }", "large: { payg: { capacity: 50, existing: Theirs } }"],
    ],
    says: [
      "16:33 error name-not-unique regions.swedencentral.deployments.text-embedding-3-large.payg: the account in swedencentral would have two deployments named `Theirs`, for `gpt-5.4` and `text-embedding-3-large`. | Rename one of the models, or name another existing deployment.",
    ],
  },
];

describe("names", () => {
  test.each(cases)("is refused or warned of when $when", ({ edits, says }) => {
    expect(said(edited(base, ...edits))).toEqual(says);
  });

  test.each(cases.filter(({ fine }) => fine !== undefined))("is fine again after: $when", ({ fine }) => {
    expect(said(edited(base, ...(fine ?? [])))).toEqual([]);
  });
});

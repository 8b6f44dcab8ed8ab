import { base, type Case, edited, said } from "./fixture";

/** Each case breaks one rule by editing {@link base}; where it says how, the same spot is then put right. */
const cases: readonly Case[] = [
  {
    when: "PTU is below the minimum",
    edits: [["ptu: 15", "ptu: 10"]],
    says: [
      '14:23 error ptu-minimum regions.swedencentral.deployments["gpt-5.4"].ptu: `gpt-5.4` in swedencentral asks for 10 PTU, but with the SKU `DataZoneProvisionedManaged` Azure sells `gpt-5.4` from 15 PTU on in steps of 5. | Write at least 15, or remove `ptu`.',
    ],
    fine: [["ptu: 15", "ptu: 20"]],
  },
  {
    when: "PTU is off the step",
    edits: [["ptu: 15", "ptu: 17"]],
    says: [
      '14:23 error ptu-step regions.swedencentral.deployments["gpt-5.4"].ptu: `gpt-5.4` in swedencentral asks for 17 PTU, but with the SKU `DataZoneProvisionedManaged` Azure sells `gpt-5.4` from 15 PTU on in steps of 5. | Write 15 or 20.',
    ],
  },
  {
    when: "PTU of a regional SKU has a larger minimum",
    edits: [
      ['gpt-5.4: { version: "2026-03-05"', 'gpt-5.4: { name: gpt-5.1, version: "2025-11-13"'],
      ["ptu: 15", "ptu: { capacity: 15, sku: ProvisionedManaged }"],
    ],
    says: [
      '14:35 error ptu-minimum regions.swedencentral.deployments["gpt-5.4"].ptu.capacity: `gpt-5.4` in swedencentral asks for 15 PTU, but with the SKU `ProvisionedManaged` Azure sells `gpt-5.1` from 50 PTU on in steps of 50. | Write at least 50, or remove `ptu`.',
    ],
    fine: [
      ['gpt-5.4: { version: "2026-03-05"', 'gpt-5.4: { name: gpt-5.1, version: "2025-11-13"'],
      ["ptu: 15", "ptu: { capacity: 100, sku: ProvisionedManaged }"],
    ],
  },
  {
    when: "PTU is above the maximum",
    edits: [["ptu: 15", "ptu: 100005"]],
    says: [
      '14:23 error ptu-maximum regions.swedencentral.deployments["gpt-5.4"].ptu: `gpt-5.4` in swedencentral asks for 100,005 PTU; a deployment has at most 100,000. | Write at most 100000.',
    ],
    fine: [["ptu: 15", "ptu: 100000"]],
  },
  {
    when: "an embedding model has PTU",
    edits: [
      [`{ version: "1", payg: Standard }`, `{ version: "1", payg: Standard, ptu: ProvisionedManaged }`],
      ["text-embedding-3-large: { payg: 50 }", "text-embedding-3-large: { payg: 50, ptu: 50 }"],
    ],
    says: [
      "15:43 error ptu-not-offered regions.swedencentral.deployments.text-embedding-3-large.ptu: `text-embedding-3-large` in swedencentral has `ptu`, but Azure offers no PTU for embedding models such as `text-embedding-3-large`. | Remove `ptu` and give it `payg`.",
    ],
  },
  {
    when: "PTU has no PAYG beside it",
    edits: [["{ ptu: 15, payg: 50 }", "{ ptu: 15 }"]],
    says: [
      '14:18 warning ptu-without-payg regions.swedencentral.deployments["gpt-5.4"].ptu: `gpt-5.4` in swedencentral has PTU and no PAYG beside it; its overflow leaves the region. | Add `payg` beside it; PAYG costs nothing while it is idle.',
    ],
  },
  {
    when: "the service is to spill over where there is no PAYG",
    edits: [
      ["payg: DataZoneStandard }", "payg: DataZoneStandard, spillover: service }"],
      ["{ ptu: 15, payg: 50 }", "{ ptu: 15 }"],
    ],
    says: [
      '14:18 error spillover-target regions.swedencentral.deployments["gpt-5.4"].ptu: `gpt-5.4` spills over by the service, but in swedencentral there is no PAYG deployment to spill to; the target must be in the same account. | Add `payg` beside it, or write `spillover: gateway` for the model.',
    ],
    fine: [["payg: DataZoneStandard }", "payg: DataZoneStandard, spillover: service }"]],
  },
  {
    when: "the service is to spill over between levels",
    edits: [["payg: DataZoneStandard }", "payg: GlobalStandard, spillover: service }"]],
    says: [
      '14:18 error spillover-level regions.swedencentral.deployments["gpt-5.4"].ptu: `gpt-5.4` spills over by the service, but in swedencentral PTU (`DataZoneProvisionedManaged`) and PAYG (`GlobalStandard`) process data at different levels; Azure spills over between equal ones only. | Choose `DataZoneStandard` for PAYG, or write `spillover: gateway` for the model.',
    ],
  },
  {
    when: "the service is to spill over and there is no PTU",
    edits: [
      ["payg: DataZoneStandard }", "payg: DataZoneStandard, spillover: service }"],
      ["{ ptu: 15, payg: 50 }", "{ payg: 50 }"],
    ],
    says: [
      '9:105 error spillover-without-ptu models["gpt-5.4"].spillover: `gpt-5.4` spills over by the service, but no region has PTU of it. | Remove `spillover`, or give the model PTU in a region.',
    ],
  },
  {
    when: "the service is to spill over from somebody else's PTU",
    edits: [
      ["payg: DataZoneStandard }", "payg: DataZoneStandard, spillover: service }"],
      [
        `  swedencentral:
    deployments`,
        `  swedencentral:
    existing: { resourceGroup: rg-a, account: oai-a, ownDeployments: true }
    deployments`,
      ],
      ["ptu: 15", "ptu: { capacity: 15, existing: theirs }"],
    ],
    says: [
      '15:18 warning spillover-not-owned regions.swedencentral.deployments["gpt-5.4"].ptu: the PTU deployment of `gpt-5.4` in swedencentral exists already and is never changed, so its spillover is not set here. | Have its owner set `spilloverDeploymentName` to `gpt-5.4-payg`.',
    ],
  },
  {
    when: "a DataZone SKU is in a region of which no data zone is known",
    edits: [["  eastus2:", "  uksouth:"]],
    says: [
      '19:18 warning no-data-zone regions.uksouth.deployments["gpt-5.4"].payg: `gpt-5.4` in uksouth has the SKU `DataZoneStandard`, but no data zone is known for uksouth; known are EU, US, APAC. | Check where it processes before you deploy, or use a Global or regional SKU, as in `{ capacity: 50, sku: GlobalStandard }`.',
    ],
    fine: [
      ["  eastus2:", "  uksouth:"],
      ["gpt-5.4: { payg: 50 }", "gpt-5.4: { payg: { capacity: 50, sku: GlobalStandard } }"],
    ],
  },
  {
    when: "a SKU is not known to be offered in a region",
    edits: [["  eastus2:", "  northeurope:"]],
    says: [
      '19:18 warning unknown-availability regions.northeurope.deployments["gpt-5.4"].payg: `gpt-5.4` in northeurope has the SKU `DataZoneStandard`, which northeurope did not offer on 2026-07. | Check with `az cognitiveservices model list --location northeurope` before you deploy, or choose another SKU.',
    ],
  },
  {
    when: "regional PTU is not known to be offered in a region",
    edits: [
      [
        `  swedencentral:
    dep`,
        `  italynorth:
    dep`,
      ],
      [
        "gpt-5.4: { ptu: 15, payg: 50 }",
        "gpt-5.4: { ptu: { capacity: 50, sku: ProvisionedManaged }, payg: { capacity: 50, sku: GlobalStandard } }",
      ],
      [
        "text-embedding-3-large: { payg: 50 }",
        "text-embedding-3-large: { payg: { capacity: 50, sku: GlobalStandard } }",
      ],
    ],
    says: [
      '14:18 warning unknown-availability regions.italynorth.deployments["gpt-5.4"].ptu: `gpt-5.4` in italynorth has the SKU `ProvisionedManaged`, which italynorth did not offer on 2026-07. | Check with `az cognitiveservices model list --location italynorth` before you deploy, or choose another SKU.',
    ],
  },
  {
    when: "a region is not known",
    edits: [["  eastus2:", "  eastsu2:"]],
    says: [
      "16:3 warning unknown-region regions.eastsu2: `eastsu2` is not among the regions known on 2026-08; nothing about it is checked, and its full name goes into resource names. | Did you mean `eastus2`? A newer name is fine.",
    ],
  },
  {
    when: "the gateway's region is not known",
    edits: [["location: swedencentral", "location: marsnorth"]],
    says: [
      "4:13 warning unknown-region gateway.location: `marsnorth` is not among the regions known on 2026-08; nothing about it is checked, and its full name goes into resource names. | Did you mean `uaenorth`? A newer name is fine.",
    ],
  },
  {
    when: "a model is not known",
    edits: [
      [
        `    deployments:
      gpt-5.4: { payg: 50 }`,
        `    deployments:
      gpt-5.4: { payg: 50 }
      gpt-9: { payg: 5 }`,
      ],
      [
        `models:
`,
        `models:
  gpt-9: { version: "1", payg: GlobalStandard }
`,
      ],
    ],
    says: [
      "9:3 warning unknown-model models.gpt-9: `gpt-9` is not among the models known on 2026-09-02; its PTU sizes and kind are not checked. | Did you mean `gpt-5`? A newer name is fine.",
    ],
  },
  {
    when: "Azure's name of a model is misspelt",
    edits: [["gpt-5.4: { version", "gpt-5.4: { name: gtp-5.4, version"]],
    says: [
      '9:14 warning unknown-model models["gpt-5.4"].name: `gtp-5.4` is not among the models known on 2026-09-02; its PTU sizes and kind are not checked. | Did you mean `gpt-5.4`? A newer name is fine.',
    ],
    fine: [['gpt-5.4: { version: "2026-03-05"', 'gpt-5.4: { name: gpt-5.1, version: "2025-11-13"']],
  },
  {
    when: "the data do not say whether a region offers a regional SKU of a model",
    edits: [
      ['gpt-5.4: { version: "2026-03-05"', 'gpt-5.4: { name: gpt-5.6-sol, version: "2026-07-09"'],
      ["gpt-5.4: { payg: 50 }", "gpt-5.4: { payg: { capacity: 50, sku: Standard } }"],
    ],
    says: [
      '19:18 warning unknown-availability regions.eastus2.deployments["gpt-5.4"].payg: `gpt-5.4` in eastus2 has the SKU `Standard`; whether eastus2 offers that is not among what is known on 2026-07. | Check with `az cognitiveservices model list --location eastus2` before you deploy, or choose another SKU.',
    ],
    fine: [['gpt-5.4: { version: "2026-03-05"', 'gpt-5.4: { name: gpt-5.6-sol, version: "2026-07-09"']],
  },
  {
    when: "PAYG is written in tokens",
    edits: [["gpt-5.4: { payg: 50 }", "gpt-5.4: { payg: 300000 }"]],
    says: [
      '19:24 warning payg-unit regions.eastus2.deployments["gpt-5.4"].payg: `gpt-5.4` in eastus2 asks for 300,000 thousand tokens per minute, which is 300 million a minute; PAYG is in thousands. | Write 300 for 300,000 tokens per minute.',
    ],
    fine: [["gpt-5.4: { payg: 50 }", "gpt-5.4: { payg: 49999 }"]],
  },
  {
    when: "batch work keeps PTU longer than people",
    edits: [["fineTuned:", "routing: { headroom: { standard: 60 } }\nfineTuned:"]],
    says: [
      "20:12 warning headroom-order routing.headroom.batch: `batch` consumers leave PTU at 70 percent and `standard` ones at 60, so batch work keeps PTU longer than people do. | Write at most 60 for `batch`, or a larger `standard`.",
    ],
    fine: [["fineTuned:", "routing: { headroom: { standard: 60, batch: 60 } }\nfineTuned:"]],
  },
  {
    when: "a version is none",
    edits: [['version: "2026-03-05"', "version: banana"]],
    says: [
      '9:23 error no-version models["gpt-5.4"].version: `banana` is no version of a model; a version is a date or a number. Known: `2026-03-05`. | Write it as in `version: "2026-03-05"`.',
    ],
  },
  {
    when: "a version is not known",
    edits: [['version: "2026-03-05"', 'version: "2025-11-31"']],
    says: [
      '9:23 warning unknown-version models["gpt-5.4"].version: `gpt-5.4` has no version `2025-11-31` among those known on 2026-09-02, so nothing is known of its life and its regions. Known: `2026-03-05`. | Check the version; a newer one is fine.',
    ],
  },
  {
    when: "a base model is called fine-tuned",
    edits: [["gpt-4.1-mini.ft-1", "gpt-4.1-mini"]],
    says: [
      "21:43 error base-as-fine-tuned fineTuned.claims.model: `gpt-4.1-mini` is a base model, not one that was fine-tuned; the name of a fine-tuned model ends with `.ft-…`. | Write the fine-tuned model's name, as `az cognitiveservices account list-models` shows it, or move it to `models`.",
    ],
    fine: [["gpt-4.1-mini.ft-1", "gpt-4.1-mini-2025-04-14.ft-0af3"]],
  },
  {
    when: "a fine-tuned model has another name than Azure gives",
    edits: [["gpt-4.1-mini.ft-1", "our-model"]],
    says: [
      "21:43 warning fine-tuned-name fineTuned.claims.model: `our-model` does not look like a fine-tuned model; Azure names them like `gpt-4.1-mini-2025-04-14.ft-0af3`. | Check the name with `az cognitiveservices account list-models`.",
    ],
  },
  {
    when: "a base model uses the developer tier",
    edits: [["gpt-5.4: { payg: 50 }", "gpt-5.4: { payg: { capacity: 50, sku: DeveloperTier } }"]],
    says: [
      '19:18 error developer-tier regions.eastus2.deployments["gpt-5.4"].payg: `gpt-5.4` in eastus2 has the SKU `DeveloperTier`, which is for fine-tuned models only. | Use `GlobalStandard`, `DataZoneStandard` or `Standard`.',
    ],
  },
  {
    when: "a fine-tuned model uses the developer tier",
    edits: [["sku: Standard, capacity", "sku: DeveloperTier, capacity"]],
    says: [
      "21:76 warning developer-tier fineTuned.claims.payg: `claims` in swedencentral has the SKU `DeveloperTier`; Azure removes such a deployment after 24 hours. | Use another SKU for anything but a trial.",
    ],
  },
  {
    when: "a new account is said to hold an existing deployment",
    edits: [["ptu: 15", "ptu: { capacity: 15, existing: theirs }"]],
    says: [
      '14:39 error existing-in-new-account regions.swedencentral.deployments["gpt-5.4"].ptu.existing: `theirs` is said to exist, but the account in swedencentral is made by this file and starts empty. | Remove `existing` here, or name the account that holds it under the region\'s `existing`.',
    ],
  },
  {
    when: "an existing account would get a new deployment",
    edits: [
      [
        "  eastus2:",
        `  eastus2:
    existing: { resourceGroup: rg-a, account: oai-a }`,
      ],
    ],
    says: [
      '20:18 error deployment-not-owned regions.eastus2.deployments["gpt-5.4"].payg: the account in eastus2 exists already, and `gpt-5.4-payg` would be created in it. | Name the deployment that is there, as in `{ capacity: 50, existing: gpt-5.4-payg }`, or set `ownDeployments: true` under `existing`.',
    ],
    fine: [
      [
        "  eastus2:",
        `  eastus2:
    existing: { resourceGroup: rg-a, account: oai-a, ownDeployments: true }`,
      ],
    ],
  },
  {
    when: "an existing account is to be restored",
    edits: [
      [
        "  eastus2:",
        `  eastus2:
    restore: true
    existing: { resourceGroup: rg-a, account: oai-a, ownDeployments: true }`,
      ],
    ],
    says: [
      "17:5 error restore-existing regions.eastus2.restore: the account in eastus2 exists already, so there is nothing to restore. | Remove `restore` or `existing`.",
    ],
    fine: [
      [
        "  eastus2:",
        `  eastus2:
    restore: true`,
      ],
      ["workload: aoai", "workload: aoai\nnameSuffix: k3f9x"],
    ],
  },
  {
    when: "a consumer's limit is above what the fleet has",
    edits: [["tokensPerMinute: 1000 }", "tokensPerMinute: 196001 }"]],
    says: [
      "23:27 warning limit-above-fleet consumers.app.tokensPerMinute: `app` may use 196,001 tokens per minute, but all that it reaches gives about 196,000. | Lower the limit, or add capacity.",
    ],
    fine: [["tokensPerMinute: 1000 }", "tokensPerMinute: 196000 }"]],
  },
  {
    when: "a consumer's limit is above what its residency leaves",
    edits: [["tokensPerMinute: 1000 }", "tokensPerMinute: 146001, residency: eu }"]],
    says: [
      "23:27 warning limit-above-fleet consumers.app.tokensPerMinute: `app` may use 146,001 tokens per minute, but all that it reaches gives about 146,000. | Lower the limit, or add capacity.",
    ],
    fine: [["tokensPerMinute: 1000 }", "tokensPerMinute: 146000, residency: eu }"]],
  },
];

describe("what capacity Azure sells", () => {
  test.each(cases)("is refused or warned of when $when", ({ edits, says }) => {
    expect(said(edited(base, ...edits))).toEqual(says);
  });

  test.each(cases.filter(({ fine }) => fine !== undefined))("is fine again after: $when", ({ fine }) => {
    expect(said(edited(base, ...(fine ?? [])))).toEqual([]);
  });
});

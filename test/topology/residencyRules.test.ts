import { base, type Case, edited, said as saidByAll } from "./fixture";

/** The gateway's own place has tests of its own (`gatewayPlace.test.ts`). */
const said = (text: string) => saidByAll(text).filter((line) => !line.includes(" residency-gateway "));

/** Each case breaks one rule by editing {@link base}; where it says how, the same spot is then put right. */
const cases: readonly Case[] = [
  {
    when: "the fleet must stay where one member does not process",
    edits: [
      [
        "environment:",
        `residency: eu
environment:`,
      ],
    ],
    says: [
      '20:18 warning residency-excluded regions.eastus2.deployments["gpt-5.4"].payg: this deployment takes no traffic: it processes anywhere in the US, and `gpt-5.4` must stay within `eu`. | Choose a SKU that processes within the residency, or remove the deployment.',
    ],
    fine: [
      [
        "environment:",
        `residency: eu
environment:`,
      ],
      ["  eastus2:", "  francecentral:"],
    ],
  },
  {
    when: "a model must stay where no member processes",
    edits: [["payg: DataZoneStandard }", "payg: GlobalStandard, residency: se }"]],
    says: [
      '9:103 error residency-unmet models["gpt-5.4"].residency: no deployment of `gpt-5.4` processes within `se`: PAYG in eastus2 (`GlobalStandard`) processes anywhere; PAYG in swedencentral (`GlobalStandard`) processes anywhere; PTU in swedencentral (`DataZoneProvisionedManaged`) processes anywhere in the EU. | Deploy it where the residency allows, with a DataZone or regional SKU, or widen the residency.',
    ],
    fine: [
      [
        `gpt-5.4: { version: "2026-03-05", ptu: DataZoneProvisionedManaged, payg: DataZoneStandard }`,
        `gpt-5.4: { name: gpt-5.1, version: "2025-11-13", ptu: ProvisionedManaged, payg: Standard, residency: [swedencentral, eastus2] }`,
      ],
      ["ptu: 15", "ptu: 50"],
    ],
  },
  {
    when: "a fine-tuned model must stay elsewhere",
    edits: [["  claims: {", "  claims: { residency: us,"]],
    says: [
      "21:24 error residency-unmet fineTuned.claims.residency: no deployment of `claims` processes within `us`: PAYG in swedencentral (`Standard`) processes in swedencentral (Sweden); the gateway in swedencentral, which decrypts every prompt, is outside too. | Deploy it where the residency allows, with a DataZone or regional SKU, move `gateway.location` there, or widen the residency.",
    ],
    fine: [["  claims: {", "  claims: { residency: [swedencentral],"]],
  },
  {
    when: "a consumer must stay where a model that it names is not",
    edits: [
      [
        "tokensPerMinute: 1000 }",
        "tokensPerMinute: 1000, models: [text-embedding-3-large, claims], residency: us }",
      ],
    ],
    says: [
      "23:86 error residency-unmet consumers.app.residency: `app` must stay within `us`, but no deployment of `claims`, `text-embedding-3-large` does: PAYG in swedencentral (`Standard`) processes in swedencentral (Sweden); the gateway in swedencentral, which decrypts every prompt, is outside too. | Deploy the models within the residency, move `gateway.location` there, remove them from `models`, or widen the residency.",
    ],
    fine: [["tokensPerMinute: 1000 }", "tokensPerMinute: 1000, models: [gpt-5.4], residency: us }"]],
  },
  {
    when: "a consumer of all models loses some of them",
    edits: [["tokensPerMinute: 1000 }", "tokensPerMinute: 1000, residency: us }"]],
    says: [
      "23:44 warning residency-narrows consumers.app.residency: `app` must stay within `us`, so it cannot call `claims`, `text-embedding-3-large`. | List the models that it needs in `models`, or deploy the others within the residency.",
    ],
    fine: [["tokensPerMinute: 1000 }", "tokensPerMinute: 1000, residency: eu }"]],
  },
  {
    when: "a consumer of all models loses all of them",
    edits: [["tokensPerMinute: 1000 }", "tokensPerMinute: 1000, residency: jp }"]],
    says: [
      "23:44 error residency-unmet consumers.app.residency: `app` must stay within `jp`, but no deployment of `claims`, `gpt-5.4`, `text-embedding-3-large` does: PAYG in swedencentral (`Standard`) processes in swedencentral (Sweden); PAYG in eastus2 (`DataZoneStandard`) processes anywhere in the US; PAYG in swedencentral (`DataZoneStandard`) processes anywhere in the EU; PTU in swedencentral (`DataZoneProvisionedManaged`) processes anywhere in the EU; the gateway in swedencentral, which decrypts every prompt, is outside too. | Deploy the models within the residency, move `gateway.location` there, remove them from `models`, or widen the residency.",
    ],
  },
  {
    when: "the whole fleet must stay where nothing of it is",
    edits: [["workload: aoai", "workload: aoai\nresidency: jp"]],
    says: [
      "3:12 error residency-unmet residency: no deployment of `claims`, `gpt-5.4`, `text-embedding-3-large` processes within `jp`: PAYG in eastus2 (`DataZoneStandard`) processes anywhere in the US; PAYG in swedencentral (`DataZoneStandard`) processes anywhere in the EU; PTU in swedencentral (`DataZoneProvisionedManaged`) processes anywhere in the EU; PAYG in swedencentral (`Standard`) processes in swedencentral (Sweden); the gateway in swedencentral, which decrypts every prompt, is outside too. | Deploy them where the residency allows, with a DataZone or regional SKU, move `gateway.location` there, or widen the residency.",
    ],
  },
  {
    when: "the residency is no country",
    edits: [["tokensPerMinute: 1000 }", "tokensPerMinute: 1000, residency: uk }"]],
    says: [
      "23:44 error unknown-residency consumers.app.residency: `uk` is neither a data zone (`eu`, `us`, `apac`) nor a country with an Azure region; the countries are `us`, `ca`, `br`, `nl`, `ie`, `fr`, `de`, `it`, `pl`, `es`, `se`, `no`, `ch`, `gb`, `au`, `jp`, `kr`, `sg`, `hk`, `za`, `ae`, `qa`, `il`, `nz`, `in`. | Did you mean `gb`?",
    ],
  },
  {
    when: "a region of the residency is not known",
    edits: [
      [
        "tokensPerMinute: 1000 }",
        "tokensPerMinute: 1000, residency: [swedencentral, swedencentrall, eastus2] }",
      ],
    ],
    says: [
      "23:44 warning residency-narrows consumers.app.residency: `app` must stay within `swedencentral`, `swedencentrall`, `eastus2`, so it cannot call `gpt-5.4`. | List the models that it needs in `models`, or deploy the others within the residency.",
      "23:60 warning unknown-region consumers.app.residency[1]: `swedencentrall` is not among the regions known on 2026-08. | Did you mean `swedencentral`? A newer name is fine.",
    ],
  },
];

describe("residency", () => {
  test.each(cases)("is refused or warned of when $when", ({ edits, says }) => {
    expect(said(edited(base, ...edits))).toEqual(says);
  });

  test.each(cases.filter(({ fine }) => fine !== undefined))("is fine again after: $when", ({ fine }) => {
    expect(said(edited(base, ...(fine ?? [])))).toEqual([]);
  });
});

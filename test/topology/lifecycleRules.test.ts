import { readOn } from "../../infra/topology/data";
import { parseTopology } from "../../infra/topology/parse";
import { base, type Edit, edited, said } from "./fixture";
import { stacks } from "./mutations";

const TODAY = "2026-11-30";
const list = (region: string) =>
  `The date is from 2026-09-02 and may have moved; \`az cognitiveservices model list --location ${region}\` has the present one.`;
/** The fleet with another model in the place of `gpt-5.4`. */
const model = (name: string, version: string): Edit => [
  'gpt-5.4: { version: "2026-03-05"',
  `gpt-5.4: { name: ${name}, version: "${version}"`,
];

interface Case {
  readonly when: string;
  readonly edits: readonly Edit[];
  readonly today: string;
  readonly says: readonly string[];
}

const old = (days: number) => ` The data are from 2026-09-02, ${days} days old, so this is no error.`;
const REFRESH = " `./fleet catalogue refresh` reads them anew.";
const PTU = " Azure never moves PTU deployments to another model; they begin to fail.";
const cases: readonly Case[] = [
  {
    when: "a model is retired and none is named in its place",
    edits: [model("o4-mini", "2025-04-16")],
    today: TODAY,
    says: [
      `9:20 error model-retired models["gpt-5.4"].name: \`o4-mini\` version \`2025-04-16\` retired on 2026-10-16: Azure refuses new deployments of it, and calls answer errors. | Move to another model. ${list("eastus2")}`,
    ],
  },
  {
    when: "a model is retired and Microsoft names another",
    edits: [model("o3", "2025-04-16")],
    today: TODAY,
    says: [
      `9:20 error model-retired models["gpt-5.4"].name: \`o3\` version \`2025-04-16\` retired on 2026-10-21: Azure refuses new deployments of it, and calls answer errors. | Move to \`gpt-5.6-sol\`. ${list("eastus2")}`,
    ],
  },
  {
    when: "one version of a model is retired",
    edits: [model("gpt-4o", "2024-05-13")],
    today: TODAY,
    says: [
      `9:20 error model-retired models["gpt-5.4"].name: \`gpt-4o\` version \`2024-05-13\` retired on 2026-10-01: Azure refuses new deployments of it, and calls answer errors. | Move to \`gpt-5.1\`. ${list("eastus2")}`,
    ],
  },
  { when: "another version of it is not", edits: [model("gpt-4o", "2024-11-20")], today: TODAY, says: [] },
  {
    when: "a version is deprecated",
    edits: [model("gpt-4o", "2024-08-06")],
    today: TODAY,
    says: [
      `9:20 warning model-deprecated models["gpt-5.4"].name: \`gpt-4o\` version \`2024-08-06\` is deprecated: a subscription that never had it is refused; whoever has it keeps it until it retires on 2027-04-14.${PTU} | Plan the move to \`gpt-5.1\`. ${list("eastus2")}`,
    ],
  },
  {
    when: "a version is deprecated and retires soon",
    edits: [model("gpt-4o", "2024-08-06"), ["ptu: 15, ", ""]],
    today: "2027-04-01",
    says: [
      `9:20 warning model-retires-soon models["gpt-5.4"].name: \`gpt-4o\` version \`2024-08-06\` retires on 2027-04-14, in 13 days; then calls answer errors. It is deprecated: a subscription that never had it is refused, and whoever has it keeps it until then. | Plan the move to \`gpt-5.1\`. ${list("eastus2")}`,
    ],
  },
  {
    when: "the day has come",
    edits: [],
    today: "2027-09-02",
    says: [
      `9:3 warning model-retired models["gpt-5.4"]: \`gpt-5.4\` version \`2026-03-05\` retired on 2027-09-02: Azure refuses new deployments of it, and calls answer errors.${old(365)} | Move to another model. ${list("eastus2")}${REFRESH}`,
      `21:43 warning model-retires-soon fineTuned.claims.model: \`gpt-4.1-mini.ft-1\` version \`1\` retires on 2027-10-14, in 42 days; then calls answer errors. | Plan the move to another model. ${list("swedencentral")}`,
    ],
  },
  {
    when: "it is the day before, for a model with PTU",
    edits: [],
    today: "2027-09-01",
    says: [
      `9:3 warning model-retires-soon models["gpt-5.4"]: \`gpt-5.4\` version \`2026-03-05\` retires on 2027-09-02, in 1 day; then calls answer errors.${PTU} | Plan the move to another model. ${list("eastus2")}`,
      `21:43 warning model-retires-soon fineTuned.claims.model: \`gpt-4.1-mini.ft-1\` version \`1\` retires on 2027-10-14, in 43 days; then calls answer errors. | Plan the move to another model. ${list("swedencentral")}`,
    ],
  },
  {
    when: "it is 120 days before, for a model without PTU",
    edits: [["ptu: 15, ", ""]],
    today: "2027-05-05",
    says: [
      `9:3 warning model-retires-soon models["gpt-5.4"]: \`gpt-5.4\` version \`2026-03-05\` retires on 2027-09-02, in 120 days; then calls answer errors. | Plan the move to another model. ${list("eastus2")}`,
    ],
  },
  { when: "it is 121 days before", edits: [], today: "2027-05-04", says: [] },
  {
    when: "a fine-tuned model retires later than its base",
    edits: [],
    today: "2027-10-14",
    says: [
      `9:3 warning model-retired models["gpt-5.4"]: \`gpt-5.4\` version \`2026-03-05\` retired on 2027-09-02: Azure refuses new deployments of it, and calls answer errors.${old(407)} | Move to another model. ${list("eastus2")}${REFRESH}`,
      `10:3 warning model-retires-soon models.text-embedding-3-large: \`text-embedding-3-large\` version \`1\` retires on 2028-02-09, in 118 days; then calls answer errors. | Plan the move to another model. ${list("swedencentral")}`,
      `21:43 warning model-retired fineTuned.claims.model: \`gpt-4.1-mini.ft-1\` version \`1\` retired on 2027-10-14: Azure refuses new deployments of it, and calls answer errors.${old(407)} | Move to another model. ${list("swedencentral")}${REFRESH}`,
    ],
  },
  {
    when: "a fine-tuned model has a base with no such date",
    edits: [
      ["gpt-4.1-mini.ft-1", "o3.ft-1"],
      ["payg: { sku: Standard, capacity: 10 }", "payg: { sku: GlobalStandard, capacity: 10 }"],
      ['gpt-5.4: { version: "2026-03-05"', 'gpt-5.4: { name: gpt-5.6-sol, version: "2026-07-09"'],
    ],
    today: TODAY,
    says: [],
  },
];

describe("the life of a model", () => {
  test.each(cases)("$when", ({ edits, today, says }) => {
    expect(said(edited(base, ...edits), today)).toEqual(says);
  });

  test("is judged region by region", () => {
    // The tests' own data retire this one in one region only.
    const text = edited(
      base,
      ['gpt-5.4: { version: "2026-03-05", ptu', 'gpt-5.4: { name: gpt-5.1-codex, version: "2025-11-13", ptu'],
      ["payg: DataZoneStandard }", "payg: GlobalStandard }"],
    );
    expect(said(text, TODAY)).toEqual([
      `14:7 error model-retired regions.swedencentral.deployments["gpt-5.4"]: \`gpt-5.1-codex\` version \`2025-11-13\` retired on 2026-11-01 in swedencentral: Azure refuses new deployments of it, and calls answer errors. | Move to \`gpt-5.3-codex\`. ${list("swedencentral")}`,
    ]);
  });

  test("is not judged without a day", () => {
    expect(said(edited(base, model("o4-mini", "2025-04-16")))).toEqual([]);
  });

  test("is no reason to deploy nothing: the program warns where a review refuses", () => {
    const text = edited(base, model("o4-mini", "2025-04-16"));
    const checked = parseTopology(text, "stacks/test.yaml", TODAY, "deploy");
    expect(checked.ok && checked.warnings.map(({ severity, rule }) => [severity, rule])).toEqual([
      ["warning", "model-retired"],
    ]);
  });

  test.each(stacks)("is long enough in $name, on the day of the data and today", ({ text }) => {
    expect(readOn.lifecycle).toBe("2026-09-02");
    expect([said(text, readOn.lifecycle), said(text, TODAY)]).toEqual([[], []]);
  });
});

describe("what was read of Azure", () => {
  const wrong = edited(base, ["ptu: 15", "ptu: 17"]);
  const step =
    "`gpt-5.4` in swedencentral asks for 17 PTU, but with the SKU `DataZoneProvisionedManaged` Azure sells `gpt-5.4` from 15 PTU on in steps of 5.";
  const head = (severity: string) =>
    `14:23 ${severity} ptu-step regions.swedencentral.deployments["gpt-5.4"].ptu: ${step}`;

  test("holds for 90 days, and is then a warning that says how old it is", () => {
    expect(said(wrong, "2026-07-30")).toEqual([`${head("error")} | Write 15 or 20.`]);
    expect(said(wrong, "2026-07-31")).toEqual([
      `${head("warning")} The data are from 2026-05, 91 days old, so this is no error. | Write 15 or 20.${REFRESH}`,
    ]);
  });

  test("turns no warning into anything else", () => {
    const soon = edited(base, model("gpt-4o", "2024-08-06"));
    expect(said(soon, "2027-02-28")).toHaveLength(1);
  });
});

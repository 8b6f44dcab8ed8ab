import { parseTopology } from "../../infra/topology/parse";
import { base, edited, said } from "./fixture";

const POLICIES = `raiPolicies:
  strict:
    hate: low
    violence: { completion: medium }
    sexual: off
    jailbreak: block
    protectedCode: annotate
    blocklists: [names]
blocklists:
  names: { description: What we never say, terms: [Voldemort], patterns: ["proj-[0-9]+"] }
regions:
`;
const named = edited(
  base,
  ["regions:\n", POLICIES],
  ["payg: DataZoneStandard }", "payg: DataZoneStandard, raiPolicy: strict }"],
);

test("a content filter is made in Azure's words, and what is not said is the base's", () => {
  const checked = parseTopology(named, "stacks/test.yaml");
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  const { raiPolicies, blocklists, accounts } = checked.value;
  expect(raiPolicies).toEqual([
    {
      name: "aoai-strict",
      base: "Microsoft.DefaultV2",
      mode: "Blocking",
      blocklists: ["names"],
      filters: [
        { name: "Hate", source: "Prompt", enabled: true, blocking: true, severityThreshold: "Low" },
        { name: "Hate", source: "Completion", enabled: true, blocking: true, severityThreshold: "Low" },
        { name: "Sexual", source: "Prompt", enabled: false, blocking: false },
        { name: "Sexual", source: "Completion", enabled: false, blocking: false },
        {
          name: "Violence",
          source: "Completion",
          enabled: true,
          blocking: true,
          severityThreshold: "Medium",
        },
        { name: "Jailbreak", source: "Prompt", enabled: true, blocking: true },
        { name: "Protected Material Code", source: "Completion", enabled: true, blocking: false },
      ],
    },
  ]);
  expect(blocklists[0]?.items).toEqual([
    { pattern: "Voldemort", isRegex: false },
    { pattern: "proj-[0-9]+", isRegex: true },
  ]);
  const filters = accounts.flatMap(({ deployments }) =>
    deployments.map(({ model, raiPolicy }) => [model, raiPolicy]),
  );
  expect(new Map(filters as [string, string][]).get("gpt-5.4")).toBe("aoai-strict");
  expect(checked.warnings).toEqual([]);
});

test.each([
  [
    "a filter that nothing creates",
    edited(named, ["raiPolicy: strict", "raiPolicy: strikt"]),
    [
      'error unknown-content-filter models["gpt-5.4"].raiPolicy: nothing creates the content filter `strikt` in `eastus2`, `swedencentral`; `raiPolicies` defines `strict`. | Did you mean `strict`?',
    ],
  ],
  [
    "a list whose name is misspelt, which is one problem",
    edited(named, ["[names]", "[nams]"]),
    [
      "error unknown-blocklist raiPolicies.strict.blocklists[0]: the file has no blocklist `nams`; it has `names`. | Did you mean `names`?",
    ],
  ],
  [
    "a list that there is not",
    edited(named, ["[names]", "[words]"]),
    [
      "error unknown-blocklist raiPolicies.strict.blocklists[0]: the file has no blocklist `words`; it has `names`. | Define `words` under `blocklists`, or remove it here.",
      "warning unused-blocklist blocklists.names: no content filter names the blocklist `names`, so it is made nowhere. | Name it under `blocklists` of a policy in `raiPolicies`, or remove it.",
    ],
  ],
  [
    "a list that stops nothing",
    edited(named, [', terms: [Voldemort], patterns: ["proj-[0-9]+"]', ""]),
    [
      "error empty-blocklist blocklists.names: the blocklist `names` stops nothing. | Give it `terms` or `patterns`.",
    ],
  ],
  [
    "a pattern that is none",
    edited(named, ['["proj-[0-9]+"]', '["proj-[0-9", "(?i)secret"]']),
    [
      "warning blocklist-pattern blocklists.names.patterns[0]: `proj-[0-9` does not read as a regular expression: unterminated character class. | Mend it, or put a phrase that is meant as it is under `terms`.",
    ],
  ],
  [
    "a base that is not Azure's",
    edited(named, ["    hate: low", "    base: ours\n    hate: low"]),
    [
      "error unknown-content-filter raiPolicies.strict.base: the base `ours` is none of Azure's filters, whose names start with `Microsoft.`. | Write `Microsoft.DefaultV2`, or leave `base` out.",
    ],
  ],
])("says what is wrong with %s", (_, text, problems) => {
  expect(said(text).map((line) => line.replace(/^\S+ /, ""))).toEqual(problems);
});

test("a filter of an account that exists already is its owner's matter, and Azure's own are always there", () => {
  const azures = edited(base, [
    "payg: DataZoneStandard }",
    "payg: DataZoneStandard, raiPolicy: Microsoft.Default }",
  ]);
  expect(said(azures)).toEqual([]);
  const theirs = edited(
    base,
    ["payg: DataZoneStandard }", "payg: DataZoneStandard, raiPolicy: theirs }"],
    [
      "  swedencentral:\n",
      "  swedencentral:\n    existing: { resourceGroup: rg-a, account: oai-a, ownDeployments: true }\n",
    ],
    [
      "  eastus2:\n",
      "  eastus2:\n    existing: { resourceGroup: rg-b, account: oai-b, ownDeployments: true }\n",
    ],
  );
  expect(said(theirs)).toEqual([]);
});

test("a filter that filters nothing is warned of, by whatever way a model comes to it", () => {
  const bare = edited(base, [
    "payg: DataZoneStandard }",
    "payg: DataZoneStandard, raiPolicy: Microsoft.Nil }",
  ]);
  expect(said(bare)).toEqual([
    expect.stringContaining(
      'warning no-content-filter models["gpt-5.4"].raiPolicy: `Microsoft.Nil` filters nothing, neither prompts nor answers',
    ),
  ]);
  const based = edited(named, ["    hate: low\n", "    base: Microsoft.Nil\n    hate: low\n"]);
  expect(said(based)).toEqual([expect.stringContaining("warning no-content-filter raiPolicies.strict.base")]);
});

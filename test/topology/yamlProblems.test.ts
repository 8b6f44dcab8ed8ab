import { base, type Case, edited, said } from "./fixture";

/** Each case breaks one rule by editing {@link base}; where it says how, the same spot is then put right. */
const cases: readonly Case[] = [
  {
    when: "a key stands twice",
    edits: [
      [
        `workload: aoai
`,
        `workload: aoai
workload: other
environment: x
`,
      ],
    ],
    says: [
      "3:1 error duplicate-key workload: the key `workload` stands twice in the same mapping, first on line 2. | Keep one of the two and delete the other.",
      "4:1 error duplicate-key environment: the key `environment` stands twice in the same mapping, first on line 1. | Keep one of the two and delete the other.",
    ],
  },
  {
    when: "a tab indents",
    edits: [["  location:", "\tlocation:"]],
    says: [
      "4:1 error yaml-syntax (file): a tab is used for indentation; YAML allows blanks only. | Replace the tab by blanks.",
    ],
  },
  {
    when: "a bracket is not closed",
    edits: [["{ name: StandardV2, units: 1 }", "{ name: StandardV2, units: 1"]],
    says: [
      "7:1 error yaml-syntax (file): this line is indented less than the value that it belongs to, or a bracket or quotation mark above it is not closed. | Indent the line further than its key, or close what is open above it.",
    ],
  },
  {
    when: "a quotation mark is not closed",
    edits: [[`"2026-03-05"`, `"2026-03-05`]],
    says: [
      "10:3 error yaml-syntax (file): this line is indented less than the value that it belongs to, or a bracket or quotation mark above it is not closed. | Indent the line further than its key, or close what is open above it.",
    ],
  },
  {
    when: "a colon has no blank",
    edits: [["environment: test", "environment:test"]],
    says: [
      "2:9 error yaml-syntax (file): to YAML the file is over here: a key above has no `: ` after it, or this line's indentation fits nothing above it. | Write `key: value` with a blank after the colon, and indent the line like its neighbours.",
    ],
  },
  {
    when: "an alias has no anchor",
    edits: [["ptu: 15", "ptu: *ptu"]],
    says: [
      '14:23 error unknown-alias regions.swedencentral.deployments["gpt-5.4"].ptu: the alias `*ptu` has no anchor `&ptu` above it. | Define the anchor above its first use, or put a text that starts with `*` in quotes.',
    ],
    fine: [["ptu: 15, payg: 50", "ptu: &n 15, payg: *n"]],
  },
  {
    when: "an alias stands inside its own value",
    edits: [
      [
        `    deployments:
      gpt-5.4: { ptu`,
        `    deployments: &all
      whisper: *all
      gpt-5.4: { ptu`,
      ],
    ],
    says: [
      "14:16 error alias-cycle regions.swedencentral.deployments.whisper: the alias `*all` stands inside the value that `&all` names, so the value would contain itself. | Write the value out, or move the anchor to a value that does not contain the alias.",
    ],
  },
  {
    when: "a tag is used",
    edits: [
      ["ptu: 15", "ptu: !!int 15"],
      ["environment: test", "environment: !secret test"],
    ],
    says: [
      "1:14 error yaml-tag environment: the file uses the YAML tag `!secret`; only `!!str` is allowed. | Remove the tag; put text in quotes.",
      '14:23 error yaml-tag regions.swedencentral.deployments["gpt-5.4"].ptu: the file uses the YAML tag `!!int`; only `!!str` is allowed. | Remove the tag; put text in quotes.',
    ],
    fine: [["environment: test", "environment: !!str test"]],
  },
  {
    when: "a key is reserved",
    edits: [
      [
        "workload: aoai",
        `workload: aoai
__proto__: { a: 1 }`,
      ],
      [
        `regions:
`,
        `regions:
  constructor: {}
`,
      ],
    ],
    says: [
      "3:1 error reserved-key __proto__: the key `__proto__` is reserved and never allowed. | Choose another name or remove the key.",
      "13:3 error reserved-key regions.constructor: the key `constructor` is reserved and never allowed. | Choose another name or remove the key.",
    ],
  },
  {
    when: "a key is a list",
    edits: [
      [
        "workload: aoai",
        `workload: aoai
? [a, b]
: c`,
      ],
    ],
    says: [
      "3:3 error key-not-text (file): a key must be text, but this one is a list or a mapping. | Write a name before the `:`.",
    ],
  },
  {
    when: "there are two documents",
    edits: [
      [
        "models:",
        `---
models:`,
      ],
    ],
    says: [
      "8:1 error several-documents (file): the file holds more than one YAML document; one file describes one environment. | Move everything below this `---` into a file of its own.",
    ],
  },
  {
    when: "a merge key takes text",
    edits: [["app: { tokensPerMinute: 1000 }", "app: { <<: text, tokensPerMinute: 1000 }"]],
    says: [
      '23:14 error merge-not-mapping consumers.app["<<"]: the merge key `<<` takes an alias of a mapping, or a list of such aliases. | Point it at an anchor of a mapping, as in `<<: *defaults`.',
    ],
    fine: [
      [
        "app: { tokensPerMinute: 1000 }",
        `app: &app { tokensPerMinute: 1000 }
  other: { <<: *app, class: batch }
  third: { <<: [*app] }`,
      ],
    ],
  },
  {
    when: "an escape is not known",
    edits: [["Contoso,", `"Contoso \\q",`]],
    says: [
      "5:32 error yaml-syntax (file): this is not an escape that YAML knows between double quotes. | Write `\\\\` for a backslash, or use single quotes.",
    ],
  },
  {
    when: "values are nested too deep",
    edits: [
      [
        "tokensPerMinute: 1000",
        "tokensPerMinute: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
      ],
    ],
    says: [
      "23:56 error yaml-syntax (file): the values are nested more than 32 deep. | Remove levels; no topology needs more than eight.",
    ],
  },
];

describe("the YAML itself", () => {
  test.each(cases)("is refused or warned of when $when", ({ edits, says }) => {
    expect(said(edited(base, ...edits))).toEqual(says);
  });

  test.each(cases.filter(({ fine }) => fine !== undefined))("is fine again after: $when", ({ fine }) => {
    expect(said(edited(base, ...(fine ?? [])))).toEqual([]);
  });
});

import { base, type Case, edited, said } from "./fixture";

const numbered = (count: number) => Array.from({ length: count }, (_, i) => `t${i}: x`).join(", ");
const public_ = ["{ access: private, addressSpace: 10.0.0.0/22 }", "{ access: public }"] as const;
const tagged = (tags: string) => ["workload: aoai", `workload: aoai\ntags: { ${tags} }`] as const;
const routed = (routing: string) => ["models:\n", `routing: ${routing}\nmodels:\n`] as const;

/** Each case is a file that Azure, or sense, refuses; where it says how, the same spot is then put right. */
const cases: readonly Case[] = [
  {
    when: "a breaker leaves a member out for no time",
    edits: [routed("{ breaker: { ptu: { tripDuration: PT0S } } }")],
    says: [
      "8:44 error breaker-duration routing.breaker.ptu.tripDuration: `PT0S` is no time at all; API Management needs one above zero. | Write how long a member is left out, such as `PT10S`, or remove the key: the plan derives one.",
    ],
    fine: [routed("{ breaker: { ptu: { tripDuration: PT1S } } }")],
  },
  {
    when: "a breaker leaves a member out for weeks",
    edits: [routed("{ breaker: { payg: { tripDuration: PT999H } } }")],
    says: [
      "8:45 error breaker-duration routing.breaker.payg.tripDuration: `PT999H` is 3,596,400 seconds; a member would be judged by, or left out for, days. At most `PT24H` is allowed. | Write how long a member is left out, such as `PT10S`, or remove the key: the plan derives one.",
    ],
    fine: [routed("{ breaker: { payg: { tripDuration: PT23H59M60S } } }")],
  },
  {
    when: "nobody asks an avoided account within the time that it is avoided",
    edits: [routed("{ regionDownSeconds: 30, probeSeconds: 30 }")],
    says: [
      "8:49 warning probe-too-late routing.probeSeconds: an avoided account is asked whether it is back every 30 s, but it is avoided for 30 s only, so nothing ever asks. | Write less than 30, such as `probeSeconds: 7`.",
    ],
    fine: [routed("{ regionDownSeconds: 30, probeSeconds: 29 }")],
  },
  {
    when: "a request may take more than an hour",
    edits: [routed("{ maxAttempts: 20, attemptTimeoutSeconds: 240 }")],
    says: [
      "8:25 warning request-too-long routing.maxAttempts: 20 attempts of up to 240 s each may keep one request for 80 minutes; clients of OpenAI give up after 10. | Write at most 7 attempts, or a shorter `attemptTimeoutSeconds`.",
    ],
    fine: [routed("{ maxAttempts: 7, attemptTimeoutSeconds: 240 }")],
  },
  {
    when: "a private DNS zone would have 16 tags",
    edits: [tagged(numbered(16))],
    says: [
      "3:1 error tag-count tags: the file has 16 tags; a private DNS zone, which a private fleet has, takes 15. | Remove tags; what all resources share can be a tag of the subscription.",
    ],
    fine: [tagged(numbered(15))],
  },
  {
    when: "a tag's name is Azure's own",
    edits: [tagged("Azure-team: x"), public_],
    says: [
      "3:9 error tag-reserved tags.Azure-team: the tag `Azure-team` begins with `azure`, which Azure keeps for itself. | Put something before it, such as `owner-`, or choose another name.",
    ],
    fine: [tagged("team-azure: x"), public_],
  },
  {
    when: "a tag's name ends with a space",
    edits: [tagged('"team ": x'), public_],
    says: [
      '3:9 error tag-space tags["team "]: the name of the tag `team ` begins or ends with a space; nobody could find it again. | Write it without.',
    ],
    fine: [tagged('"the team": x'), public_],
  },
  {
    when: "a private DNS zone would lose a tag",
    edits: [tagged('"cost:center": x')],
    says: [
      '3:9 warning tag-lost tags["cost:center"]: a private DNS zone, which a private fleet has, does not keep the tag `cost:center`: its names have no spaces, no `:`, no `#` and no digit at the start. Every update would try to set it again. | Use letters, digits, `-`, `_` and `.`.',
    ],
    fine: [tagged('"cost:center": x'), public_],
  },
  {
    when: "texts have characters that nobody sees",
    edits: [tagged('a: "x\\ny"'), ["name: Contoso", 'name: "Con\\ttoso"']],
    says: [
      "3:12 error control-character tags.a: character 2 of this text is the control character U+000A, which cannot be seen and which Azure refuses. | Remove it; a line break often comes from a text of several lines (`|` or `>`): write it on one.",
      "6:22 error control-character gateway.publisher.name: character 4 of this text is the control character U+0009, which cannot be seen and which Azure refuses. | Remove it; a line break often comes from a text of several lines (`|` or `>`): write it on one.",
    ],
  },
  {
    when: "two regions name one account, in another case",
    edits: [
      [
        "  swedencentral:\n",
        "  swedencentral:\n    existing: { resourceGroup: rg, account: Oai, subdomain: oai-1, ownDeployments: true }\n",
      ],
      [
        "  eastus2:\n",
        "  eastus2:\n    existing: { resourceGroup: RG, account: oai, subdomain: oai-2, ownDeployments: true }\n",
      ],
    ],
    says: [
      "18:45 error account-twice regions.eastus2.existing.account: the account `oai` in `RG` already serves swedencentral; an account lives in one region. | Name the account of this region, or remove the region.",
    ],
  },
  {
    when: "the account where a model was trained is no id",
    edits: [
      [
        "model: gpt-4.1-mini.ft-1,",
        "model: gpt-4.1-mini.ft-1, sourceAccount: /subscriptions/mine/resourceGroups/rg/providers/Microsoft.CognitiveServices/accounts/oai,",
      ],
    ],
    says: [
      "21:77 error wrong-format fineTuned.claims.sourceAccount: `sourceAccount` must be the resource id of an account: `/subscriptions/<GUID>/resourceGroups/…/providers/Microsoft.CognitiveServices/accounts/…`, got the text `/subscriptions/mine/resourceGroups/rg/providers/Microsoft...`. | Write it in that form.",
    ],
  },
  {
    when: "a yearly quota has one token",
    edits: [["tokensPerMinute: 1000", "tokensPerMinute: 1000, tokenQuota: { tokens: 1, period: Yearly }"]],
    says: [
      "23:55 warning quota-below-a-minute consumers.app.tokenQuota.tokens: `app` may use 1,000 tokens per minute, but only 1 in the whole period (Yearly): the first minute can end it. | Write at least 1000; the unit is tokens, not thousands.",
    ],
    fine: [["tokensPerMinute: 1000", "tokensPerMinute: 1000, tokenQuota: { tokens: 1000, period: Hourly }"]],
  },
  {
    when: "a critical consumer reaches no PTU",
    edits: [
      ["tokensPerMinute: 1000", "tokensPerMinute: 1000, class: critical, models: [text-embedding-3-large]"],
    ],
    says: [
      "23:3 warning critical-without-ptu consumers.app: `app` is `critical`, which means PTU first, but nothing that it reaches has PTU: `text-embedding-3-large`. | Azure offers no PTU for these models: write `class: standard`.",
    ],
    fine: [["tokensPerMinute: 1000", "tokensPerMinute: 1000, class: critical"]],
  },
  {
    when: "nobody may call",
    edits: [["consumers:\n  app: { tokensPerMinute: 1000 }\n", ""]],
    says: [
      "1:1 warning no-consumers environment: the fleet has no consumers: there is no key, so nobody may call it. | Add one: `consumers: { playground: { tokensPerMinute: 20000 } }`.",
    ],
  },
];

describe("what Azure would refuse, or what cannot be meant,", () => {
  test.each(cases)("is told when $when", ({ edits, says }) => {
    expect(said(edited(base, ...edits))).toEqual(says);
  });

  test.each(cases.filter(({ fine }) => fine !== undefined))("is fine again after: $when", ({ fine }) => {
    expect(said(edited(base, ...(fine ?? [])))).toEqual([]);
  });
});

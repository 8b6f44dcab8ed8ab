import { base, type Case, edited, said } from "./fixture";

const app = (more: string) =>
  ["app: { tokensPerMinute: 1000 }", `app: { tokensPerMinute: 1000, ${more} }`] as const;
const tier = (name: string) => ["name: StandardV2", `name: ${name}`] as const;
const classic = [tier("Developer"), ["units: 1", "units: 1"]] as const;

const cases: readonly Case[] = [
  {
    when: "limits stand at a model that there is not",
    edits: [app("models: { gtp-5.4: { tokensPerMinute: 5 } }")],
    says: [
      '23:43 error unknown-model-reference consumers.app.models["gtp-5.4"]: the consumer `app` may call `gtp-5.4`, which the file does not define; it defines `gpt-5.4`, `text-embedding-3-large`, `claims`. | Did you mean `gpt-5.4`?',
    ],
    fine: [app("models: { gpt-5.4: { tokensPerMinute: 5 }, '*': {} }")],
  },
  {
    when: "`*` stands in a list",
    edits: [app("models: ['*']")],
    says: [
      "23:42 error out-of-range consumers.app.models[0]: item 1 of `consumers.app.models` must be a name of 2 to 64 letters, digits, `.`, `-` and `_` that starts with a letter or digit, such as `gpt-5.4`, got the text `*`. | Write a value within these limits.",
    ],
  },
  {
    when: "a limit of a model is misspelt",
    edits: [app("models: { gpt-5.4: { tokenPerMinute: 5 } }")],
    says: [
      '23:54 error unknown-key consumers.app.models["gpt-5.4"].tokenPerMinute: `tokenPerMinute` is not a key of `consumers.app.models["gpt-5.4"]`; allowed are `tokensPerMinute`, `requestsPerMinute`, `tokenQuota`, `requestQuota`. | Did you mean `tokensPerMinute`?',
    ],
  },
  {
    when: "a model has a number in the place of its limits",
    edits: [app("models: { gpt-5.4: 500 }")],
    says: [
      '23:52 error wrong-type consumers.app.models["gpt-5.4"]: `gpt-5.4` must be a mapping with the keys `tokensPerMinute`, `requestsPerMinute`, `tokenQuota`, `requestQuota`, got `500`. | Write `key: value` on lines of their own below `gpt-5.4`, further to the right.',
    ],
  },
  {
    when: "a model's limit is above the limit over all models",
    edits: [
      app(
        "requestsPerMinute: 5, models: { gpt-5.4: { tokensPerMinute: 1001, requestsPerMinute: 6 }, '*': { tokensPerMinute: 2000 } }",
      ),
    ],
    says: [
      '23:93 warning limit-above-consumer consumers.app.models["gpt-5.4"].tokensPerMinute: `app` may use 1,001 tokens per minute of `gpt-5.4`, but 1,000 over all models: this limit is never reached. | Lower it, or raise `consumers.app.tokensPerMinute`.',
      '23:118 warning limit-above-consumer consumers.app.models["gpt-5.4"].requestsPerMinute: `app` may use 6 requests per minute of `gpt-5.4`, but 5 over all models: this limit is never reached. | Lower it, or raise `consumers.app.requestsPerMinute`.',
      '23:147 warning limit-above-consumer consumers.app.models["*"].tokensPerMinute: `app` may use 2,000 tokens per minute of each other model, but 1,000 over all models: this limit is never reached. | Lower it, or raise `consumers.app.tokensPerMinute`.',
    ],
    fine: [app("requestsPerMinute: 5, models: { gpt-5.4: { tokensPerMinute: 1000, requestsPerMinute: 5 } }")],
  },
  {
    when: "a model's limit is above what the fleet has of it",
    edits: [
      [
        "app: { tokensPerMinute: 1000 }",
        "app: { tokensPerMinute: 150000, models: { claims: { tokensPerMinute: 10001 }, gpt-5.4: {}, text-embedding-3-large: {} } }",
      ],
    ],
    says: [
      "23:72 warning limit-above-fleet consumers.app.models.claims.tokensPerMinute: `app` may use 10,001 tokens per minute of `claims`, but all that it reaches gives about 10,000. | Lower the limit, or add capacity.",
    ],
    fine: [
      [
        "app: { tokensPerMinute: 1000 }",
        "app: { tokensPerMinute: 150000, models: { claims: { tokensPerMinute: 10000 }, gpt-5.4: {}, text-embedding-3-large: {} } }",
      ],
    ],
  },
  {
    when: "requests of a period are to be counted by a tier that cannot",
    edits: [
      app(
        "requestQuota: { requests: 9, period: Daily }, models: { gpt-5.4: { requestQuota: { requests: 9, period: Daily } } }",
      ),
    ],
    says: [
      "23:33 error request-quota-tier consumers.app.requestQuota: the tier StandardV2 counts no requests in a period; Developer and Premium do. | Use `tokenQuota` or `requestsPerMinute`, which every tier counts.",
      '23:100 error request-quota-tier consumers.app.models["gpt-5.4"].requestQuota: the tier StandardV2 counts no requests in a period; Developer and Premium do. | Use `tokenQuota` or `requestsPerMinute`, which every tier counts.',
    ],
    fine: [...classic, app("requestQuota: { requests: 9, period: Daily }")],
  },
  {
    when: "nobody says whether an existing gateway can count requests of a period",
    edits: [
      [
        "sku: { name: StandardV2, units: 1 }",
        "existing: { resourceGroup: rg, name: apim, product: fleet, identity: { clientId: 11111111-2222-3333-4444-555555555555, principalId: 11111111-2222-3333-4444-555555555556 } }",
      ],
      ["  publisher: { name: Contoso, email: ai@contoso.example }\n", ""],
      ["access: private, addressSpace: 10.0.0.0/22", "access: public"],
      app("requestQuota: { requests: 9, period: Daily }"),
    ],
    says: [
      "22:33 error request-quota-tier consumers.app.requestQuota: whether the gateway can count requests in a period depends on its tier, and `gateway.existing` does not say it. | Add `tier` to `gateway.existing`, or use `tokenQuota` or `requestsPerMinute`.",
    ],
  },
  {
    when: "requests of a month are to be counted, whose lengths differ",
    edits: [app("requestQuota: { requests: 9, period: Monthly }")],
    says: [
      "23:70 error not-a-choice consumers.app.requestQuota.period: `period` must be `Hourly`, `Daily` or `Weekly`, got the text `Monthly`. | Write one of these.",
    ],
  },
];

describe("limits of consumers", () => {
  test.each(cases)("are refused or warned of when $when", ({ edits, says }) => {
    expect(said(edited(base, ...edits))).toEqual(says);
  });

  test.each(cases.filter(({ fine }) => fine !== undefined))(
    "are fine where it is not so that $when",
    ({ fine = [] }) => {
      expect(said(edited(base, ...fine))).toEqual([]);
    },
  );
});

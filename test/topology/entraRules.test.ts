import { base, type Case, edited, said } from "./fixture";

const id = (end: string) => `11111111-2222-3333-4444-55555555${end}`;
const entra = (more = "", tenant = id("0000"), audience = "api://fleet") =>
  [
    "  location",
    `  entra: { tenantId: ${tenant}, audience: ${audience}${more} }
  location`,
  ] as const;
const app = (more: string) =>
  ["app: { tokensPerMinute: 1000 }", `app: { tokensPerMinute: 1000, ${more} }`] as const;
const two = (own: string, others: string) =>
  [
    "  app: { tokensPerMinute: 1000 }",
    `  app: { tokensPerMinute: 1000, ${own} }
  other: { tokensPerMinute: 1000, ${others} }`,
  ] as const;

const cases: readonly Case[] = [
  {
    when: "a role belongs to two consumers",
    edits: [entra(), two("entraRoles: [Fleet.Use, fleet.use]", "entraRoles: [Fleet.Use]")],
    says: [
      "25:48 error role-shared consumers.other.entraRoles[0]: the app role `Fleet.Use` already belongs to the consumer `app`; a token would not tell which of the two calls. | Keep it with one consumer.",
    ],
    fine: [entra(), two("entraRoles: [Fleet.Use]", "entraRoles: [fleet.use]")],
  },
  {
    when: "a group belongs to two consumers",
    edits: [entra(), two(`entraGroups: [${id("abcd")}]`, `entraGroups: [${id("ABCD")}]`)],
    says: [
      `25:49 error group-shared consumers.other.entraGroups[0]: the group \`${id("ABCD")}\` already belongs to the consumer \`app\`; a token would not tell which of the two calls. | Keep it with one consumer.`,
    ],
    fine: [
      entra(", require: both", `[${id("0000")}, ${id("0001")}]`, "[api://fleet, api://other]"),
      two(`entraGroups: [${id("abcd")}]`, `entraApplications: [${id("ABCD")}]`),
    ],
  },
  {
    when: "groups are named and the gateway takes no tokens",
    edits: [app(`entraGroups: [${id("abcd")}]`)],
    says: [
      "23:33 error entra-missing consumers.app.entraGroups: `app` names groups, but the gateway accepts no Entra tokens. | Add `entra: { tenantId: …, audience: … }` to `gateway`, or remove the groups.",
    ],
  },
  {
    when: "a token is required and none identifies a consumer",
    edits: [entra(", require: token"), two(`entraGroups: [${id("abcd")}]`, "class: batch")],
    says: [
      "25:3 error entra-required consumers.other: `gateway.entra.require` is `token`, and no token identifies `other`: it cannot call. | Name its `entraApplications`, `entraRoles` or `entraGroups`, or require `either`.",
    ],
    fine: [entra(", require: key")],
  },
  {
    when: "a tenant, an audience and a role stand twice in their lists",
    edits: [
      entra("", `[${id("0000")}, ${id("0000")}]`, "[api://fleet, api://fleet]"),
      app("entraRoles: [A, A]"),
    ],
    says: [
      "4:61 error duplicate-item gateway.entra.tenantId[1]: `11111111-2222-3333-4444-555555550000` stands twice in this list. | Remove one of the two.",
      "4:124 error duplicate-item gateway.entra.audience[1]: `api://fleet` stands twice in this list. | Remove one of the two.",
      "24:49 error duplicate-item consumers.app.entraRoles[1]: `A` stands twice in this list. | Remove one of the two.",
    ],
  },
  {
    when: "an audience and a role have blanks, and `require` is misspelt",
    edits: [entra(", require: tokens", id("0000"), '"api fleet"'), app('entraRoles: ["A B"]')],
    says: [
      "4:70 error wrong-format gateway.entra.audience: `audience` must be an application id URI or client id without blanks, or a list of up to 20, got the text `api fleet`. | Write it in that form.",
      "4:92 error not-a-choice gateway.entra.require: `require` must be `either`, `key`, `token` or `both`, got the text `tokens`. | Did you mean `token`?",
      "24:46 error wrong-format consumers.app.entraRoles[0]: item 1 of `consumers.app.entraRoles` must be the value of an app role: up to 120 characters without blanks, got the text `A B`. | Write it in that form.",
    ],
  },
];

describe("Entra tokens and consumers", () => {
  test.each(cases)("are refused when $when", ({ edits, says }) => {
    expect(said(edited(base, ...edits))).toEqual(says);
  });

  test.each(cases.filter(({ fine }) => fine !== undefined))(
    "are fine where it is not so: $when",
    ({ fine = [] }) => {
      expect(said(edited(base, ...fine))).toEqual([]);
    },
  );
});

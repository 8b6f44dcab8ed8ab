/** Accounts that give no answer at all, and PTU kept free for critical consumers. */
import { busy, chat, code, payg, ptu, scenarioList, single, targets } from "./scenario";

const { list, scenario } = scenarioList();
export const unreachable = list;

const silent = (answer: "none" | "made") =>
  Object.fromEntries(["ptu", "payg"].map((tier) => [single(tier, "eastus2"), [answer]]));
const dead = silent("none");

for (const [answer, how] of [
  ["none", "without an answer"],
  ["made", "for which the gateway makes an answer of its own"],
] as const)
  scenario(
    `an account ${how} is left by its request, then by all; a probe finds it back`,
    [
      { ...chat, answers: { [ptu]: [answer], ...silent(answer) } },
      { ...chat, answers: { [ptu]: [answer], ...silent(answer) } },
      { ...chat, answers: { [ptu]: [answer], ...silent(answer) } },
    ],
    (finds, probes, skips) => {
      expect([finds.status, targets(finds)]).toEqual([
        200,
        [ptu, single("ptu", "eastus2"), single("ptu", "swedencentral")],
      ]);
      expect(finds.cache["aoai-prod:unreachable"]).toBe(",eastus2,");
      // The second is the one that probes, in vain; the third neither probes nor meets it.
      expect(targets(probes)).toEqual([single("ptu", "eastus2"), single("ptu", "swedencentral")]);
      expect(probes.cache["aoai-prod:probe:gpt-5-1"]).toBe("yes");
      expect(targets(skips)).toEqual([single("ptu", "swedencentral")]);
    },
  );

scenario(
  "a probe that is answered brings the account back for everybody",
  [chat, chat],
  (probe, after) => {
    expect([targets(probe), probe.cache["aoai-prod:unreachable"]]).toEqual([[single("ptu", "eastus2")], ","]);
    expect(targets(after)).toEqual([ptu]);
  },
  { "aoai-prod:unreachable": ",eastus2," },
);

scenario(
  "of several unreachable accounts the head of the list is probed, and goes to its end",
  [{ ...chat, answers: dead }],
  (result) => {
    expect(targets(result)).toEqual([single("ptu", "eastus2"), single("payg", "westus3")]);
    expect(result.cache["aoai-prod:unreachable"]).toBe(",swedencentral,eastus2,");
  },
  { "aoai-prod:unreachable": ",eastus2,swedencentral," },
);

scenario(
  "an unreachable account of other models changes nothing",
  [chat],
  (result) => {
    expect(targets(result)).toEqual([ptu]);
  },
  { "aoai-prod:unreachable": ",ft-claims-triage,norwayeast," },
);

scenario(
  "no member is met twice while another is left, and all unreachable are tried before giving up",
  [
    {
      ...chat,
      answers: {
        [ptu]: ["none"],
        ...Object.fromEntries(
          [
            "ptu-eastus2",
            "ptu-swedencentral",
            "payg-eastus2",
            "payg-swedencentral",
            "payg-westus3",
            "payg-francecentral",
          ].map((member) => [`aoai-gpt-5-1-${member}`, ["none"] as const]),
        ),
      },
    },
  ],
  (result) => {
    expect(targets(result)).toEqual([
      ptu,
      single("ptu", "eastus2"),
      single("ptu", "swedencentral"),
      single("payg", "westus3"),
      single("payg", "francecentral"),
      single("payg", "eastus2"),
      single("payg", "swedencentral"),
    ]);
    expect([result.status, code(result)]).toEqual([503, "service_unavailable"]);
    expect(result.cache["aoai-prod:unreachable"]).toBe(",westus3,francecentral,eastus2,swedencentral,");
  },
);

scenario(
  "where a failure leaves the retry at once, the next request learns which account is dead, and the third avoids it",
  [
    { ...chat, jumps: true, answers: { [ptu]: ["none"] } },
    { ...chat, jumps: true, answers: dead },
    { ...chat, jumps: true, answers: dead },
    { ...chat, jumps: true, answers: dead },
  ],
  (suspects, finds, probes, avoids) => {
    expect([suspects.status, suspects.cache["aoai-prod:unreachable"]]).toEqual([503, ",?gpt-5-1,"]);
    expect([finds.status, targets(finds), finds.cache["aoai-prod:unreachable"]]).toEqual([
      503,
      [single("ptu", "eastus2")],
      ",eastus2,",
    ]);
    expect([probes.status, targets(probes)]).toEqual([503, [single("ptu", "eastus2")]]);
    expect([avoids.status, targets(avoids)]).toEqual([200, [single("ptu", "swedencentral")]]);
  },
);

scenario(
  "an answered attempt after one without an answer decides, throttled or not",
  [{ ...chat, answers: { [ptu]: ["none"], [single("ptu", "eastus2")]: [400] } }],
  (result) => {
    expect([result.status, targets(result)]).toEqual([400, [ptu, single("ptu", "eastus2")]]);
  },
);

scenario(
  "batch consumers leave PTU at 70 percent, standard ones at 95, critical ones never",
  [
    { ...chat, consumer: "batch-summaries" },
    { ...chat, consumer: "checkout" },
  ],
  (batch, critical) => {
    expect([targets(batch), targets(critical)]).toEqual([[payg], [ptu]]);
  },
  { "aoai-prod:utilization:gpt-5.1": "70" },
);

scenario(
  "below the threshold batch consumers use PTU",
  [
    { ...chat, consumer: "batch-summaries" },
    { ...chat, consumer: "claims" },
  ],
  (batch, standard) => {
    expect([targets(batch), targets(standard)]).toEqual([[ptu], ["aoai-gpt-5-1-eu-ptu-pool"]]);
  },
  { "aoai-prod:utilization:gpt-5.1": "69" },
);

scenario(
  "standard consumers leave PTU at 95 percent, also among single members",
  [{ ...chat, consumer: "claims" }],
  (result) => {
    expect(targets(result)).toEqual(["aoai-gpt-5-1-payg-francecentral"]);
  },
  {
    "aoai-prod:utilization:gpt-5.1": "95",
    "aoai-prod:unreachable": ",swedencentral,",
    "aoai-prod:probe:gpt-5-1-eu": "yes",
  },
);

for (const swallows of [false, true]) {
  scenario(
    `the only account without an answer, in a pool of one, is asked once and marked at once; the end is in ${swallows ? "outbound" : "on-error"}`,
    [
      {
        ...chat,
        parameters: { "deployment-id": "claims-triage" },
        swallows,
        errorStatus: 500,
        answers: {
          "aoai-claims-triage-payg-pool": ["none"],
          "aoai-claims-triage-payg-swedencentral": ["none"],
        },
      },
      { ...chat, parameters: { "deployment-id": "claims-triage" } },
      { ...chat, parameters: { "deployment-id": "claims-triage" } },
    ],
    (finds, tries, returns) => {
      expect([finds.status, targets(finds), finds.cache["aoai-prod:unreachable"]]).toEqual([
        503,
        ["aoai-claims-triage-payg-pool"],
        ",ft-claims-triage,",
      ]);
      // The only account is used although it is listed; its answer takes it off the list.
      expect([tries.status, targets(tries), tries.cache["aoai-prod:unreachable"]]).toEqual([
        200,
        ["aoai-claims-triage-payg-swedencentral"],
        ",",
      ]);
      expect(targets(returns)).toEqual(["aoai-claims-triage-payg-pool"]);
    },
  );
}

scenario(
  "standard consumers leave the PTU pool at 95 percent and not before",
  [{ ...chat, consumer: "claims" }],
  (result) => expect(targets(result)).toEqual(["aoai-gpt-5-1-eu-payg-pool"]),
  { "aoai-prod:utilization:gpt-5.1": "95" },
);

scenario(
  "a PTU that refuses is full, whatever it reports",
  [
    { ...chat, answers: { [ptu]: [busy({ "azure-openai-deployment-utilization": "98.2%" })] } },
    { ...chat, consumer: "batch-summaries" },
    {
      ...chat,
      answers: { [ptu]: [{ status: 200, headers: { "azure-openai-deployment-utilization": "42.9%" } }] },
    },
    { ...chat, consumer: "batch-summaries" },
  ],
  (full, kept, free, back) => {
    expect(full.cache["aoai-prod:utilization:gpt-5.1"]).toBe("100");
    expect(targets(kept)).toEqual([payg]);
    expect(free.cache["aoai-prod:utilization:gpt-5.1"]).toBe("42");
    expect(targets(back)).toEqual([ptu]);
  },
);

scenario(
  "each route probes its own, whatever keeps failing elsewhere, and the next one at once where somebody is back",
  [
    {
      ...chat,
      answers: { [single("ptu", "eastus2")]: [401] },
    },
    { ...chat, parameters: { "deployment-id": "gpt-5.5" } },
    chat,
    chat,
  ],
  (fails, other, back, next) => {
    expect(targets(fails)[0]).toBe(single("ptu", "eastus2"));
    // The other route's member is asked although this route has just used its probe.
    expect([targets(other), other.cache["aoai-prod:probe:gpt-5-5"]]).toEqual([
      ["aoai-gpt-5-5-ptu-eastus2"],
      undefined,
    ]);
    expect(back.cache["aoai-prod:unreachable"]).toBe(`,=${single("ptu", "eastus2")},`);
    expect(targets(next).length).toBe(1);
  },
  {
    "aoai-prod:unreachable": `,=${single("ptu", "eastus2")},=aoai-gpt-5-5-ptu-eastus2,`,
  },
);

scenario(
  "a route of which nobody was found returns to its pools after some answers",
  [chat, chat],
  (found, after) => {
    expect(found.cache["aoai-prod:unreachable"]).toBe(",");
    expect(targets(after)).toEqual([ptu]);
  },
  { "aoai-prod:unreachable": ",?gpt-5-1," },
);

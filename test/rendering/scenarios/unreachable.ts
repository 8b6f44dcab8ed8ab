/** Accounts that give no answer at all, and PTU kept free for critical consumers. */
import {
  asideState,
  busy,
  cached,
  chat,
  code,
  known,
  memberKey,
  payg,
  ptu,
  scenarioList,
  single,
  singles,
  targets,
} from "./scenario";

const { list, scenario } = scenarioList();
export const unreachable = list;

for (const [answer, how] of [
  ["none", "without an answer"],
  ["made", "for which the gateway makes an answer of its own"],
] as const)
  scenario(
    `an account ${how} is left by its request and by all that follow, with both its members`,
    [{ ...chat, answers: { [ptu]: [answer] } }, chat],
    (finds, avoids) => {
      expect([finds.status, targets(finds)]).toEqual([200, [ptu, single("ptu", "swedencentral")]]);
      for (const tier of ["ptu", "payg"])
        expect(finds.cache[memberKey(tier, "eastus2")]).toMatch(/^X;connect;/);
      expect(finds.traces).toEqual(["An account was set aside, no connection: gpt-5-4-ptu-eastus2."]);
      expect(targets(avoids)).toEqual([single("ptu", "swedencentral")]);
    },
  );

const dead = {
  ...known(),
  [memberKey("ptu", "eastus2")]: asideState("connect", 1),
  [memberKey("payg", "eastus2")]: asideState("connect", 1),
};
scenario(
  "an answer brings the account back for everybody, with both its members",
  [chat, chat],
  (look, after) => {
    expect(targets(look)).toEqual([single("ptu", "eastus2")]);
    expect(Object.keys(cached(look)).filter((key) => key.includes("member"))).toEqual([]);
    expect(targets(after)).toEqual([single("ptu", "eastus2")]);
  },
  dead,
);

scenario(
  "a full account is not dead: 429 brings it back too",
  [{ ...chat, answers: { [single("ptu", "eastus2")]: [busy()] } }],
  (look) => {
    expect(look.status).toBe(200);
    expect(look.cache[memberKey("ptu", "eastus2")]).toMatch(/^S;/);
    expect(look.cache[memberKey("payg", "eastus2")]).toBeUndefined();
  },
  dead,
);

scenario(
  "who was asked and not heard is asked again, since who asked may have gone away",
  [chat],
  (result) => {
    expect(targets(result)).toEqual([single("ptu", "eastus2")]);
    expect(result.cache["aoai-prod:pulse:gpt-5-4-ptu-eastus2"]).toMatch(/^H[0-9]+;/);
    expect(result.traces).toEqual([]);
  },
  { "aoai-prod:known:gpt-5.4": "q1", "aoai-prod:pulse:gpt-5-4-ptu-eastus2": "P1;0;0;" },
);

scenario(
  "who was asked twice and has been silent for too long is left at once, by whoever comes next",
  [chat, chat],
  (finds, avoids) => {
    expect(targets(finds)).toEqual([single("ptu", "swedencentral")]);
    expect(finds.cache[memberKey("payg", "eastus2")]).toMatch(/^X;silent;/);
    expect(finds.traces).toEqual(["An account was set aside, silent: gpt-5-4-ptu-eastus2."]);
    expect(targets(avoids)).toEqual([single("ptu", "swedencentral")]);
  },
  { "aoai-prod:known:gpt-5.4": "q1", "aoai-prod:pulse:gpt-5-4-ptu-eastus2": "P1;0;0;;2" },
);

scenario(
  "an account that answers slowly by habit is given its time",
  [chat],
  (result) => expect(targets(result)).toEqual([single("ptu", "eastus2")]),
  { "aoai-prod:known:gpt-5.4": "q1", "aoai-prod:pulse:gpt-5-4-ptu-eastus2": "P1;99999999999999;0;" },
);

scenario(
  "one request a while asks a member of its own choice and tells that it was heard; the next take the pool",
  [chat, chat],
  (asks, next) => {
    expect(targets(asks)).toEqual([single("ptu", "eastus2")]);
    expect(asks.cache["aoai-prod:pulse:gpt-5-4-ptu-eastus2"]).toMatch(/^H\d+;\d+;;$/);
    expect(asks.cache["aoai-prod:known:gpt-5.4"]).toMatch(/^q\d{14}$/);
    expect(targets(next)).toEqual([ptu]);
  },
  { "aoai-prod:known:gpt-5.4": "-" },
);

scenario(
  "an account that is aside for other models changes nothing",
  [chat],
  (result) => expect(targets(result)).toEqual([ptu]),
  { "aoai-prod:member:gpt-5-5-ptu-eastus2": asideState("connect") },
);

scenario(
  "nobody is met twice, and after six failures the end is honest; where all are aside, none is",
  [
    {
      ...chat,
      answers: Object.fromEntries([ptu, ...singles].map((id) => [id, ["none"] as const])),
    },
    chat,
  ],
  (fails, returns) => {
    expect([fails.status, code(fails), new Set(targets(fails)).size]).toEqual([
      503,
      "service_unavailable",
      6,
    ]);
    expect(targets(fails)).not.toContain(single("ptu", "eastus2"));
    expect([returns.status, targets(returns)]).toEqual([200, [single("ptu", "eastus2")]]);
  },
);

scenario(
  "where a failure leaves the retry at once, its request fails and the next avoids the account",
  [
    { ...chat, jumps: true, answers: { [ptu]: ["none"] } },
    { ...chat, jumps: true },
  ],
  (finds, avoids) => {
    expect([finds.status, code(finds)]).toEqual([503, "service_unavailable"]);
    expect([avoids.status, targets(avoids)]).toEqual([200, [single("ptu", "swedencentral")]]);
  },
);

scenario(
  "an answered attempt after one without an answer decides",
  [{ ...chat, answers: { [ptu]: ["none"], [single("ptu", "swedencentral")]: [400] } }],
  (result) => {
    expect([result.status, targets(result)]).toEqual([400, [ptu, single("ptu", "swedencentral")]]);
  },
);

for (const swallows of [false, true]) {
  scenario(
    `the only account without an answer is asked once; the end is in ${swallows ? "outbound" : "on-error"}`,
    [
      {
        ...chat,
        parameters: { "deployment-id": "claims-triage" },
        swallows,
        errorStatus: 500,
        answers: { "aoai-claims-triage-payg-pool": ["none"] },
      },
      { ...chat, parameters: { "deployment-id": "claims-triage" } },
    ],
    (finds, tries) => {
      expect([finds.status, targets(finds)]).toEqual([503, ["aoai-claims-triage-payg-pool"]]);
      // The only account is used although it is set aside; its answer brings it back.
      expect([tries.status, targets(tries)]).toEqual([200, ["aoai-claims-triage-payg-swedencentral"]]);
      expect(tries.cache["aoai-prod:member:claims-triage-payg-swedencentral"]).toBeUndefined();
    },
  );
}

scenario(
  "batch consumers leave PTU at 70 percent, standard ones at 95, critical ones never",
  [
    { ...chat, consumer: "batch-summaries" },
    { ...chat, consumer: "checkout" },
  ],
  (batch, critical) => {
    expect([targets(batch), targets(critical)]).toEqual([[payg], [ptu]]);
  },
  { "aoai-prod:utilization:gpt-5.4": "70" },
);

const isPtu = (backend: string) => backend.includes("-ptu-");
const payAsYouGo = singles.filter((id) => id.includes("-payg-"));

scenario(
  "who leaves PTU to others gets it last where all PAYG fails",
  [
    {
      ...chat,
      consumer: "batch-summaries",
      answers: Object.fromEntries([payg, ...payAsYouGo].map((id) => [id, [503] as const])),
    },
  ],
  (result) => {
    expect([result.status, targets(result).filter(isPtu)]).toEqual([200, targets(result).slice(-1)]);
  },
  { "aoai-prod:utilization:gpt-5.4": "70" },
);

scenario(
  "who leaves PTU to others gets none of it where PAYG is busy",
  [
    {
      ...chat,
      consumer: "batch-summaries",
      answers: Object.fromEntries([payg, ...payAsYouGo].map((id) => [id, [busy({})] as const])),
    },
  ],
  (result) => expect([result.status, targets(result).filter(isPtu)]).toEqual([429, []]),
  { "aoai-prod:utilization:gpt-5.4": "70" },
);

scenario(
  "below the threshold batch consumers use PTU",
  [
    { ...chat, consumer: "batch-summaries" },
    { ...chat, consumer: "claims" },
  ],
  (batch, standard) => {
    expect([targets(batch), targets(standard)]).toEqual([[ptu], ["aoai-gpt-5-4-eu-ptu-pool"]]);
  },
  { "aoai-prod:utilization:gpt-5.4": "69" },
);

scenario(
  "standard consumers leave PTU at 95 percent, also among single members",
  [{ ...chat, consumer: "claims" }],
  (result) => {
    expect(targets(result)).toEqual([single("payg", "swedencentral")]);
  },
  { "aoai-prod:utilization:gpt-5.4": "95", ...known() },
);

scenario(
  "standard consumers leave the PTU pool at 95 percent and not before",
  [{ ...chat, consumer: "claims" }],
  (result) => expect(targets(result)).toEqual(["aoai-gpt-5-4-eu-payg-pool"]),
  { "aoai-prod:utilization:gpt-5.4": "95" },
);

scenario(
  "a PTU that refuses is full, whatever it reports",
  [
    { ...chat, answers: { [ptu]: [busy({ "azure-openai-deployment-utilization": "98.2%" })] } },
    { ...chat, consumer: "batch-summaries" },
    {
      ...chat,
      answers: {
        [single("ptu", "swedencentral")]: [
          { status: 200, headers: { "azure-openai-deployment-utilization": "42.9%" } },
        ],
      },
    },
    { ...chat, consumer: "batch-summaries" },
  ],
  (full, kept, free, back) => {
    expect(full.cache["aoai-prod:utilization:gpt-5.4"]).toBe("100");
    expect(targets(kept).every((target) => target.includes("-payg-"))).toBe(true);
    expect(free.cache["aoai-prod:utilization:gpt-5.4"]).toBe("42");
    expect(targets(back)).toEqual([single("ptu", "swedencentral")]);
  },
);

/** Accounts that refuse the gateway: no role, no network, no deployment, a retired model. */
import type { OracleAnswer } from "../oracle";
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
export const accountRefusals = list;

const aside = (reason: string, member: string, more = "") =>
  `An account was set aside, ${reason}: ${member}.${more}`;
const role = " The gateway identity needs the role Cognitive Services OpenAI User on it.";

const json = (status: number, code: string, message = "…") => ({
  status,
  body: JSON.stringify({ error: { code, message } }),
});

const refusals: readonly (readonly [what: string, answer: OracleAnswer, why: string, reason: string])[] = [
  ["401", json(401, "PermissionDenied"), "401", "role missing"],
  ["403", json(403, "Forbidden"), "403", "role missing"],
  [
    "403 of a network rule",
    json(403, "AccessDenied", "Access denied due to Virtual Network/Firewall rules."),
    "403",
    "network",
  ],
  [
    "403 of a suspended resource",
    json(403, "Forbidden", "This resource was suspended because of abuse."),
    "403",
    "suspended",
  ],
  ["404 DeploymentNotFound", json(404, "DeploymentNotFound"), "404", "deployment missing"],
  ["410", 410, "410", "retired"],
];
for (const [what, answer, why, reason] of refusals) {
  const more = reason === "role missing" ? role : "";
  scenario(
    `${what} of one account moves on, is logged and counted with its reason, and the member alone is left to others`,
    [
      { ...chat, answers: { [ptu]: [answer], [single("ptu", "eastus2")]: [answer] } },
      { ...chat, answers: { [single("ptu", "eastus2")]: [answer] } },
      { ...chat, parameters: { "deployment-id": "gpt-5.5" } },
    ],
    (first, avoids, other) => {
      expect([first.status, targets(first)]).toEqual([200, [ptu, single("ptu", "swedencentral")]]);
      expect(first.traces).toEqual([aside(reason, "gpt-5-4-ptu-eastus2", more)]);
      expect(first.metrics).toContainEqual([
        `Reason=${reason}`,
        "Model=gpt-5.4",
        "Member=gpt-5-4-ptu-eastus2",
      ]);
      expect(first.cache[memberKey("ptu", "eastus2")]).toMatch(new RegExp(`^X;${why};`));
      expect(first.cache[memberKey("payg", "eastus2")]).toBeUndefined();
      expect([avoids.status, targets(avoids)]).toEqual([200, [single("ptu", "swedencentral")]]);
      expect(targets(other)).toEqual(["aoai-gpt-5-5-ptu-pool"]);
    },
  );

  scenario(
    `${what} of every account is 502, after six calls, none to the same member, and nothing about them reaches the caller`,
    [{ ...chat, answers: Object.fromEntries([ptu, ...singles].map((id) => [id, [answer]])) }],
    (result) => {
      expect([result.status, code(result), targets(result).length]).toEqual([502, "backend_refused", 6]);
      expect(new Set(targets(result)).size).toBe(6);
      expect(targets(result)).not.toContain(single("ptu", "eastus2"));
      expect(result.body).not.toMatch(/pool|OpenAI User|eastus2/);
    },
  );
}

scenario(
  "a look at a refused member comes with the next request that is due, and what is served brings it back",
  [chat, chat],
  (look, after) => {
    expect([look.status, targets(look)]).toEqual([200, [single("ptu", "eastus2")]]);
    expect(look.cache[memberKey("ptu", "eastus2")]).toBeUndefined();
    expect(targets(after)).toEqual([single("ptu", "eastus2")]);
  },
  { ...known(), [memberKey("ptu", "eastus2")]: asideState("403", 1) },
);

scenario(
  "a look that fails leaves the member aside for longer, and the request is served by others",
  [{ ...chat, answers: { [single("ptu", "eastus2")]: [403] } }, chat],
  (look, after) => {
    expect([look.status, targets(look)]).toEqual([
      200,
      [single("ptu", "eastus2"), single("ptu", "swedencentral")],
    ]);
    const [, , , next = "", looks] = (look.cache[memberKey("ptu", "eastus2")] ?? "").split(";");
    expect([Number(next) > 1, looks]).toEqual([true, "1"]);
    expect(targets(after)).toEqual([single("ptu", "swedencentral")]);
  },
  { ...known(), [memberKey("ptu", "eastus2")]: asideState("403", 1) },
);

for (const body of [
  '{"error":{"code":"NotFound"}}',
  '{"error":{"code":"NotFound","message":"no \\"code\\":\\"DeploymentNotFound\\""}}',
])
  scenario(
    `a 404 that is not about the deployment passes as it is: ${body}`,
    [{ ...chat, answers: { [ptu]: [{ status: 404, body }] } }],
    (result) => {
      expect([result.status, targets(result), cached(result)]).toEqual([404, [ptu], {}]);
    },
  );

scenario(
  "a consumer that leaves PTU to others gets it where all PAYG refuses the gateway",
  [
    {
      ...chat,
      consumer: "batch-summaries",
      answers: Object.fromEntries([payg, ...singles.slice(2)].map((id) => [id, [403]])),
    },
  ],
  (result) => {
    expect([result.status, targets(result).at(-1)]).toEqual([200, single("ptu", "eastus2")]);
  },
  { "aoai-prod:utilization:gpt-5.4": "71" },
);

scenario(
  "accounts that refuse do not hide that the others are busy",
  [
    {
      ...chat,
      answers: {
        [ptu]: [403],
        ...Object.fromEntries(singles.slice(1).map((id) => [id, [busy({ "Retry-After": "7" })]])),
      },
    },
  ],
  (result) => {
    expect([result.status, code(result), result.headers["Retry-After"]]).toEqual([
      429,
      "rate_limit_exceeded",
      "7",
    ]);
  },
);

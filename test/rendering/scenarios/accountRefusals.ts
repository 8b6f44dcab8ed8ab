/** Accounts that refuse the gateway: no role, no network, no deployment, a retired model. */
import type { OracleAnswer } from "../oracle";
import { busy, chat, code, payg, ptu, scenarioList, single, singles, targets } from "./scenario";

const { list, scenario } = scenarioList();
export const accountRefusals = list;

const role = (status: string) =>
  `An Azure OpenAI account refused the gateway with ${status}. The gateway identity needs the role Cognitive Services OpenAI User on the account, and the account must accept the gateway network.`;

scenario(
  "a 404 that is not about the deployment passes as it is",
  [{ ...chat, answers: { [ptu]: [{ status: 404, body: '{"error":{"code":"NotFound"}}' }] } }],
  (result) => {
    expect([result.status, targets(result), result.cache]).toEqual([404, [ptu], {}]);
  },
);

const refusals: readonly (readonly [status: number, answer: OracleAnswer, why: string])[] = [
  [401, 401, role("401")],
  [403, 403, role("403")],
  [
    404,
    { status: 404, body: '{"error":{"code":"DeploymentNotFound","message":"…"}}' },
    "An Azure OpenAI account refused the gateway with 404. It lacks the deployment.",
  ],
  [410, 410, "An Azure OpenAI account refused the gateway with 410. The model of its deployment is retired."],
];
for (const [status, answer, why] of refusals) {
  scenario(
    `${status} of one account moves on, is logged, and the member is left alone until a probe finds it back`,
    [
      { ...chat, answers: { [ptu]: [answer], [single("ptu", "eastus2")]: [answer] } },
      { ...chat, answers: { [single("ptu", "eastus2")]: [answer] } },
      { ...chat, answers: { [single("ptu", "eastus2")]: [answer] } },
    ],
    (first, probes, avoids) => {
      expect([first.status, targets(first)]).toEqual([
        200,
        [ptu, single("ptu", "eastus2"), single("ptu", "swedencentral")],
      ]);
      expect(first.traces).toEqual([
        `${why} Backend: ${ptu}.`,
        `${why} Backend: ${single("ptu", "eastus2")}.`,
      ]);
      expect(first.cache["aoai-prod:unreachable"]).toBe(`,=${single("ptu", "eastus2")},`);
      expect([probes.status, targets(probes)]).toEqual([
        200,
        [single("ptu", "eastus2"), single("ptu", "swedencentral")],
      ]);
      expect([avoids.status, targets(avoids)]).toEqual([200, [single("ptu", "swedencentral")]]);
    },
  );

  scenario(
    `${status} of every account is 502, after one call to each, and nothing about them reaches the caller`,
    [{ ...chat, answers: Object.fromEntries([ptu, ...singles].map((id) => [id, [answer]])) }],
    (result) => {
      expect([result.status, code(result), new Set(targets(result)).size]).toEqual([
        502,
        "backend_refused",
        1 + singles.length,
      ]);
      expect(result.calls.length).toBe(1 + singles.length);
      expect(result.body).not.toMatch(/pool|OpenAI User|eastus2/);
    },
  );
}

scenario(
  "a message that only mentions a missing deployment passes as it is",
  [
    {
      ...chat,
      answers: {
        [ptu]: [
          {
            status: 404,
            body: '{"error":{"code":"NotFound","message":"no \\"code\\":\\"DeploymentNotFound\\""}}',
          },
        ],
      },
    },
  ],
  (result) => {
    expect([result.status, targets(result)]).toEqual([404, [ptu]]);
  },
);

scenario(
  "a consumer that leaves PTU to others is not told that the gateway may use nothing",
  [
    {
      ...chat,
      consumer: "batch-summaries",
      answers: Object.fromEntries([payg, ...singles.slice(2)].map((id) => [id, [403]])),
    },
  ],
  (result) => {
    expect([result.status, code(result)]).toEqual([503, "service_unavailable"]);
  },
  { "aoai-prod:utilization:gpt-5.1": "71" },
);

scenario(
  "a refused member of a pool of one is known at once, and the account's other models stay in use",
  [
    {
      ...chat,
      consumer: "claims",
      answers: { "aoai-gpt-5-1-eu-ptu-pool": [403], [single("payg", "swedencentral")]: [200] },
    },
    { ...chat, parameters: { "deployment-id": "gpt-5.5" } },
  ],
  (refused, other) => {
    expect([refused.status, refused.calls.length]).toEqual([200, 2]);
    expect(refused.cache["aoai-prod:unreachable"]).toBe(`,=${single("ptu", "swedencentral")},`);
    expect(targets(other)).toEqual(["aoai-gpt-5-5-ptu-pool"]);
  },
);

scenario(
  "accounts that refuse do not hide that the others are busy",
  [
    {
      ...chat,
      answers: {
        [ptu]: [403],
        [single("ptu", "eastus2")]: [403],
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

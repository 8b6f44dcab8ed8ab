import type { AccountRequest } from "../../local/accounts/answers/accountRequest";
import type { Answer } from "../../local/accounts/answers/answer";
import type { LocalAccount } from "../../local/accounts/declared/localAccount";
import type { LocalAccounts } from "../../local/accounts/localAccounts";
import { account, deployment, standing } from "./localFleet";

const chat = (more: object = {}, deployed = "gpt-4.1-payg"): AccountRequest => ({
  method: "POST",
  path: `/openai/deployments/${deployed}/chat/completions?api-version=2024-10-21`,
  headers: { "api-key": "k" },
  body: JSON.stringify({ messages: [{ role: "user", content: "Hello." }], ...more }),
});

function played(accounts: LocalAccounts, own: LocalAccount, call: AccountRequest): Answer {
  const { outcome, done } = accounts.play(own, call);
  done();
  if (typeof outcome === "string") throw new Error(outcome);
  return outcome;
}
const errorOf = ({ parts }: Answer) =>
  (JSON.parse(parts[0]?.text ?? "{}") as { error?: { code: string; message: string } }).error;

describe("PTU", () => {
  const own = account({ deployments: [deployment({ name: "ptu", tier: "ptu", capacity: 15 })] });
  // 15 PTU of gpt-4.1 are 45,000 input tokens a minute; an output token counts as four.
  const perSecond = (15 * 3000) / 60;

  test("admits until its bucket is full, and says to the millisecond when it is not", () => {
    const { accounts, clock } = standing({ ptuDepthSeconds: 10 });
    const call = chat({ max_tokens: 100 }, "ptu");
    let admitted = 0;
    let last = played(accounts, own, call);
    while (last.status === 200) {
      admitted++;
      expect(last.headers["azure-openai-deployment-utilization"]).toMatch(/^\d+\.\d%$/);
      last = played(accounts, own, call);
    }
    // What an answer took takes the place of what was expected, once it is complete.
    expect(admitted).toBeGreaterThan((10 * perSecond) / 410);
    expect(last.status).toBe(429);
    const wait = Number(last.headers["retry-after-ms"]);
    expect(Number(last.headers["retry-after"])).toBe(Math.ceil(wait / 1000));
    clock.now += wait - 1;
    expect(played(accounts, own, call).status).toBe(429);
    // At 100 % itself it is not below.
    clock.now += 2;
    expect(played(accounts, own, call).status).toBe(200);
  });

  test("an answer under way takes what is expected of it, a complete one what it took", () => {
    const { accounts } = standing();
    const { done } = accounts.play(own, chat({ max_tokens: 1000 }, "ptu"));
    const deployed = own.deployments[0] as (typeof own.deployments)[number];
    const before = accounts.utilization(own, deployed) as number;
    expect(before).toBeGreaterThan((4 * 1000 * 100) / (10 * perSecond));
    done();
    expect(accounts.utilization(own, deployed)).toBeLessThan(before / 4);
  });

  test("refuses prompts that are too long for it, which PAYG serves", () => {
    const { accounts } = standing();
    const long = account({
      deployments: [
        deployment({ name: "ptu", tier: "ptu", capacity: 1000 }),
        deployment({ name: "payg", capacity: 10_000 }),
      ],
    });
    const messages = [{ role: "user", content: "hello ".repeat(128_001) }];
    const refused = played(accounts, long, chat({ messages, max_tokens: 10 }, "ptu"));
    expect([refused.status, errorOf(refused)?.code]).toEqual([400, "context_length_exceeded"]);
    expect(played(accounts, long, chat({ messages, max_tokens: 10 }, "payg")).status).toBe(200);
  });

  test("spills over to the deployment that it names, and that one says for whom it answers", () => {
    const { accounts } = standing();
    const spilling = account({
      deployments: [
        deployment({ name: "ptu", tier: "ptu", capacity: 15, spillover: "payg" }),
        deployment({ name: "payg" }),
      ],
    });
    let answer = played(accounts, spilling, chat({ max_tokens: 2000 }, "ptu"));
    for (let more = 0; more < 20 && answer.headers["x-ms-spillover-from-deployment"] === undefined; more++) {
      accounts.play(spilling, chat({ max_tokens: 2000 }, "ptu"));
      answer = played(accounts, spilling, chat({ max_tokens: 2000 }, "ptu"));
    }
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      "x-ms-spillover-from-deployment": "ptu",
      "x-ms-deployment-name": "payg",
    });
  });
});

describe("PAYG", () => {
  test("counts tokens of a minute as they are expected, and requests of a slice", () => {
    const own = account({ deployments: [deployment({ name: "payg", capacity: 10 })] });
    const { accounts } = standing({ paygSliceSeconds: 1 });
    // gpt-4.1 has ten requests a minute with 10,000 tokens, so no slice of a second has room for a whole one.
    const first = played(accounts, own, chat({ max_tokens: 9000 }, "payg"));
    expect(first.headers).toMatchObject({
      "x-ratelimit-limit-tokens": "10000",
      "x-ratelimit-limit-requests": "10",
    });
    expect(first.status).toBe(429);
    const { accounts: calm } = standing({ paygSliceSeconds: 10 });
    expect(played(calm, own, chat({ max_tokens: 9000 }, "payg")).status).toBe(200);
    const refused = played(calm, own, chat({ max_tokens: 9000 }, "payg"));
    expect(refused.status).toBe(429);
    expect(Number(refused.headers["retry-after"])).toBeLessThanOrEqual(60);
  });

  test("a fault leaves less of it, and what is left is told", () => {
    const own = account({ deployments: [deployment({ name: "payg", capacity: 1000 })] });
    const { accounts, clock } = standing();
    accounts.addFault({ kind: "less", from: clock.now, to: clock.now + 60_000, capacity: 0.25 });
    expect(played(accounts, own, chat({}, "payg")).headers["x-ratelimit-limit-tokens"]).toBe("250000");
    clock.now += 60_000;
    expect(played(accounts, own, chat({}, "payg")).headers["x-ratelimit-limit-tokens"]).toBe("1000000");
  });
});

describe("who may come in", () => {
  const id = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.CognitiveServices/accounts/a";
  const own = account({ takesKeys: false, resourceId: id });
  const token = (claims: object) =>
    `Bearer e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.signature`;
  const exp = Date.UTC(2026, 11, 1) / 1000;
  const aud = "https://cognitiveservices.azure.com";
  const role = "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd";
  const cases = [
    ["nobody", {}, 401],
    ["a key where keys are disabled", { "api-key": "k" }, 403],
    ["a token", { authorization: token({ aud, exp }) }, 200],
    ["a token for Graph", { authorization: token({ aud: "https://graph.microsoft.com", exp }) }, 401],
    ["a token of yesterday", { authorization: token({ aud, exp: exp - 90_000 }) }, 401],
    [
      "a role on the account",
      { authorization: token({ aud, exp, local_rights: [{ scope: id, role }] }) },
      200,
    ],
    [
      "a role on its group",
      {
        authorization: token({
          aud,
          exp,
          local_rights: [{ scope: "/subscriptions/s/resourceGroups/RG", role }],
        }),
      },
      200,
    ],
    ["no role", { authorization: token({ aud, exp, local_rights: [] }) }, 401],
    [
      "a role on an account whose name only begins like this one",
      { authorization: token({ aud, exp, local_rights: [{ scope: `${id}b`, role }] }) },
      401,
    ],
    [
      "Reader",
      {
        authorization: token({
          aud,
          exp,
          local_rights: [{ scope: id, role: "acdd72a7-3385-48ef-bd42-f606fba81ae7" }],
        }),
      },
      401,
    ],
  ] as const;
  test.each(cases)("%s", (_, headers, status) => {
    const { accounts } = standing();
    expect(played(accounts, own, { ...chat(), headers }).status).toBe(status);
  });

  test("an account without public access and without an endpoint is out of reach", () => {
    const { accounts } = standing();
    expect(played(accounts, account({ reachable: false }), chat()).status).toBe(403);
  });
});

test.each([
  ["no api-version", { ...chat(), path: "/openai/deployments/gpt-4.1-payg/chat/completions" }, 404],
  ["an operation that there is not", { ...chat(), path: "/openai/v1/chat/complete" }, 404],
  ["a method that there is not", { ...chat(), method: "PUT" }, 405],
  ["no JSON", { ...chat(), body: "{" }, 400],
  ["a list", { ...chat(), body: "[]" }, 400],
  ["no model on v1", { ...chat(), path: "/openai/v1/chat/completions" }, 400],
  ["no messages", { ...chat(), body: "{}" }, 400],
  [
    "responses in the path of a deployment",
    { ...chat(), path: "/openai/deployments/gpt-4.1-payg/responses?api-version=1" },
    404,
  ],
  ["something else", { ...chat(), path: "/admin" }, 404],
] as const)("%s is refused", (_, call, status) => {
  const { accounts } = standing();
  expect(played(accounts, account(), call).status).toBe(status);
});

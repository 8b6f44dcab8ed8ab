/** The end answers: what is tried again, what passes, and what callers are told. */
import { busy, chat, code, payg, ptu, scenarioList, targets } from "./scenario";

const { list, scenario } = scenarioList();
export const answers = list;

scenario(
  "a request takes one call to the first pool, whatever the case of the name",
  [{ ...chat, parameters: { "deployment-id": "GPT-5.1" } }],
  (result) => {
    expect([result.status, targets(result)]).toEqual([200, [ptu]]);
    expect(result.calls[0]?.path).toBe("/chat/completions");
    expect(result.metrics).toEqual([["Consumer=checkout", "Model=gpt-5.1", "Surface=azure"]]);
  },
);

scenario(
  "nothing about backends is in an answer",
  [
    {
      ...chat,
      answers: {
        [ptu]: [
          {
            status: 200,
            headers: {
              "x-ms-region": "East US 2",
              "apim-request-id": "1",
              "azure-openai-deployment-utilization": "12.3%",
              "x-ratelimit-remaining-requests": "3",
              "x-request-id": "kept",
            },
          },
        ],
      },
    },
  ],
  (result) => {
    expect(result.headers).toEqual({
      "x-ratelimit-limit-tokens": "200000",
      "x-ratelimit-remaining-tokens": "1234",
      "x-request-id": "kept",
    });
    expect(result.cache["aoai-prod:utilization:gpt-5.1"]).toBe("12");
  },
);

scenario(
  "keys and steering headers of callers do not reach an account",
  [
    {
      ...chat,
      headers: {
        "api-key": "k",
        "x-ms-spillover-deployment": "d",
        Authorization: "Bearer theirs",
        Accept: "a",
      },
    },
  ],
  (result) => {
    expect(result.sentHeaders).toEqual(["Accept", "Authorization"]);
  },
);

scenario(
  "429 moves to other capacity at once, and the answer is that of the last",
  [{ ...chat, answers: { [ptu]: [busy()], [payg]: [busy(), 200] } }],
  (result) => {
    expect([result.status, targets(result)]).toEqual([200, [ptu, ptu, payg, payg]]);
  },
);

scenario(
  "500, 502, 503 and 408 move on as well",
  [{ ...chat, answers: { [ptu]: [500, 408], [payg]: [502, 503, 200] } }],
  (result) => {
    expect([result.status, targets(result)]).toEqual([200, [ptu, ptu, payg, payg, payg]]);
  },
);

for (const status of [400, 404, 409, 422]) {
  scenario(
    `${status} passes as it is, after one call`,
    [{ ...chat, answers: { [ptu]: [status] } }],
    (result) => {
      expect([result.status, targets(result), result.body]).toEqual([status, [ptu], ""]);
    },
  );
}

for (const status of [401, 403]) {
  scenario(
    `${status} of an account is 502, and the log names role and backend`,
    [{ ...chat, answers: { [ptu]: [status] } }],
    (result) => {
      expect([result.status, targets(result), code(result)]).toEqual([502, [ptu], "backend_refused"]);
      expect(result.traces).toEqual([
        `An Azure OpenAI account refused the gateway with ${status}. The gateway identity needs the role Cognitive Services OpenAI User on the account behind backend aoai-gpt-5-1-ptu-pool, and the account must accept the gateway network.`,
      ]);
      expect(result.body).not.toMatch(/pool|OpenAI User/);
    },
  );
}

const waits: readonly (readonly [what: string, headers: readonly Record<string, string>[], told: string])[] =
  [
    [
      "the earliest of several",
      [{ "Retry-After": "20" }, { "Retry-After": "7" }, { "Retry-After": "9" }],
      "7",
    ],
    ["seconds with a unit", [{ "Retry-After": "3s" }], "3"],
    ["milliseconds with a unit", [{ "Retry-After": "6ms" }], "1"],
    ["milliseconds in a header of their own", [{ "Retry-After": "9", "retry-after-ms": "2100" }], "3"],
    ["a day, capped", [{ "Retry-After": "86400" }], "60"],
    ["a date in the past", [{ "Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT" }], "1"],
    ["a date far ahead, capped", [{ "Retry-After": "Wed, 21 Oct 2099 07:28:00 GMT" }], "60"],
    ["zero", [{ "Retry-After": "0" }], "1"],
    ["nonsense", [{ "Retry-After": "soon" }], "1"],
    ["a number beyond any", [{ "Retry-After": "99999999999999999999" }], "1"],
    ["no header at all", [{}], "1"],
  ];
for (const [what, headers, told] of waits) {
  scenario(
    `everything throttled is 429 with Retry-After: ${what}`,
    [{ ...chat, answers: { [ptu]: headers.map(busy), [payg]: headers.map(busy) } }],
    (result) => {
      expect([result.status, result.headers, code(result), result.calls.length]).toEqual([
        429,
        { "Content-Type": "application/json", "Retry-After": told },
        "rate_limit_exceeded",
        6,
      ]);
    },
  );
}

scenario(
  "empty pools are 429 soon after the model was throttled",
  [
    { ...chat, answers: { [ptu]: [busy({ "Retry-After": "20" })], [payg]: [busy({ "Retry-After": "20" })] } },
    { ...chat, answers: { [ptu]: [503], [payg]: [503] } },
    { ...chat, answers: { [ptu]: [503], [payg]: ["exhausted"] } },
  ],
  (first, second, third) => {
    expect([first.status, second.status, third.status]).toEqual([429, 429, 429]);
    expect(Number(second.headers["Retry-After"])).toBeGreaterThanOrEqual(19);
    expect(Number(second.headers["Retry-After"])).toBeLessThanOrEqual(21);
  },
);

scenario(
  "empty pools are 503 when nothing was throttled, in outbound and as an error",
  [
    { ...chat, answers: { [ptu]: [503], [payg]: [503] } },
    { ...chat, answers: { [ptu]: [503], [payg]: ["exhausted"] } },
  ],
  (outbound, error) => {
    for (const result of [outbound, error])
      expect([result.status, code(result)]).toEqual([503, "service_unavailable"]);
  },
);

scenario(
  "throttled and broken together are 503, with the earliest Retry-After",
  [{ ...chat, answers: { [ptu]: [busy({ "Retry-After": "5" })], [payg]: [500] } }],
  (result) => {
    expect([result.status, result.headers["Retry-After"]]).toEqual([503, "5"]);
    expect(result.traces).toEqual([
      "No capacity answered for gpt-5.1, route gpt-5-1: attempts,429,429,500,500,500,500,",
    ]);
  },
);

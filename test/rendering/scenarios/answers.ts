/** The end answers: what is tried again, what passes, and what callers are told. */
import { busy, chat, code, payg, ptu, scenarioList, single, singles, targets } from "./scenario";

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
        "azureml-model-deployment": "d",
        "x-made-up": "1",
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

scenario(
  "499, as which an exhausted PTU may surface, moves on",
  [{ ...chat, answers: { [ptu]: [499] } }],
  (result) => {
    expect([result.status, targets(result)]).toEqual([200, [ptu, ptu, payg]]);
  },
);

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

const waiting = busy({ "Retry-After": "20" });
scenario(
  "empty pools and open breakers are 429 soon after the model was throttled, and mark nobody as dead",
  [
    { ...chat, answers: { [ptu]: [waiting], [payg]: [waiting] } },
    { ...chat, answers: { [ptu]: [503], [payg]: [503] } },
    { ...chat, answers: { [ptu]: ["exhausted"], [payg]: ["exhausted"] } },
    { ...chat, jumps: true, answers: { [ptu]: ["exhausted"] } },
    { ...chat, swallows: true, answers: { [ptu]: ["exhausted"], [payg]: ["exhausted"] } },
  ],
  (...results) => {
    for (const result of results) {
      expect([result.status, code(result), result.traces]).toEqual([429, "rate_limit_exceeded", []]);
      expect(Number(result.headers["Retry-After"])).toBeGreaterThanOrEqual(19);
      expect(Number(result.headers["Retry-After"])).toBeLessThanOrEqual(21);
      expect(result.cache["aoai-prod:unreachable"]).toBeUndefined();
    }
  },
);

scenario(
  "a model that others found throttled is told as such to who only meets open breakers, without having been refused",
  [
    { ...chat, answers: { [ptu]: [waiting] } },
    { ...chat, answers: { [ptu]: ["exhausted"], [payg]: ["exhausted"] } },
  ],
  (served, later) => {
    expect([served.status, later.status, code(later)]).toEqual([200, 429, "rate_limit_exceeded"]);
  },
);

scenario(
  "single members behind open breakers are busy too, and stay on the list that an answer would take them off",
  [
    {
      ...chat,
      answers: {
        [single("ptu", "eastus2")]: ["exhausted"],
        ...Object.fromEntries(singles.slice(1).map((id) => [id, ["exhausted" as const]])),
      },
    },
  ],
  (result) => {
    expect([result.status, code(result), result.calls.length]).toEqual([429, "rate_limit_exceeded", 6]);
    expect(result.cache["aoai-prod:unreachable"]).toBe(",eastus2,");
  },
  {
    "aoai-prod:unreachable": ",eastus2,",
    // Any time: that the key is there says that the model was throttled.
    "aoai-prod:throttled:gpt-5-1": "1",
  },
);

scenario(
  "empty pools are 503 when nothing was throttled, in outbound and as an error",
  [
    { ...chat, answers: { [ptu]: [503], [payg]: [503] } },
    { ...chat, answers: { [ptu]: ["exhausted"], [payg]: ["exhausted"] } },
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

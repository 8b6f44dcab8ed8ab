/** The end answers: what is tried again, what passes, and what callers are told. */
import type { OracleAnswer } from "../oracle";
import { busy, cached, chat, code, payg, ptu, scenarioList, single, singles, targets } from "./scenario";

const { list, scenario } = scenarioList();
export const answers = list;

/** Whoever is asked gives the same answer, as a pool or by name. */
const everywhere = (answer: OracleAnswer) =>
  Object.fromEntries([ptu, payg, ...singles].map((id) => [id, [answer]]));

scenario(
  "a request takes one call to the first pool, whatever the case of the name",
  [{ ...chat, parameters: { "deployment-id": "GPT-5.4" } }],
  (result) => {
    expect([result.status, targets(result)]).toEqual([200, [ptu]]);
    expect(result.calls[0]?.path).toBe("/chat/completions");
    expect(result.metrics).toEqual([["Consumer=checkout", "Model=gpt-5.4", "Surface=azure"]]);
    expect(cached(result)).toEqual({});
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
    expect(result.cache["aoai-prod:utilization:gpt-5.4"]).toBe("12");
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
  "429 of a PTU moves to PAYG at once, and never to a member that was asked",
  [{ ...chat, answers: { [ptu]: [busy()], [single("payg", "eastus2")]: [busy()] } }],
  (result) => {
    expect([result.status, targets(result).slice(0, 2)]).toEqual([200, [ptu, single("payg", "eastus2")]]);
    // The next priority holds two of the same weight.
    expect([single("payg", "westus3"), single("payg", "swedencentral")]).toContain(targets(result)[2]);
    expect(result.calls.length).toBe(3);
  },
);

for (const status of [500, 502, 503, 408])
  scenario(
    `${status} moves on to a member that was not asked`,
    [{ ...chat, answers: { [ptu]: [status], [single("ptu", "swedencentral")]: [status] } }],
    (result) => {
      expect([result.status, targets(result)]).toEqual([
        200,
        [ptu, single("ptu", "swedencentral"), single("payg", "eastus2")],
      ]);
    },
  );

for (const status of [400, 404, 409, 422]) {
  scenario(
    `${status} passes as it is, after one call, and leaves nothing behind`,
    [{ ...chat, answers: { [ptu]: [status] } }],
    (result) => {
      expect([result.status, targets(result), result.body, cached(result)]).toEqual([status, [ptu], "", {}]);
    },
  );
}

scenario(
  "499, as which an exhausted PTU may surface, moves on",
  [{ ...chat, answers: { [ptu]: [499] } }],
  (result) => {
    expect([result.status, result.calls.length]).toEqual([200, 2]);
  },
);

const tooLong = { status: 400, body: '{"error":{"code":"context_length_exceeded","message":"…"}}' };
scenario(
  "a prompt that is longer than a PTU takes goes to PAYG, and nobody is blamed",
  [{ ...chat, answers: { [ptu]: [tooLong] } }],
  (result) => {
    expect([result.status, targets(result)]).toEqual([200, [ptu, single("payg", "eastus2")]]);
    expect(Object.keys(cached(result)).filter((key) => key.includes("member"))).toEqual([]);
  },
);

scenario(
  "a prompt that is longer than PAYG takes as well is the caller's to know",
  [
    {
      ...chat,
      answers: { [ptu]: [tooLong], [single("payg", "eastus2")]: [tooLong] },
    },
  ],
  (result) => {
    expect([result.status, result.calls.length]).toEqual([400, 2]);
  },
);

const waits: readonly (readonly [what: string, headers: Record<string, string>, told: string])[] = [
  ["seconds with a unit", { "Retry-After": "3s" }, "3"],
  ["milliseconds with a unit", { "Retry-After": "6ms" }, "1"],
  ["milliseconds in a header of their own", { "Retry-After": "9", "retry-after-ms": "2900" }, "3"],
  ["a day, capped", { "Retry-After": "86400" }, "60"],
  ["a date in the past", { "Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT" }, "1"],
  ["a date far ahead, capped", { "Retry-After": "Wed, 21 Oct 2099 07:28:00 GMT" }, "60"],
  ["zero", { "Retry-After": "0" }, "1"],
  ["nonsense", { "Retry-After": "soon" }, "1"],
  ["a number beyond any", { "Retry-After": "99999999999999999999" }, "1"],
  ["no header at all", {}, "1"],
];
for (const [what, headers, told] of waits) {
  scenario(
    `everything throttled is 429 with Retry-After in seconds and milliseconds: ${what}`,
    [{ ...chat, answers: everywhere(busy(headers)) }],
    (result) => {
      const { "retry-after-ms": exact, "Retry-After": seconds, ...others } = result.headers;
      expect([result.status, others, code(result)]).toEqual([
        429,
        { "Content-Type": "application/json" },
        "rate_limit_exceeded",
      ]);
      expect(Math.ceil(Number(exact) / 1000)).toBe(Number(seconds));
      // What is left of it: some of the time has passed since the first was refused.
      expect(Number(seconds)).toBeLessThanOrEqual(Number(told));
      expect(Number(seconds)).toBeGreaterThanOrEqual(Math.max(1, Number(told) - 2));
      // One PTU that is full speaks for the tier; each PAYG member is asked.
      expect(result.calls.length).toBe(5);
      expect(new Set(targets(result)).size).toBe(5);
    },
  );
}

scenario(
  "later callers are told what is left of the time, without a call to PAYG, and nobody is set aside",
  [
    { ...chat, answers: everywhere(busy({ "Retry-After": "20" })) },
    { ...chat, answers: everywhere(busy({ "Retry-After": "20" })) },
    { ...chat, answers: everywhere(busy({ "Retry-After": "20" })) },
  ],
  (first, ...later) => {
    expect([first.status, first.headers["Retry-After"], first.traces]).toEqual([429, "20", []]);
    for (const result of later) {
      expect([result.status, code(result), result.traces]).toEqual([429, "rate_limit_exceeded", []]);
      // A PTU is left alone for a second at most, whatever it says; all of PAYG is closed.
      expect(targets(result).filter((target) => target.includes("-payg-"))).toEqual([]);
      expect(Number(result.headers["Retry-After"])).toBeGreaterThanOrEqual(19);
      expect(Object.values(cached(result)).filter((value) => value.startsWith("X"))).toEqual([]);
    }
  },
);

scenario(
  "empty pools and open breakers are 503 where nothing was throttled, as an answer and as an error",
  [
    { ...chat, answers: everywhere(503) },
    { ...chat, answers: everywhere("exhausted") },
  ],
  (answered, failed) => {
    expect([answered.status, code(answered)]).toEqual([503, "service_unavailable"]);
    expect([failed.status, code(failed)]).toEqual([503, "service_unavailable"]);
  },
);

scenario(
  "throttled and broken together are 429: capacity returns",
  [
    {
      ...chat,
      answers: { ...everywhere(500), [ptu]: [busy({ "Retry-After": "5" })] },
    },
  ],
  (result) => {
    expect([result.status, result.headers["Retry-After"]]).toEqual([429, "5"]);
  },
);

scenario(
  "where nobody answers in a way that helps, the log has the attempts",
  [{ ...chat, answers: everywhere(500) }],
  (result) => {
    expect([result.status, result.calls.length]).toEqual([503, 6]);
    expect(result.traces).toEqual([
      "No capacity answered for gpt-5.4, route gpt-5-4: attempts,500,500,500,500,500,500,",
    ]);
    expect(result.body).not.toMatch(/pool|eastus2/);
  },
);

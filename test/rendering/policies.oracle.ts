import { renderPolicies } from "../../infra/rendering/renderPolicies";
import { fleetOf, renamed, rendered, stack } from "./fleets";
import { type OracleRequest, type OracleResult, type OracleScenario, runOracle } from "./oracle";

/**
 * The policies of `stacks/prod.yaml`, executed: every expression compiled by a real C# compiler, whole documents run
 * against scripted answers. `npm run oracle` runs it; it fails, and says what to install, where Mono is missing.
 */

const chat: OracleRequest = {
  api: "azure",
  operation: "chat-completions",
  template: "/deployments/{deployment-id}/chat/completions",
  parameters: { "deployment-id": "gpt-4.1" },
  consumer: "checkout",
  body: '{"messages":[]}',
};
const v1: OracleRequest = {
  api: "v1",
  operation: "chat-completions",
  consumer: "checkout",
  body: '{"model":"gpt-4.1","messages":[]}',
};
const regional: OracleRequest = {
  api: "regional",
  operation: "post",
  consumer: "checkout",
  parameters: { region: "eastus2" },
  path: "/regions/eastus2/openai/v1/responses",
  body: '{"model":"gpt-4.1","input":"x"}',
};

const ptu = "aoai-gpt-4-1-ptu-pool";
const payg = "aoai-gpt-4-1-payg-pool";
const busy = (headers: Record<string, string> = {}) => ({ status: 429, headers });

const scenarios: OracleScenario[] = [];
const expectations = new Map<string, (results: readonly OracleResult[]) => void>();

function scenario(
  name: string,
  requests: readonly OracleRequest[],
  expected: (...results: OracleResult[]) => void,
  cache = {},
): void {
  scenarios.push({ name, requests, cache });
  expectations.set(name, (results) => expected(...results));
}

const targets = ({ calls }: OracleResult) => calls.map(({ backend }) => backend);
const sent = ({ calls }: OracleResult) => calls.map(({ body }) => body);
const code = ({ body }: OracleResult) => (JSON.parse(body) as { error: { code: string } }).error.code;
const message = ({ body }: OracleResult) =>
  (JSON.parse(body) as { error: { message: string } }).error.message;

scenario(
  "a request takes one call to the first pool, whatever the case of the name",
  [{ ...chat, parameters: { "deployment-id": "GPT-4.1" } }],
  (result) => {
    expect([result.status, targets(result)]).toEqual([200, [ptu]]);
    expect(result.calls[0]?.path).toBe("/chat/completions");
    expect(result.metrics).toEqual([["Consumer=checkout", "Model=gpt-4.1", "Surface=azure"]]);
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
    expect(result.cache["aoai-prod:utilization:gpt-4-1"]).toBe("12");
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
        `An Azure OpenAI account refused the gateway with ${status}. The gateway identity needs the role Cognitive Services OpenAI User on the account behind backend aoai-gpt-4-1-ptu-pool, and the account must accept the gateway network.`,
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
      "No capacity answered for gpt-4.1, route gpt-4-1: attempts,429,429,500,500,500,500,",
    ]);
  },
);

const single = (tier: string, region: string, surface = "") => `aoai-gpt-4-1-${tier}-${region}${surface}`;
const dead = Object.fromEntries(["ptu", "payg"].map((tier) => [single(tier, "eastus2"), ["none"] as const]));

scenario(
  "an account without an answer is left by its request, then by all; a probe finds it back",
  [
    { ...chat, answers: { [ptu]: ["none"], ...dead } },
    { ...chat, answers: { [ptu]: ["none"], ...dead } },
    { ...chat, answers: { [ptu]: ["none"], ...dead } },
  ],
  (finds, probes, skips) => {
    expect([finds.status, targets(finds)]).toEqual([
      200,
      [ptu, single("ptu", "eastus2"), single("ptu", "swedencentral")],
    ]);
    expect(finds.cache["aoai-prod:unreachable"]).toBe(",eastus2,");
    // The second is the one that probes, in vain; the third neither probes nor meets it.
    expect(targets(probes)).toEqual([single("ptu", "eastus2"), single("ptu", "swedencentral")]);
    expect(probes.cache["aoai-prod:probe"]).toBe("yes");
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
          ].map((member) => [`aoai-gpt-4-1-${member}`, ["none"] as const]),
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
    expect([suspects.status, suspects.cache["aoai-prod:unreachable"]]).toEqual([503, ",?gpt-4-1,"]);
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
  { "aoai-prod:utilization:gpt-4-1": "70" },
);

scenario(
  "below the threshold batch consumers use PTU",
  [
    { ...chat, consumer: "batch-summaries" },
    { ...chat, consumer: "claims" },
  ],
  (batch, standard) => {
    expect([targets(batch), targets(standard)]).toEqual([[ptu], ["aoai-gpt-4-1-eu-ptu-pool"]]);
  },
  { "aoai-prod:utilization:gpt-4-1": "69" },
);

scenario(
  "standard consumers leave PTU at 95 percent, also among single members",
  [{ ...chat, consumer: "claims" }],
  (result) => {
    expect(targets(result)).toEqual(["aoai-gpt-4-1-payg-francecentral"]);
  },
  {
    "aoai-prod:utilization:gpt-4-1": "95",
    "aoai-prod:unreachable": ",swedencentral,",
    "aoai-prod:probe": "yes",
  },
);

scenario(
  "a consumer with a residency gets its own pools, and no model that is not its own",
  [
    { ...chat, consumer: "claims" },
    { ...chat, consumer: "claims", parameters: { "deployment-id": "o4-mini" } },
  ],
  (own, other) => {
    expect(targets(own)).toEqual(["aoai-gpt-4-1-eu-ptu-pool"]);
    expect([other.status, code(other), message(other)]).toEqual([
      404,
      "DeploymentNotFound",
      "The model `o4-mini` does not exist or is not open to this consumer. Available: claims-triage, gpt-4.1, text-embedding-3-large.",
    ]);
  },
);

scenario(
  "v1 names the deployment of each attempt in the body and leaves every other byte",
  [
    {
      ...v1,
      body: '{ "metadata":{"model":"gpt-4.1"}, "model" :\n "GPT-4.1","messages":[{"content":"2024-01-01T00:00:00.000Z \\"model\\": \\"gpt-4.1\\" 1.0"}],"n":1.0 }',
      answers: { [`${ptu}-v1`]: [busy()] },
    },
  ],
  (result) => {
    const body = (model: string) =>
      `{ "metadata":{"model":"gpt-4.1"}, "model":"${model}","messages":[{"content":"2024-01-01T00:00:00.000Z \\"model\\": \\"gpt-4.1\\" 1.0"}],"n":1.0 }`;
    expect(sent(result)).toEqual([body("gpt-4.1-ptu"), body("gpt-4.1-ptu"), body("gpt-4.1-payg")]);
  },
);

scenario(
  "v1 reads a model whose key is written with escapes",
  [{ ...v1, body: '{"mod\\u0065l":"gpt-4.1","messages":[]}' }],
  (result) => {
    expect(sent(result)).toEqual(['{"model":"gpt-4.1-ptu","messages":[]}']);
  },
);

scenario(
  "v1 takes the last of two models, as JSON readers do",
  [{ ...v1, body: '{"model":"o4-mini","model":"gpt-4.1"}' }],
  (result) => {
    expect(sent(result)).toEqual(['{"model":"o4-mini","model":"gpt-4.1-ptu"}']);
  },
);

const streams: readonly (readonly [what: string, body: string, forwarded: string])[] = [
  [
    "is added",
    '{"model":"gpt-4.1","stream":true}',
    '{"stream_options":{"include_usage":true},"model":"gpt-4.1-ptu","stream":true}',
  ],
  [
    "joins other options",
    '{"stream":true,"stream_options": {"x":1},"model":"gpt-4.1"}',
    '{"stream":true,"stream_options": {"include_usage":true,"x":1},"model":"gpt-4.1-ptu"}',
  ],
  [
    "joins empty options",
    '{"stream":true,"stream_options":{ },"model":"gpt-4.1"}',
    '{"stream":true,"stream_options":{ "include_usage":true},"model":"gpt-4.1-ptu"}',
  ],
  [
    "stays as the caller set it",
    '{"stream":true,"stream_options":{"include_usage":false},"model":"gpt-4.1"}',
    '{"stream":true,"stream_options":{"include_usage":false},"model":"gpt-4.1-ptu"}',
  ],
  [
    "is not added without a stream",
    '{"stream":false,"model":"gpt-4.1"}',
    '{"stream":false,"model":"gpt-4.1-ptu"}',
  ],
];
for (const [what, body, forwarded] of streams) {
  scenario(`include_usage ${what}`, [{ ...v1, body }], (result) => expect(sent(result)).toEqual([forwarded]));
}

scenario(
  "include_usage is for chat completions only",
  [{ ...v1, operation: "responses", body: '{"model":"gpt-4.1","stream":true}' }],
  (result) => {
    expect(sent(result)).toEqual(['{"model":"gpt-4.1-ptu","stream":true}']);
  },
);

const refused: readonly (readonly [what: string, request: OracleRequest, status: number, code: string])[] = [
  ["no consumer", { ...chat, consumer: undefined }, 401, "invalid_api_key"],
  ["a consumer that the fleet does not know", { ...chat, consumer: "somebody" }, 401, "invalid_api_key"],
  ["a body that is no JSON", { ...v1, body: "{" }, 400, "invalid_json"],
  ["a body that is a list", { ...v1, body: "[1]" }, 400, "invalid_json"],
  ["a chat on the azure surface that is no JSON", { ...chat, body: "{" }, 400, "invalid_json"],
  ["no body", { ...v1, body: undefined }, 400, "missing_model"],
  ["no model", { ...v1, body: "{}" }, 400, "missing_model"],
  ["a model that is a number", { ...v1, body: '{"model":1}' }, 400, "missing_model"],
  ["an unknown model", { ...v1, body: '{"model":"gpt-9 \\" <&"}' }, 404, "model_not_found"],
  [
    "a stateful operation",
    { ...v1, operation: "stateful-get", body: undefined },
    400,
    "belongs_to_one_account",
  ],
  [
    "previous_response_id",
    { ...v1, operation: "responses", body: '{"model":"gpt-4.1","previous_response_id":"r"}' },
    400,
    "belongs_to_one_account",
  ],
  [
    "a conversation",
    { ...v1, operation: "responses", body: '{"model":"gpt-4.1","conversation":{"id":"c"}}' },
    400,
    "belongs_to_one_account",
  ],
  [
    "a background response",
    { ...v1, operation: "responses", body: '{"model":"gpt-4.1","background":true}' },
    400,
    "belongs_to_one_account",
  ],
  ["the token limit", { ...chat, limit: 429 }, 429, "rate_limit_exceeded"],
  ["the token quota", { ...chat, limit: 403 }, 403, "insufficient_quota"],
  ["an unknown region", { ...regional, parameters: { region: "atlantis" } }, 404, "region_not_found"],
  ["a region outside the consumer's residency", { ...regional, consumer: "claims" }, 404, "region_not_found"],
  [
    "a model that is not in the region",
    { ...regional, body: '{"model":"claims-triage"}' },
    404,
    "model_not_found",
  ],
  ["a model without a name", { ...regional, body: '{"model":null}' }, 404, "model_not_found"],
  [
    "a path that leads out",
    { ...regional, path: "/regions/eastus2/openai/v1/../deployments/x" },
    400,
    "invalid_path",
  ],
  [
    "a path that leads out, encoded",
    { ...regional, path: "/regions/eastus2/openai/v1/%2E%2e/deployments/x" },
    400,
    "invalid_path",
  ],
  [
    "a form that may name a model",
    {
      ...regional,
      path: "/regions/eastus2/openai/v1/audio/transcriptions",
      headers: { "Content-Type": "multipart/form-data; boundary=b" },
    },
    400,
    "form_not_served",
  ],
  [
    "JSON under another name",
    { ...regional, headers: { "Content-Type": "text/plain" }, body: '{"model":"claims-triage"}' },
    404,
    "model_not_found",
  ],
];
for (const [what, request, status, expected] of refused) {
  scenario(`refused in OpenAI's shape: ${what}`, [request], (result) => {
    const { error } = JSON.parse(result.body) as { error: Record<string, unknown> };
    expect([result.status, error.code, Object.keys(error), error.param, result.calls]).toEqual([
      status,
      expected,
      ["message", "type", "param", "code"],
      null,
      [],
    ]);
    expect(result.headers["Retry-After"]).toBe(what === "the token limit" ? "37" : undefined);
  });
}

scenario(
  "a refusal of a stateful call names the regional routes",
  [
    { ...v1, operation: "stateful-post" },
    {
      ...v1,
      operation: "responses",
      consumer: "claims",
      body: '{"model":"gpt-4.1","previous_response_id":"r"}',
    },
  ],
  (operation, body) => {
    expect(message(operation)).toBe(
      "This operation belongs to one account and is not served by the pooled route. Call it at /regions/{region}/openai/v1, where region is one of: eastus2, francecentral, swedencentral, swedencentral-claims-triage, westus3.",
    );
    expect(message(body)).toBe(
      "A response that uses previous_response_id, conversation or background lives in one account. Send it, and what it continues, to /regions/{region}/openai/v1, where region is one of: francecentral, swedencentral.",
    );
  },
);

scenario(
  "a model that lives in one account may keep state",
  [{ ...v1, operation: "responses", body: '{"model":"claims-triage","previous_response_id":"r"}' }],
  (result) => {
    expect([result.status, targets(result)]).toEqual([200, ["aoai-claims-triage-payg-pool-v1"]]);
  },
);

scenario(
  "the list of models is the consumer's own",
  [{ ...v1, operation: "models", method: "GET", consumer: "claims", body: undefined }],
  (result) => {
    expect([result.status, JSON.parse(result.body)]).toEqual([
      200,
      {
        object: "list",
        data: ["claims-triage", "gpt-4.1", "text-embedding-3-large"].map((id) => ({
          id,
          object: "model",
          created: 0,
          owned_by: "azure-openai",
        })),
      },
    ]);
  },
);

scenario(
  "a regional call tries the account's deployments in order",
  [{ ...regional, answers: { "aoai-regional-eastus2": [busy(), 200] } }],
  (result) => {
    expect([result.status, result.calls]).toEqual([
      200,
      ["gpt-4.1-ptu", "gpt-4.1-payg"].map((model) => ({
        backend: "aoai-regional-eastus2",
        path: "/responses",
        body: `{"model":"${model}","input":"x"}`,
      })),
    ]);
  },
);

scenario(
  "a regional call without a model passes as it is, once",
  [
    {
      ...regional,
      method: "GET",
      operation: "get",
      path: "/regions/EastUS2/openai/v1/files/f-1",
      parameters: { region: "EastUS2" },
      body: undefined,
      answers: { "aoai-regional-eastus2": [500] },
    },
    { ...regional, path: "/regions/eastus2/openai/v1/batches/b/cancel", body: "" },
    {
      ...regional,
      path: "/regions/eastus2/openai/v1/files",
      headers: { "Content-Type": "multipart/form-data; boundary=b" },
      body: "--b",
    },
  ],
  (read, cancel, upload) => {
    expect([read.status, read.calls]).toEqual([
      503,
      [{ backend: "aoai-regional-eastus2", path: "/files/f-1", body: null }],
    ]);
    expect([cancel.status, cancel.calls[0]?.body]).toEqual([200, ""]);
    expect([upload.status, upload.calls[0]?.body]).toEqual([200, "--b"]);
  },
);

scenario(
  "a regional account without an answer is 503 and marks nobody",
  [{ ...regional, answers: { "aoai-regional-eastus2": ["none"] } }],
  (result) => {
    expect([result.status, result.calls.length, result.cache]).toEqual([503, 2, {}]);
  },
);

describe("the policies of prod, executed", () => {
  let results: readonly OracleResult[];
  beforeAll(() => {
    results = runOracle(rendered("prod"), scenarios);
  }, 60_000);

  test.each(scenarios.map(({ name }) => name))("%s", (name) => {
    const own = results.filter(({ scenario }) => scenario === name);
    expect(own.length).toBe(scenarios.find((one) => one.name === name)?.requests.length);
    expectations.get(name)?.(own);
  });
});

test("names that try to break out compile and match themselves only", () => {
  const { topology, plan } = stack("prod");
  const consumer = `~"); System.Exit(1); // ]]> @(1) {{x}} <b> & ' \\ \u0000 😀`;
  const model = `~"@{x} {{y}} }} --> \\u0041 ' <`;
  const names = { checkout: consumer, "gpt-4.1": model };
  const [known, unknown] = runOracle(renderPolicies(renamed(topology, names), renamed(plan, names)), [
    {
      name: "wild",
      requests: [
        { ...chat, consumer, parameters: { "deployment-id": model } },
        { ...chat, consumer, parameters: { "deployment-id": "gpt-4.1" } },
      ],
    },
  ]);
  expect([known?.status, known?.metrics]).toEqual([
    200,
    [[`Consumer=${consumer}`, `Model=${model}`, "Surface=azure"]],
  ]);
  expect([unknown?.status, message(unknown as OracleResult).includes(model)]).toEqual([404, true]);
}, 60_000);

test("Entra tokens name consumers by their application, and keys still work", () => {
  const { topology, plan } = fleetOf(`
environment: test
workload: aoai
gateway:
  location: swedencentral
  publisher: { name: Contoso, email: a@contoso.example }
  sku: { name: BasicV2 }
  entra: { tenantId: 00000000-0000-4000-8000-0000000000ff, audience: api://fleet }
network: { access: public }
models:
  gpt-4.1: { version: "2025-04-14", payg: GlobalStandard }
regions:
  swedencentral: { deployments: { gpt-4.1: { payg: 50 } } }
consumers:
  web: { tokensPerMinute: 1000, entraApplications: [0AAAAAAA-0000-4000-8000-000000000001] }
`);
  const caller = { ...chat, consumer: undefined, headers: { Authorization: "Bearer token" } };
  const application = "0aaaaaaa-0000-4000-8000-000000000001";
  const results = runOracle(renderPolicies(topology, plan), [
    {
      name: "entra",
      requests: [
        { ...caller, claims: { azp: application } },
        { ...caller, claims: { appid: application.toUpperCase() } },
        { ...caller, claims: { azp: "another" } },
        caller,
        { ...chat, consumer: undefined },
        { ...caller, consumer: "web" },
      ],
    },
  ]);
  expect(results.map(({ status }) => status)).toEqual([200, 200, 401, 401, 401, 200]);
  expect(results.filter(({ status }) => status === 401).map(code)).toEqual([
    "invalid_api_key",
    "invalid_api_key",
    "invalid_api_key",
  ]);
}, 60_000);

/** What the gateway refuses itself, in OpenAI's shape, and the regional route. */
import type { OracleRequest } from "../oracle";
import { busy, cached, chat, code, message, regional, scenarioList, sent, targets, v1 } from "./scenario";

const { list, scenario } = scenarioList();
export const refusals = list;

scenario(
  "a consumer with a residency gets its own pools, and no model that is not its own",
  [
    { ...chat, consumer: "claims" },
    { ...chat, consumer: "claims", parameters: { "deployment-id": "gpt-5.6-luna" } },
  ],
  (own, other) => {
    expect(targets(own)).toEqual(["aoai-gpt-5-4-eu-ptu-pool"]);
    expect([other.status, code(other), message(other)]).toEqual([
      404,
      "DeploymentNotFound",
      "The model `gpt-5.6-luna` does not exist or is not open to this consumer. Available: claims-triage, gpt-5.4, text-embedding-3-large.",
    ]);
  },
);

const refused: readonly (readonly [what: string, request: OracleRequest, status: number, code: string])[] = [
  ["no consumer", { ...chat, consumer: undefined }, 401, "invalid_api_key"],
  ["a consumer that the fleet does not know", { ...chat, consumer: "somebody" }, 401, "invalid_api_key"],
  ["a body that is no JSON", { ...v1, body: "{" }, 400, "invalid_json"],
  ["a body that is a list", { ...v1, body: "[1]" }, 400, "invalid_json"],
  ["no body", { ...v1, body: undefined }, 400, "missing_model"],
  ["no model", { ...v1, body: "{}" }, 400, "missing_model"],
  ["a model that is a number", { ...v1, body: '{"model":1}' }, 400, "missing_model"],
  ["an unknown model", { ...v1, body: '{"model":"gpt-9 \\" <&"}' }, 404, "model_not_found"],
  [
    "an operation on files",
    { ...v1, operation: "other-get", path: "/openai/v1/files/file-1", body: undefined },
    400,
    "belongs_to_one_account",
  ],
  [
    "a batch, where AzureOpenAI sends it",
    { ...chat, operation: "other-post", template: "/*", path: "/openai/deployments/gpt-5.4/batches" },
    400,
    "belongs_to_one_account",
  ],
  [
    "a stored response",
    { ...v1, operation: "other-get", path: "/openai/v1/responses/resp_1", body: undefined },
    400,
    "belongs_to_one_account",
  ],
  [
    "realtime",
    { ...v1, operation: "other-get", path: "/openai/v1/realtime", body: undefined },
    404,
    "realtime_not_served",
  ],
  [
    "a base URL with one /v1 too many",
    { ...v1, operation: "other-post", path: "/openai/v1/v1/chat/completions" },
    404,
    "unknown_operation",
  ],
  [
    "a form whose model is inside",
    {
      ...v1,
      operation: "transcriptions",
      headers: { "Content-Type": "multipart/form-data; boundary=b" },
    },
    400,
    "form_not_served",
  ],
  [
    "a form where JSON is taken, whose tokens nobody would count",
    { ...chat, headers: { "Content-Type": "multipart/form-data; boundary=b" } },
    400,
    "form_not_served",
  ],
  [
    "a file in a chat, named with escapes",
    { ...chat, body: '{"messages":[{"content":[{"file":{"file_\\u0069d":"f"}}]}]}' },
    400,
    "belongs_to_one_account",
  ],
  [
    "a body that is larger than the tier can read, before it is read",
    { ...v1, headers: { "Content-Length": "2097153" } },
    413,
    "request_too_large",
  ],
  [
    "the same on the regional route",
    { ...regional, headers: { "Content-Length": "2097153" } },
    413,
    "request_too_large",
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
  ["no model where one is called", { ...regional, body: '{"input":"x"}' }, 400, "missing_model"],
  [
    "files of a consumer that may keep none",
    { ...regional, path: "/regions/eastus2/openai/v1/files", body: "{}" },
    403,
    "stateful_not_open",
  ],
  [
    "a path of the regional route that nobody serves",
    { ...regional, path: "/regions/eastus2/openai/v1/deployments/x/embeddings" },
    404,
    "unknown_operation",
  ],
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
    { ...v1, operation: "other-post", path: "/openai/v1/files" },
    {
      ...v1,
      operation: "responses",
      consumer: "claims",
      body: '{"model":"gpt-5.4","previous_response_id":"r"}',
    },
  ],
  (operation, body) => {
    expect(message(operation)).toBe(
      "This operation belongs to one account and is not served by the pooled route. Call it at /regions/{region}/openai/v1, where region is one of: eastus2, francecentral, swedencentral, swedencentral-claims-triage, westus3.",
    );
    expect(message(body)).toBe(
      "The body names what lives in one account: `previous_response_id`. Send it, and what it continues, to /regions/{region}/openai/v1, where region is one of: francecentral, swedencentral.",
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
        data: ["claims-triage", "gpt-5.4", "text-embedding-3-large"].map((id) => ({
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
      ["gpt-5.4-ptu", "gpt-5.4-payg"].map((model) => ({
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
      path: "/regions/EastUS2/openai/v1/responses/Resp_1",
      parameters: { region: "EastUS2" },
      body: undefined,
      answers: { "aoai-regional-eastus2": [500] },
    },
    { ...regional, path: "/regions/eastus2/openai/v1/responses/r/cancel", body: "" },
  ],
  (read, cancel) => {
    expect([read.status, read.calls]).toEqual([
      503,
      [{ backend: "aoai-regional-eastus2", path: "/responses/Resp_1", body: null }],
    ]);
    expect([cancel.status, cancel.calls[0]?.body]).toEqual([200, ""]);
  },
);

scenario(
  "a regional account that refuses is a mistake of ours: 502, and the log says what it said",
  [{ ...regional, answers: { "aoai-regional-eastus2": [401] } }],
  (result) => {
    expect([result.status, code(result), cached(result)]).toEqual([502, "backend_refused", {}]);
    expect(result.traces.at(-1)).toMatch(/attempts,401,401,$/);
  },
);

scenario(
  "a regional account without an answer is 503 and marks nobody",
  [{ ...regional, answers: { "aoai-regional-eastus2": ["none"] } }],
  (result) => {
    expect([result.status, result.calls.length, cached(result)]).toEqual([503, 2, {}]);
  },
);

const early: readonly (readonly [request: OracleRequest["early"], status: number, code: string])[] = [
  [{ source: "authorization", reason: "SubscriptionKeyNotFound", status: 401 }, 401, "invalid_api_key"],
  [{ source: "authorization", reason: "SubscriptionKeyInvalid" }, 401, "invalid_api_key"],
  [{ source: "configuration", reason: "OperationNotFound" }, 404, "unknown_operation"],
  [{ source: "rate-limit", reason: "RateLimitExceeded", status: 429 }, 429, "rate_limit_exceeded"],
  [{ source: "ip-filter", reason: "CallerIpNotAllowed", status: 403 }, 403, "refused"],
  [{ source: "check-header", reason: "HeaderNotFound", status: 418 }, 418, "refused"],
  [{ source: "policy", reason: "ExpressionValueEvaluationFailure" }, 500, "internal_error"],
  [{ source: "policy", reason: "Anything", status: 500 }, 500, "internal_error"],
];
for (const [before, status, expected] of early) {
  scenario(
    `an error before the first policy keeps its status in OpenAI's shape: ${before?.reason} ${before?.status ?? "without a response"}`,
    [{ ...chat, early: before }],
    (result) => {
      expect([result.status, code(result)]).toEqual([status, expected]);
      expect(result.body).not.toContain("told to the log only");
      expect(result.traces).toEqual(
        status === 500
          ? [`The gateway failed in inbound : policy, ${before?.reason}: told to the log only`]
          : [],
      );
    },
  );
}

const told = (status: number, message: string) => JSON.stringify({ statusCode: status, message });
const others: readonly (readonly [early: OracleRequest["early"], status: number, message: string])[] = [
  [
    { source: "check-header", reason: "HeaderNotFound", status: 403, body: told(403, "Show your badge.") },
    403,
    "Show your badge.",
  ],
  [
    { source: "validate-jwt", reason: "TokenExpired", status: 401, body: told(401, "Sign in again.") },
    401,
    "Sign in again.",
  ],
  [
    { source: "rate-limit", reason: "RateLimitExceeded", status: 429, body: told(429, "Not so fast.") },
    429,
    "Not so fast.",
  ],
  [
    { source: "ip-filter", reason: "CallerIpNotAllowed", status: 403, body: "no JSON" },
    403,
    "The gateway does not accept this request.",
  ],
  [
    {
      source: "authorization",
      reason: "SubscriptionKeyInvalid",
      status: 401,
      body: told(401, "Access denied."),
    },
    401,
    "The request names no consumer of this fleet: send the consumer's key in the header api-key or as Authorization: Bearer.",
  ],
];
for (const [before, status, expected] of others)
  scenario(
    `a refusal by a policy of others says what it says: ${before?.reason}, ${before?.body}`,
    [chat, v1].map((request) => ({ ...request, early: before })),
    (...results) => {
      for (const result of results) {
        expect([result.status, message(result), result.calls]).toEqual([status, expected, []]);
        expect(result.body).not.toContain("told to the log only");
      }
    },
  );

scenario(
  "a regional call of a batch consumer leaves PTU as well, and is counted by the name of the model",
  [
    { ...regional, consumer: "batch-summaries", body: '{"model":"GPT-5.4","input":"x"}' },
    { ...regional, answers: { "aoai-regional-eastus2": [busy(), 200] } },
  ],
  (batch, critical) => {
    expect(sent(batch)).toEqual(['{"model":"gpt-5.4-payg","input":"x"}']);
    expect(batch.metrics).toEqual([["Consumer=batch-summaries", "Model=gpt-5.4", "Surface=regional"]]);
    expect(sent(critical)).toEqual([
      '{"model":"gpt-5.4-ptu","input":"x"}',
      '{"model":"gpt-5.4-payg","input":"x"}',
    ]);
    expect(critical.cache["aoai-prod:utilization:gpt-5.4"]).toBe("100");
  },
  { "aoai-prod:utilization:gpt-5.4": "71" },
);

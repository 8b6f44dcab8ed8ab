import type { ContextDescription, TypedValue } from "./description";
import { descriptions } from "./descriptions";

const text = (value: string): TypedValue => ({ type: "string", value });
const int = (value: number): TypedValue => ({ type: "int", value: value.toString() });
const bool = (value: boolean): TypedValue => ({ type: "bool", value: value.toString() });
const json = (value: unknown): TypedValue => ({ type: "json", value: JSON.stringify(value) });

const members = [
  { backend: "aoai-gpt-5-1-ptu-pool", tier: "ptu", deployment: "gpt-5.1-ptu", priority: 1, weight: 1 },
  {
    backend: "aoai-gpt-5-1-swc",
    tier: "payg",
    deployment: "gpt-5.1-payg",
    account: "swc",
    priority: 1,
    weight: 3,
  },
  {
    backend: "aoai-gpt-5-1-frc",
    tier: "payg",
    deployment: "gpt-5.1-payg",
    account: "frc",
    priority: 1,
    weight: 1,
  },
];
const request = { model: "gpt-5.1", stream: true, messages: [{ role: "user", content: "hi" }] };
const body = JSON.stringify(request);
const models = { "gpt-5.1": { ptu: "gpt-5.1-ptu", payg: "gpt-5.1-payg" } };
const door = { backend: "aoai-regional-swedencentral", models };

/** What the rendered policies have set by the end of inbound, with the types that they give it. */
const variables: Readonly<Record<string, TypedValue>> = {
  allowed: int(3),
  asked: text("gpt-5.1"),
  attempt: int(1),
  attempts: json(members),
  bench: text("30"),
  body: text(body),
  "body-parts": { type: "string[]", value: '{"model":,"stream":true}' },
  class: text("standard"),
  consumer: text("checkout"),
  door: json(door),
  doors: text(JSON.stringify({ swedencentral: door })),
  explicit: bool(true),
  "fleet-consumer": text("checkout"),
  found: text("gpt-5.1"),
  "identity-token": text("token"),
  listed: text("swc"),
  model: text("gpt-5.1"),
  "model-at": int(body.indexOf('"gpt-5.1"')),
  models: text('{"gpt-5.1": "gpt-5-1"}'),
  "models-here": json(models),
  noted: int(0),
  outcome: text("429"),
  others: text(",429,503,"),
  outcomes: text(",429,503,"),
  places: text('["swedencentral"]'),
  probe: text("swc"),
  probed: text("no"),
  region: text("swedencentral"),
  regions: text('["swedencentral","francecentral"]'),
  request: json(request),
  rest: text("/chat/completions"),
  route: text("gpt-5-1"),
  "route-attempts": text(JSON.stringify(members)),
  "route-members": text(JSON.stringify(members)),
  status: int(429),
  surface: text("azure"),
  target: json(members[1]),
  throttled: bool(true),
  "throttled-now": { type: "long", value: "638994962400000000" },
  "throttled-until": text("638994962400000000"),
  "token-limit": text("60000"),
  tried: text(",aoai-gpt-5-1-frc,"),
  unreachable: text(",swc,"),
  utilization: text("80"),
  "utilization-key": text("aoai:utilization:gpt-5.1"),
  "limit-retry-after": int(12),
  "remaining-tokens": int(4711),
  wait: int(0),
};

const full = descriptions[0] as ContextDescription;
const path = "/regions/swedencentral/openai/v1/chat/completions";
const throttled: ContextDescription = {
  ...full,
  variables,
  request: {
    ...full.request,
    body,
    originalUrl: { ...full.request.originalUrl, path },
    matchedParameters: { region: "SwedenCentral", "deployment-id": "gpt-5.1", model: "gpt-5.1" },
  },
};
const served: ContextDescription = {
  ...throttled,
  variables: {
    ...variables,
    outcome: text("200"),
    outcomes: text(","),
    explicit: bool(false),
    throttled: bool(false),
    status: int(403),
    consumer: text("playground"),
    target: json(members[0]),
  },
  response: {
    statusCode: 200,
    statusReason: "OK",
    headers: { "azure-openai-deployment-utilization": ["57.5%"], "Content-Type": ["application/json"] },
    body: '{"usage":{"prompt_tokens":3,"completion_tokens":5,"total_tokens":8}}',
  },
};
const failed: ContextDescription = {
  ...throttled,
  variables: { ...variables, outcome: text("none"), "throttled-until": text("never"), wait: int(40) },
  response: null,
  lastError: {
    Source: "llm-token-limit",
    Reason: "BackendConnectionFailure",
    Message: "Nobody answered.",
    Scope: "api",
    Section: "backend",
    Path: "forward-request",
    PolicyId: null,
  },
};

export const goldenContexts: readonly ContextDescription[] = [throttled, served, failed];

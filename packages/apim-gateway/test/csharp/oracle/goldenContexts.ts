import type { ContextDescription, TypedValue } from "./description";
import { descriptions } from "./descriptions";

const text = (value: string): TypedValue => ({ type: "string", value });
const int = (value: number): TypedValue => ({ type: "int", value: value.toString() });
const bool = (value: boolean): TypedValue => ({ type: "bool", value: value.toString() });
const json = (value: unknown): TypedValue => ({ type: "json", value: JSON.stringify(value) });

const long = (value: number): TypedValue => ({ type: "long", value: value.toString() });

const members = [
  {
    backend: "aoai-gpt-5-4-ptu-swc",
    member: "gpt-5-4-ptu-swc",
    region: "swedencentral",
    tier: "ptu",
    deployment: "gpt-5.4-ptu",
    account: "swc",
    priority: 1,
    weight: 1,
  },
  {
    backend: "aoai-gpt-5-4-swc",
    member: "gpt-5-4-payg-swc",
    region: "swedencentral",
    tier: "payg",
    deployment: "gpt-5.4-payg",
    account: "swc",
    priority: 1,
    weight: 3,
  },
  {
    backend: "aoai-gpt-5-4-frc",
    member: "gpt-5-4-payg-frc",
    region: "francecentral",
    tier: "payg",
    deployment: "gpt-5.4-payg",
    account: "frc",
    priority: 1,
    weight: 1,
  },
];
/** Full for one consumer, set aside, never refused. */
const states = [
  "S;1795694400250;700000;0;1000000;1795694400000;0;1795694401000;429;checkout",
  "X;silent;1795694390000;1795694398000;1;0;900;1795694420000",
  "-",
];
const request = { model: "gpt-5.4", stream: true, messages: [{ role: "user", content: "hi" }] };
const body = JSON.stringify(request);
const models = { "gpt-5.4": { ptu: "gpt-5.4-ptu", payg: "gpt-5.4-payg" } };
const door = { backend: "aoai-regional-swedencentral", models };

/** What the rendered policies have set by the end of inbound, with the types that they give it. */
const variables: Readonly<Record<string, TypedValue>> = {
  again: bool(false),
  "ask-ms": int(1000),
  asked: text("gpt-5.4"),
  asking: text("P1795694400000;0;0;"),
  attempt: int(1),
  backend: text("aoai-gpt-5-4-ptu-pool"),
  began: long(1795694399000),
  body: text(body),
  "body-after": text(body.slice(18)),
  "body-before": text(body.slice(0, 9)),
  chosen: int(0),
  class: text("standard"),
  consumer: text("checkout"),
  deployment: text("gpt-5.4-ptu"),
  door: json(door),
  doors: text(JSON.stringify({ swedencentral: door })),
  duty: bool(true),
  end: text("429;1000"),
  exact: bool(true),
  "follow-up": text("previous_response_id"),
  form: bool(false),
  found: text("gpt-5.4"),
  heard: text("H1795694399000;800;;1795694380000-1795694386000"),
  "identity-token": text("token"),
  "kept-off": bool(true),
  "key-consumer": text("checkout"),
  "key-hash": text("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
  keeps: bool(true),
  known: text("k1795694440000"),
  "last-try": bool(false),
  limit: int(120),
  "limit-message": text(
    "The limit of 20000 tokens per minute of this consumer is reached. Try again in 12 s.",
  ),
  "limit-retry-after": int(12),
  "limited-model": text("gpt-5.4"),
  "member-key": text("aoai:member:gpt-5-4-ptu-swc"),
  members: json(members),
  mode: text("known"),
  model: text("gpt-5.4"),
  "model-at": int(body.indexOf('"model"')),
  models: text('{"gpt-5.4": "gpt-5-4"}'),
  "models-here": json(models),
  noted: int(0),
  outcomes: text(",429,503,"),
  "patience-ms": int(5500),
  payg: json(members[1]),
  places: text('["swedencentral"]'),
  "ptu-full": bool(false),
  pulse: text("P1795694399000;800;1795694397000;1795694380000-1795694386000"),
  "pulse-key": text("aoai:pulse:gpt-5-4-ptu-swc"),
  reason: text("silent"),
  refusal: text("Only from the office."),
  region: text("swedencentral"),
  regions: text('["swedencentral","francecentral"]'),
  "regional-call": text("files"),
  "remaining-tokens": int(4711),
  request: json(request),
  rest: text("/chat/completions"),
  route: text("gpt-5-4"),
  "route-attempts": text(JSON.stringify(members)),
  "route-members": text(JSON.stringify(members)),
  "route-payg": text(JSON.stringify(members[1])),
  sibling: text("gpt-5-4-payg-swc"),
  "sibling-pulse": text("H1795694399500;800;;"),
  sole: text("0"),
  state: text("X;silent;1795694390000;1795694398000;1;0;900;1795694420000"),
  states: json(states),
  ...Object.fromEntries(states.map((state, index) => [`state-${index}`, text(state)])),
  status: int(429),
  stem: text("aoai-prod"),
  stateful: text("responses"),
  "strange-header": text("x-a"),
  surface: text("azure"),
  tier: text("ptu"),
  tiers: json({ ptu: "gpt-5.4-ptu", payg: "gpt-5.4-payg" }),
  "model-token-limit": text("10000"),
  "model-token-quota": text("100000 tokens per day"),
  "token-quota": text("500000000 tokens per month"),
  "streamed-limit": int(60),
  "token-limit": text("60000"),
  told: text("DeploymentNotFound"),
  tried: text(",0,"),
  unread: bool(false),
  utilization: text("80"),
  "utilization-key": text("aoai:utilization:gpt-5.4"),
  "value-at": int(body.indexOf('"gpt-5.4"')),
  verdict: text("429"),
  "wait-ms": int(1000),
  why: text("silent"),
  "whole-limit": int(120),
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
    matchedParameters: { region: "SwedenCentral", "deployment-id": "gpt-5.4", model: "gpt-5.4" },
  },
};
const served: ContextDescription = {
  ...throttled,
  variables: {
    ...variables,
    outcomes: text(","),
    verdict: text("passed"),
    tried: text(","),
    "kept-off": bool(false),
    status: int(403),
    consumer: text("playground"),
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
  variables: { ...variables, verdict: text("none"), chosen: int(-1), known: text("-"), pulse: text("-") },
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

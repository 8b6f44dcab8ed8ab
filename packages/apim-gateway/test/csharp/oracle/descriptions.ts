import type { ContextDescription, TypedValue } from "./description";

const pool = JSON.stringify({
  name: "pool-a",
  count: 3,
  ratio: 0.75,
  whole: 2.0,
  open: true,
  empty: null,
  text: "12",
  code: "429",
  nested: { list: [1, 2, { deep: "x" }], flag: "true" },
  Name: "other case",
});
const members = JSON.stringify([
  { name: "swc-ptu", weight: 5, tier: "ptu", region: "swedencentral", spare: null },
  { name: "swc-payg", weight: 3, tier: "payg", region: "swedencentral" },
  { name: "frc-payg", weight: 3, tier: "payg", region: "francecentral", spare: 1.5 },
  { name: "eus-ptu", weight: 0, tier: "ptu", region: "eastus" },
]);

/** A variable of every type that `set-variable` may hold and this gateway has. */
const variables: Readonly<Record<string, TypedValue>> = {
  s: { type: "string", value: "abc" },
  num: { type: "string", value: "12" },
  wide: { type: "string", value: " 7 " },
  yes: { type: "string", value: "True" },
  blank: { type: "string", value: "" },
  csv: { type: "string", value: "b,a,,c" },
  i: { type: "int", value: "7" },
  zero: { type: "int", value: "0" },
  neg: { type: "int", value: "-3" },
  top: { type: "int", value: "2147483647" },
  l: { type: "long", value: "9000000000" },
  d: { type: "double", value: "1.5" },
  m: { type: "decimal", value: "2.50" },
  t: { type: "bool", value: "true" },
  c: { type: "char", value: "x" },
  n: { type: "null" },
  jo: { type: "json", value: pool },
  ja: { type: "json", value: members },
  js: { type: "json", value: '"text"' },
  ji: { type: "json", value: "41" },
  jd: { type: "json", value: "2.5" },
  jb: { type: "json", value: "true" },
  jn: { type: "json", value: "null" },
  ints: { type: "json", value: "[3,1,2,3]" },
  words: { type: "string[]", value: "x,yy,zzz" },
  when: { type: "DateTime", value: "1763899384000" },
  span: { type: "TimeSpan", value: "90500" },
  id: { type: "Guid", value: "3f2504e0-4f89-11d3-9a0c-0305e82c3301" },
};

const url = {
  scheme: "https",
  host: "gw.example",
  port: 443,
  path: "/openai/deployments/gpt-4.1/chat/completions",
  search: "api-version=2024-10-21&tag=a&tag=b",
  query: { "api-version": ["2024-10-21"], tag: ["a", "b"] },
};

/** A chat completion with everything there. */
const full: ContextDescription = {
  missingVariable: "null",
  variables,
  request: {
    method: "POST",
    ipAddress: "10.1.2.3",
    url: { ...url, host: "aoai-swc.openai.azure.com", port: 8443 },
    originalUrl: url,
    headers: {
      "Content-Type": ["application/json"],
      "X-Team": ["search"],
      "X-Num": ["15"],
      "X-Many": ["1", "two", "3"],
      "X-Empty": [""],
      Authorization: ["Bearer a.b.c"],
    },
    matchedParameters: { "deployment-id": "gpt-4.1", n: "7" },
    body: JSON.stringify({
      model: "gpt-4.1",
      stream: false,
      max_tokens: 100,
      temperature: 0.2,
      messages: [
        { role: "system", content: "You are brief." },
        { role: "user", content: 'Héllo "you" 😀', name: null },
      ],
    }),
  },
  response: {
    statusCode: 429,
    statusReason: "Too Many Requests",
    headers: { "Retry-After": ["17"], "x-ratelimit-remaining-tokens": ["0"] },
    body: '{"error":{"code":"429","message":"slow down"}}',
  },
  lastError: null,
  operation: { Id: "chat-completions", Method: "POST", Name: "Chat", UrlTemplate: "/chat/completions" },
  api: {
    Id: "azure",
    Name: "Azure OpenAI",
    Path: "openai",
    Revision: "1",
    Version: "v1",
    IsCurrentRevision: true,
  },
  product: {
    Id: "checkout",
    Name: "Checkout",
    State: "Published",
    SubscriptionLimit: 3,
    ApprovalRequired: false,
    SubscriptionRequired: true,
  },
  subscription: {
    Id: "checkout",
    Name: "Checkout",
    Key: "k1",
    PrimaryKey: "k1",
    SecondaryKey: "k2",
    CreatedDate: 1763800000000,
    StartDate: null,
    EndDate: 1795336000000,
  },
  user: {
    Id: "1",
    Email: "ann@example.com",
    FirstName: "Ann",
    LastName: "Lee",
    Note: null,
    RegistrationDate: 1700000000000,
    Groups: [
      { Id: "dev", Name: "Developers" },
      { Id: "ops", Name: "Operators" },
    ],
  },
  deployment: {
    GatewayId: "managed",
    Region: "Sweden Central",
    ServiceId: "apim-1",
    ServiceName: "apim-1",
    Gateway: { Id: "managed", InstanceId: "gw-0", IsManaged: true },
  },
  requestId: "0f8fad5b-d9cb-469f-a165-70867728950e",
  timestamp: 1763899384123,
  elapsed: 1534,
  tracing: false,
};

/** A GET that failed before there was a response; a missing variable throws. */
const bare: ContextDescription = {
  ...full,
  missingVariable: "throws",
  variables: {
    ...variables,
    s: { type: "string", value: "429" },
    i: { type: "int", value: "2147483647" },
    l: { type: "long", value: "-9223372036854775808" },
    d: { type: "double", value: "-0.1" },
    m: { type: "decimal", value: "79228162514264337593543950335" },
    jo: { type: "json", value: "{}" },
    ja: { type: "json", value: "[]" },
    ji: { type: "json", value: "9000000000" },
    js: { type: "json", value: '"7"' },
    words: { type: "string[]", value: "" },
  },
  request: { ...full.request, method: "GET", headers: {}, matchedParameters: {}, body: null, url },
  response: null,
  lastError: {
    Source: "forward-request",
    Reason: "BackendConnectionFailure",
    Message: "Error occurred while calling backend service.",
    Scope: "api",
    Section: "backend",
    Path: "forward-request",
    PolicyId: null,
  },
  product: null,
  subscription: null,
  user: null,
  tracing: true,
};

/** Bodies that are no JSON objects, a success with an array. */
const odd: ContextDescription = {
  ...full,
  request: {
    ...full.request,
    body: "not json",
    url: { ...url, scheme: "http", port: 80, search: "", query: {} },
  },
  response: { statusCode: 200, statusReason: "", headers: { "Retry-After": ["soon"] }, body: "[1,2.5,null]" },
};

export const descriptions: readonly ContextDescription[] = [full, bare, odd];
/** The clock of both sides, in milliseconds since 1970. */
export const now = 1763899385000;

import { Readable } from "node:stream";
import { IdentityProvider } from "../../src/identity/identityProvider";
import { SemanticCache } from "../../src/policies/languageModels/semanticCache";
import { TransportFailure } from "../../src/ports/transport";
import { type Call, type PolicyGatewayOptions, policyGateway, type Served } from "./policyGateway";

const backends = [
  {
    id: "/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/apim/backends/embeddings",
    name: "embeddings",
    type: "Microsoft.ApiManagement/service/backends",
    properties: { url: "https://vectors.example/openai/deployments/small/embeddings", protocol: "http" },
  },
];
const lookup = (attributes = "", content = "") =>
  `<base /><llm-semantic-cache-lookup score-threshold="0.1" embeddings-backend-id="embeddings" embeddings-backend-auth="system-assigned" ${attributes}>${content}</llm-semantic-cache-lookup>`;
const store = `<llm-semantic-cache-store duration="60" /><base />`;
/** Vectors by what a text is about. */
const vectors: Readonly<Record<string, readonly number[]>> = {
  capital: [1, 0, 0],
  "main city": [0.95, 0.31, 0],
  weather: [0, 1, 0],
};
const vectorOf = (text: string) =>
  Object.entries(vectors).find(([about]) => text.includes(about))?.[1] ?? [0, 0, 1];
const embedding = (call: Call): Served => ({
  body: JSON.stringify({
    data: [{ embedding: vectorOf((JSON.parse(call.text) as { input: string }).input) }],
  }),
});

function cached(
  options: PolicyGatewayOptions = {},
  embed: (call: Call) => Served | Promise<Served> = embedding,
) {
  let answers = 0;
  const gateway = policyGateway({
    inbound: lookup(),
    outbound: store,
    backends,
    ...options,
    serve: (call, n) => {
      if (call.url.startsWith("https://vectors.example")) return embed(call);
      answers++;
      return options.serve?.(call, n) ?? { headers: { "x-answer": "yes" }, body: `answer ${answers}` };
    },
  });
  const ask = async (
    text: string,
    more: object = {},
    headers: Record<string, string> = {},
    path = "/chat",
  ) => {
    const body = JSON.stringify({ messages: [{ role: "user", content: text }], ...more });
    return (await gateway.send({ body, path, headers })).text;
  };
  return { gateway, ask, answers: () => answers };
}

test("a prompt that means the same gets the answer that was stored", async () => {
  const { gateway, ask, answers } = cached();
  expect(await ask("capital of France?")).toBe("answer 1");
  expect(await ask("main city of France?")).toBe("answer 1");
  expect(await ask("weather in France?")).toBe("answer 2");
  expect(answers()).toBe(2);
  const hit = await gateway.send({
    body: JSON.stringify({ messages: [{ content: "capital" }] }),
    path: "/chat",
  });
  expect(hit.headers.get("x-answer")).toBe("yes");
});

test("the vector comes from the embeddings backend, as the system-assigned identity", async () => {
  const { gateway, ask } = cached();
  await ask("capital of France?");
  const call = gateway.calls[0] as Call;
  expect(call).toMatchObject({
    method: "POST",
    url: "https://vectors.example/openai/deployments/small/embeddings?api-version=2024-02-01",
    text: JSON.stringify({ input: "capital of France?" }),
  });
  expect(call.headers.get("Authorization")).toMatch(/^Bearer ey/);
  expect(call.headers.get("Content-Type")).toBe("application/json");
});

test("score-threshold is a distance, or a similarity where the setting says so", async () => {
  const near = cached({ inbound: lookup().replace("0.1", "0.01") });
  await near.ask("capital");
  expect(await near.ask("main city")).toBe("answer 2");
  const similar = cached({
    inbound: lookup().replace("0.1", "0.9"),
    settings: { semanticCacheScore: "similarity" },
  });
  await similar.ask("capital");
  expect(await similar.ask("main city")).toBe("answer 1");
  expect(await similar.ask("weather")).toBe("answer 2");
});

test("the nearest answer wins, and an equal prompt is found with a threshold of 0", async () => {
  const { ask } = cached({ inbound: lookup().replace("0.1", "0.0") });
  await ask("capital");
  await ask("main city");
  expect(await ask("main city")).toBe("answer 2");
  const wide = cached({ inbound: lookup().replace("0.1", "0.6") });
  await wide.ask("weather");
  expect(await wide.ask("capital")).toBe("answer 2");
  expect(await wide.ask("main city")).toBe("answer 2");
});

test("an answer is kept for the seconds of duration", async () => {
  const { gateway, ask } = cached();
  await ask("capital");
  gateway.clock.advance(59_999);
  expect(await ask("capital")).toBe("answer 1");
  gateway.clock.advance(1);
  expect(await ask("capital")).toBe("answer 2");
  expect(gateway.services().shared(SemanticCache).size).toBe(1);
});

test("vary-by keeps callers apart; several are joined", async () => {
  const who = `<vary-by>@(context.Request.Headers.GetValueOrDefault("who", ""))</vary-by>`;
  const { ask } = cached({ inbound: lookup("", `${who}<vary-by>fixed</vary-by>`) });
  await ask("capital", {}, { who: "a" });
  expect(await ask("capital", {}, { who: "b" })).toBe("answer 2");
  expect(await ask("capital", {}, { who: "a" })).toBe("answer 1");
});

test("paths are kept apart, unless the setting leaves that to vary-by", async () => {
  const apart = cached();
  await apart.ask("capital", {}, {}, "/deployments/a/chat/completions");
  expect(await apart.ask("capital", {}, {}, "/deployments/b/chat/completions")).toBe("answer 2");
  const together = cached({ settings: { semanticCachePartition: "vary-by" } });
  await together.ask("capital", {}, {}, "/deployments/a/chat/completions");
  expect(await together.ask("capital", {}, {}, "/deployments/b/chat/completions")).toBe("answer 1");
});

test("ignore-system-messages leaves them out of the prompt and of the count", async () => {
  const messages = [
    { role: "system", content: "Be weather" },
    { role: "developer", content: "weather" },
    { role: "user", content: "Hello" },
  ];
  const body = JSON.stringify({ messages });
  const ignoring = cached({ inbound: lookup(`ignore-system-messages="true" max-message-count="1"`) });
  await ignoring.gateway.send({ body });
  expect(ignoring.gateway.calls[0]?.text).toBe(JSON.stringify({ input: "Hello" }));
  const reading = cached();
  await reading.gateway.send({ body });
  expect(reading.gateway.calls[0]?.text).toBe(JSON.stringify({ input: "Be weather\nweather\nHello" }));
});

test("a dialog beyond max-message-count is not cached", async () => {
  const { gateway, answers } = cached({ inbound: lookup(`max-message-count="2"`) });
  const body = (count: number) =>
    JSON.stringify({ messages: Array.from({ length: count }, () => ({ content: "capital" })) });
  for (let call = 0; call < 2; call++) await gateway.send({ body: body(3) });
  expect(answers()).toBe(2);
  for (let call = 0; call < 2; call++) await gateway.send({ body: body(2) });
  expect(answers()).toBe(3);
});

test.each([
  ["embeddings", "/embeddings", { input: "capital" }],
  ["no prompt", "/chat", { other: "capital" }],
  ["an empty prompt", "/chat", { messages: [] }],
])("requests with %s pass by the cache", async (_, path, body) => {
  const { gateway, answers } = cached();
  for (let call = 0; call < 2; call++) await gateway.send({ path, body: JSON.stringify(body) });
  expect(answers()).toBe(2);
  expect(gateway.calls).toHaveLength(2);
});

test("requests without a body or with invalid JSON pass by the cache", async () => {
  const { gateway } = cached();
  expect((await gateway.send()).status).toBe(200);
  expect((await gateway.send({ body: "{oh" })).status).toBe(200);
  expect(gateway.calls).toHaveLength(2);
});

test("requests for a stream are not cached, unless the setting says so", async () => {
  const none = cached();
  await none.ask("capital", { stream: true });
  expect(await none.ask("capital", { stream: true })).toBe("answer 2");
  const some = cached({
    settings: { semanticCacheStreams: "cached" },
    backend: `<forward-request buffer-response="false" />`,
    serve: () => ({ body: Readable.from([Buffer.from("data: a\n\n"), Buffer.from("data: b\n\n")]) }),
  });
  for (let call = 0; call < 2; call++)
    expect(await some.ask("capital", { stream: true })).toBe("data: a\n\ndata: b\n\n");
  expect(some.answers()).toBe(1);
});

test("a failure and a stream that was cut are not stored", async () => {
  const failing = cached({ serve: () => ({ status: 429, body: "later" }) });
  await failing.ask("capital");
  await failing.ask("capital");
  expect(failing.answers()).toBe(2);
  const cut = cached({
    backend: `<forward-request buffer-response="false" />`,
    serve: () => ({
      body: Readable.from(
        (async function* () {
          yield Buffer.from("half");
          throw new Error("cut");
        })(),
      ),
    }),
  });
  await cut.ask("capital");
  await cut.ask("capital");
  expect(cut.answers()).toBe(2);
});

test.each([
  ["a failure", (): Served => ({ status: 500, body: "{}" })],
  ["no JSON", (): Served => ({ body: "oh" })],
  ["no vector", (): Served => ({ body: `{"data":[]}` })],
  ["a vector of text", (): Served => ({ body: `{"data":[{"embedding":["a"]}]}` })],
  ["null", (): Served => ({ body: "null" })],
  [
    "a body that breaks off",
    (): Served => ({
      body: Readable.from(
        (async function* () {
          yield Buffer.from(`{"data":`);
          throw new Error("cut");
        })(),
      ),
    }),
  ],
  [
    "nothing",
    (): Served => {
      throw new TransportFailure("connection", "refused");
    },
  ],
  ["nothing, later", (): Promise<Served> => Promise.reject(new TransportFailure("timeout", "late"))],
])("an embeddings backend that answers with %s does not fail the request", async (_, embed) => {
  const { ask } = cached({}, embed);
  expect(await ask("capital")).toBe("answer 1");
  expect(await ask("capital")).toBe("answer 2");
});

test("an unknown embeddings backend, or an identity that is missing, does not fail the request", async () => {
  const unknown = cached({ backends: [] });
  expect(await unknown.ask("capital")).toBe("answer 1");
  const nobody = cached();
  nobody.gateway.services().shared(IdentityProvider).identities = [];
  expect(await nobody.ask("capital")).toBe("answer 1");
  expect(nobody.gateway.calls).toHaveLength(1);
});

test("another embedding can take the backend's place", async () => {
  const { gateway, ask } = cached();
  gateway.services().shared(SemanticCache).embed = (_, text) => Promise.resolve([text.length, 1]);
  await ask("four");
  expect(await ask("five")).toBe("answer 1");
  expect(gateway.calls).toHaveLength(1);
});

test("vectors of another length, and those of zeros, are like nothing", async () => {
  const { gateway, ask } = cached();
  const cache = gateway.services().shared(SemanticCache);
  cache.embed = () => [1, 0];
  await ask("capital");
  cache.embed = () => [1, 0, 0];
  expect(await ask("capital")).toBe("answer 2");
  cache.embed = () => [0, 0];
  expect(await ask("capital")).toBe("answer 3");
});

test("the cache holds no more answers than the setting allows; the oldest goes", async () => {
  const { gateway, ask } = cached({ settings: { semanticCacheEntries: 2 } });
  const cache = gateway.services().shared(SemanticCache);
  for (const text of ["capital", "weather", "other"]) await ask(text);
  expect(cache.size).toBe(2);
  expect(await ask("weather")).toBe("answer 2");
  expect(await ask("capital")).toBe("answer 4");
});

test("azure-openai-semantic-cache-… are the same policies", async () => {
  const { ask } = cached({
    inbound: lookup().replaceAll("llm-", "azure-openai-"),
    outbound: store.replaceAll("llm-", "azure-openai-"),
  });
  await ask("capital");
  expect(await ask("capital")).toBe("answer 1");
});

test("an answer of the cache uses no tokens", async () => {
  const { gateway, ask } = cached({
    inbound: `<llm-token-limit counter-key="one" tokens-per-minute="10" estimate-prompt-tokens="false" />${lookup()}`,
    serve: () => ({ body: `{"usage":{"total_tokens":9}}` }),
  });
  for (let call = 0; call < 5; call++) await ask("capital");
  expect((await gateway.send({ body: `{"messages":[{"content":"weather"}]}`, path: "/chat" })).status).toBe(
    200,
  );
});

test("any other authentication than that of the system is refused at load", () => {
  const { gateway } = cached({ inbound: lookup().replace("system-assigned", "key") });
  expect(gateway.errors.join()).toContain("embeddings-backend-auth");
});

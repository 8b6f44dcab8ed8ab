import { Readable } from "node:stream";
import { textWindows } from "../../src/policies/languageModels/contentSafetyCheck";
import { SemanticCache } from "../../src/policies/languageModels/semanticCache";
import { TransportFailure } from "../../src/ports/transport";
import { type Call, type PolicyGatewayOptions, policyGateway, type Served } from "./policyGateway";

const backends = [
  {
    id: "/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/apim/backends/safety",
    name: "safety",
    type: "Microsoft.ApiManagement/service/backends",
    properties: {
      url: "https://safety.example",
      protocol: "http",
      credentials: { managedIdentity: { resource: "https://cognitiveservices.azure.com" } },
    },
  },
];
const categories = `<categories output-type="EightSeverityLevels"><category name="Hate" threshold="4" /><category name="Violence" threshold="2" /></categories>`;
const safety = (attributes = "", content = categories) =>
  `<base /><llm-content-safety backend-id="safety" ${attributes}>${content}</llm-content-safety>`;
const analysis = (hate: number, violence = 0, more: object = {}): Served => ({
  body: JSON.stringify({
    blocklistsMatch: [],
    categoriesAnalysis: [
      { category: "Hate", severity: hate },
      { category: "Violence", severity: violence },
    ],
    ...more,
  }),
});
/** Severity 5 for text with "hate"; an attack where it says "attack". */
const judge = (call: Call): Served => {
  if (call.url.includes("shieldPrompt"))
    return { body: JSON.stringify({ userPromptAnalysis: { attackDetected: call.text.includes("attack") } }) };
  return analysis(call.text.includes("hate") ? 5 : 0);
};

function guarded(options: PolicyGatewayOptions = {}, ask: (call: Call) => Served | Promise<Served> = judge) {
  const gateway = policyGateway({
    inbound: safety(),
    backends,
    ...options,
    serve: (call, n) =>
      call.url.startsWith("https://safety.example")
        ? ask(call)
        : (options.serve?.(call, n) ?? { body: "answer" }),
  });
  const send = (content: unknown, more: object = {}) =>
    gateway.send({ body: JSON.stringify({ messages: [{ role: "user", content }], ...more }) });
  const asked = () => gateway.calls.filter(({ url }) => url.startsWith("https://safety.example"));
  return { gateway, send, asked };
}

describe("prompts", () => {
  test("pass when nothing harmful is found", async () => {
    const { send, asked } = guarded();
    expect(await send("Hello")).toMatchObject({ status: 200, text: "answer" });
    expect(asked()).toMatchObject([
      { method: "POST", url: "https://safety.example/contentsafety/text:analyze?api-version=2024-09-01" },
    ]);
    expect(JSON.parse(asked()[0]?.text ?? "")).toEqual({
      text: "Hello",
      categories: ["Hate", "Violence"],
      outputType: "EightSeverityLevels",
    });
    expect(asked()[0]?.headers.get("Authorization")).toMatch(/^Bearer ey/);
  });

  test("are refused with 403 before they reach the model", async () => {
    const { gateway, send } = guarded();
    const refused = await send("I hate you");
    expect(refused.json()).toEqual({ statusCode: 403, message: "Request failed content safety check." });
    expect(gateway.calls).toHaveLength(1);
    expect(gateway.lastError()).toMatchObject({
      source: "llm-content-safety",
      reason: "ContentSafetyViolation",
      section: "inbound",
    });
  });

  test.each([
    [3, 0, 200],
    [4, 0, 403],
    [7, 0, 403],
    [0, 1, 200],
    [0, 2, 403],
  ])("with severities %d and %d for thresholds 4 and 2 give %d", async (hate, violence, status) => {
    const { send } = guarded({}, () => analysis(hate, violence));
    expect((await send("Hello")).status).toBe(status);
  });

  test("are refused when a blocklist matches", async () => {
    const { send, asked } = guarded(
      { inbound: safety("", `<blocklists><id>names</id><id>@("words")</id></blocklists>`) },
      () => analysis(0, 0, { blocklistsMatch: [{ blocklistName: "names" }] }),
    );
    expect((await send("Hello")).status).toBe(403);
    expect(JSON.parse(asked()[0]?.text ?? "")).toEqual({
      text: "Hello",
      blocklistNames: ["names", "words"],
      outputType: "FourSeverityLevels",
    });
  });

  test("are checked for attacks with shield-prompt", async () => {
    const { send, asked } = guarded({ inbound: safety(`shield-prompt="true"`, "") });
    expect((await send("Hello")).status).toBe(200);
    expect((await send("This is an attack")).status).toBe(403);
    expect(asked()[0]).toMatchObject({
      url: "https://safety.example/contentsafety/text:shieldPrompt?api-version=2024-09-01",
      text: JSON.stringify({ userPrompt: "Hello", documents: [] }),
    });
    const both = guarded({ inbound: safety(`shield-prompt="true"`) });
    expect((await both.send("Hello")).status).toBe(200);
    expect(both.asked()).toHaveLength(2);
  });

  test("are all the text of the request, joined", async () => {
    const { send, asked } = guarded();
    await send([{ type: "text", text: "one" }, { type: "image_url" }, { type: "text", text: "two" }]);
    expect(JSON.parse(asked()[0]?.text ?? "")).toMatchObject({ text: "one\ntwo" });
  });

  test("without text, or no prompts at all, are not asked about", async () => {
    const { gateway, send, asked } = guarded();
    await send([{ type: "image_url" }]);
    await gateway.send();
    await gateway.send({ body: "{oh" });
    expect(asked()).toHaveLength(0);
    expect(gateway.calls).toHaveLength(3);
  });

  test.each([
    ["refused", 403, 0],
    ["error", 500, 0],
    ["split", 200, 2],
  ])("beyond 10,000 characters are %s: %d", async (contentSafetyTooLong, status, asks) => {
    const { send, asked } = guarded({ settings: { contentSafetyTooLong } });
    expect((await send("x".repeat(10_001))).status).toBe(status);
    expect(asked()).toHaveLength(asks);
    expect((await send("x".repeat(10_000))).status).toBe(200);
  });

  const silent: [string, () => Served | Promise<Served>][] = [
    ["401", () => ({ status: 401, body: "{}" })],
    ["500", () => ({ status: 500, body: "{}" })],
    ["no JSON", () => ({ body: "oh" })],
    ["no analysis", () => ({ body: "{}" })],
    ["null", () => ({ body: "null" })],
    [
      "nothing",
      () => {
        throw new TransportFailure("connection", "refused");
      },
    ],
    ["nothing, later", () => Promise.reject(new TransportFailure("timeout", "late"))],
  ];
  test.each(silent)(
    "are refused when the service answers with %s, or an error where the setting says so",
    async (_, ask) => {
      expect((await guarded({}, ask).send("Hello")).status).toBe(403);
      const failing = guarded({ settings: { contentSafetyUnavailable: "error" } }, ask);
      expect((await failing.send("Hello")).status).toBe(500);
      expect(failing.gateway.lastError()?.reason).toBe("ContentSafetyUnavailable");
      const shielding = guarded({ inbound: safety(`shield-prompt="true"`, "") }, ask);
      expect((await shielding.send("Hello")).status).toBe(403);
    },
  );

  test("are refused when the backend does not exist", async () => {
    expect((await guarded({ backends: [] }).send("Hello")).status).toBe(403);
  });

  test("wait for a service that takes its time", async () => {
    const { send } = guarded({ inbound: safety(`shield-prompt="true"`) }, (call) =>
      Promise.resolve(judge(call)),
    );
    expect((await send("Hello")).status).toBe(200);
    expect((await send("attack")).status).toBe(403);
    expect((await send("hate")).status).toBe(403);
  });

  test("may be judged by expressions", async () => {
    const { send } = guarded({
      inbound: `<base /><llm-content-safety backend-id="@("safety")" shield-prompt="@(true)"><categories output-type="@("FourSeverityLevels")"><category name="@("Hate")" threshold="@(6)" /></categories></llm-content-safety>`,
    });
    expect((await send("hate")).status).toBe(200);
    expect((await send("attack")).status).toBe(403);
  });
});

describe("completions", () => {
  const completion = (text: string) => () => ({
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ choices: [{ message: { content: text } }] }),
  });

  test("are not asked about by default", async () => {
    const { send, asked } = guarded({ serve: completion("hate") });
    expect((await send("Hello")).status).toBe(200);
    expect(asked()).toHaveLength(1);
  });

  test.each([
    ["in inbound with enforce-on-completions", { inbound: safety(`enforce-on-completions="true"`) }],
    ["in outbound", { inbound: "<base />", outbound: safety() }],
  ])("are checked %s", async (_, policies) => {
    expect((await guarded({ ...policies, serve: completion("fine") }).send("Hello")).status).toBe(200);
    const bad = guarded({ ...policies, serve: completion("hate") });
    expect((await bad.send("Hello")).json()).toEqual({
      statusCode: 403,
      message: "Request failed content safety check.",
    });
    expect(bad.gateway.lastError()?.source).toBe("llm-content-safety");
  });

  test("are read from Responses, and from a body that arrives as a stream", async () => {
    const body = JSON.stringify({ output: [{ content: [{ type: "output_text", text: "hate" }] }] });
    for (const content of [() => body, () => Readable.from([Buffer.from(body)])]) {
      const { send } = guarded({
        inbound: "<base />",
        outbound: safety(),
        serve: () => ({ body: content() }),
      });
      expect((await send("Hello")).status).toBe(403);
    }
  });

  test.each([
    ["a failure", { status: 500, body: completion("hate")().body }],
    ["no text", { body: "{}" }],
    ["no JSON", { body: "hate" }],
    ["nothing", { body: "" }],
  ])("that are %s are passed on", async (_, served) => {
    const { send, asked } = guarded({ inbound: "<base />", outbound: safety(), serve: () => served });
    expect((await send("Hello")).text).toBe(served.body);
    expect(asked()).toHaveLength(0);
  });

  test("are checked in windows that overlap", async () => {
    const { send, asked } = guarded({
      inbound: "<base />",
      outbound: safety(`window-size="6" window-overlap-size="2"`),
      serve: completion("abcdefghij"),
    });
    await send("Hello");
    expect(asked().map(({ text }) => (JSON.parse(text) as { text: string }).text)).toEqual([
      "abcdef",
      "efghij",
    ]);
  });

  const events = (...texts: string[]) =>
    texts.map((content) => Buffer.from(`data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`));
  const streamed = (chunks: Buffer[], attributes: string) => {
    return guarded({
      inbound: "<base />",
      backend: `<forward-request buffer-response="false" />`,
      outbound: safety(attributes),
      serve: () => ({
        headers: { "Content-Type": "text/event-stream" },
        body: Readable.from([...chunks, Buffer.from("data: [DONE]\n\n")]),
      }),
    });
  };

  test("that are streamed pass window by window, unchanged", async () => {
    const chunks = events("abc", "def", "ghi");
    const { send, asked } = streamed(chunks, `window-size="6"`);
    const sent = await send("Hello", { stream: true });
    expect(sent).toMatchObject({ status: 200, text: `${Buffer.concat(chunks)}data: [DONE]\n\n` });
    expect(asked().map(({ text }) => (JSON.parse(text) as { text: string }).text)).toEqual(["abcdef", "ghi"]);
  });

  test("that are streamed end with the first window that is harmful", async () => {
    const chunks = events("abc", "def", "ha", "te", "more", "more");
    const { send, asked } = streamed(chunks, `window-size="4"`);
    const sent = await send("Hello", { stream: true });
    expect(sent).toMatchObject({
      status: 200,
      outcome: "complete",
      text: String(Buffer.concat(chunks.slice(0, 2))),
    });
    expect(asked().map(({ text }) => (JSON.parse(text) as { text: string }).text)).toEqual([
      "abcd",
      "ef",
      "hate",
    ]);
  });

  test("that were ended are not kept by the semantic cache", async () => {
    const chunks = events("abcd", "hate");
    const { gateway, send } = guarded({
      inbound: `<base /><llm-semantic-cache-lookup score-threshold="0.1" embeddings-backend-id="safety" embeddings-backend-auth="system-assigned" />`,
      backend: `<forward-request buffer-response="false" />`,
      outbound: `${safety(`window-size="4"`)}<llm-semantic-cache-store duration="60" />`,
      settings: { semanticCacheStreams: "cached" },
      serve: () => ({ headers: { "Content-Type": "text/event-stream" }, body: Readable.from(chunks) }),
    });
    gateway.services().shared(SemanticCache).embed = () => [1, 0];
    const sent = await send("Hello", { stream: true });
    expect(sent).toMatchObject({ outcome: "complete", text: String(chunks[0]) });
    expect(gateway.services().shared(SemanticCache).size).toBe(0);
  });

  test("that are streamed are joined over windows by their overlap", async () => {
    const chunks = events("abha", "tedd");
    const apart = streamed(chunks, `window-size="4"`);
    expect((await apart.send("Hello")).text).toContain("tedd");
    const joined = streamed(chunks, `window-size="4" window-overlap-size="3"`);
    expect((await joined.send("Hello")).text).not.toContain("tedd");
  });
});

test("windows cover the text and never stand still", () => {
  expect(textWindows("", 5, 0)).toEqual([]);
  expect(textWindows("abcde", 5, 0)).toEqual(["abcde"]);
  expect(textWindows("abcdef", 5, 0)).toEqual(["abcde", "f"]);
  expect(textWindows("abc", 2, 9)).toEqual(["ab", "bc"]);
});

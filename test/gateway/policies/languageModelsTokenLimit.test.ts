import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { TokenCounters } from "../../../local/gateway/policies/languageModels/tokenCounters";
import { policyGateway, type Served } from "./policyGateway";

const answer = (prompt: number, completion: number) =>
  JSON.stringify({
    id: "1",
    model: "gpt-4.1-2025-04-14",
    choices: [{ message: { role: "assistant", content: "Hello" } }],
    usage: { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion },
  });
const json = { "Content-Type": "application/json" };
const sse = { "Content-Type": "text/event-stream; charset=utf-8" };
const uses = (tokens: number) => () => ({ headers: json, body: answer(tokens - 5, 5) });
const limit = (attributes: string, estimate = "false") =>
  `<base /><llm-token-limit counter-key="@(context.Request.IpAddress)" estimate-prompt-tokens="${estimate}" ${attributes} />`;
const chat = (text: string, more: object = {}) => ({
  body: JSON.stringify({ messages: [{ content: text }], ...more }),
});
const piece = (text: string) => `data: {"choices":[{"delta":{"content":"${text}"}}],"usage":null}\n\n`;
const streamed = (...events: string[]): Served => ({
  headers: sse,
  body: Readable.from(events.map((event) => Buffer.from(event))),
});

describe("tokens-per-minute", () => {
  test("counts what the answer used, and refuses when nothing is left", async () => {
    const gateway = policyGateway({ inbound: limit(`tokens-per-minute="100"`), serve: uses(60) });
    for (const expected of [200, 200]) expect((await gateway.send(chat("Hi"))).status).toBe(expected);
    gateway.clock.advance(12_345);
    const refused = await gateway.send(chat("Hi"));
    expect(refused.json()).toEqual({
      statusCode: 429,
      message: "Token limit is exceeded. Try again in 48 seconds.",
    });
    expect(refused.headers.get("Retry-After")).toBe("48");
    expect(gateway.calls).toHaveLength(2);
    expect(gateway.lastError()).toMatchObject({
      source: "llm-token-limit",
      reason: "TokenLimitExceeded",
      message: "Token limit is exceeded. Try again in 48 seconds.",
    });
    gateway.clock.advance(60_000);
    expect((await gateway.send(chat("Hi"))).status).toBe(200);
  });

  test("azure-openai-token-limit is the same policy by another name", async () => {
    const gateway = policyGateway({
      inbound: limit(`tokens-per-minute="10"`).replace("llm-", "azure-openai-"),
      serve: uses(60),
    });
    for (const expected of [200, 429]) expect((await gateway.send(chat("Hi"))).status).toBe(expected);
    expect(gateway.lastError()?.source).toBe("azure-openai-token-limit");
  });

  test("as a token bucket, what goes beyond it is a debt that has to fill up", async () => {
    const gateway = policyGateway({
      inbound: limit(`tokens-per-minute="10"`),
      settings: { rateLimitAlgorithm: "token-bucket" },
      serve: uses(39),
    });
    await gateway.send(chat("Hi"));
    expect((await gateway.send(chat("Hi"))).headers.get("Retry-After")).toBe("180");
    gateway.clock.advance(180_000);
    expect((await gateway.send(chat("Hi"))).status).toBe(200);
  });

  test("requests at one time may go beyond it together", async () => {
    const gateway = policyGateway({
      inbound: limit(`tokens-per-minute="100"`),
      serve: () => Promise.resolve(uses(90)()),
    });
    const answers = await Promise.all([1, 2, 3].map(() => gateway.send(chat("Hi"))));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await gateway.send(chat("Hi"))).status).toBe(429);
  });

  test("may be an expression", async () => {
    const gateway = policyGateway({
      inbound: limit(`tokens-per-minute="@(context.Request.Headers.ContainsKey("vip") ? 100 : 10)"`),
      serve: uses(20),
    });
    await gateway.send(chat("Hi"));
    expect((await gateway.send(chat("Hi"))).status).toBe(429);
    expect((await gateway.send({ ...chat("Hi"), headers: { vip: "yes" } })).status).toBe(200);
  });

  test("counts each key by itself, and several policies by their own keys", async () => {
    const gateway = policyGateway({
      inbound: `${limit(`tokens-per-minute="100"`)}<llm-token-limit counter-key="all" tokens-per-minute="150" estimate-prompt-tokens="false" />`,
      serve: uses(80),
    });
    expect((await gateway.send({ ...chat("Hi"), ip: "203.0.113.1" })).status).toBe(200);
    expect((await gateway.send({ ...chat("Hi"), ip: "203.0.113.2" })).status).toBe(200);
    expect((await gateway.send({ ...chat("Hi"), ip: "203.0.113.3" })).status).toBe(429);
  });

  test.each([
    ["a failure", { status: 429, headers: json, body: answer(90, 10) }],
    ["an answer that tells no usage", { headers: json, body: `{"choices":[]}` }],
    ["an empty answer", { headers: json, body: "" }],
    ["invalid JSON", { headers: json, body: `{"usage":{"total_tokens":` }],
  ])("%s uses no tokens", async (_, served) => {
    const gateway = policyGateway({ inbound: limit(`tokens-per-minute="10"`), serve: () => served });
    for (let call = 0; call < 3; call++)
      expect((await gateway.send(chat("Hi"))).status).toBe((served as Served).status ?? 200);
  });

  test("what a policy answers by itself uses no tokens", async () => {
    const gateway = policyGateway({
      inbound: `${limit(`tokens-per-minute="10"`)}<return-response><set-body>{"usage":{"total_tokens":99}}</set-body></return-response>`,
    });
    for (let call = 0; call < 3; call++) expect((await gateway.send(chat("Hi"))).status).toBe(200);
  });

  test("an answer whose text outbound changes counts as the backend told it", async () => {
    const gateway = policyGateway({
      inbound: limit(`tokens-per-minute="10"`),
      outbound: "<base /><set-body>changed</set-body>",
      serve: uses(60),
    });
    expect((await gateway.send(chat("Hi"))).text).toBe("changed");
    expect((await gateway.send(chat("Hi"))).status).toBe(429);
  });

  test("reads an answer that arrives as a stream, or compressed, without holding it", async () => {
    const compressed = gzipSync(answer(55, 5));
    const headers = { ...json, "Content-Encoding": "gzip" };
    for (const served of [
      { headers: json, body: () => Readable.from([...answer(55, 5)].map((c) => Buffer.from(c))) },
      { headers, body: () => compressed },
      { headers, body: () => Readable.from([compressed.subarray(0, 9), compressed.subarray(9)]) },
    ]) {
      const gateway = policyGateway({
        inbound: limit(`tokens-per-minute="50"`),
        backend: `<forward-request buffer-response="false" />`,
        serve: () => ({ headers: served.headers, body: served.body() }),
      });
      expect((await gateway.send(chat("Hi"))).status).toBe(200);
      expect((await gateway.send(chat("Hi"))).status).toBe(429);
    }
  });

  test("an answer without usage is estimated where the setting says so", async () => {
    const gateway = policyGateway({
      inbound: limit(`tokens-per-minute="10"`),
      settings: { usageAbsent: "estimate" },
      serve: () => ({ headers: json, body: "x".repeat(100) }),
    });
    for (const expected of [200, 429]) expect((await gateway.send(chat("Hi"))).status).toBe(expected);
  });

  test("memory stays flat over tens of thousands of keys", async () => {
    const gateway = policyGateway({ inbound: limit(`tokens-per-minute="100"`), serve: uses(60) });
    let most = 0;
    for (let n = 0; n < 20_000; n++) {
      await gateway.send({ ip: `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`, body: "{}" });
      gateway.clock.advance(60);
      most = Math.max(most, gateway.services().shared(TokenCounters).size);
    }
    expect(most).toBeLessThan(5_000);
  });
});

describe("estimate-prompt-tokens", () => {
  test("refuses a prompt that does not fit into what is left, and says when it will", async () => {
    const gateway = policyGateway({ inbound: limit(`tokens-per-minute="100"`, "true"), serve: uses(60) });
    expect((await gateway.send(chat("x".repeat(200)))).status).toBe(200);
    expect((await gateway.send(chat("x".repeat(164)))).headers.get("Retry-After")).toBe("60");
    expect((await gateway.send(chat("x".repeat(160)))).status).toBe(200);
  });

  test("tells a prompt that can never fit no time to come again", async () => {
    const gateway = policyGateway({ inbound: limit(`tokens-per-minute="100"`, "true") });
    const refused = await gateway.send(chat("x".repeat(404)));
    expect(refused.json()).toEqual({ statusCode: 429, message: "Token limit is exceeded." });
    expect(refused.headers.has("Retry-After")).toBe(false);
    expect(gateway.calls).toHaveLength(0);
  });

  test("counts the prompt when the request is admitted", async () => {
    const gateway = policyGateway({
      inbound: limit(`tokens-per-minute="100"`, "true"),
      serve: () => Promise.resolve(uses(60)()),
    });
    const answers = await Promise.all([1, 2, 3].map(() => gateway.send(chat("x".repeat(160)))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 429]);
  });

  test("is corrected by the usage of the answer, unless the setting keeps it", async () => {
    const inbound = limit(`tokens-per-minute="100" remaining-tokens-variable-name="left"`, "true");
    const corrected = policyGateway({ inbound, serve: uses(10) });
    const kept = policyGateway({ inbound, serve: uses(10), settings: { promptEstimateCorrected: "kept" } });
    await corrected.send(chat("x".repeat(200)));
    await kept.send(chat("x".repeat(200)));
    expect(corrected.variables()?.get("left")).toBe(90);
    expect(kept.variables()?.get("left")).toBe(50);
  });

  test("takes the settings' characters for a token and tokens for an image", async () => {
    const gateway = policyGateway({
      inbound: limit(`tokens-per-minute="100000" tokens-consumed-variable-name="used"`, "true"),
      settings: { charactersPerToken: 2, imageTokens: 700 },
    });
    const content = [{ type: "text", text: "x".repeat(10) }, { type: "image_url" }];
    await gateway.send({ body: JSON.stringify({ messages: [{ content }] }) });
    expect(gateway.variables()?.get("used")).toBe(705);
  });

  test("reads a prompt that arrives as a stream, and passes it on", async () => {
    const gateway = policyGateway({ inbound: limit(`tokens-per-minute="10"`, "true") });
    const { body } = chat("x".repeat(40));
    const arriving = () => Readable.from([Buffer.from(body.slice(0, 9)), Buffer.from(body.slice(9))]);
    expect((await gateway.send({ body: arriving() })).status).toBe(200);
    expect(gateway.calls[0]?.text).toBe(body);
    expect((await gateway.send({ body: arriving() })).status).toBe(429);
  });

  test("a request without a body has no prompt", async () => {
    const gateway = policyGateway({ inbound: limit(`tokens-per-minute="1"`, "true"), serve: () => ({}) });
    expect((await gateway.send()).status).toBe(200);
  });

  test("may be an expression", async () => {
    const gateway = policyGateway({ inbound: limit(`tokens-per-minute="10"`, "@(true)") });
    expect((await gateway.send(chat("x".repeat(100)))).status).toBe(429);
  });
});

describe("streamed answers", () => {
  const last = `data: {"choices":[],"usage":{"prompt_tokens":10,"completion_tokens":50,"total_tokens":60}}\n\ndata: [DONE]\n\n`;

  test("count what their usage says, when they have passed", async () => {
    const gateway = policyGateway({
      inbound: limit(`tokens-per-minute="100"`),
      backend: `<forward-request buffer-response="false" />`,
      serve: () => streamed(piece("Hello"), last.slice(0, 30), last.slice(30)),
    });
    const sent = chat("Hi", { stream: true });
    const first = await gateway.send(sent);
    expect(first.text).toBe(piece("Hello") + last);
    expect((await gateway.send(sent)).status).toBe(200);
    expect((await gateway.send(sent)).status).toBe(429);
  });

  test("count an estimate where they tell no usage", async () => {
    const gateway = policyGateway({
      inbound: limit(`tokens-per-minute="100"`),
      backend: `<forward-request buffer-response="false" />`,
      serve: () => streamed(piece("x".repeat(300)), piece("y".repeat(100)), "data: [DONE]\n\n"),
    });
    const sent = chat("x".repeat(40), { stream: true });
    expect((await gateway.send(sent)).status).toBe(200);
    expect((await gateway.send(sent)).status).toBe(429);
  });

  test("count an estimate of what passed when they are cut", async () => {
    const gateway = policyGateway({
      inbound: limit(`tokens-per-minute="100"`),
      backend: `<forward-request buffer-response="false" />`,
      serve: () => ({
        headers: sse,
        body: Readable.from(
          (async function* () {
            yield Buffer.from(piece("x".repeat(500)));
            throw new Error("cut");
          })(),
        ),
      }),
    });
    expect((await gateway.send(chat("Hi", { stream: true }))).outcome).toBe("cut");
    expect((await gateway.send(chat("Hi", { stream: true }))).status).toBe(429);
  });

  test("count an estimate in any case where the setting says so", async () => {
    const gateway = policyGateway({
      inbound: limit(`tokens-per-minute="100"`),
      settings: { streamedTokens: "estimate" },
      serve: () => ({ headers: sse, body: piece("x".repeat(40)) + last }),
    });
    for (let call = 0; call < 3; call++)
      expect((await gateway.send(chat("Hi", { stream: true }))).status).toBe(200);
  });

  test("have their prompt estimated at admission whatever the attribute says", async () => {
    const gateway = policyGateway({ inbound: limit(`tokens-per-minute="10"`) });
    expect((await gateway.send(chat("x".repeat(100)))).status).toBe(200);
    expect((await gateway.send(chat("x".repeat(100), { stream: true }))).status).toBe(429);
  });

  test("that are compressed beyond reading count their prompt", async () => {
    const gateway = policyGateway({
      inbound: limit(`tokens-per-minute="100" remaining-tokens-variable-name="left"`),
      serve: () => ({ headers: { ...sse, "Content-Encoding": "unknown" }, body: "…" }),
    });
    await gateway.send(chat("x".repeat(40), { stream: true }));
    expect(gateway.variables()?.get("left")).toBe(90);
  });
});

describe("token-quota", () => {
  const quota = (period: string, more = "") =>
    limit(`token-quota="100" token-quota-period="${period}" ${more}`);

  test("refuses with 403 when the quota is used up, and says when it is there again", async () => {
    const gateway = policyGateway({ inbound: quota("Hourly"), serve: uses(60) });
    gateway.clock.advance(1_086_000);
    for (const expected of [200, 200]) expect((await gateway.send(chat("Hi"))).status).toBe(expected);
    const refused = await gateway.send(chat("Hi"));
    expect(refused.json()).toEqual({
      statusCode: 403,
      message: "Token quota is exceeded. Try again in 41 minutes and 54 seconds.",
    });
    expect(refused.headers.get("Retry-After")).toBe("2514");
    expect(gateway.lastError()).toMatchObject({ source: "llm-token-limit", reason: "TokenQuotaExceeded" });
    gateway.clock.advance(2_514_000);
    expect((await gateway.send(chat("Hi"))).status).toBe(200);
  });

  test("refuses an estimated prompt that does not fit into the rest", async () => {
    const gateway = policyGateway({
      inbound: limit(`token-quota="100" token-quota-period="Daily"`, "true"),
      serve: uses(60),
    });
    await gateway.send(chat("Hi"));
    expect((await gateway.send(chat("x".repeat(164)))).status).toBe(403);
    expect((await gateway.send(chat("x".repeat(160)))).status).toBe(200);
  });

  test("stands beside a rate in one policy; the setting says which refuses first", async () => {
    const inbound = quota("Daily", `tokens-per-minute="10"`);
    const rateFirst = policyGateway({ inbound, serve: uses(200) });
    const quotaFirst = policyGateway({
      inbound,
      serve: uses(200),
      settings: { tokenLimitOrder: "quota-first" },
    });
    for (const expected of [200, 429]) expect((await rateFirst.send(chat("Hi"))).status).toBe(expected);
    for (const expected of [200, 403]) expect((await quotaFirst.send(chat("Hi"))).status).toBe(expected);
    rateFirst.clock.advance(60_000);
    expect((await rateFirst.send(chat("Hi"))).status).toBe(403);
  });

  test("a rolling period starts with the first request of the key", async () => {
    const gateway = policyGateway({
      inbound: quota("Hourly"),
      serve: uses(100),
      settings: { tokenQuotaWindow: "rolling" },
    });
    gateway.clock.advance(1_800_000);
    await gateway.send(chat("Hi"));
    gateway.clock.advance(600_000);
    expect((await gateway.send(chat("Hi"))).headers.get("Retry-After")).toBe("3000");
  });

  test("a trace tells what is left", async () => {
    const gateway = policyGateway({ inbound: quota("Daily", `tokens-per-minute="50"`), traces: "always" });
    await gateway.send({ ...chat("x".repeat(40), { stream: true }), ip: "203.0.113.7" });
    expect(gateway.trace().flatMap(({ notes }) => notes)).toContain(
      "Prompt estimated at 10 tokens; left of '203.0.113.7': 40 in this minute, 90 of the quota.",
    );
  });

  test("a period that an expression gets wrong fails the policy", async () => {
    const gateway = policyGateway({ inbound: quota(`@("Never")`) });
    expect((await gateway.send(chat("Hi"))).status).toBe(500);
    expect(gateway.lastError()?.message).toContain("token-quota-period");
  });
});

describe("what the policy tells", () => {
  const told = `tokens-per-minute="100" token-quota="1000" token-quota-period="Daily"
    remaining-tokens-header-name="x-left" remaining-tokens-variable-name="left"
    remaining-quota-tokens-header-name="x-quota" remaining-quota-tokens-variable-name="quota"
    tokens-consumed-header-name="x-used" tokens-consumed-variable-name="used"
    retry-after-header-name="x-wait" retry-after-variable-name="wait"`;
  const names = ["x-left", "x-quota", "x-used", "x-wait"];

  test("is in headers and variables, with the tokens of this answer", async () => {
    const gateway = policyGateway({
      inbound: limit(told),
      outbound: `<base /><set-header name="x-outbound" exists-action="override"><value>@(context.Variables["used"] + " " + context.Variables["left"])</value></set-header>`,
      serve: uses(110),
    });
    const first = await gateway.send(chat("Hi"));
    expect(names.map((name) => first.headers.get(name))).toEqual(["0", "890", "110", undefined]);
    expect(first.headers.get("x-outbound")).toBe("110 0");
    const refused = await gateway.send(chat("Hi"));
    expect(names.map((name) => refused.headers.get(name))).toEqual(["0", "890", undefined, "60"]);
    expect(["left", "quota", "wait"].map((name) => gateway.variables()?.get(name))).toEqual([0, 890, 60]);
    expect(refused.headers.has("Retry-After")).toBe(false);
  });

  test("is without the tokens of this answer where the setting says so", async () => {
    const gateway = policyGateway({
      inbound: limit(told),
      serve: uses(60),
      settings: { remainingTokensTold: "at-policy" },
    });
    const first = await gateway.send(chat("Hi"));
    expect(names.map((name) => first.headers.get(name))).toEqual(["100", "1000", "60", undefined]);
  });

  test("is an estimate in the head of a stream, or absent", async () => {
    for (const [setting, used] of [
      ["prompt-estimate", "10"],
      ["absent", undefined],
    ] as const) {
      const gateway = policyGateway({
        inbound: limit(told),
        backend: `<forward-request buffer-response="false" />`,
        settings: { consumedTokensOfStream: setting },
        serve: () => streamed(piece("Hello"), "data: [DONE]\n\n"),
      });
      const sent = await gateway.send(chat("x".repeat(40), { stream: true }));
      expect(names.map((name) => sent.headers.get(name))).toEqual(["90", "990", used, undefined]);
    }
  });

  test("the consumed tokens start as the estimate of the prompt, or as zero", async () => {
    for (const [estimate, expected] of [
      ["true", 10],
      ["false", 0],
    ] as const) {
      const gateway = policyGateway({
        inbound: `${limit(told, estimate)}<set-variable name="seen" value="@((int)context.Variables["used"])" />`,
        serve: uses(60),
      });
      await gateway.send(chat("x".repeat(40)));
      expect(gateway.variables()?.get("seen")).toBe(expected);
      expect(gateway.variables()?.get("used")).toBe(60);
    }
  });
});

import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { TokenCounters } from "../../src/policies/languageModels/tokenCounters";
import { answer, chat, json, limit, uses } from "./languageModelAnswers";
import { policyGateway, type Served } from "./policyGateway";

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

  test("outbound sees what is left and what was used, and what it makes of them stays", async () => {
    const gateway = policyGateway({
      inbound: limit(
        `tokens-per-minute="100" remaining-tokens-header-name="x-left" tokens-consumed-header-name="x-used"`,
      ),
      outbound: `<base />
        <set-header name="x-seen" exists-action="override"><value>@(context.Response.Headers.GetValueOrDefault("x-left", "none"))</value></set-header>
        <set-header name="x-used" exists-action="delete" />`,
      serve: uses(60),
    });
    const { headers } = await gateway.send(chat("Hi"));
    const visible = headers.get("x-seen");
    expect(["100", "40"]).toContain(visible);
    expect([headers.get("x-left"), headers.get("x-used")]).toEqual(["40", undefined]);
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

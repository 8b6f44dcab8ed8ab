import { Readable } from "node:stream";
import { chat, limit, piece, sse, streamed, uses } from "./languageModelAnswers";
import { policyGateway } from "./policyGateway";

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

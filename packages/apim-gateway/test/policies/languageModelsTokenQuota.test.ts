import { chat, limit, piece, streamed, uses } from "./languageModelAnswers";
import { policyGateway } from "./policyGateway";

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

import { RateCounters } from "../../src/policies/limits/rateCounters";
import { TransportFailure } from "../../src/ports/transport";
import { policyGateway } from "./policyGateway";
import { subscribed } from "./subscribed";

const byKey = (attributes: string) =>
  `<base /><rate-limit-by-key calls="2" renewal-period="60" counter-key="@(context.Request.IpAddress)" ${attributes} />`;

describe("rate-limit-by-key", () => {
  test("refuses the call beyond the limit with 429, a message and the seconds to wait", async () => {
    const gateway = policyGateway({ inbound: byKey("") });
    await gateway.send();
    gateway.clock.advance(20_500);
    expect((await gateway.send()).status).toBe(200);
    gateway.clock.advance(1_000);
    const refused = await gateway.send();
    expect(refused).toMatchObject({ status: 429 });
    expect(refused.json()).toEqual({
      statusCode: 429,
      message: "Rate limit is exceeded. Try again in 39 seconds.",
    });
    expect(refused.headers.get("Retry-After")).toBe("39");
    expect(gateway.calls).toHaveLength(2);
    expect(gateway.lastError()).toMatchObject({
      source: "rate-limit-by-key",
      reason: "RateLimitExceeded",
      message: "Rate limit is exceeded",
    });
  });

  test("lets calls through again when the earliest has left the window", async () => {
    const gateway = policyGateway({ inbound: byKey("") });
    await gateway.send();
    gateway.clock.advance(30_000);
    await gateway.send();
    gateway.clock.advance(29_999);
    expect((await gateway.send()).status).toBe(429);
    gateway.clock.advance(1);
    expect((await gateway.send()).status).toBe(200);
    expect((await gateway.send()).status).toBe(429);
  });

  test("counts each key by itself", async () => {
    const gateway = policyGateway({ inbound: byKey("") });
    for (const ip of ["203.0.113.1", "203.0.113.2"])
      for (let call = 0; call < 2; call++) expect((await gateway.send({ ip })).status).toBe(200);
    expect((await gateway.send({ ip: "203.0.113.1" })).status).toBe(429);
  });

  test("as a token bucket gives back evenly over the period", async () => {
    const gateway = policyGateway({
      inbound: byKey(""),
      settings: { rateLimitAlgorithm: "token-bucket" },
    });
    await gateway.send();
    await gateway.send();
    const refused = await gateway.send();
    expect(refused.headers.get("Retry-After")).toBe("30");
    gateway.clock.advance(30_000);
    expect((await gateway.send()).status).toBe(200);
    expect((await gateway.send()).status).toBe(429);
  });

  test.each([
    ["classic", "by-gateway", "60"],
    ["self-hosted", "by-gateway", "60"],
    ["v2", "by-gateway", "30"],
    ["v2", "sliding-window", "60"],
  ] as const)(
    "on a %s gateway counted %s asks to wait %s seconds",
    async (kind, rateLimitAlgorithm, wait) => {
      const gateway = policyGateway({ inbound: byKey(""), kind, settings: { rateLimitAlgorithm } });
      await gateway.send();
      await gateway.send();
      expect((await gateway.send()).headers.get("Retry-After")).toBe(wait);
    },
  );

  test("tells remaining and total calls in headers and variables, also when it refuses", async () => {
    const gateway = policyGateway({
      inbound: byKey(
        `remaining-calls-header-name="x-left" remaining-calls-variable-name="left" total-calls-header-name="x-all"`,
      ),
    });
    const first = await gateway.send();
    expect([first.headers.get("x-left"), first.headers.get("x-all")]).toEqual(["1", "2"]);
    expect(gateway.variables()?.get("left")).toBe(1);
    await gateway.send();
    const refused = await gateway.send();
    expect([refused.headers.get("x-left"), refused.headers.get("x-all")]).toEqual(["0", "2"]);
    expect(gateway.variables()?.get("left")).toBe(0);
  });

  const seeing = (limitHeaders: string) =>
    policyGateway({
      inbound: byKey(`remaining-calls-header-name="x-left" total-calls-header-name="x-all"`),
      outbound: `<base />
        <set-header name="x-seen" exists-action="override"><value>@(context.Response.Headers.GetValueOrDefault("x-left", "none"))</value></set-header>
        <set-header name="x-left" exists-action="override"><value>few</value></set-header>
        <set-header name="x-all" exists-action="delete" />`,
      settings: { limitHeaders },
    });
  const told = ({ headers }: { headers: { get(name: string): string | undefined } }) =>
    ["x-seen", "x-left", "x-all"].map((name) => headers.get(name));

  test("outbound sees its headers, changes and deletes them", async () => {
    expect(told(await seeing("visible").send())).toEqual(["1", "few", undefined]);
  });

  test("or comes too early for them, with the setting", async () => {
    expect(told(await seeing("last").send())).toEqual(["none", "1", "2"]);
  });

  test("on-error sees and deletes the headers of a limit that let the call pass", async () => {
    const gateway = policyGateway({
      inbound: `${byKey(`remaining-calls-header-name="x-left" total-calls-header-name="x-all"`)}<set-variable name="zero" value="@(1 / int.Parse("0"))" />`,
      onError: `<base />
        <set-header name="x-seen" exists-action="override"><value>@(context.Response.Headers.GetValueOrDefault("x-left", "none"))</value></set-header>
        <set-header name="x-all" exists-action="delete" />`,
    });
    expect(told(await gateway.send())).toEqual(["1", "1", undefined]);
  });

  test("a response that a policy returns has its headers too", async () => {
    const gateway = policyGateway({
      inbound: `${byKey(`remaining-calls-header-name="x-left"`)}<return-response />`,
    });
    expect((await gateway.send()).headers.get("x-left")).toBe("1");
  });

  test("tells the wait in a header and a variable of its own", async () => {
    const gateway = policyGateway({
      inbound: byKey(`retry-after-header-name="x-wait" retry-after-variable-name="wait"`),
      onError: `<base /><set-header name="x-seen" exists-action="override"><value>@(((int)context.Variables["wait"] + 1).ToString())</value></set-header>`,
    });
    await gateway.send();
    await gateway.send();
    const refused = await gateway.send();
    expect(refused.headers.get("Retry-After")).toBeUndefined();
    expect(refused.headers.get("x-wait")).toBe("60");
    expect(refused.headers.get("x-seen")).toBe("61");
  });

  test("evaluates increment-condition after the response, and refuses one call later", async () => {
    const statuses = [200, 500, 200, 200];
    const gateway = policyGateway({
      inbound: byKey(`increment-condition="@(context.Response.StatusCode == 200)"`),
      serve: (_, n) => ({ status: statuses[n - 1] ?? 200 }),
    });
    const answers = [];
    for (let call = 0; call < 4; call++) answers.push((await gateway.send()).status);
    expect(answers).toEqual([200, 500, 200, 429]);
  });

  test("a deferred condition may read the body of the response", async () => {
    const gateway = policyGateway({
      inbound: byKey(
        `increment-condition='@(context.Response.Body.As<string>(preserveContent: true) == "counts")'`,
      ),
      serve: (_, n) => ({ body: n === 1 ? "free" : "counts" }),
    });
    for (const expected of [200, 200, 200, 429]) expect((await gateway.send()).status).toBe(expected);
  });

  test("a deferred count reaches its key, whatever other keys are asked for meanwhile", async () => {
    const deferred = (key: string) =>
      `<rate-limit-by-key calls="20" renewal-period="60" counter-key="${key}" increment-count="@(int.Parse(context.Response.Headers.GetValueOrDefault("used","0")))" remaining-calls-header-name="left-${key}" />`;
    const gateway = policyGateway({
      inbound: `<base />${deferred("one")}${deferred("two")}${deferred("three")}`,
      serve: () => ({ headers: { used: "7" } }),
    });
    const left = [];
    for (let call = 0; call < 3; call++) {
      const { headers } = await gateway.send();
      left.push(["one", "two", "three"].map((key) => headers.get(`left-${key}`)));
    }
    expect(left).toEqual([
      ["20", "20", "20"],
      ["13", "13", "13"],
      ["6", "6", "6"],
    ]);
    await gateway.send();
    expect((await gateway.send()).status).toBe(429);
  });

  test("counts after a failure too, unless the setting says otherwise", async () => {
    const inbound = byKey(`increment-condition="@(context.Response.StatusCode == 500)"`);
    const serve = () => {
      throw new TransportFailure("connection", "refused");
    };
    const always = policyGateway({ inbound, serve });
    const success = policyGateway({ inbound, serve, settings: { deferredIncrement: "after-success" } });
    for (const expected of [500, 500, 429]) expect((await always.send()).status).toBe(expected);
    for (const expected of [500, 500, 500]) expect((await success.send()).status).toBe(expected);
  });

  test("a literal condition of false counts nothing", async () => {
    const gateway = policyGateway({ inbound: byKey(`increment-condition="false"`) });
    for (let call = 0; call < 5; call++) expect((await gateway.send()).status).toBe(200);
  });

  test("increment-count is what a call weighs, as a literal and as an expression", async () => {
    const literal = policyGateway({ inbound: byKey(`increment-count="2"`) });
    expect((await literal.send()).status).toBe(200);
    expect((await literal.send()).status).toBe(429);
    const computed = policyGateway({
      inbound: byKey(`increment-count="@(context.Response.StatusCode / 100)"`),
    });
    expect((await computed.send()).status).toBe(200);
    expect((await computed.send()).status).toBe(429);
  });

  test("a call that is refused counts only where the setting says so", async () => {
    const gateway = policyGateway({ inbound: byKey(""), settings: { rateLimitRejected: "counted" } });
    await gateway.send();
    await gateway.send();
    gateway.clock.advance(59_000);
    expect((await gateway.send()).status).toBe(429);
    gateway.clock.advance(1_000);
    await gateway.send();
    expect((await gateway.send()).status).toBe(429);
  });

  test("calls and renewal-period may be expressions", async () => {
    const gateway = policyGateway({
      inbound: `<base /><rate-limit-by-key calls="@(context.Request.Headers.ContainsKey("vip") ? 3 : 1)" renewal-period="@(10)" counter-key="one" />`,
    });
    await gateway.send();
    expect((await gateway.send()).status).toBe(429);
    expect((await gateway.send({ headers: { vip: "yes" } })).status).toBe(200);
    gateway.clock.advance(10_000);
    expect((await gateway.send()).status).toBe(200);
  });

  test("policies of two scopes with one key share a counter", async () => {
    const gateway = policyGateway({
      inbound: `<base /><rate-limit-by-key calls="3" renewal-period="60" counter-key="shared" />`,
      global: `<policies><inbound><rate-limit-by-key calls="9" renewal-period="60" counter-key="shared" /></inbound><backend><forward-request /></backend><outbound /><on-error /></policies>`,
    });
    expect((await gateway.send()).status).toBe(200);
    expect((await gateway.send()).status).toBe(429);
  });

  test("an expression that fails is a failure of the policy, before and after the response", async () => {
    const key = policyGateway({
      inbound: `<rate-limit-by-key calls="1" renewal-period="1" counter-key="@(((string)null).Trim())" /><base />`,
    });
    expect((await key.send()).status).toBe(500);
    expect(key.calls).toHaveLength(0);
    const condition = policyGateway({
      inbound: byKey(`increment-condition="@(((string)null).Length == 1)"`),
    });
    expect((await condition.send()).status).toBe(500);
  });

  test("memory stays flat over tens of thousands of keys", async () => {
    const gateway = policyGateway({
      inbound: `<base /><rate-limit-by-key calls="2" renewal-period="10" counter-key="@(context.Request.IpAddress)" />`,
    });
    let most = 0;
    for (let n = 0; n < 20_000; n++) {
      await gateway.send({ ip: `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}` });
      gateway.clock.advance(10);
      most = Math.max(most, gateway.services().shared(RateCounters).size);
    }
    expect(most).toBeLessThan(5_000);
  });
});

describe("rate-limit", () => {
  const rateLimit = (content = "") =>
    `<base /><rate-limit calls="3" renewal-period="90" remaining-calls-variable-name="left">${content}</rate-limit>`;

  test("counts the calls of a subscription", async () => {
    const gateway = policyGateway({ inbound: rateLimit(), route: subscribed() });
    const left = [];
    for (let call = 0; call < 3; call++) {
      await gateway.send();
      left.push(gateway.variables()?.get("left"));
    }
    expect(left).toEqual([2, 1, 0]);
    const refused = await gateway.send();
    expect(refused).toMatchObject({ status: 429 });
    expect(refused.headers.get("Retry-After")).toBe("90");
    expect(gateway.lastError()).toMatchObject({ source: "rate-limit", reason: "RateLimitExceeded" });
  });

  test("does nothing without a subscription", async () => {
    const gateway = policyGateway({ inbound: rateLimit() });
    for (let call = 0; call < 5; call++) expect((await gateway.send()).status).toBe(200);
  });

  test.each([
    [`<api id="things" calls="1" renewal-period="60" />`, 429],
    [`<api name="Things" calls="1" renewal-period="60" />`, 429],
    [`<api id="others" name="Things" calls="1" renewal-period="60" />`, 200],
    [`<api name="Others" calls="1" renewal-period="60" />`, 200],
    [
      `<api name="Things" calls="2" renewal-period="60"><operation id="any" calls="1" renewal-period="60" /></api>`,
      429,
    ],
    [
      `<api name="Things" calls="2" renewal-period="60"><operation name="Anything" calls="1" renewal-period="60" /></api>`,
      429,
    ],
    [
      `<api name="Things" calls="2" renewal-period="60"><operation id="other" calls="1" renewal-period="60" /></api>`,
      200,
    ],
    [
      `<api name="Others" calls="2" renewal-period="60"><operation id="any" calls="1" renewal-period="60" /></api>`,
      200,
    ],
  ])("applies %s to the second call: %d", async (content, status) => {
    const gateway = policyGateway({ inbound: rateLimit(content), route: subscribed() });
    await gateway.send();
    expect((await gateway.send()).status).toBe(status);
  });

  test("a call that one limit refuses does not count towards the others", async () => {
    const gateway = policyGateway({
      inbound: rateLimit(`<api id="things" calls="1" renewal-period="10" />`),
      route: subscribed(),
    });
    await gateway.send();
    for (let call = 0; call < 3; call++) expect((await gateway.send()).status).toBe(429);
    gateway.clock.advance(10_000);
    await gateway.send();
    expect(gateway.variables()?.get("left")).toBe(0);
    gateway.clock.advance(10_000);
    await gateway.send();
    expect(gateway.lastError()).toBeNull();
  });

  test("a fragment has one counter wherever it is included", async () => {
    const gateway = policyGateway({
      inbound: `<base /><include-fragment fragment-id="limit" />`,
      global: `<policies><inbound><include-fragment fragment-id="limit" /></inbound><backend><forward-request /></backend><outbound /><on-error /></policies>`,
      fragments: { limit: `<fragment><rate-limit calls="1" renewal-period="60" /></fragment>` },
      route: subscribed(),
    });
    expect((await gateway.send()).status).toBe(429);
  });
});

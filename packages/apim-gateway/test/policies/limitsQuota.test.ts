import { Readable } from "node:stream";
import type { RequestRoute } from "../../src/apis/route";
import { newWindow, QuotaCounters, QuotaWindow, timeSpanText } from "../../src/policies/limits/quotaWindow";
import { policyGateway } from "./policyGateway";
import { subscribed } from "./subscribed";

const byKey = (attributes: string) =>
  `<base /><quota-by-key counter-key="@(context.Request.IpAddress)" ${attributes} />`;

describe("quota-by-key", () => {
  test("refuses the call beyond the quota with 403 and says when it is there again", async () => {
    const gateway = policyGateway({ inbound: byKey(`calls="2" renewal-period="3600"`) });
    gateway.clock.advance(60_000);
    for (let call = 0; call < 2; call++) expect((await gateway.send()).status).toBe(200);
    const refused = await gateway.send();
    expect(refused.status).toBe(403);
    expect(refused.json()).toEqual({
      statusCode: 403,
      message: "Out of call volume quota. Quota will be replenished in 00:59:00.",
    });
    expect(refused.headers.get("Retry-After")).toBe("3540");
    expect(gateway.lastError()).toMatchObject({ source: "quota-by-key", reason: "QuotaExceeded" });
    gateway.clock.advance(3_539_999);
    expect((await gateway.send()).status).toBe(403);
    gateway.clock.advance(1);
    expect((await gateway.send()).status).toBe(200);
  });

  test("counts periods from first-period-start, also one that is to come", async () => {
    const start = (text: string) =>
      policyGateway({ inbound: byKey(`calls="1" renewal-period="86400" first-period-start="${text}"`) });
    for (const gateway of [start("2025-06-01T06:00:00Z"), start("2027-06-01T06:00:00Z")]) {
      await gateway.send();
      expect((await gateway.send()).headers.get("Retry-After")).toBe("21600");
    }
  });

  test("a first-period-start that is not a date is a mistake in the document", () => {
    const gateway = policyGateway({
      inbound: byKey(`calls="1" renewal-period="300" first-period-start="tomorrow"`),
    });
    expect(gateway.errors.join()).toContain("first-period-start");
  });

  test("a renewal-period of 0 never ends", async () => {
    const gateway = policyGateway({ inbound: byKey(`calls="1" renewal-period="0"`) });
    await gateway.send();
    gateway.clock.advance(100 * 365 * 86_400_000);
    const refused = await gateway.send();
    expect(refused.json()).toMatchObject({ statusCode: 403, message: "Out of call volume quota." });
    expect(refused.headers.has("Retry-After")).toBe(false);
  });

  test.each([
    ["in memory", (text: string) => text],
    [
      "as a stream",
      (text: string) => Readable.from([Buffer.from(text.slice(0, 7)), Buffer.from(text.slice(7))]),
    ],
  ])("counts the kilobytes of requests and answers %s", async (_, body) => {
    const gateway = policyGateway({
      inbound: byKey(`bandwidth="1" renewal-period="300"`),
      serve: () => ({ body: body("x".repeat(500)) }),
    });
    const headers = { "Content-Length": "100" };
    for (let call = 0; call < 2; call++)
      expect((await gateway.send({ body: "y".repeat(100), headers })).status).toBe(200);
    const refused = await gateway.send();
    expect(refused.json()).toMatchObject({
      message: "Out of bandwidth quota. Quota will be replenished in 00:05:00.",
    });
  });

  test("counts answers alone where the setting says so", async () => {
    const gateway = policyGateway({
      inbound: byKey(`bandwidth="1" renewal-period="300"`),
      settings: { quotaBandwidth: "response" },
      serve: () => ({ body: "x" }),
    });
    for (let call = 0; call < 5; call++)
      expect((await gateway.send({ body: "y".repeat(5000) })).status).toBe(200);
  });

  test("counts only requests for which increment-condition is true", async () => {
    const gateway = policyGateway({
      inbound: byKey(
        `calls="1" bandwidth="1" renewal-period="300" increment-condition="@(context.Response.StatusCode == 200)"`,
      ),
      serve: (_, n) => ({ status: n < 4 ? 404 : 200, body: "x".repeat(900) }),
    });
    for (const expected of [404, 404, 404, 200, 403]) expect((await gateway.send()).status).toBe(expected);
  });

  test("a deferred count goes to the period it is known in, though other keys are asked for meanwhile", async () => {
    const deferred = (key: string) =>
      `<quota-by-key calls="2" renewal-period="60" counter-key="${key}" increment-condition="@(context.Response.StatusCode == 200)" />`;
    const gateway = policyGateway({
      inbound: `<base />${deferred("one")}${deferred("two")}`,
      serve: (_, n) => {
        // The first answer comes in the next period, after other callers' requests.
        if (n === 1) {
          gateway.clock.advance(60_000);
          for (let key = 0; key < 8; key++)
            gateway.services().shared(QuotaCounters).find(`other ${key}`, gateway.clock.now, newWindow);
        }
        return {};
      },
    });
    for (const expected of [200, 200, 403]) expect((await gateway.send()).status).toBe(expected);
  });

  test("increment-count is what a call takes from the quota", async () => {
    const gateway = policyGateway({ inbound: byKey(`calls="4" renewal-period="300" increment-count="2"`) });
    for (const expected of [200, 200, 403]) expect((await gateway.send()).status).toBe(expected);
  });

  test("several policies of one key count a request once", async () => {
    const twice = byKey(`calls="2" renewal-period="300"`).repeat(2).replaceAll("<base />", "");
    const gateway = policyGateway({ inbound: `<base />${twice}` });
    for (const expected of [200, 200, 403]) expect((await gateway.send()).status).toBe(expected);
  });

  test("memory stays flat over tens of thousands of keys", async () => {
    const gateway = policyGateway({ inbound: byKey(`calls="2" renewal-period="300"`) });
    let most = 0;
    for (let n = 0; n < 20_000; n++) {
      await gateway.send({ ip: `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}` });
      gateway.clock.advance(300);
      most = Math.max(most, gateway.services().shared(QuotaCounters).size);
    }
    expect(most).toBeLessThan(5_000);
  });
});

describe("quota", () => {
  const product = (content: string) =>
    `<policies><inbound><base /><quota calls="3" renewal-period="604800">${content}</quota></inbound><backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>`;

  test("counts the calls of a subscription, and days stand before the hours", async () => {
    const gateway = policyGateway({
      product: product(""),
      route: subscribed(),
      settings: { quotaPeriodOrigin: "2025-12-31T12:00:00Z" },
    });
    for (let call = 0; call < 3; call++) expect((await gateway.send()).status).toBe(200);
    expect((await gateway.send()).json()).toMatchObject({
      statusCode: 403,
      message: "Out of call volume quota. Quota will be replenished in 6.12:00:00.",
    });
  });

  test("starts its periods with the subscription, where its start is known", async () => {
    const route: Partial<RequestRoute> = {
      ...subscribed(),
      records: {
        api: null,
        operation: null,
        product: null,
        user: null,
        deployment: { csType: "IDeployment" },
        subscription: { csType: "ISubscription", Id: "team-a", StartDate: "2025-12-31T23:00:00Z" },
      },
    };
    const gateway = policyGateway({ product: product(""), route });
    for (let call = 0; call < 3; call++) await gateway.send();
    expect((await gateway.send()).headers.get("Retry-After")).toBe(String(604_800 - 3600));
  });

  test("limits an API and an operation of the product by themselves", async () => {
    const gateway = policyGateway({
      product: product(
        `<api id="things" calls="2" renewal-period="300"><operation id="any" calls="1" renewal-period="600" /></api>`,
      ),
      route: subscribed(),
    });
    await gateway.send();
    expect((await gateway.send()).status).toBe(403);
    gateway.clock.advance(600_000);
    expect((await gateway.send()).status).toBe(200);
  });

  test("an API without a period of its own has that of the policy", async () => {
    const gateway = policyGateway({ product: product(`<api id="things" calls="1" />`), route: subscribed() });
    expect(gateway.errors).toEqual([]);
    await gateway.send();
    expect((await gateway.send()).status).toBe(403);
    gateway.clock.advance(100 * 86_400_000);
    expect((await gateway.send()).status).toBe(200);
  });

  test("does nothing without a subscription", async () => {
    const gateway = policyGateway({ product: product("") });
    for (let call = 0; call < 5; call++) expect((await gateway.send()).status).toBe(200);
  });

  test("an origin that is not a date is refused at load", () => {
    const gateway = policyGateway({ product: product(""), settings: { quotaPeriodOrigin: "never" } });
    expect(gateway.errors.join()).toContain("quotaPeriodOrigin");
  });
});

test.each([
  [1, "00:00:01"],
  [59_001, "00:01:00"],
  [3_723_000, "01:02:03"],
  [86_400_000, "1.00:00:00"],
  [1_235_636_000, "14.07:13:56"],
])("%d ms are written as %s", (milliseconds, text) => {
  expect(timeSpanText(milliseconds)).toBe(text);
});

test("a window starts again when its period is over, and not before", () => {
  const window = new QuotaWindow();
  window.renew(1000, 0, 500);
  window.calls = 3;
  window.bytes = 4;
  window.renew(1000, 0, 999);
  expect(window).toMatchObject({ calls: 3, bytes: 4, end: 1000 });
  expect(window.expired(999)).toBe(false);
  window.renew(1000, 0, 2500);
  expect(window).toMatchObject({ calls: 0, bytes: 0, end: 3000 });
});

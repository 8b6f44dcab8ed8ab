import { pool } from "../backends/fleet";
import { type PolicyGatewayOptions, policyGateway } from "../policies/policyGateway";
import {
  account,
  accounts,
  answersOf,
  type Behaviour,
  type BreakerParts,
  countOf,
  takeCalls,
  throttled,
} from "./accounts";

const forward = `<forward-request buffer-request-body="true" />`;
const retryOn = (condition: string, count = 2) =>
  `<retry condition='@(${condition})' count="${count}" interval="0" first-fast-retry="true">${forward}</retry>`;
const onThrottled = `context.Response.StatusCode == 429 || context.Response.StatusCode == 503`;

/** A pool of `first`, then `second` and `third` alike, behind a `retry` of this condition, or behind none. */
function gatewayWith(
  condition: string | undefined,
  behaviours: Readonly<Record<string, Behaviour>>,
  { breaker = {}, ...more }: PolicyGatewayOptions & { readonly breaker?: BreakerParts } = {},
) {
  return policyGateway({
    inbound: `<base /><set-backend-service backend-id="accounts" />`,
    backend: condition === undefined ? forward : retryOn(condition),
    backends: [
      ...["first", "second", "third"].map((name) => account(name, breaker)),
      pool("accounts", [
        ["first", 1, 1],
        ["second", 2, 50],
        ["third", 2, 50],
      ]),
    ],
    serve: accounts(behaviours),
    ...more,
  });
}

/** An account that has answered enough after so many calls. */
const limited =
  (most: number, retryAfter = 60): Behaviour =>
  (n, { url }) =>
    n > most ? throttled(retryAfter) : { body: new URL(url).host.split(".")[0] as string };

describe("a pool without retry", () => {
  // https://github.com/Azure-Samples/apim-genai-gateway-toolkit/issues/29
  test("passes the 429 that trips a breaker on to the caller", async () => {
    const gateway = gatewayWith(undefined, { first: throttled(60) });
    expect((await answersOf(gateway, 3)).map((each) => (each === 429 ? each : "served"))).toEqual([
      429,
      "served",
      "served",
    ]);
    expect(takeCalls(gateway)[0]).toBe("first");
  });

  test("passes every 429 on that its breaker's count takes to trip", async () => {
    const gateway = gatewayWith(
      undefined,
      { first: throttled(60) },
      { breaker: { count: 3, interval: "PT5M" } },
    );
    expect(countOf(await answersOf(gateway, 10), 429)).toBe(3);
  });

  test("with a retry, shows the caller none", async () => {
    const gateway = gatewayWith(onThrottled, { first: throttled(60) });
    expect(countOf(await answersOf(gateway, 10), 429)).toBe(0);
  });

  // https://github.com/Azure-Samples/AI-Gateway/pull/225: the client waits as it is told, and then the breaker closes too.
  test("keeps a client that obeys Retry-After at the first account, 50 seconds for each eleventh call", async () => {
    const waits: number[] = [];
    const run = async (condition: string | undefined) => {
      waits.length = 0;
      let since = 0;
      const ten: Behaviour = () => (++since > 10 ? throttled(50) : { body: "first" });
      const gateway = gatewayWith(condition, { first: ten }, { breaker: { acceptRetryAfter: true } });
      const seen: (string | number)[] = [];
      while (seen.length < 30) {
        const { status, text, headers } = await gateway.send({ body: "{}" });
        if (status === 200) seen.push(text);
        else {
          const seconds = Number(headers.get("retry-after"));
          waits.push(seconds);
          gateway.clock.advance(seconds * 1000);
          since = 0;
        }
      }
      return seen;
    };
    expect(new Set(await run(undefined))).toEqual(new Set(["first"]));
    expect(waits).toEqual([50, 50]);
    const retried = await run(onThrottled);
    expect(waits).toEqual([]);
    expect(retried.slice(0, 10)).toEqual(Array(10).fill("first"));
    expect(new Set(retried.slice(10))).toEqual(new Set(["second", "third"]));
  });
});

describe("a pool of which every member is out", () => {
  // https://github.com/Azure-Samples/AI-Gateway/issues/163: from run 37 on, for 20 to 30 requests.
  test("answers 503 until the first breaker closes, although the accounts are free again sooner", async () => {
    const since = { value: 0 };
    const twelve = (name: string): Behaviour => {
      let used = 0;
      let window = 0;
      return () => {
        if (since.value >= window + 20_000) [used, window] = [0, since.value];
        return ++used > 12 ? throttled(20) : { body: name };
      };
    };
    const run = async (breaker: BreakerParts) => {
      since.value = 0;
      const behaviours = { first: twelve("first"), second: twelve("second"), third: twelve("third") };
      const gateway = gatewayWith(onThrottled, behaviours, { breaker });
      const start = await answersOf(gateway, 37);
      const later = await answersOf(gateway, 63, () => {
        since.value += 2000;
        gateway.clock.advance(2000);
      });
      return { start, resumed: later.findIndex((each) => each !== 503) };
    };
    const fixed = await run({ trip: "PT1M" });
    expect(countOf(fixed.start, 503)).toBe(1);
    expect(fixed.start[36]).toBe(503);
    expect(fixed.resumed).toBe(30);
    // The repair: the breaker listens to the accounts.
    const told = await run({ trip: "PT1M", acceptRetryAfter: true });
    expect(told.start[36]).toBe(503);
    expect(told.resumed).toBe(10);
  });

  // https://github.com/Azure-Samples/AI-Gateway/issues/262
  describe("to a condition that knows an exhausted pool by the reason text", () => {
    const byReason = `context.Response.StatusCode == 429 || (context.Response.StatusCode == 503 && !context.Response.StatusReason.Contains("Backend pool") && !context.Response.StatusReason.Contains("is temporarily unavailable"))`;
    const attemptsWith = async (settings: Readonly<Record<string, unknown>>) => {
      const all = { first: throttled(60), second: throttled(60), third: throttled(60) };
      const gateway = gatewayWith(byReason, all, { settings });
      await gateway.send({ body: "{}" });
      expect(takeCalls(gateway)).toHaveLength(3);
      const answer = await gateway.send({ body: "{}" });
      expect(answer.status).toBe(503);
      return gateway.log.requests.at(-1)?.exchange.attempts.length;
    };

    test.each(["response", "error"])(
      "asks once while the text is the old one (as a %s)",
      async (unavailableAs) => {
        const unavailableReason = "Backend pool 'accounts' is temporarily unavailable";
        expect(await attemptsWith({ unavailableAs, unavailableReason })).toBe(1);
      },
    );

    test.each(["response", "error"])(
      "asks in vain with every attempt since it changed (as a %s)",
      async (unavailableAs) => {
        expect(await attemptsWith({ unavailableAs })).toBe(3);
      },
    );
  });

  // https://github.com/Azure-Samples/Apim-Samples/pull/130: callers back off on 429, not on 503.
  test.each([
    [
      "error",
      {
        onError: `<base /><choose><when condition="@(context.Response.StatusCode == 503)"><set-status code="429" reason="Too Many Requests" /></when></choose>`,
      },
    ],
    [
      "response",
      {
        outbound: `<base /><choose><when condition="@(context.Response.StatusCode == 503)"><set-status code="429" reason="Too Many Requests" /></when></choose>`,
      },
    ],
  ])(
    "is told as 429 by a policy that is where the answer arrives (as a %s)",
    async (unavailableAs, sections) => {
      const all = { first: throttled(9), second: throttled(9), third: throttled(9) };
      const settings = { unavailableAs, unavailableRetryAfter: "first-closing" };
      const gateway = gatewayWith(onThrottled, all, {
        ...sections,
        settings,
        breaker: { acceptRetryAfter: true },
      });
      await gateway.send({ body: "{}" });
      gateway.clock.advance(2500);
      const answer = await gateway.send({ body: "{}" });
      expect(answer).toMatchObject({ status: 429, reason: "Too Many Requests" });
      expect(answer.headers.get("retry-after")).toBe("7");
      const elsewhere = { ...settings, unavailableAs: unavailableAs === "error" ? "response" : "error" };
      const other = gatewayWith(onThrottled, all, { ...sections, settings: elsewhere });
      await other.send({ body: "{}" });
      expect((await other.send({ body: "{}" })).status).toBe(503);
    },
  );
});

describe("the statuses that are tried again", () => {
  const breaker: BreakerParts = {
    statuses: [
      [429, 429],
      [500, 599],
    ],
  };

  // https://github.com/Azure-Samples/ai-hub-gateway-solution-accelerator/pull/80
  test.each([500, 502, 504])(
    "a condition of 429 and 503 gives the caller a %i, one of any 5xx does not",
    async (status) => {
      const narrow = gatewayWith(onThrottled, { first: { status } }, { breaker });
      expect((await answersOf(narrow, 1))[0]).toBe(status);
      const wide = gatewayWith(
        `context.Response.StatusCode == 429 || context.Response.StatusCode >= 500`,
        { first: { status } },
        { breaker },
      );
      expect((await answersOf(wide, 1))[0]).toMatch(/second|third/);
    },
  );

  test.each([400, 401, 403, 404])("a %i is nobody's but the caller's", async (status) => {
    const gateway = gatewayWith(
      `context.Response.StatusCode == 429 || context.Response.StatusCode >= 500`,
      { first: { status } },
      { breaker },
    );
    expect(await answersOf(gateway, 2)).toEqual([status, status]);
    expect(takeCalls(gateway)).toEqual(["first", "first"]);
  });
});

describe("Retry-After of a pool whose members all refuse", () => {
  const all = { first: limited(0, 20), second: limited(0, 5), third: limited(0, 90) };
  const breaker = { acceptRetryAfter: true };

  test("is that of whoever was asked last", async () => {
    const gateway = gatewayWith(onThrottled, { ...all, second: limited(0, 90) }, { breaker });
    const answer = await gateway.send({ body: "{}" });
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "90"]);
  });

  // https://github.com/Azure-Samples/Apim-Samples/pull/218
  test("is the earliest of all where the policy keeps it", async () => {
    const earliest = `<retry condition='@(${onThrottled})' count="2" interval="0" first-fast-retry="true">
      ${forward}
      <choose><when condition='@(context.Response.Headers.ContainsKey("Retry-After"))'>
        <set-variable name="wait" value='@{
          int seconds;
          if (!int.TryParse(context.Response.Headers.GetValueOrDefault("Retry-After", ""), out seconds)) { return context.Variables["wait"]; }
          return Math.Min(seconds, (int)context.Variables["wait"]);
        }' />
      </when></choose>
    </retry>`;
    const gateway = gatewayWith(onThrottled, all, {
      breaker,
      inbound: `<base /><set-backend-service backend-id="accounts" /><set-variable name="wait" value="@(int.MaxValue)" />`,
      backend: earliest,
      outbound: `<base /><choose><when condition='@(context.Response.StatusCode == 429)'>
        <set-header name="Retry-After" exists-action="override"><value>@(((int)context.Variables["wait"]).ToString())</value></set-header>
      </when></choose>`,
    });
    const answer = await gateway.send({ body: "{}" });
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "5"]);
    gateway.clock.advance(5000);
    await gateway.send({ body: "{}" });
    expect(takeCalls(gateway)).toEqual(["first", "second", "third", "second"]);
  });
});

// https://github.com/microsoft/service-fabric-issues/issues/346
test("a retry sends the body again only where the request is buffered", async () => {
  const bodies = async (attributes: string) => {
    const gateway = gatewayWith(
      onThrottled,
      { first: throttled(5), second: throttled(5) },
      { backend: retryOn(onThrottled).replace(forward, `<forward-request ${attributes}/>`) },
    );
    await gateway.send({ body: `{"a":1}` });
    return gateway.calls.map(({ text }) => text);
  };
  const [first, ...later] = await bodies("");
  expect(first).toBe(`{"a":1}`);
  expect(new Set(later)).toEqual(new Set([""]));
  expect(new Set(await bodies(`buffer-request-body="true" `))).toEqual(new Set([`{"a":1}`]));
});

import { Readable } from "node:stream";
import { formatTrace } from "../../src/observe/traceText";
import { TransportFailure } from "../../src/ports/transport";
import { pool, single } from "./backends";
import { observedGateway } from "./observedGateway";

/** A request that meets a 429, a timeout and an answer, in a choose and a retry. */
function failover() {
  const gateway = observedGateway({
    traces: "always",
    settings: { noResponseShown: "null" },
    global: `<policies><inbound><set-variable name="g" value="@(1 + 1)" /></inbound><backend><forward-request /></backend><outbound /><on-error /></policies>`,
    inbound: `<base /><choose><when condition="@(context.Request.Method == &quot;GET&quot;)"><set-backend-service id="route" backend-id="both" /></when></choose>`,
    backend: `<retry condition="@(context.Response == null || context.Response.StatusCode >= 429)" count="3" interval="1"><forward-request /></retry>`,
    backends: [single("ptu"), single("payg"), pool("both", "ptu", "payg")],
    serve: (_, n) => {
      gateway.clock.advance(n * 10);
      if (n === 2) throw new TransportFailure("timeout", "no answer in time");
      return n === 1 ? { status: 429, headers: { "Retry-After": "20" } } : { body: "here" };
    },
  });
  return gateway;
}

test("a trace tells each policy with its place, its path and what its expressions gave", async () => {
  const gateway = failover();
  await gateway.send({ path: "/x?a=1" });
  const trace = gateway.lastTrace();
  expect(trace).toMatchObject({
    method: "GET",
    url: "https://gateway.example/x?a=1",
    api: "Things",
    operation: "Anything",
    product: null,
    subscription: null,
    status: 200,
    reason: "OK",
    outcome: "complete",
    error: null,
    time: "2026-01-01T00:00:00.000Z",
  });
  const told = trace.policies.map(({ scope, section, path }) => `${scope} ${section} ${path}`);
  expect(told).toEqual([
    "api inbound base[1]",
    "global inbound set-variable[1]",
    "api inbound choose[1]",
    "api inbound choose[1]/when[1]/set-backend-service[1]",
    "api backend retry[1]",
    "api backend retry[1]/forward-request[1]",
    "api backend retry[1]/forward-request[1]",
    "api backend retry[1]/forward-request[1]",
    "api outbound base[1]",
  ]);
  expect(trace.policies[1]).toMatchObject({
    policy: "set-variable",
    place: "global.xml:1:20",
    expressions: [{ what: "set-variable value", source: "@(1 + 1)", value: "2" }],
  });
  expect(trace.policies[3]).toMatchObject({ id: "route", notes: ["requests go to backend both"] });
  expect(trace.policies[6]).toMatchObject({ at: 1010, duration: 20, failure: "no answer in time" });
});

test("a trace tells each call of a backend, and where the time went", async () => {
  const gateway = failover();
  await gateway.send();
  const { attempts, times } = gateway.lastTrace();
  expect(
    attempts.map(({ backend, pool, status, failure, at, duration }) => [
      backend,
      pool,
      status,
      failure,
      at,
      duration,
    ]),
  ).toEqual([
    ["ptu", "both", 429, null, 0, 10],
    ["payg", "both", null, "timeout", 1010, 20],
    ["payg", "both", 200, null, 2030, 30],
  ]);
  expect(times).toEqual({ total: 2060, gateway: 2000, backend: 60, delivery: 0 });
});

test("the time in which the answer goes out is told apart", async () => {
  const gateway = observedGateway({
    traces: "always",
    backend: `<forward-request buffer-response="false" />`,
    serve: () => {
      gateway.clock.advance(5);
      const body = async function* () {
        yield Buffer.from("a");
        gateway.clock.advance(700);
        yield Buffer.from("b");
      };
      return { body: Readable.from(body()) };
    },
  });
  await gateway.send();
  expect(gateway.lastTrace().times).toEqual({ total: 705, gateway: 0, backend: 5, delivery: 700 });
});

test("a trace tells the breakers that moved while the request was under way, and no others", async () => {
  const gateway = failover();
  await gateway.send();
  expect(gateway.lastTrace().breakers).toEqual([
    {
      backend: "ptu",
      rule: "throttled",
      to: "open",
      at: 10,
      until: 20010,
      why: expect.stringContaining("429") as string,
    },
  ]);
  await gateway.send();
  expect(gateway.lastTrace().breakers).toEqual([]);
});

test("a trace tells why a request failed, and what was no policy's doing", async () => {
  const gateway = observedGateway({
    traces: "always",
    inbound: `<set-variable id="cast" name="x" value="@((string)(object)1)" />`,
  });
  await gateway.send();
  const trace = gateway.lastTrace();
  expect(trace.status).toBe(500);
  expect(trace.error).toMatchObject({
    source: "set-variable",
    reason: "ExpressionValueEvaluationFailure",
    section: "inbound",
    scope: "api",
    path: "set-variable[1]",
  });
  const outside = trace.policies.filter(({ policy }) => policy === null);
  expect(outside.map(({ notes }) => notes[0])).toEqual([expect.stringContaining("failed: Expression")]);
});

test("a trace is plain JSON", async () => {
  const gateway = failover();
  await gateway.send();
  const trace = gateway.lastTrace();
  expect(JSON.parse(JSON.stringify(trace))).toEqual(trace);
});

test("a request that nobody traces leaves no trace, and one that asks does", async () => {
  const gateway = observedGateway();
  await gateway.send();
  expect(gateway.observer.traces.list()).toEqual([]);
  await gateway.send({ headers: { "Ocp-Apim-Trace": "true" } });
  expect(gateway.observer.traces.list()).toHaveLength(1);
});

test("on a terminal a trace is a listing of at most 100 columns", async () => {
  const gateway = failover();
  await gateway.send({ path: `/x?a=${"1".repeat(200)}` });
  const text = formatTrace({ ...gateway.lastTrace(), id: "the-id" }, { full: true });
  expect(text).toMatchInlineSnapshot(`
"GET https://gateway.example/x?a=1111111111111111111111111111111111111111111111111111111111111111111…
✓ 200 OK  2060 ms: gateway 2000 ms, backend 60 ms, delivery 0 ms
  api Things, operation Anything
  2026-01-01T00:00:00.000Z  the-id

inbound
  ✓ base                   api        +0 ms     0 ms  api.xml:1:20
    ✓ set-variable         global     +0 ms     0 ms  global.xml:1:20
        set-variable value: @(1 + 1) → 2
        g
  ✓ choose                 api        +0 ms     0 ms  api.xml:1:28
      when condition: @(context.Request.Method == "GET") → True
    ✓ set-backend-service  api        +0 ms     0 ms  api.xml:1:99 #route
        requests go to backend both

backend
  ✓ retry                  api        +0 ms  2060 ms  api.xml:1:186
      retry condition: @(context.Response == null || context.Response.… → True
      retry condition: @(context.Response == null || context.Response.… → True
      retry condition: @(context.Response == null || context.Response.… → False
      the condition is true: retry 1
      the condition is true: retry 2
    ✓ forward-request      api        +0 ms    10 ms  api.xml:1:294
        calls ptu (one of 1 with priority 1, weight 1): https://ptu.example/x?a=1111111111111111111…
        answered 429 OK
    ✗ forward-request      api     +1010 ms    20 ms  api.xml:1:294
        calls payg (one of 1 with priority 2, weight 1): https://payg.example/x?a=11111111111111111…
        no answer: no answer in time
        failed: no answer in time
    ✓ forward-request      api     +2030 ms    30 ms  api.xml:1:294
        calls payg (one of 1 with priority 2, weight 1): https://payg.example/x?a=11111111111111111…
        answered 200 OK

outbound
  ✓ base                   api     +2060 ms     0 ms  api.xml:1:341

backends
  ✗ ptu   pool both  429         +0 ms  10 ms  GET https://ptu.example/x?a=111111111111111111111111…
      one of 1 with priority 1, weight 1
  ✗ payg  pool both  timeout  +1010 ms  20 ms  GET https://payg.example/x?a=11111111111111111111111…
      one of 1 with priority 2, weight 1
  ✓ payg  pool both  200      +2030 ms  30 ms  GET https://payg.example/x?a=11111111111111111111111…
      one of 1 with priority 2, weight 1

breakers
  ptu throttled  open  +10 ms  until +20010 ms: status 429; 1 of 1 failures in the interval; Retry-…
"
`);
  for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
});

test("a failure stands out in a listing", async () => {
  const gateway = observedGateway({
    traces: "always",
    inbound: `<check-header name="x" failed-check-httpcode="401" failed-check-error-message="no x" ignore-case="true" />`,
  });
  await gateway.send();
  const lines = formatTrace(gateway.lastTrace(), { full: true }).split("\n");
  expect(lines[1]).toMatch(/^✗ 401 Unauthorized/);
  expect(lines.filter((line) => line.includes("✗ check-header"))).toHaveLength(1);
});

test("a listing can be in colour, and says the same then", async () => {
  const gateway = failover();
  await gateway.send();
  const trace = gateway.lastTrace();
  for (const full of [false, true]) {
    const coloured = formatTrace(trace, { colour: true, full });
    expect(coloured).toContain("\u001b[");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what colours are made of
    expect(coloured.replace(/\u001b\[\d+m/g, "")).toBe(formatTrace(trace, { full }));
  }
});

test("what a caller sends cannot play with the terminal", async () => {
  const gateway = observedGateway({
    traces: "always",
    inbound: `<trace source="s"><message>@(context.Request.Headers.GetValueOrDefault("x", ""))</message></trace>`,
  });
  await gateway.send({ headers: { x: "\u001b[2J\u202egone\r\nline" } });
  const text = formatTrace(gateway.lastTrace()) + formatTrace(gateway.lastTrace(), { full: true });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it looks for them
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  expect(text).toContain("s (verbose): �[2J�gone⏎line");
});

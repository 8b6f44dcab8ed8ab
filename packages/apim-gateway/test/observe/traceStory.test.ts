import { formatTrace } from "../../src/observe/traceText";
import { TransportFailure } from "../../src/ports/transport";
import { pool, single } from "./backends";
import { observedGateway } from "./observedGateway";

/** Tries until something answers, at most so many times. */
function failing(times: number, options: Parameters<typeof observedGateway>[0] = {}) {
  const gateway = observedGateway({
    traces: "always",
    inbound: `<set-header name="x" exists-action="override"><value>y</value></set-header><choose><when condition="@(context.Request.Method == &quot;GET&quot;)"><set-backend-service backend-id="both" /></when></choose>`,
    backend: `<retry condition="@(context.Response == null || context.Response.StatusCode >= 429)" count="30" interval="1"><forward-request /></retry>`,
    backends: [single("ptu"), single("payg"), pool("both", "ptu", "payg")],
    serve: (_, n) => {
      gateway.clock.advance(n * 10);
      if (n === 2) throw new TransportFailure("timeout", "no answer in time");
      return n <= times ? { status: 429, headers: { "Retry-After": "20" } } : { body: "here" };
    },
    ...options,
  });
  return gateway;
}

test("eight lines tell what mattered: the way, the calls, the breakers, the answer", async () => {
  const gateway = failing(1);
  await gateway.send({ path: "/x?a=1" });
  expect(formatTrace(gateway.lastTrace())).toMatchInlineSnapshot(`
"GET https://gateway.example/x?a=1
✓ 200 OK  2060 ms: gateway 2000 ms, backend 60 ms, delivery 0 ms
     +0 ms  api.xml:1:95   choose               when @(context.Request.Method == "GET")
     +0 ms  api.xml:1:166  set-backend-service  requests go to backend both
     +0 ms  api.xml:1:351  forward-request      429 in 10 ms, breaker opens for 20 s: ptu of both
  +1010 ms  api.xml:1:351  forward-request      timeout in 20 ms: payg of both
  +2030 ms  api.xml:1:351  forward-request      200 in 30 ms: payg of both
  8 policies ran; --full shows everything
"
`);
});

test("of many calls the first ones and the last one are told, and how many were between", async () => {
  const gateway = failing(12, {
    backends: [{ name: "both", properties: { url: "https://both.example", protocol: "http" } }],
  });
  await gateway.send();
  expect(formatTrace(gateway.lastTrace())).toMatchInlineSnapshot(`
"GET https://gateway.example/
✓ 200 OK  12910 ms: gateway 12000 ms, backend 910 ms, delivery 0 ms
      +0 ms  api.xml:1:351  forward-request  429 in 10 ms: both
   +1010 ms  api.xml:1:351  forward-request  timeout in 20 ms: both
   +2030 ms  api.xml:1:351  forward-request  429 in 30 ms: both
                            … 9 more         429 ×9
  +12780 ms  api.xml:1:351  forward-request  200 in 130 ms: both
  18 policies ran; --full shows everything
"
`);
});

test("what failed is told with its place, and why", async () => {
  const gateway = observedGateway({
    traces: "always",
    inbound: `<choose><when condition="@(true)"><set-variable name="x" value="@((string)(object)1)" /></when></choose>`,
  });
  await gateway.send();
  expect(formatTrace(gateway.lastTrace())).toMatchInlineSnapshot(`
"GET https://gateway.example/
✗ 500 Internal Server Error  0 ms: gateway 0 ms, backend 0 ms, delivery 0 ms
  set-variable: ExpressionValueEvaluationFailure: Expression evaluation failed. Unable to cast obje…
  +0 ms  api.xml:1:54  set-variable  failed here
  3 policies ran; --full shows everything
"
`);
});

test("an answer of a policy is told with its place", async () => {
  const gateway = observedGateway({
    traces: "always",
    inbound: `<trace source="s"><message>hello</message></trace><return-response><set-status code="403" reason="No" /></return-response>`,
  });
  await gateway.send();
  expect(formatTrace({ ...gateway.lastTrace(), bodies: "hidden" })).toMatchInlineSnapshot(`
"GET https://gateway.example/
✗ 403 No  0 ms: gateway 0 ms, backend 0 ms, delivery 0 ms
  +0 ms  api.xml:1:20  trace            s (verbose): hello
  +0 ms  api.xml:1:70  return-response  the answer is made here
  2 policies ran; --full shows everything; --show-bodies what bodies say
"
`);
});

test("it is never more than eight lines", async () => {
  for (const times of [1, 3, 6, 25]) {
    const gateway = failing(times, {
      inbound: `${"<trace source='s'><message>m</message></trace>".repeat(20)}<set-backend-service backend-id="both" />`,
    });
    await gateway.send();
    const lines = formatTrace(gateway.lastTrace()).trimEnd().split("\n");
    expect(lines).toHaveLength(8);
  }
});

describe("on a narrow terminal", () => {
  const host = "oai-aoai-production-swedencentral-x7f3a.openai.azure.com";
  const url = `https://${host}/openai/deployments/gpt-5.4-payg/chat/completions?api-version=2024-10-21`;
  const backend = "aoai-gpt-5-4-payg-swedencentral";
  const called = async () => {
    const gateway = failing(1, {
      backends: [single("ptu"), single(backend), pool("both", "ptu", backend)],
    });
    await gateway.send();
    const trace = gateway.lastTrace();
    return { ...trace, attempts: trace.attempts.map((attempt) => ({ ...attempt, url })) };
  };

  test.each([60, 80, 160])(
    "of %d columns the story names every backend whole, and drops places first",
    async (width) => {
      const text = formatTrace(await called(), { width });
      expect(text.replace(/\s+/g, " ")).toContain(`${backend} of both`);
      expect(text.split("\n").filter((line) => line.length > width)).toEqual([]);
      expect(text.includes("api.xml:1:")).toBe(width === 160);
    },
  );

  test.each([40, 60, 80, 100])("of %d columns all of it names every host whole", async (width) => {
    const trace = await called();
    const lines = formatTrace(trace, { width, full: true }).split("\n");
    const named = lines.filter((line) => line.includes("://") && !line.includes("gateway.example"));
    expect(named.filter((line) => line.includes(`https://${host}`)).length).toBeGreaterThanOrEqual(
      trace.attempts.length,
    );
    // A host is longer than the narrowest of them, and still whole.
    const longest = Math.max(width, "        https://".length + host.length + 1);
    expect(lines.filter((line) => line.length > longest)).toEqual([]);
  });
});

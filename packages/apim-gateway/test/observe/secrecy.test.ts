import fc from "fast-check";
import { createMask } from "../../src/observe/mask";
import { formatTrace } from "../../src/observe/traceText";
import { TransportFailure } from "../../src/ports/transport";
import { single } from "./backends";
import { observedGateway } from "./observedGateway";

const all = { frontendRequest: 8192, frontendResponse: 8192, backendRequest: 0, backendResponse: 0 };

/** Puts the secret of a named value wherever policies can put one, and the key that a caller gives too. */
function leaky(secret: string, key: string, fails: boolean) {
  const app = {
    id: "app",
    displayName: `App of ${key}`,
    state: "active",
    scope: { kind: "all" },
    primaryKey: key,
    secondaryKey: undefined,
    allowTracing: true,
    user: undefined,
  } as const;
  return observedGateway({
    traces: "always",
    namedValues: { hidden: { value: secret, secret: true } },
    api: {
      diagnostics: [
        {
          name: "azuremonitor",
          verbosity: "verbose",
          alwaysLogErrors: true,
          sampling: 100,
          metrics: true,
          logClientIp: true,
          bodyBytes: all,
          largeLanguageModel: {
            logs: "enabled",
            requests: { messages: "all" },
            responses: { messages: "all" },
          },
        },
      ],
    },
    configuration: {
      subscriptions: [app],
    },
    route: { subscription: app },
    loggers: { hub: { properties: { loggerType: "azureEventHub" } } },
    backends: [single("ptu")],
    inbound: `
      <set-header name="x-own" exists-action="override"><value>{{hidden}}</value></set-header>
      <set-header name="x-mixed" exists-action="override"><value>@("a" + context.RequestId)-{{hidden}}</value></set-header>
      <set-variable name="copy" value="@(context.Request.Headers.GetValueOrDefault("x-own", ""))" />
      <set-variable name="json" value="@(new JObject(new JProperty("a", (string)context.Variables["copy"])).ToString())" />
      <set-variable name="long" value="@(new string('x', 490) + (string)context.Variables["copy"] + new string('y', 100))" />
      <set-query-parameter name="q" exists-action="override"><value>@((string)context.Variables["copy"])</value></set-query-parameter>
      <trace source="{{hidden}}" severity="information"><message>@("is " + (string)context.Variables["copy"])</message>
        <metadata name="m" value="@((string)context.Variables["json"])" /><metadata name="{{hidden}}" value="v" /></trace>
      <trace source="s" severity="error"><message>@(context.Request.Headers.GetValueOrDefault("Ocp-Apim-Subscription-Key", ""))</message></trace>
      <emit-metric name="Things" namespace="{{hidden}}" value="1"><dimension name="who" value="@((string)context.Variables["copy"])" /></emit-metric>
      <log-to-eventhub logger-id="hub" partition-key="@((string)context.Variables["copy"])">@((string)context.Variables["json"])</log-to-eventhub>
      <azure-openai-emit-token-metric><dimension name="who" value="@((string)context.Variables["copy"])" /></azure-openai-emit-token-metric>
      <set-backend-service backend-id="ptu" />`,
    backend: `<retry condition="@(context.Response == null || context.Response.StatusCode >= 500)" count="1" interval="0"><forward-request buffer-request-body="true" /></retry>`,
    onError: `<set-body>@(context.LastError.Message + (string)context.Variables["copy"])</set-body>`,
    serve: (call, n) => {
      if (n === 1 || fails) throw new TransportFailure("connection", `refused ${call.url} with ${secret}`);
      const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 };
      const body = JSON.stringify({ model: "m", said: secret, choices: [], usage });
      return { status: 200, reason: secret, headers: { "Content-Type": "application/json" }, body };
    },
  });
}

/** What must not be found: as it is, in JSON and in a URL. */
const spellings = (secret: string) => [
  secret,
  JSON.stringify(secret).slice(1, -1),
  JSON.stringify(JSON.stringify(secret)).slice(3, -3),
  encodeURIComponent(secret),
];

const secret = fc
  .string({ minLength: 4, maxLength: 40, unit: fc.constantFrom(...'abcXYZ019-_+/=.~!$&|#%^*"\\:;,') })
  .map((text) => `zQ7${text}`);

test("no secret is in a trace, in the log or among the metrics, wherever policies put it", async () => {
  await fc.assert(
    fc.asyncProperty(secret, secret, fc.boolean(), async (hidden, key, fails) => {
      fc.pre(!hidden.includes(key) && !key.includes(hidden));
      const gateway = leaky(hidden, key, fails);
      await gateway.send({
        path: `/things?subscription-key=${encodeURIComponent(key)}&given=${encodeURIComponent(hidden)}&api-version=${encodeURIComponent(hidden)}`,
        headers: { "Ocp-Apim-Subscription-Key": key, authorization: `Bearer ${key}` },
        body: JSON.stringify({ messages: [hidden, key] }),
      });
      const trace = gateway.lastTrace();
      const told = [
        JSON.stringify(trace),
        formatTrace(trace, { width: 10_000, full: true }),
        ...gateway.lines,
        await gateway.observer.metricsText(),
      ];
      // Every kind of output is there: nothing is secret only because it is empty.
      expect(trace.policies.length).toBeGreaterThan(10);
      const types = [
        "ApiManagementGatewayLogs",
        "Event",
        "Trace",
        ...(fails ? [] : ["ApiManagementGatewayLlmLog"]),
      ];
      expect(trace.error === null).toBe(!fails);
      for (const type of types) expect(gateway.rowsOf(type)).not.toEqual([]);
      for (const text of told)
        for (const spelling of [...spellings(hidden), ...spellings(key)])
          expect(text).not.toContain(spelling);
    }),
    { numRuns: 60 },
  );
});

test("a key that no subscription has is masked where a policy reads it, and wherever it goes from there", async () => {
  const gateway = observedGateway({
    traces: "always",
    inbound: `
      <set-variable name="k" value="@(context.Request.Headers.GetValueOrDefault("api-key", ""))" />
      <set-header name="api-key" exists-action="delete" />
      <trace source="s"><message>@("it is " + (string)context.Variables["k"])</message></trace>`,
  });
  await gateway.send({ headers: { "api-key": "wrong-key-0123" } });
  expect(JSON.stringify(gateway.lastTrace())).not.toContain("wrong-key-0123");
  expect(gateway.lastTrace().policies.flatMap(({ notes }) => notes)).toContain("s (verbose): it is ***");
});

test("the source of an expression shows a secret by its name only, and no other secret either", async () => {
  const gateway = observedGateway({
    traces: "always",
    namedValues: { hidden: { value: "named0123", secret: true }, open: "Bearer abcdef0123" },
    inbound: `<set-variable name="x" value="@("{{hidden}}" + "{{open}}" + "named0123".Substring(0, 1))" />`,
  });
  await gateway.send();
  expect(gateway.lastTrace().policies[0]?.expressions).toEqual([
    {
      what: "set-variable value",
      source: '@("{{hidden}}" + "Bearer ***" + "***".Substring(0, 1))',
      value: '"***Bearer ***"',
    },
  ]);
});

test("whether there is a key is no secret", async () => {
  const gateway = observedGateway({
    traces: "always",
    inbound: `<set-variable name="has" value="@(context.Request.Headers.ContainsKey("Authorization"))" />`,
  });
  await gateway.send();
  expect(gateway.lastTrace().policies[0]?.expressions[0]?.value).toBe("False");
});

test("secrets of the next configuration are masked from its first request", async () => {
  const gateway = observedGateway();
  const next = {
    ...gateway.gateway().configuration,
    namedValues: new Map([["n", { value: "next-secret", secret: true }]]),
  };
  gateway.gateway().reload(next);
  gateway.observer.reloaded(true);
  await gateway.send({ path: "/next-secret" });
  expect(gateway.rows()[0]?.Url).toBe("https://gateway.example/***");
});

test("names of metrics and dimensions hold no secret either", async () => {
  const gateway = observedGateway({}, { mask: createMask(["hidden0123"]) });
  await gateway.send();
  const exchange = gateway.log.requests[0]?.exchange as never;
  const sample = { namespace: "n", name: "of hidden0123", value: 1, dimensions: { "a hidden0123": "b" } };
  gateway.observer.metric(sample, exchange);
  expect(await gateway.observer.metricsText()).toContain('apim_gateway_of_total{namespace="n",a="b"} 1');
});

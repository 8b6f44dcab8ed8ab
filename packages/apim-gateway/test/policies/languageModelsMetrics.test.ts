import { Readable } from "node:stream";
import type { RequestRoute } from "../../src/apis/route";
import { TransportFailure } from "../../src/ports/transport";
import { policyGateway } from "./policyGateway";
import { subscribed } from "./subscribed";

const json = { "Content-Type": "application/json" };
const body = JSON.stringify({
  model: "gpt-4.1-2025-04-14",
  choices: [{ message: { content: "Hello" } }],
  usage: { prompt_tokens: 11, completion_tokens: 5, total_tokens: 16 },
});
const emit = (dimensions: string, attributes = `namespace="fleet"`) =>
  `<base /><llm-emit-token-metric ${attributes}>${dimensions}</llm-emit-token-metric>`;
const consumer = `<dimension name="Consumer" value="@(context.Request.Headers.GetValueOrDefault("who", "nobody"))" />`;
const serve = () => ({ headers: json, body });
const sent = { body: JSON.stringify({ model: "asked", messages: [{ content: "Hi" }] }) };

test("each answer gives three metrics, with the dimensions of the request", async () => {
  const gateway = policyGateway({ inbound: emit(consumer), serve });
  await gateway.send({ ...sent, headers: { who: "team-a" } });
  const dimensions = { Consumer: "team-a" };
  expect(gateway.log.metrics).toEqual([
    { namespace: "fleet", name: "Total Tokens", value: 16, dimensions },
    { namespace: "fleet", name: "Prompt Tokens", value: 11, dimensions },
    { namespace: "fleet", name: "Completion Tokens", value: 5, dimensions },
  ]);
});

test("azure-openai-emit-token-metric is the same policy, and the namespace may be left out", async () => {
  const gateway = policyGateway({ inbound: emit(consumer, "").replaceAll("llm-", "azure-openai-"), serve });
  await gateway.send(sent);
  expect(gateway.log.metrics[0]).toMatchObject({ namespace: "API Management", name: "Total Tokens" });
});

test("dimensions are evaluated when the policy runs, and not again", async () => {
  const gateway = policyGateway({
    inbound: `<set-variable name="x" value="early" />${emit(`<dimension name="X" value="@((string)context.Variables["x"])" />`)}<set-variable name="x" value="late" />`,
    serve,
  });
  await gateway.send(sent);
  expect(gateway.log.metrics[0]?.dimensions).toEqual({ X: "early" });
});

const everyDefault = [
  "API ID",
  "Operation ID",
  "Product ID",
  "User ID",
  "Subscription ID",
  "Location",
  "Gateway ID",
  "Backend ID",
]
  .map((name) => `<dimension name="${name}" />`)
  .join("");

test("the default dimensions have values of their own", async () => {
  const route: Partial<RequestRoute> = {
    ...subscribed("team-a", { id: "u1" }),
    records: {
      api: null,
      operation: null,
      product: null,
      subscription: null,
      user: null,
      deployment: { csType: "IDeployment", Region: "Sweden Central", GatewayId: "managed" },
    },
  };
  const gateway = policyGateway({
    inbound: `${emit(everyDefault)}<set-backend-service backend-id="one" />`,
    product: `<policies><inbound><base /></inbound><backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>`,
    backends: [
      {
        id: "/subscriptions/s/resourceGroups/g/providers/Microsoft.ApiManagement/service/apim/backends/one",
        name: "one",
        type: "Microsoft.ApiManagement/service/backends",
        properties: { url: "https://one.example", protocol: "http" },
      },
    ],
    route,
    serve,
  });
  await gateway.send(sent);
  expect(gateway.log.metrics[0]?.dimensions).toEqual({
    "API ID": "things",
    "Operation ID": "any",
    "Product ID": "gold",
    "User ID": "u1",
    "Subscription ID": "team-a",
    Location: "Sweden Central",
    "Gateway ID": "managed",
    "Backend ID": "one",
  });
});

test("a default dimension without a value is left out, or empty where the setting says so", async () => {
  const omitted = policyGateway({ inbound: emit(everyDefault), serve });
  const empty = policyGateway({
    inbound: emit(everyDefault),
    serve,
    settings: { tokenMetricAbsentDimension: "empty" },
  });
  await omitted.send(sent);
  await empty.send(sent);
  expect(omitted.log.metrics[0]?.dimensions).not.toHaveProperty("User ID");
  expect(empty.log.metrics[0]?.dimensions).toMatchObject({ "User ID": "", "API ID": "things" });
});

test("a sixth custom dimension is accepted, warned of and lost", async () => {
  const six = [1, 2, 3, 4, 5, 6].map((n) => `<dimension name="D${n}" value="${n}" />`).join("");
  const gateway = policyGateway({ inbound: emit(`${six}<dimension name="API ID" />`), serve });
  expect(gateway.problems).toMatchObject([{ severity: "warning", rule: "dimensions-lost" }]);
  expect(gateway.problems[0]?.message).toContain("D6 is lost");
  await gateway.send(sent);
  expect(Object.keys(gateway.log.metrics[0]?.dimensions ?? {})).toEqual([
    "D1",
    "D2",
    "D3",
    "D4",
    "D5",
    "API ID",
  ]);
});

test("a dimension of another name needs a value", () => {
  const gateway = policyGateway({ inbound: emit(`<dimension name="Consumer" />`) });
  expect(gateway.warnings.join()).toContain("dimension-value");
});

test("a dimension that fails is a failure of the policy", async () => {
  const gateway = policyGateway({
    inbound: emit(`<dimension name="X" value="@(((string)null).Trim())" />`),
    serve,
  });
  expect((await gateway.send(sent)).status).toBe(500);
  expect(gateway.log.metrics).toEqual([]);
});

test.each([
  ["a failure", () => ({ status: 500, headers: json, body })],
  ["an answer without usage", () => ({ headers: json, body: "{}" })],
  [
    "no answer",
    () => {
      throw new TransportFailure("connection", "refused");
    },
  ],
])("%s gives no metric", async (_, serveNothing) => {
  const gateway = policyGateway({ inbound: emit(consumer), serve: serveNothing });
  await gateway.send(sent);
  expect(gateway.log).toMatchObject({ metrics: [], usages: [] });
});

test("what a policy answers by itself gives no metric", async () => {
  const gateway = policyGateway({
    inbound: `${emit(consumer)}<return-response><set-body>{"usage":{"total_tokens":3}}</set-body></return-response>`,
  });
  await gateway.send(sent);
  expect(gateway.log.metrics).toEqual([]);
});

test("several policies emit by themselves, and the usage is logged once", async () => {
  const gateway = policyGateway({
    inbound: `${emit(consumer)}<llm-emit-token-metric namespace="other"><dimension name="API ID" /></llm-emit-token-metric>`,
    serve,
  });
  await gateway.send({ ...sent, path: "/openai/deployments/chat%20one/chat/completions" });
  expect(gateway.log.metrics.map(({ namespace }) => namespace)).toEqual([
    ...["fleet", "fleet", "fleet"],
    ...["other", "other", "other"],
  ]);
  expect(gateway.log.usages).toEqual([
    {
      deployment: "chat one",
      model: "gpt-4.1-2025-04-14",
      promptTokens: 11,
      completionTokens: 5,
      totalTokens: 16,
      streamed: false,
      reported: true,
    },
  ]);
});

test("the deployment is that of the URL that was called, else the model", async () => {
  const called = policyGateway({
    inbound: `${emit(consumer)}<set-backend-service base-url="https://a.example/openai/deployments/ptu" />`,
    serve,
  });
  await called.send({ ...sent, path: "/chat/completions" });
  expect(called.log.usages).toMatchObject([{ deployment: "ptu" }]);
  const unnamed = policyGateway({
    inbound: emit(consumer),
    serve: () => ({ headers: json, body: `{"usage":{"total_tokens":4}}` }),
  });
  await unnamed.send(sent);
  expect(unnamed.log.usages).toMatchObject([{ deployment: "asked", model: "asked", totalTokens: 4 }]);
});

test("a stream gives its metrics when it has passed, estimated where it tells no usage", async () => {
  const chunk = `data: {"model":"gpt-x","choices":[{"delta":{"content":"${"x".repeat(40)}"}}]}\n\n`;
  let metricsOnTheWay = -1;
  const gateway = policyGateway({
    inbound: emit(consumer),
    backend: `<forward-request buffer-response="false" />`,
    serve: () => ({
      headers: { "Content-Type": "text/event-stream" },
      body: Readable.from(
        (function* () {
          yield Buffer.from(chunk);
          metricsOnTheWay = gateway.log.metrics.length;
          yield Buffer.from("data: [DONE]\n\n");
        })(),
      ),
    }),
  });
  await gateway.send({ body: JSON.stringify({ stream: true, messages: [{ content: "x".repeat(20) }] }) });
  expect(metricsOnTheWay).toBe(0);
  expect(gateway.log.metrics.map(({ value }) => value)).toEqual([15, 5, 10]);
  expect(gateway.log.usages).toEqual([
    {
      deployment: "gpt-x",
      model: "gpt-x",
      promptTokens: 5,
      completionTokens: 10,
      totalTokens: 15,
      streamed: true,
      reported: false,
    },
  ]);
});

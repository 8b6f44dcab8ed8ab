import { TransportFailure } from "../../src/ports/transport";
import { pool, single } from "./backends";
import { observedGateway } from "./observedGateway";

type Gateway = ReturnType<typeof observedGateway>;

/** The lines of one metric, without those of its description. */
async function samples({ observer }: Gateway, name: string): Promise<string[]> {
  const lines = (await observer.metricsText()).split("\n");
  return lines.filter((line) => line.startsWith(name)).map((line) => line.slice(name.length));
}

test("requests are counted by API, operation, product and status", async () => {
  const gateway = observedGateway({
    product: `<policies><inbound /><backend><forward-request /></backend><outbound /><on-error /></policies>`,
    serve: (_, n) => ({ status: n === 1 ? 200 : 429 }),
  });
  for (let n = 0; n < 3; n++) await gateway.send();
  expect(await samples(gateway, "apim_gateway_requests_total")).toEqual([
    '{api="things",operation="any",product="gold",status="200",class="2xx"} 1',
    '{api="things",operation="any",product="gold",status="429",class="4xx"} 2',
  ]);
});

test("a request that belongs to no API is counted too", async () => {
  const gateway = observedGateway({
    route: {
      kind: "refused",
      api: undefined,
      operation: undefined,
      failure: { reason: "OperationNotFound", message: "none", status: 404, source: "configuration" },
    },
  });
  await gateway.send();
  expect(await samples(gateway, "apim_gateway_requests_total")).toEqual([
    '{api="",operation="",product="",status="404",class="4xx"} 1',
  ]);
  expect(await samples(gateway, "apim_gateway_failures_total")).toEqual([
    '{source="configuration",reason="OperationNotFound"} 1',
  ]);
});

test("durations are told in total, of the backends and of the gateway", async () => {
  const gateway = observedGateway({
    backend: `<retry condition="@(context.Response.StatusCode == 429)" count="1" interval="1"><forward-request /></retry>`,
    serve: (_, n) => {
      gateway.clock.advance(200);
      return { status: n === 1 ? 429 : 200 };
    },
  });
  await gateway.send();
  const of = '{api="things",operation="any"}';
  expect(await samples(gateway, "apim_gateway_request_duration_seconds_sum")).toEqual([`${of} 1.4`]);
  expect(await samples(gateway, "apim_gateway_backend_duration_seconds_sum")).toEqual([`${of} 0.4`]);
  expect(await samples(gateway, "apim_gateway_own_duration_seconds_sum")).toEqual([`${of} 1`]);
  const buckets = await samples(gateway, "apim_gateway_request_duration_seconds_bucket");
  const at = (le: string) => buckets.find((line) => line.includes(`le="${le}"`))?.split(" ")[1];
  expect([at("1"), at("2.5"), at("300"), at("+Inf")]).toEqual(["0", "1", "1", "1"]);
});

test("a duration on the bound of a bucket belongs to it", async () => {
  const gateway = observedGateway({
    backend: `<forward-request />`,
    serve: () => {
      gateway.clock.advance(500);
      return {};
    },
  });
  await gateway.send();
  const buckets = await samples(gateway, "apim_gateway_request_duration_seconds_bucket");
  expect(buckets.find((line) => line.includes('le="0.5"'))).toMatch(/ 1$/);
});

test("calls of backends are counted by backend and by status or failure, breakers as they move", async () => {
  const gateway = observedGateway({
    inbound: `<set-backend-service backend-id="both" />`,
    backend: `<retry condition="@(context.Response == null || context.Response.StatusCode >= 429)" count="2" interval="0"><forward-request /></retry>`,
    backends: [single("ptu"), single("payg"), pool("both", "ptu", "payg")],
    serve: (_, n) => {
      if (n === 2) throw new TransportFailure("timeout", "no answer");
      return { status: n === 3 ? 200 : 429 };
    },
  });
  await gateway.send();
  expect(await samples(gateway, "apim_gateway_backend_attempts_total")).toEqual([
    '{backend="ptu",result="429"} 1',
    '{backend="payg",result="timeout"} 1',
    '{backend="payg",result="200"} 1',
  ]);
  const open = () => samples(gateway, "apim_gateway_breaker_open");
  expect(await open()).toEqual(['{backend="ptu"} 1', '{backend="payg"} 0']);
  gateway.clock.advance(60_000);
  expect(await open()).toEqual(['{backend="ptu"} 0', '{backend="payg"} 0']);
  expect(await samples(gateway, "apim_gateway_breaker_changes_total")).toEqual([
    '{backend="ptu",to="open"} 1',
    '{backend="ptu",to="closed"} 1',
  ]);
});

test("a request for which no member may be called is counted at its pool, and is not a call", async () => {
  const gateway = observedGateway({
    inbound: `<set-backend-service backend-id="both" />`,
    backend: `<forward-request />`,
    backends: [single("ptu"), pool("both", "ptu")],
    serve: () => ({ status: 429 }),
  });
  for (let n = 0; n < 3; n++) await gateway.send();
  expect(await samples(gateway, "apim_gateway_backend_unavailable_total")).toEqual(['{backend="both"} 2']);
  expect(await samples(gateway, "apim_gateway_backend_attempts_total")).toEqual([
    '{backend="ptu",result="429"} 1',
  ]);
});

test("failures are counted by the policy and the reason", async () => {
  const gateway = observedGateway({ inbound: `<set-variable name="x" value="@((string)(object)1)" />` });
  for (let n = 0; n < 2; n++) await gateway.send();
  expect(await samples(gateway, "apim_gateway_failures_total")).toEqual([
    '{source="set-variable",reason="ExpressionValueEvaluationFailure"} 2',
  ]);
});

const tokens = (consumer: string, value: number, name = "Total Tokens") => ({
  namespace: "llm",
  name,
  value,
  dimensions: { "Subscription ID": consumer },
});

test("samples of policies are counters, with a label for each dimension", async () => {
  const gateway = observedGateway();
  await gateway.send();
  const exchange = gateway.log.requests[0]?.exchange as never;
  for (const [consumer, value] of [
    ["a", 10],
    ["b", 5],
    ["a", 2.5],
  ] as const)
    gateway.observer.metric(tokens(consumer, value), exchange);
  gateway.observer.metric(
    { ...tokens("a", 1), name: "1. größe", dimensions: { "__x 9": 'a"b\nc' } },
    exchange,
  );
  expect(await samples(gateway, "apim_gateway_total_tokens_total")).toEqual([
    '{namespace="llm",subscription_id="a"} 12.5',
    '{namespace="llm",subscription_id="b"} 5',
  ]);
  expect(await samples(gateway, "apim_gateway_1_gr_e_total")).toEqual([
    '{namespace="llm",x_9="a\\"b\\nc"} 1',
  ]);
});

test("with more consumers than are kept apart, the rest are counted together, and how often", async () => {
  const gateway = observedGateway({}, { mostLabelSets: 2 });
  await gateway.send();
  const exchange = gateway.log.requests[0]?.exchange as never;
  for (const consumer of ["a", "b", "c", "d", "a", "c"])
    gateway.observer.metric(tokens(consumer, 1), exchange);
  expect(await samples(gateway, "apim_gateway_total_tokens_total")).toEqual([
    '{namespace="llm",subscription_id="a"} 2',
    '{namespace="llm",subscription_id="b"} 1',
    '{namespace="other",subscription_id="other"} 3',
  ]);
  expect(await samples(gateway, "apim_gateway_label_sets_folded_total")).toEqual([
    '{metric="apim_gateway_total_tokens_total"} 3',
  ]);
});

test("each label set is one line, in whatever order policies write their dimensions, and whatever callers send", async () => {
  const gateway = observedGateway({}, { mostLabelSets: 3 });
  await gateway.send();
  const exchange = gateway.log.requests[0]?.exchange as never;
  const sent = [
    { a: "1", b: "2" },
    { b: "2", a: "1" },
    { a: "other", b: "other" },
    { a: "3", b: "3" },
    { a: "4", b: "4" },
  ];
  for (const dimensions of sent)
    gateway.observer.metric({ namespace: "other", name: "n", value: 1, dimensions }, exchange);
  expect(await samples(gateway, "apim_gateway_n_total")).toEqual([
    '{namespace="other",a="1",b="2"} 2',
    '{namespace="other",a="other",b="other"} 2',
    '{namespace="other",a="3",b="3"} 1',
  ]);
});

test("names of metrics are bounded too, and cannot be the gateway's own", async () => {
  const gateway = observedGateway();
  await gateway.send();
  const exchange = gateway.log.requests[0]?.exchange as never;
  gateway.observer.metric(tokens("a", 1, "requests"), exchange);
  for (let n = 0; n < 150; n++) gateway.observer.metric(tokens("a", 1, `name ${n}`), exchange);
  expect(await samples(gateway, "apim_gateway_name_")).toHaveLength(100);
  expect(await samples(gateway, "apim_gateway_requests_total")).toHaveLength(1);
  expect(await samples(gateway, "apim_gateway_label_sets_folded_total")).toHaveLength(51);
});

test.each([-1, Number.NaN, Number.POSITIVE_INFINITY])(
  "a sample of %d is refused, and counted",
  async (value) => {
    const gateway = observedGateway();
    await gateway.send();
    gateway.observer.metric(tokens("a", value), gateway.log.requests[0]?.exchange as never);
    expect(await samples(gateway, "apim_gateway_total_tokens_total")).toEqual([]);
    expect(await samples(gateway, "apim_gateway_samples_refused_total")).toEqual([" 1"]);
  },
);

test("configurations that were taken over and refused are counted", async () => {
  const gateway = observedGateway();
  gateway.observer.reloaded(true);
  gateway.observer.reloaded(false);
  expect(await samples(gateway, "apim_gateway_configuration_generation")).toEqual([" 2"]);
  expect(await samples(gateway, "apim_gateway_reloads_total")).toEqual([" 1"]);
  expect(await samples(gateway, "apim_gateway_reload_failures_total")).toEqual([" 1"]);
});

test("each metric is described once", async () => {
  const gateway = observedGateway();
  await gateway.send();
  const text = await gateway.observer.metricsText();
  const described = text.split("\n").filter((line) => line.startsWith("# TYPE"));
  expect(new Set(described).size).toBe(described.length);
  expect(described).toContain("# TYPE apim_gateway_requests_in_flight gauge");
  expect(described).toContain("# TYPE apim_gateway_own_duration_seconds histogram");
});

test("a sample that came before is counted without being read again, until other texts are secret", async () => {
  const gateway = observedGateway();
  await gateway.send();
  const exchange = gateway.log.requests[0]?.exchange as never;
  const emit = () =>
    gateway.observer.metric(
      { namespace: "n", name: "calls", value: 2, dimensions: { who: "sesame-42" } },
      exchange,
    );
  emit();
  emit();
  expect(await samples(gateway, "apim_gateway_calls_total")).toEqual(['{namespace="n",who="sesame-42"} 4']);
  const { gateway: observed } = gateway;
  const namedValues = new Map([["key", { value: "sesame-42", secret: true }]]);
  gateway.observer.watch({
    backends: observed().backends,
    configuration: { ...observed().configuration, namedValues },
  });
  emit();
  expect(await samples(gateway, "apim_gateway_calls_total")).toEqual([
    '{namespace="n",who="sesame-42"} 4',
    '{namespace="n",who="***"} 2',
  ]);
});

test("samples whose texts only look alike when they stand together are kept apart", async () => {
  const gateway = observedGateway();
  await gateway.send();
  const exchange = gateway.log.requests[0]?.exchange as never;
  for (const dimensions of [
    { a: "x\n1 1 by", b: "z" },
    { a: "x", b: "y\n1 1 bz" },
  ] as Readonly<Record<string, string>>[])
    gateway.observer.metric({ namespace: "n", name: "calls", value: 1, dimensions }, exchange);
  expect(await samples(gateway, "apim_gateway_calls_total")).toHaveLength(2);
});

test("samples with long texts are counted each time, and read each time", async () => {
  const gateway = observedGateway();
  await gateway.send();
  const exchange = gateway.log.requests[0]?.exchange as never;
  const who = "a".repeat(3000);
  const read = jest.spyOn(gateway.observer.mask, "value");
  for (let n = 0; n < 3; n++)
    gateway.observer.metric({ namespace: "n", name: "calls", value: 1, dimensions: { who } }, exchange);
  expect(read).toHaveBeenCalledTimes(3);
  expect(await samples(gateway, "apim_gateway_calls_total")).toEqual([`{namespace="n",who="${who}"} 3`]);
});

import { Headers } from "../../src/messages/headers";
import { createObserver } from "../../src/observe/observer";
import type { Trace } from "../../src/observe/trace";
import type { GatewayResponse } from "../../src/ports/gatewayRequest";
import { observedGateway } from "./observedGateway";

const numberOf = async (gateway: ReturnType<typeof observedGateway>, name: string) => {
  const text = await gateway.observer.metricsText();
  const line = text.split("\n").find((each) => each.startsWith(`apim_gateway_${name} `));
  return line === undefined ? undefined : Number(line.split(" ")[1]);
};

test("the last traces are kept, by id, the newest first", async () => {
  const gateway = observedGateway({ traces: "always" }, { mostTraces: 2 });
  for (const path of ["/1", "/2", "/3"]) await gateway.send({ path });
  const { traces } = gateway.observer;
  expect(traces.list().map(({ url }) => url.slice(-2))).toEqual(["/3", "/2"]);
  const ids = gateway.log.requests.map(({ exchange }) => exchange.requestId);
  expect(traces.get(ids[0] as string)).toBeUndefined();
  expect(traces.get(ids[2] as string)?.url).toBe("https://gateway.example/3");
});

test("whoever wants each request is told of it, with its policies where it was traced, and none is kept for that", async () => {
  const told: [string, boolean][] = [];
  const onRequest = ({ url, policies }: Trace) => void told.push([url, policies.length > 0]);
  const gateway = observedGateway({ traces: "asked" }, { onRequest });
  await gateway.send({ path: "/1" });
  await gateway.send({ path: "/2", headers: { "Ocp-Apim-Trace": "true" } });
  expect(told).toEqual([
    ["https://gateway.example/1", false],
    ["https://gateway.example/2", true],
  ]);
  expect(gateway.observer.traces.list().map(({ url }) => url)).toEqual(["https://gateway.example/2"]);
});

test("a listener or a writer that throws hurts no request, and is counted", async () => {
  const fail = () => {
    throw new Error("no");
  };
  const gateway = observedGateway({ traces: "always" }, { onRequest: fail, write: fail });
  expect((await gateway.send()).status).toBe(200);
  expect(await numberOf(gateway, "observer_errors_total")).toBe(1);
  expect(await numberOf(gateway, "log_lines_failed_total")).toBe(1);
});

test("a writer that rejects hurts no request either, and is given the next line", async () => {
  const given: string[] = [];
  const gateway = observedGateway(
    {},
    {
      write: (line) => {
        given.push(line);
        return Promise.reject(new Error("no"));
      },
    },
  );
  for (let n = 0; n < 2; n++) expect((await gateway.send()).status).toBe(200);
  await Promise.resolve();
  expect(given).toHaveLength(2);
  expect(await numberOf(gateway, "log_lines_failed_total")).toBe(2);
});

test("a slow writer is given one line at a time, in order, and nobody waits for it", async () => {
  const given: string[] = [];
  const pending: (() => void)[] = [];
  const gateway = observedGateway(
    {},
    {
      write: (line) => {
        given.push((JSON.parse(line) as { Url: string }).Url.slice(-1));
        return new Promise((resolve) => pending.push(resolve));
      },
    },
  );
  for (const path of ["/1", "/2", "/3"]) expect((await gateway.send({ path })).status).toBe(200);
  expect(given).toEqual(["1"]);
  for (const seen of [
    ["1", "2"],
    ["1", "2", "3"],
  ]) {
    pending.shift()?.();
    await new Promise(setImmediate);
    expect(given).toEqual(seen);
  }
  await gateway.send({ path: "/4" });
  pending.shift()?.();
  await new Promise(setImmediate);
  expect(given).toEqual(["1", "2", "3", "4"]);
});

test("when too many lines wait for a writer, further ones are dropped and counted", async () => {
  const gateway = observedGateway({}, { write: () => new Promise(() => {}), mostLines: 2 });
  for (let n = 0; n < 5; n++) await gateway.send();
  expect(await numberOf(gateway, "log_lines_dropped_total")).toBe(2);
});

test("requests under way are counted until their answer is out, and once", async () => {
  const gateway = observedGateway();
  const inFlight = () => numberOf(gateway, "requests_in_flight");
  const answer: GatewayResponse = {
    status: 200,
    reason: "OK",
    headers: new Headers(),
    body: null,
    watch: undefined,
    delivered: () => {},
  };
  const atOnce = gateway.observer.counting(() => answer)({} as never) as GatewayResponse;
  const later = gateway.observer.counting(() => Promise.resolve(answer))({} as never);
  expect(await inFlight()).toBe(2);
  atOnce.delivered("complete");
  expect(await inFlight()).toBe(1);
  const waited = await later;
  waited.delivered("aborted");
  waited.delivered("complete");
  expect(await inFlight()).toBe(0);
});

test("a counted answer is the handler's, with its own `delivered` called", async () => {
  const outcomes: string[] = [];
  const gateway = observedGateway();
  const handle = gateway.observer.counting(() => ({
    status: 201,
    reason: "Created",
    headers: new Headers(),
    body: null,
    watch: undefined,
    delivered: (outcome) => void outcomes.push(outcome),
  }));
  const answer = (await handle({} as never)) as GatewayResponse;
  expect(answer.status).toBe(201);
  answer.delivered("cut");
  expect(outcomes).toEqual(["cut"]);
});

test("answers that did not go out to the end are counted", async () => {
  const gateway = observedGateway();
  await gateway.send();
  const exchange = gateway.log.requests[0]?.exchange;
  if (exchange === undefined) throw new Error("no request");
  gateway.observer.request(exchange, "aborted");
  expect(await gateway.observer.metricsText()).toContain(
    'apim_gateway_broken_off_total{outcome="aborted"} 1',
  );
});

test("an observer that was told of no gateway yet answers all the same", async () => {
  const observer = createObserver();
  observer.reloaded(true);
  observer.breakerChange({ backend: "b", rule: "r", to: "open", at: 0, until: 1, why: "" });
  expect(await observer.metricsText()).toContain(
    'apim_gateway_breaker_changes_total{backend="b",to="open"} 1',
  );
});

test("tokens need not be found out for an observer that keeps no log", () => {
  expect(createObserver().ignoresUsage).toBe(true);
  expect(createObserver({ write: () => undefined }).ignoresUsage).toBe(false);
});

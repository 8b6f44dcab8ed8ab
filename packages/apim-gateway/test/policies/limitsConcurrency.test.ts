import { ConcurrencySlots } from "../../src/policies/limits/limitConcurrency";
import { TransportFailure } from "../../src/ports/transport";
import { policyGateway, type Served } from "./policyGateway";

const backend = `<limit-concurrency key="@(context.Request.Headers.GetValueOrDefault("k", "none"))" max-count="2"><forward-request /></limit-concurrency>`;

function held() {
  const answers: ((served: Served | Error) => void)[] = [];
  const gateway = policyGateway({
    backend,
    serve: () =>
      new Promise<Served>((resolve, reject) => {
        answers.push((served) => (served instanceof Error ? reject(served) : resolve(served)));
      }),
  });
  return { gateway, answers };
}

const started = () => new Promise((resolve) => setImmediate(resolve));

test("refuses at once the request beyond max-count, with 429", async () => {
  const { gateway, answers } = held();
  const running = [gateway.send(), gateway.send()];
  await started();
  const refused = await gateway.send();
  expect(refused.json()).toEqual({ statusCode: 429, message: "Concurrency limit is exceeded." });
  expect(gateway.lastError()).toMatchObject({
    source: "limit-concurrency",
    reason: "ConcurrencyLimitExceeded",
  });
  expect(gateway.calls).toHaveLength(2);
  for (const answer of answers) answer({ status: 200 });
  for (const { status } of await Promise.all(running)) expect(status).toBe(200);
});

test("frees a slot when the nested policies end", async () => {
  const { gateway, answers } = held();
  const first = gateway.send();
  const second = gateway.send();
  await started();
  answers[0]?.({ status: 200 });
  await first;
  const third = gateway.send();
  await started();
  expect(answers).toHaveLength(3);
  answers[1]?.({ status: 200 });
  answers[2]?.({ status: 201 });
  expect((await second).status).toBe(200);
  expect((await third).status).toBe(201);
  expect(gateway.services().state(ConcurrencySlots).keys).toBe(0);
});

test("frees a slot when a nested policy fails, at once or later", async () => {
  const { gateway, answers } = held();
  const failing = gateway.send();
  await started();
  answers[0]?.(new TransportFailure("connection", "refused"));
  expect((await failing).status).toBe(500);
  expect(gateway.services().state(ConcurrencySlots).keys).toBe(0);
  const atOnce = policyGateway({
    inbound: `<base /><limit-concurrency key="one" max-count="1"><set-variable name="x" value="@(((string)null).Trim())" /></limit-concurrency>`,
  });
  for (let call = 0; call < 3; call++) expect((await atOnce.send()).status).toBe(500);
  expect(atOnce.services().state(ConcurrencySlots).keys).toBe(0);
});

test("frees a slot when a nested policy ends the pipeline", async () => {
  const gateway = policyGateway({
    inbound: `<base /><limit-concurrency key="one" max-count="1"><return-response><set-status code="204" reason="No Content" /></return-response></limit-concurrency>`,
  });
  for (let call = 0; call < 3; call++) expect((await gateway.send()).status).toBe(204);
});

test("counts each key by itself, and shares a key between policies", async () => {
  const { gateway, answers } = held();
  const running = ["a", "a", "b"].map((k) => gateway.send({ headers: { k } }));
  await started();
  expect(gateway.calls).toHaveLength(3);
  expect((await gateway.send({ headers: { k: "a" } })).status).toBe(429);
  for (const answer of answers) answer({});
  await Promise.all(running);
});

test("says what the settings say", async () => {
  const gateway = policyGateway({
    backend: `<limit-concurrency key="@("")" max-count="1"><limit-concurrency key="@("")" max-count="1"><forward-request /></limit-concurrency></limit-concurrency>`,
    settings: { concurrencyReason: "Busy", concurrencyMessage: "Too many at once." },
  });
  expect((await gateway.send()).json()).toMatchObject({ message: "Too many at once." });
  expect(gateway.lastError()).toMatchObject({ reason: "Busy" });
});

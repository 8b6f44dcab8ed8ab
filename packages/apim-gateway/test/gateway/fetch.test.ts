import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import {
  type Configuration,
  createGateway,
  fetchTransport,
  type GatewayOptions,
  loadConfiguration,
  virtualEnvironment,
} from "../../src/index";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "gateway-fetch-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const turn = () => new Promise((resolve) => setImmediate(resolve));
const forward = '<set-backend-service base-url="https://service.example/v1" />';

/** A gateway over one policy, whose backend is a function. */
function gatewayOf(
  answer: (request: Request) => Response | Promise<Response>,
  inbound = forward,
  options: Partial<GatewayOptions> = {},
) {
  writeFileSync(
    path.join(folder, "policy.xml"),
    `<policies><inbound>${inbound}</inbound><backend><forward-request timeout="5" buffer-response="false" /></backend><outbound /><on-error /></policies>`,
  );
  const environment = virtualEnvironment({ seed: 1 });
  const gateway = createGateway({
    configuration: loadConfiguration(folder).configuration as Configuration,
    environment,
    transport: fetchTransport(answer, { after: environment.after }),
    ...options,
  });
  return { gateway, environment };
}

const url = "https://gateway.example/chat?n=1";

test("a request of the web goes through the policies to a function, and its response comes back", async () => {
  const { gateway } = gatewayOf(async (request) => {
    const seen = `${request.method} ${request.url} ${request.headers.get("x-a")} ${await request.text()}`;
    return new Response(seen, {
      status: 201,
      headers: [
        ["Set-Cookie", "a=1"],
        ["Set-Cookie", "b=2"],
      ],
    });
  });
  const response = await gateway.fetch(
    new Request(url, { method: "POST", headers: { "X-A": "1" }, body: "hello" }),
  );
  expect([response.status, response.headers.getSetCookie(), await response.text()]).toEqual([
    201,
    ["a=1", "b=2"],
    "POST https://service.example/v1/chat?n=1 1 hello",
  ]);
});

test("a stream comes chunk by chunk, and what is cancelled ends at the backend", async () => {
  let cancelled = false;
  const { gateway } = gatewayOf(() => {
    let count = 0;
    const stream = new ReadableStream<Uint8Array>({
      async pull(controller) {
        await turn();
        controller.enqueue(Buffer.from(`${count++}`));
      },
      cancel: () => {
        cancelled = true;
      },
    });
    return new Response(stream);
  });
  const reader = (await gateway.fetch(new Request(url))).body?.getReader();
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe("0");
  await reader?.cancel();
  await turn();
  expect(cancelled).toBe(true);
});

test("a body that breaks off is a stream that fails", async () => {
  const { gateway } = gatewayOf(
    () =>
      new Response(
        new ReadableStream({
          start: (controller) => controller.enqueue(Buffer.from("half")),
          pull: (controller) => controller.error(new Error("gone")),
        }),
      ),
  );
  await expect((await gateway.fetch(new Request(url))).text()).rejects.toThrow();
});

test("whoever aborts breaks the call off", async () => {
  let signal: AbortSignal | undefined;
  const { gateway } = gatewayOf((request) => {
    signal = request.signal;
    return new Promise(() => {});
  });
  const caller = new AbortController();
  const response = gateway.fetch(new Request(url, { signal: caller.signal }));
  await turn();
  caller.abort();
  expect((await response).status).toBe(500);
  expect(signal?.aborted).toBe(true);
});

test("a function that throws, or takes too long, is a backend that gives no response", async () => {
  const failing = gatewayOf(() => {
    throw new Error("no network");
  });
  expect((await failing.gateway.fetch(new Request(url))).status).toBe(500);
  const slow = gatewayOf(() => new Promise(() => {}));
  const began = slow.environment.now();
  const response = slow.gateway.fetch(new Request(url));
  // The conversions of the web wait for turns of the event loop, which virtual time does not.
  await turn();
  expect((await slow.environment.run()) - began).toBe(5000);
  expect((await response).status).toBe(500);
});

test.each([
  ["without a body, whatever a policy gives it", 204, "", [204, ""]],
  ["that the web does not know", 102, "text", [500, "102 is not a status of a response."]],
])("a status %s", async (_, status, body, expected) => {
  const { gateway } = gatewayOf(
    () => new Response(),
    `<return-response><set-status code="${status}" /><set-body>${body}</set-body></return-response>`,
  );
  const response = await gateway.fetch(new Request(url));
  expect([response.status, await response.text()]).toEqual(expected);
});

test("breakers() tells each backend, whether it may be called and its breakers", async () => {
  writeFileSync(
    path.join(folder, "service.json"),
    JSON.stringify({
      type: "Microsoft.ApiManagement/service/backends",
      name: "service",
      properties: {
        url: "https://service.example",
        protocol: "http",
        circuitBreaker: {
          rules: [
            {
              name: "busy",
              failureCondition: { count: 1, interval: "PT1M", statusCodeRanges: [{ min: 429, max: 429 }] },
              tripDuration: "PT1M",
            },
          ],
        },
      },
    }),
  );
  const { gateway } = gatewayOf(
    () => new Response("", { status: 429 }),
    '<set-backend-service backend-id="service" />',
  );
  expect(gateway.breakers()).toMatchObject([{ backend: "service", available: true }]);
  expect((await gateway.fetch(new Request(url))).status).toBe(429);
  expect(gateway.breakers()).toMatchObject([
    { backend: "service", available: false, breakers: [{ circuit: "open" }] },
  ]);
});

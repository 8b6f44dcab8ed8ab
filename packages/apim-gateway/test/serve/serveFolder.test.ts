import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { get as httpGet, type IncomingHttpHeaders } from "node:http";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { ConfigurationError } from "../../src/gateway/createGateway";
import { formatTrace } from "../../src/observe/traceText";
import {
  type ServedFolder,
  type ServeEvent,
  type ServeFolderOptions,
  serveFolder,
} from "../../src/serve/serveFolder";

let dir: string;
const running: ServedFolder[] = [];
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "fleet-serve-"));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((gateway) => gateway.close(0)));
  rmSync(dir, { recursive: true, force: true });
});

const answering = (text: string) =>
  `<policies><inbound><return-response><set-body>${text}</set-body></return-response></inbound><backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>`;
const write = (file: string, text: string) => {
  mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
  writeFileSync(path.join(dir, file), text);
};
async function start(options: Partial<ServeFolderOptions> = {}) {
  const events: ServeEvent[] = [];
  const gateway = await serveFolder(dir, {
    port: 0,
    onEvent: (event) => events.push(event),
    ...options,
  });
  running.push(gateway);
  const get = async (target: string, headers: Record<string, string> = {}) => {
    const response = await fetch(`${gateway.url}${target}`, { headers });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  const told = async (kind: ServeEvent["kind"]) => {
    for (let n = 0; n < 500; n++) {
      const found = events.find((event) => event.kind === kind);
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`${kind} was never told`);
  };
  return { gateway, get, told, events };
}

test("a change in the folder is taken over while the gateway runs", async () => {
  write("policy.xml", answering("one"));
  const { get, told } = await start();
  expect((await get("/")).text).toBe("one");
  write("policy.xml", answering("two"));
  await told("reloaded");
  expect((await get("/")).text).toBe("two");
});

test("a broken change keeps what was there, and says where it is broken", async () => {
  write("policy.xml", answering("one"));
  const { get, told } = await start();
  write("policy.xml", answering("@(nothing.AtAll)"));
  const kept = await told("kept");
  expect(kept).toMatchObject({
    problems: [{ severity: "error", file: "policy.xml", line: 1, rule: "expression" }],
  });
  expect((await get("/")).text).toBe("one");
  expect(JSON.parse((await get("/.gateway/health")).text)).toMatchObject({
    status: "keeps the last good configuration",
  });
  write("policy.xml", answering("three"));
  await told("reloaded");
  expect((await get("/")).text).toBe("three");
});

test("a lenient gateway takes over a broken change, and runs what can be run", async () => {
  write("policy.xml", answering("one"));
  const { get, told } = await start({ lenient: true });
  write("policy.xml", answering("@(nothing.AtAll)"));
  expect(await told("reloaded")).toMatchObject({
    problems: [{ severity: "warning", file: "policy.xml", line: 1, rule: "expression", refusedAtSave: true }],
  });
  const { status, text } = await get("/");
  expect(status).toBe(501);
  expect(text).toContain("policy.xml:1:");
  expect(JSON.parse((await get("/.gateway/health")).text)).toMatchObject({ status: "ok" });
});

test("a lenient gateway keeps what was there for what is no XML", async () => {
  write("policy.xml", answering("one"));
  const { get, told } = await start({ lenient: true });
  write("policy.xml", "<policies><inbound></policies>");
  expect(await told("kept")).toMatchObject({ problems: [{ severity: "error", rule: "well-formed" }] });
  expect((await get("/")).text).toBe("one");
});

test("a folder with mistakes is not served at all", async () => {
  write("policy.xml", "<policies><inbound><chose /></inbound></policies>");
  await expect(start({ strict: true })).rejects.toBeInstanceOf(ConfigurationError);
});

test("settings that do not exist are refused before anything listens", async () => {
  write("policy.xml", answering("one"));
  await expect(start({ settings: { poolSelecton: "random-weighted" } })).rejects.toThrow("poolSelecton");
});

test("a traced request says where its trace is; others leave none", async () => {
  write("policy.xml", answering("@(context.Request.Method)"));
  const { get } = await start();
  await get("/");
  const traced = await get("/things?key=topsecretvalue", { "Ocp-Apim-Trace": "true" });
  const location = traced.headers.get("ocp-apim-trace-location") as string;
  const { text } = await get(location);
  expect(text).not.toContain("topsecretvalue");
  const trace = JSON.parse(text) as { policies: { policy: string }[]; url: string };
  expect(trace.policies.map(({ policy }) => policy)).toContain("return-response");
  expect((JSON.parse((await get("/.gateway/traces")).text) as unknown[]).length).toBe(1);
  expect((await get("/.gateway/traces/nobody")).status).toBe(404);
});

test("metrics and the log tell of each request", async () => {
  write("policy.xml", answering("one"));
  const lines: string[] = [];
  const { get } = await start({ log: (line) => void lines.push(line) });
  await get("/one");
  await get("/two");
  expect((await get("/.gateway/metrics")).text).toMatch(
    /^apim_gateway_requests_total\{.*status="200".*\} 2$/m,
  );
  expect(lines.map((line) => (JSON.parse(line) as { ResponseCode: number }).ResponseCode)).toEqual([
    200, 200,
  ]);
});

test("several instances take turns, and each has breakers of its own", async () => {
  const backend = {
    properties: {
      url: "http://127.0.0.1:1",
      protocol: "http",
      circuitBreaker: {
        rules: [
          {
            name: "r",
            tripDuration: "PT1M",
            failureCondition: { count: 1, interval: "PT1M", errorReasons: ["BackendConnectionFailure"] },
          },
        ],
      },
    },
  };
  write("backends/dead.json", JSON.stringify(backend));
  write(
    "policy.xml",
    `<policies><inbound><set-backend-service backend-id="dead" /></inbound><backend><forward-request /></backend><outbound /><on-error /></policies>`,
  );
  const { get } = await start({ instances: 2 });
  const statuses = [];
  for (let n = 0; n < 4; n++) statuses.push((await get("/")).status);
  // No answer trips the breaker of the instance that called; the other one does not know of it.
  expect(statuses).toEqual([500, 500, 503, 503]);
  const states = JSON.parse((await get("/.gateway/backends")).text) as {
    backends: { available: boolean }[];
  }[];
  expect(states.map(({ backends }) => backends[0]?.available)).toEqual([false, false]);
});

test("the gateway's own paths answer GET only and name what there is", async () => {
  write("policy.xml", answering("one"));
  const { gateway, get } = await start();
  expect((await fetch(`${gateway.url}/.gateway/health`, { method: "POST" })).status).toBe(405);
  expect(await get("/.gateway/else")).toMatchObject({
    status: 404,
    text: expect.stringContaining("metrics"),
  });
});

const guarded = (tenant: string) =>
  answering("in").replace(
    "<inbound>",
    `<inbound><validate-azure-ad-token tenant-id="${tenant}"><audiences><audience>api://things</audience></audiences></validate-azure-ad-token>`,
  );

test("a token for a caller is made on demand, of whatever tenant, and holds here", async () => {
  const tenant = "11111111-2222-4333-8444-555555555555";
  write("policy.xml", guarded(tenant));
  const { gateway } = await start();
  const post = (body: string) => fetch(`${gateway.url}/.gateway/tokens`, { method: "POST", body });
  const made = await post(JSON.stringify({ tenant, claims: { aud: "api://things" } }));
  const { token } = (await made.json()) as { token: string };
  const call = (bearer: string) => fetch(gateway.url, { headers: { authorization: `Bearer ${bearer}` } });
  expect([made.status, (await call(token)).status]).toEqual([200, 200]);
  expect((await call(`${token.slice(0, -4)}AAAA`)).status).toBe(401);
  for (const [body, told] of [
    ["[]", "The body is a JSON object with `tenant`, `claims` and `version`."],
    ['{"tenant":"contoso"}', "`tenant` is the id of a tenant, a GUID."],
    ['{"claims":1}', "`claims` is a JSON object."],
    ['{"version":"3"}', '`version` is "1.0" or "2.0".'],
    ['{"aud":"x"}', "`aud` is not known: `tenant`, `claims` and `version` are."],
  ] as const) {
    const refused = await post(body);
    expect([refused.status, await refused.text()]).toEqual([400, `${told}\n`]);
  }
  const page = await fetch(`${gateway.url}/.gateway/tokens`, {
    method: "POST",
    body: "{}",
    headers: { "x-forwarded-for": "203.0.113.9" },
  });
  expect(page.status).toBe(403);
});

describe("what is inside", () => {
  /** By bytes: `fetch` sets `Host` and `Origin` by itself. */
  const raw = (gateway: ServedFolder, target: string, headers: Record<string, string>) =>
    new Promise<{ status: number; headers: IncomingHttpHeaders; text: string }>((resolve, reject) => {
      const call = httpGet(`${gateway.url}${target}`, { headers, agent: false }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => {
          text += chunk;
        });
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
      });
      call.on("error", reject);
    });

  test.each(["health", "metrics", "backends", "traces", "traces/x", "else"])(
    "%s is closed to a page, by its former name too, and open with the token",
    async (path) => {
      write("policy.xml", answering("one"));
      const { gateway } = await start();
      for (const prefix of ["/.gateway/", "/.fleet/"]) {
        const rebound = await raw(gateway, prefix + path, { Host: "rebind.example:8180" });
        expect([rebound.status, rebound.text]).toEqual([
          403,
          expect.stringMatching(/Host is not a name.*Authorization: Bearer TOKEN.*--admin-token/s) as string,
        ]);
        expect((await raw(gateway, prefix + path, { Origin: "https://evil.example" })).status).toBe(403);
        const known = { Host: "rebind.example", Authorization: `Bearer ${gateway.adminToken}` };
        expect((await raw(gateway, prefix + path, known)).status).not.toBe(403);
        const own = await raw(gateway, prefix + path, {});
        expect(own.status).not.toBe(403);
        expect(own.headers).toMatchObject({
          "cross-origin-resource-policy": "same-origin",
          "x-content-type-options": "nosniff",
        });
      }
    },
  );

  test("policies answer by any name: only what is inside is closed", async () => {
    write("policy.xml", answering("one"));
    const { gateway } = await start();
    expect((await raw(gateway, "/x", { Host: "api.example", Origin: "https://page.example" })).text).toBe(
      "one",
    );
  });

  test("the token is the one that was given, and a bad one is refused before anything listens", async () => {
    write("policy.xml", answering("one"));
    const { gateway } = await start({ adminToken: "given-by-somebody" });
    expect(gateway.adminToken).toBe("given-by-somebody");
    await expect(start({ adminToken: "short" })).rejects.toThrow("16 to 200 characters");
  });

  test("a trace tells what bodies say where somebody asks for it, or whoever started the gateway did", async () => {
    write("policy.xml", answering("@(context.Request.Body.As<string>())"));
    for (const showBodies of [false, true]) {
      const { gateway, get } = await start({ showBodies });
      const sent = await fetch(gateway.url, {
        method: "POST",
        body: "a prompt of somebody",
        headers: { "Ocp-Apim-Trace": "true" },
      });
      const location = sent.headers.get("ocp-apim-trace-location") as string;
      expect(location).toMatch(/^\/\.gateway\/traces\//);
      expect((await get(location)).text.includes("a prompt of somebody")).toBe(showBodies);
      expect((await get(`${location}?bodies=show`)).text).toContain("a prompt of somebody");
      expect((await get(`${location}?bodies=hide`)).text).not.toContain("a prompt of somebody");
      expect((await get(`${location}?bodies=x`)).status).toBe(400);
    }
  });
});

test("a policy on its own knows the subscription whose key a caller sends", async () => {
  write("policy.xml", answering("@(context.Subscription?.Id ?? &quot;nobody&quot;)"));
  write("subscriptions/app.json", '{ "scope": "/apis", "state": "active", "primaryKey": "k-123456" }');
  const { get } = await start();
  expect((await get("/x", { "Ocp-Apim-Subscription-Key": "k-123456" })).text).toBe("app");
  expect((await get("/x")).text).toBe("nobody");
});

test("traces are data, without what bodies say unless it was asked for, and can be told as the verb does", async () => {
  write("policy.xml", answering("@(context.Request.Body.As&lt;string&gt;())"));
  const told: string[] = [];
  for (const showBodies of [false, true]) {
    const { gateway } = await start({ traces: "always", showBodies });
    await fetch(`${gateway.url}/x`, { method: "POST", body: "my prompt" });
    const [trace] = gateway.traces();
    if (trace === undefined) throw new Error("there is no trace");
    expect([trace.status, trace.bodies]).toEqual([200, showBodies ? "shown" : "hidden"]);
    expect(formatTrace(trace).split("\n")[0]).toBe(`POST ${gateway.url}/x`);
    told.push(formatTrace(trace, { full: true }));
  }
  expect(told.map((text) => text.includes("my prompt"))).toEqual([false, true]);
});

test("whoever started it is told of each request, without what bodies say, and of each metric", async () => {
  write(
    "policy.xml",
    `<policies><inbound><emit-metric name="Things" namespace="n"><dimension name="who" value="me" /></emit-metric><return-response><set-body>one</set-body></return-response></inbound><backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>`,
  );
  const told: unknown[] = [];
  const { get } = await start({
    onRequest: ({ url, status, bodies, policies }) =>
      told.push([new URL(url).pathname, status, bodies, policies.length]),
    onMetric: ({ name, dimensions }) => {
      told.push([name, dimensions]);
      throw new Error("no");
    },
  });
  expect((await get("/things")).text).toBe("one");
  expect(told).toEqual([
    ["Things", { who: "me" }],
    ["/things", 200, "hidden", 0],
  ]);
  expect((await get("/.gateway/metrics")).text).toContain("observer_errors_total 1");
});

test("each instance tells which backends may be called", async () => {
  write("policy.xml", answering("one"));
  write(
    "backends/a.json",
    JSON.stringify({
      type: "Microsoft.ApiManagement/service/backends",
      name: "a",
      properties: { url: "https://a.example", protocol: "http" },
    }),
  );
  const { gateway } = await start({ instances: 2 });
  expect(gateway.backends()).toEqual(
    [0, 1].map((instance) => ({ instance, backends: [{ backend: "a", available: true, breakers: [] }] })),
  );
});

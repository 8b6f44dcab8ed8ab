import { Readable } from "node:stream";
import { policyGateway } from "./policyGateway";

const lookup = (attributes = "", content = "") =>
  `<cache-lookup vary-by-developer="false" vary-by-developer-groups="false" ${attributes}>${content}</cache-lookup>`;
const store = (more = "") => `<cache-store duration="60" ${more} />`;
const counting = (_: unknown, n: number) => ({ headers: { "X-N": String(n) }, body: `answer ${n}` });

function caching(options: Parameters<typeof policyGateway>[0] = {}) {
  return policyGateway({ inbound: lookup(), outbound: store(), serve: counting, ...options });
}

async function texts(
  gateway: ReturnType<typeof policyGateway>,
  ...sent: Parameters<typeof gateway.send>[0][]
) {
  const found: string[] = [];
  for (const one of sent) found.push((await gateway.send(one)).text);
  return found;
}

describe("responses in the cache", () => {
  test("the second request gets the first one's response and calls no backend", async () => {
    const gateway = caching();
    const first = await gateway.send();
    const second = await gateway.send();
    expect([first.text, second.text, second.headers.get("x-n")]).toEqual(["answer 1", "answer 1", "1"]);
    expect(gateway.calls).toHaveLength(1);
  });

  test("until its time is over", async () => {
    const gateway = caching();
    await gateway.send();
    gateway.clock.advance(60_000);
    expect((await gateway.send()).text).toBe("answer 2");
  });

  test("paths differ, queries do not", async () => {
    const gateway = caching();
    expect(await texts(gateway, { path: "/a" }, { path: "/b" }, { path: "/a?x=1" })).toEqual([
      "answer 1",
      "answer 2",
      "answer 1",
    ]);
  });

  test("vary-by-query-parameter tells the named parameters apart, several in one element too", async () => {
    const gateway = caching({
      inbound: lookup("", "<vary-by-query-parameter>v; w</vary-by-query-parameter>"),
    });
    const paths = ["/?v=1", "/?v=2", "/?V=1&x=5", "/?w=1", "/"];
    expect(await texts(gateway, ...paths.map((path) => ({ path })))).toEqual([
      "answer 1",
      "answer 2",
      "answer 1",
      "answer 3",
      "answer 4",
    ]);
  });

  test("vary-by-header tells the named headers apart", async () => {
    const gateway = caching({ inbound: lookup("", "<vary-by-header>Accept</vary-by-header>") });
    const accepts = ["text/html", "text/plain", "text/html"];
    expect(await texts(gateway, ...accepts.map((accept) => ({ headers: { accept } })))).toEqual([
      "answer 1",
      "answer 2",
      "answer 1",
    ]);
  });

  test("a value cannot be made to look like another key", async () => {
    const gateway = caching({
      inbound: lookup("", "<vary-by-header>a</vary-by-header><vary-by-header>b</vary-by-header>"),
    });
    expect(await texts(gateway, { headers: { a: `1","2` } }, { headers: { a: "1", b: "2" } })).toEqual([
      "answer 1",
      "answer 2",
    ]);
  });

  test("only GET is answered from the cache, and only GET is stored", async () => {
    const gateway = caching();
    expect(await texts(gateway, { method: "POST", body: "" }, {}, { method: "POST", body: "" })).toEqual([
      "answer 1",
      "answer 2",
      "answer 3",
    ]);
  });

  test.each([
    ["", 200, true],
    ["", 404, false],
    [`cache-response="true"`, 404, true],
    [`cache-response="@(context.Response.StatusCode == 203)"`, 203, true],
    [`cache-response="false"`, 200, false],
  ])("cache-store %s stores a %i: %s", async (more, status, stored) => {
    const gateway = caching({ outbound: store(more), serve: () => ({ status }) });
    await gateway.send();
    expect((await gateway.send()).status).toBe(status);
    expect(gateway.calls).toHaveLength(stored ? 1 : 2);
  });

  test("a request with Authorization does not use the cache, unless it may", async () => {
    const headers = { Authorization: "Bearer x" };
    const closed = caching();
    await closed.send({ headers });
    await closed.send({ headers });
    expect(closed.calls).toHaveLength(2);
    const open = caching({ inbound: lookup(`allow-private-response-caching="true"`) });
    await open.send({ headers });
    await open.send({ headers });
    expect(open.calls).toHaveLength(1);
  });

  test("after a hit the rest of inbound does not run, and outbound goes on after cache-store", async () => {
    const mark = (name: string) => `<set-variable name="${name}" value="1" />`;
    const gateway = caching({
      inbound: `${mark("before")}${lookup()}${mark("after")}`,
      outbound: `${mark("beforeStore")}${store()}<base />${mark("afterStore")}`,
      global: `<policies><inbound /><backend><forward-request /></backend><outbound>${mark("wider")}</outbound><on-error /></policies>`,
    });
    await gateway.send();
    expect([...(gateway.variables()?.keys() ?? [])]).toEqual([
      "before",
      "after",
      "beforeStore",
      "wider",
      "afterStore",
    ]);
    await gateway.send();
    expect([...(gateway.variables()?.keys() ?? [])]).toEqual(["before", "wider", "afterStore"]);
  });

  test("policies are passed over also when cache-store stands in a wider scope", async () => {
    const mark = (name: string) => `<set-variable name="${name}" value="1" />`;
    const gateway = caching({
      inbound: lookup(),
      outbound: `${mark("narrow")}<base />${mark("last")}`,
      global: `<policies><inbound /><backend><forward-request /></backend><outbound>${mark("wide")}${store()}</outbound><on-error /></policies>`,
    });
    await gateway.send();
    await gateway.send();
    expect([...(gateway.variables()?.keys() ?? [])]).toEqual(["last"]);
  });

  test("a failure after a hit is handled by on-error as ever", async () => {
    const gateway = caching({
      outbound: `${store()}<choose><when condition="@(context.Request.Headers.ContainsKey("fail"))"><set-variable name="x" value="@(((string)null).Length)" /></when></choose>`,
      onError: `<set-header name="handled" exists-action="override"><value>yes</value></set-header>`,
    });
    await gateway.send();
    const answer = await gateway.send({ headers: { fail: "1" } });
    expect([answer.status, answer.headers.get("handled"), gateway.calls.length]).toEqual([500, "yes", 1]);
  });

  test("what policies after cache-store do to the response is not in the cache", async () => {
    const gateway = caching({
      outbound: `${store()}<set-header name="n" exists-action="append"><value>@(context.RequestId)</value></set-header>`,
    });
    await gateway.send();
    expect((await gateway.send()).headers.values("n")).toHaveLength(1);
    expect((await gateway.send()).headers.get("n")).not.toContain(",");
  });

  test("what policies before it did is", async () => {
    const gateway = caching({ outbound: `<set-body>@("made by " + context.RequestId)</set-body>${store()}` });
    const { text } = await gateway.send();
    expect((await gateway.send()).text).toBe(text);
  });

  test("a miss asks the backend for a whole response", async () => {
    const gateway = caching();
    await gateway.send({
      headers: { "If-None-Match": "x", "Cache-Control": "no-cache", Range: "bytes=0-1", Accept: "a" },
    });
    const names = [...(gateway.calls[0]?.headers.names() ?? [])];
    expect(names).toEqual(["Accept"]);
  });

  test.each([
    ["", "no-store"],
    [`downstream-caching-type="private"`, "private, max-age=60, must-revalidate"],
    [`downstream-caching-type="public" must-revalidate="false"`, "public, max-age=60"],
  ])("%s tells callers %s", async (attributes, wanted) => {
    const gateway = caching({ inbound: lookup(attributes) });
    expect((await gateway.send()).headers.get("cache-control")).toBe(wanted);
    gateway.clock.advance(20_000);
    expect((await gateway.send()).headers.get("cache-control")).toBe(wanted.replace("60", "40"));
  });

  test("a setting leaves Cache-Control to the backend", async () => {
    const gateway = caching({
      serve: () => ({ headers: { "Cache-Control": "max-age=5" } }),
      settings: { downstreamHeader: "kept" },
    });
    expect((await gateway.send()).headers.get("cache-control")).toBe("max-age=5");
    expect((await gateway.send()).headers.get("cache-control")).toBe("max-age=5");
  });

  test("a response that streams is stored when all of it has gone out", async () => {
    const gateway = caching({
      backend: `<forward-request buffer-response="false" />`,
      serve: () => ({ body: Readable.from([Buffer.from("one "), Buffer.from("two")]) }),
    });
    expect(await texts(gateway, {}, {})).toEqual(["one two", "one two"]);
    expect(gateway.calls).toHaveLength(1);
  });

  test("a stream that a later policy replaced unread is not stored as empty", async () => {
    const gateway = caching({
      backend: `<forward-request buffer-response="false" />`,
      outbound: `${store()}<set-body>other</set-body>`,
      serve: () => ({ body: Readable.from([Buffer.from("streamed")]) }),
    });
    expect(await texts(gateway, {}, {})).toEqual(["other", "other"]);
    expect(gateway.calls).toHaveLength(2);
  });

  test("a response that breaks off is not stored", async () => {
    const gateway = caching({
      backend: `<forward-request buffer-response="false" />`,
      serve: (_, n) => ({
        body:
          n > 1
            ? "whole"
            : Readable.from(
                (function* () {
                  yield Buffer.from("half");
                  throw new Error("gone");
                })(),
              ),
      }),
    });
    expect(await gateway.send()).toMatchObject({ outcome: "cut", text: "half" });
    expect((await gateway.send()).text).toBe("whole");
  });

  test.each([
    ["in memory", () => "x".repeat(2000)],
    ["streaming", () => Readable.from([Buffer.alloc(1500), Buffer.alloc(500)])],
  ])("a response that is too large is not stored: %s", async (_, body) => {
    const gateway = caching({
      backend: `<forward-request buffer-response="false" />`,
      serve: () => ({ body: body() }),
      settings: { cacheEntryBytes: 1000 },
    });
    await gateway.send();
    expect((await gateway.send()).text).toHaveLength(2000);
    expect(gateway.calls).toHaveLength(2);
  });

  test("backends are told apart", async () => {
    const gateway = caching({
      inbound: `<set-backend-service base-url="@("https://" + context.Request.Headers["to"][0])" />${lookup()}`,
    });
    expect(await texts(gateway, ...["a", "b", "a"].map((to) => ({ headers: { to } })))).toEqual([
      "answer 1",
      "answer 2",
      "answer 1",
    ]);
  });

  test("products are told apart, as on the service", async () => {
    const keys: (string | undefined)[] = [];
    const empty =
      "<policies><inbound><base /></inbound><backend><base /></backend><outbound><base /></outbound><on-error /></policies>";
    for (const product of [undefined, empty]) {
      const gateway = caching({ traces: "always", ...(product === undefined ? {} : { product }) });
      await gateway.send();
      keys.push(gateway.trace().flatMap(({ notes }) => notes)[0]);
    }
    expect(keys[0]).toMatch(/^Cache miss: \[null,"things;rev=1"/);
    expect(keys[1]).toMatch(/^Cache miss: \["gold","things;rev=1"/);
  });

  test("cache-store without cache-lookup stores nothing", async () => {
    const gateway = caching({ inbound: "" });
    await gateway.send();
    await gateway.send();
    expect(gateway.calls).toHaveLength(2);
  });

  test("developers and their groups are told apart where asked", async () => {
    const as = (id: string, groups: string[]) => ({
      route: { subscription: { id: "s", user: { id, groups } } as never },
    });
    const keyOf = async (attributes: string, user: ReturnType<typeof as>) => {
      const gateway = policyGateway({
        inbound: `<cache-lookup ${attributes} />`,
        outbound: store(),
        traces: "always",
        ...user,
      });
      await gateway.send();
      return gateway.trace().flatMap(({ notes }) => notes)[0];
    };
    const byDeveloper = `vary-by-developer="true" vary-by-developer-groups="false"`;
    expect(await keyOf(byDeveloper, as("ann", []))).not.toBe(await keyOf(byDeveloper, as("bob", [])));
    const byGroup = `vary-by-developer="false" vary-by-developer-groups="true"`;
    expect(await keyOf(byGroup, as("ann", ["a", "b"]))).toBe(await keyOf(byGroup, as("bob", ["b", "a"])));
    expect(await keyOf(byGroup, as("ann", ["a"]))).not.toBe(await keyOf(byGroup, as("bob", ["b"])));
  });
});

import { policyGateway } from "./policyGateway";

const setHeader = (name: string, action: string, ...values: string[]) =>
  `<set-header name="${name}" exists-action="${action}">${values.map((value) => `<value>${value}</value>`).join("")}</set-header>`;

/** The request that the backend gets after a policy of inbound. */
async function forwarded(policy: string, headers: Record<string, string | string[]> = {}, settings = {}) {
  const gateway = policyGateway({ inbound: policy, settings });
  const answer = await gateway.send({ headers });
  return { answer, call: gateway.calls[0], gateway };
}

describe("set-header", () => {
  test("override replaces every value, whatever the name's case", async () => {
    const { call } = await forwarded(setHeader("X-Team", "override", "blue"), { "x-team": ["red", "green"] });
    expect(call?.headers.values("x-team")).toEqual(["blue"]);
  });

  test("override is what it does when nothing is said", async () => {
    const { call } = await forwarded(`<set-header name="x"><value>2</value></set-header>`, { x: "1" });
    expect(call?.headers.get("x")).toBe("2");
  });

  test("skip leaves a header that is there, and adds one that is not", async () => {
    const policies = setHeader("a", "skip", "new") + setHeader("b", "skip", "new");
    const { call } = await forwarded(policies, { a: "old" });
    expect([call?.headers.get("a"), call?.headers.get("b")]).toEqual(["old", "new"]);
  });

  test("append adds behind what is there", async () => {
    const policies = setHeader("a", "append", "2", "3") + setHeader("b", "append", "1");
    const { call } = await forwarded(policies, { a: "1" });
    expect([call?.headers.values("a"), call?.headers.values("b")]).toEqual([["1,2,3"], ["1"]]);
  });

  test("deletions that stand in a row do what each does, and those around them keep their turn", async () => {
    const policies =
      setHeader("a", "delete") +
      setHeader("B", "delete") +
      setHeader("a", "override", "after") +
      setHeader("c", "delete") +
      setHeader("d", "append", "2") +
      setHeader("d", "delete");
    const { call } = await forwarded(policies, { A: "1", b: "1", c: "1", d: "1", e: "1" });
    expect(call?.headers.toRaw().filter((_, n) => n % 2 === 0)).toEqual(["e", "a"]);
  });

  test("deletions in a row are traced one by one", async () => {
    const gateway = policyGateway({
      inbound: setHeader("a", "delete") + setHeader("b", "delete"),
      traces: "always",
    });
    await gateway.send({ headers: { a: "1", b: "1" } });
    const notes = gateway.log.requests[0]?.exchange.recorder?.entries
      .filter(({ place }) => place?.policy === "set-header")
      .map((entry) => entry.notes);
    expect(notes).toEqual([["a: delete"], ["b: delete"]]);
    expect(gateway.calls[0]?.headers.has("b")).toBe(false);
  });

  test("delete takes the header away and does not evaluate its values", async () => {
    const { call } = await forwarded(setHeader("api-key", "delete", "@(((string)null).Length)"), {
      "API-KEY": "1",
    });
    expect(call?.headers.has("api-key")).toBe(false);
  });

  test("several values become one line with commas", async () => {
    const { call } = await forwarded(setHeader("x", "override", "a", "b", "c"));
    expect(call?.headers.values("x")).toEqual(["a,b,c"]);
  });

  test.each([
    "User-Agent",
    "WWW-Authenticate",
    "Proxy-Authenticate",
    "Cookie",
    "Set-Cookie",
    "Warning",
    "Date",
    "Expires",
    "If-Modified-Since",
    "If-Unmodified-Since",
    "Last-Modified",
    "Retry-After",
  ])("values of %s stay apart, as they may hold commas", async (name) => {
    const gateway = policyGateway({ outbound: setHeader(name, "override", "a", "b") });
    expect((await gateway.send()).headers.values(name)).toEqual(["a", "b"]);
  });

  test("a setting keeps all values apart", async () => {
    const { call } = await forwarded(
      setHeader("x", "override", "a", "b"),
      {},
      { severalHeaderValues: "separate" },
    );
    expect(call?.headers.values("x")).toEqual(["a", "b"]);
  });

  test("name, action and values may be expressions", async () => {
    const { call } = await forwarded(
      `<set-header name="@("x-" + context.Request.Method)" exists-action="@("append")"><value>@(1 + 1)</value></set-header>`,
      { "x-get": "1" },
    );
    expect(call?.headers.get("x-get")).toBe("1,2");
  });

  test("an action that is none of the four fails", async () => {
    const { answer, gateway } = await forwarded(
      `<set-header name="x" exists-action="@("replace")"><value>1</value></set-header>`,
    );
    expect(answer.status).toBe(500);
    expect(gateway.lastError()).toMatchObject({
      source: "set-header",
      reason: "ExpressionValueEvaluationFailure",
      message: 'The value of exists-action is "replace"; it must be override, skip, append or delete.',
    });
  });

  test.each(["a\\r\\nX-Admin: 1", "a\\nb", "a\\0b", "\\u4e2d"])("the value %s is refused", async (value) => {
    const { answer, call, gateway } = await forwarded(setHeader("x", "override", `@("${value}")`));
    expect(answer.status).toBe(500);
    expect(call).toBeUndefined();
    expect(gateway.lastError()).toMatchObject({ reason: "InvalidHeader" });
  });

  test("a refused value is not shown, as it may be secret", async () => {
    const { gateway } = await forwarded(setHeader("x", "override", `@("secret\\n")`));
    expect(gateway.lastError()?.message).not.toContain("secret");
  });

  test.each(["", "a b", "a:b", "a\\r\\nb"])("the name %j is refused", async (name) => {
    const { answer, gateway } = await forwarded(
      `<set-header name="@("${name}")" exists-action="override"><value>1</value></set-header>`,
    );
    expect(answer.status).toBe(500);
    expect(gateway.lastError()).toMatchObject({ reason: "InvalidHeader" });
  });

  test("headers of the connection stay as they are", async () => {
    const { answer, call } = await forwarded(setHeader("Content-Length", "override", "7"));
    expect(answer.status).toBe(200);
    expect(call?.headers.has("content-length")).toBe(false);
  });

  test("a setting makes changing them fail", async () => {
    const { answer, gateway } = await forwarded(
      setHeader("Transfer-Encoding", "delete"),
      {},
      { protectedHeaders: "failure" },
    );
    expect(answer.status).toBe(500);
    expect(gateway.lastError()).toMatchObject({ message: "Header 'Transfer-Encoding' cannot be changed." });
  });

  test("Server cannot be removed from a response, X-Powered-By can", async () => {
    const gateway = policyGateway({
      outbound: setHeader("Server", "delete") + setHeader("X-Powered-By", "delete"),
      serve: () => ({ headers: { Server: "kestrel", "X-Powered-By": "net" } }),
    });
    const { headers } = await gateway.send();
    expect([headers.get("server"), headers.has("x-powered-by")]).toEqual(["kestrel", false]);
  });

  test("Host is the backend's, unless a policy sets another one", async () => {
    expect((await forwarded("")).call?.headers.get("host")).toBeUndefined();
    const { call } = await forwarded(setHeader("Host", "override", "other.example"));
    expect(call?.headers.get("host")).toBe("other.example");
  });

  test("an empty value is set, or left out where a setting says so", async () => {
    const kept = await forwarded(setHeader("x", "override", ""));
    expect(kept.call?.headers.get("x")).toBe("");
    const left = await forwarded(
      setHeader("x", "override", ""),
      { x: "1" },
      { emptyHeaderValue: "left-out" },
    );
    expect(left.call?.headers.has("x")).toBe(false);
  });

  test("override without values removes the header", async () => {
    const { call } = await forwarded(`<set-header name="x" exists-action="override" />`, { x: "1" });
    expect(call?.headers.has("x")).toBe(false);
  });

  test("in backend it changes the request, in outbound and on-error the response", async () => {
    const gateway = policyGateway({
      backend: `<retry condition="@(false)" count="1" interval="0">${setHeader("a", "override", "1")}<forward-request /></retry>`,
      outbound: `${setHeader("b", "override", "2")}<set-variable name="x" value="@(((string)null).Length)" />`,
      onError: setHeader("c", "override", "3"),
    });
    const { headers } = await gateway.send();
    expect(gateway.calls[0]?.headers.get("a")).toBe("1");
    expect([headers.get("a"), headers.get("c")]).toEqual([undefined, "3"]);
  });

  test("a response header of this request's is not seen by the next request", async () => {
    const gateway = policyGateway({
      outbound: setHeader("n", "append", '@(context.Request.Headers.GetValueOrDefault("n", "none"))'),
    });
    await gateway.send({ headers: { n: "1" } });
    expect((await gateway.send()).headers.get("n")).toBe("none");
  });
});

describe("set-method", () => {
  test("sets the method that the backend gets, without the space around it", async () => {
    const { call } = await forwarded("<set-method> PUT </set-method>");
    expect(call?.method).toBe("PUT");
  });

  test.each(["", "GET /", "A\\nB"])("%j is not a method", async (method) => {
    const { answer, gateway } = await forwarded(`<set-method>@("${method}")</set-method>`);
    expect(answer.status).toBe(500);
    expect(gateway.lastError()).toMatchObject({ source: "set-method", reason: "InvalidMethod" });
  });
});

describe("set-status", () => {
  const outbound = (policy: string, settings = {}) => policyGateway({ outbound: policy, settings });

  test("sets code and reason", async () => {
    expect(await outbound(`<set-status code="418" reason="Short and stout" />`).send()).toMatchObject({
      status: 418,
      reason: "Short and stout",
    });
  });

  test("without a reason has the usual one", async () => {
    expect(await outbound(`<set-status code="@(404)" />`).send()).toMatchObject({
      status: 404,
      reason: "Not Found",
    });
  });

  test.each(["99", "600", "200.5"])("code %s fails", async (code) => {
    const gateway = outbound(`<set-status code="@(${code})" reason="x" />`);
    expect((await gateway.send()).status).toBe(500);
    expect(gateway.lastError()).toMatchObject({ reason: "InvalidStatus" });
  });

  test("a reason with a line break fails", async () => {
    const gateway = outbound(`<set-status code="200" reason="@("a\\r\\nb")" />`);
    expect((await gateway.send()).status).toBe(500);
    expect(gateway.lastError()).toMatchObject({ source: "set-status", reason: "InvalidStatus" });
  });

  test("fails where there is no response yet, or does nothing where a setting says so", async () => {
    const inbound = `<set-status code="201" reason="Created" />`;
    const strict = policyGateway({ inbound });
    expect((await strict.send()).status).toBe(500);
    expect(strict.lastError()).toMatchObject({ reason: "ResponseNotAvailable" });
    expect((await policyGateway({ inbound, settings: { absentResponse: "ignored" } }).send()).status).toBe(
      200,
    );
  });

  test("works in outbound when nothing was forwarded", async () => {
    const gateway = policyGateway({
      backend: `<set-variable name="x" value="1" />`,
      outbound: `<set-status code="202" reason="Accepted" /><set-body>made here</set-body>`,
    });
    expect(await gateway.send()).toMatchObject({ status: 202, text: "made here" });
    expect(gateway.calls).toEqual([]);
  });

  test("in on-error changes the answer to the failure", async () => {
    const gateway = policyGateway({
      inbound: `<set-variable name="x" value="@(((string)null).Length)" />`,
      onError: `<set-status code="503" reason="Later" />`,
    });
    expect(await gateway.send()).toMatchObject({ status: 503, reason: "Later" });
  });
});

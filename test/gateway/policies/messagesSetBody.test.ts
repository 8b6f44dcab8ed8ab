import { Readable } from "node:stream";
import { gunzipSync, gzipSync } from "node:zlib";
import { policyGateway } from "./policyGateway";

const json = { "Content-Type": "application/json" };

/** What the backend gets when a policy of inbound makes the body. */
async function posted(
  setBody: string,
  body = "{}",
  options: object = {},
  headers: Record<string, string> = json,
) {
  const gateway = policyGateway({ inbound: setBody, ...options });
  const answer = await gateway.send({ method: "POST", body, headers });
  return { answer, call: gateway.calls[0], gateway };
}

describe("set-body", () => {
  test("sends its text in place of the caller's", async () => {
    const { call } = await posted("<set-body>Hello world!</set-body>");
    expect(call?.text).toBe("Hello world!");
  });

  test("tells no length of the old body", async () => {
    const { call } = await posted(
      "<set-body>longer than before</set-body>",
      "{}",
      {},
      { "Content-Length": "2" },
    );
    expect(call?.headers.has("content-length")).toBe(false);
  });

  test("sends markup as it stands", async () => {
    const { call } = await posted(`<set-body><a x="1">&amp;<b/></a></set-body>`);
    expect(call?.text).toBe(`<a x="1">&amp;<b/></a>`);
  });

  test("an expression reads the old body and gives the new one", async () => {
    const { call } = await posted(
      `<set-body>@{ var body = context.Request.Body.As<JObject>(preserveContent: true); body["model"] = "gpt-4.1"; return body.ToString(Newtonsoft.Json.Formatting.None); }</set-body>`,
      `{"messages":[],"model":"x"}`,
    );
    expect(call?.text).toBe(`{"messages":[],"model":"gpt-4.1"}`);
  });

  test("waits for a body that is still arriving", async () => {
    const gateway = policyGateway({
      inbound: `<set-body>@(context.Request.Body.As<string>().ToUpper())</set-body>`,
    });
    await gateway.send({ method: "POST", body: Readable.from([Buffer.from("ab"), Buffer.from("cd")]) });
    expect(gateway.calls[0]?.text).toBe("ABCD");
  });

  test("a JSON value is sent as its text, null as an empty body", async () => {
    const object = await posted(`<set-body>@(new JObject(new JProperty("a", 1)))</set-body>`);
    expect(JSON.parse(object.call?.text ?? "")).toEqual({ a: 1 });
    const nothing = await posted(`<set-body>@((string)null)</set-body>`);
    expect(nothing.call?.text).toBe("");
  });

  test("bytes are sent as they are", async () => {
    const { call } = await posted(`<set-body>@(Convert.FromBase64String("AP+A"))</set-body>`);
    expect([...(call?.request.body?.bytes() ?? [])]).toEqual([0, 255, 128]);
  });

  test("fails for a GET that has no body, and not for a POST", async () => {
    const inbound = "<set-body>x</set-body>";
    const get = policyGateway({ inbound });
    expect((await get.send()).status).toBe(500);
    expect(get.lastError()).toMatchObject({ source: "set-body", reason: "NoBody" });
    const soap = policyGateway({ inbound: `<set-method>POST</set-method>${inbound}` });
    expect((await soap.send()).status).toBe(200);
    expect(soap.calls[0]).toMatchObject({ method: "POST", text: "x" });
  });

  test.each([
    ["fails", "POST", 500],
    ["allowed", "GET", 200],
  ])("the setting `%s` decides about %s without a body", async (bodyWithoutBody, method, status) => {
    const gateway = policyGateway({ inbound: "<set-body>x</set-body>", settings: { bodyWithoutBody } });
    expect((await gateway.send({ method })).status).toBe(status);
  });

  test("in outbound makes the answer, and the backend's is dropped unread", async () => {
    const source = Readable.from([Buffer.from("secret")]);
    const gateway = policyGateway({
      backend: `<forward-request buffer-response="false" />`,
      outbound: "<set-body>public</set-body>",
      serve: () => ({ body: source }),
    });
    expect((await gateway.send()).text).toBe("public");
    expect(source.destroyed).toBe(true);
  });

  test("over a compressed answer leaves Content-Encoding to other policies", async () => {
    const gateway = policyGateway({
      outbound: "<set-body>plain</set-body>",
      serve: () => ({ headers: { "Content-Encoding": "gzip" }, body: gzipSync("{}") }),
    });
    const { text, headers } = await gateway.send();
    expect([text, headers.get("content-encoding")]).toEqual(["plain", "gzip"]);
  });

  test("the same literal is sent for each request", async () => {
    const gateway = policyGateway({
      inbound: `<set-body>once</set-body><set-variable name="b" value="@(context.Request.Body.As<string>())" />`,
    });
    await gateway.send({ body: "1" });
    await gateway.send({ body: "2" });
    expect(gateway.variables()?.get("b")).toBe("once");
  });
});

const liquid = (template: string, more = "") => `<set-body template="liquid" ${more}>${template}</set-body>`;

async function rendered(template: string, body: string, type = "application/json", more = "") {
  const { answer, call, gateway } = await posted(liquid(template, more), body, {}, { "Content-Type": type });
  if (answer.status !== 200) throw new Error(gateway.lastError()?.message);
  return call?.text;
}

describe("set-body with a Liquid template", () => {
  test("binds a JSON body", async () => {
    expect(
      await rendered(
        `{"id":"{{body.customer.id}}","first":"{{body.items[0].name}}"}`,
        `{"customer":{"id":7},"items":[{"name":"a"}]}`,
      ),
    ).toBe(`{"id":"7","first":"a"}`);
  });

  test("loops and decides", async () => {
    expect(
      await rendered(
        "{% for item in body.items %}{% if item.n &gt; 1 %}{{item.n}};{% endif %}{% endfor %}",
        `{"items":[{"n":1},{"n":2},{"n":3}]}`,
      ),
    ).toBe("2;3;");
  });

  test("binds an XML body by local names in any case, several of one name as a list", async () => {
    const body = `<soap:Envelope xmlns:soap="urn:s"><soap:Body><AddResponse><Item id="1">a</Item><Item>b</Item><Sum>3</Sum></AddResponse></soap:Body></soap:Envelope>`;
    expect(
      await rendered(
        "{{body.envelope.body.addResponse.Sum}} {% for i in body.Envelope.Body.AddResponse.Item %}{{i}}{% endfor %}",
        body,
        "text/xml; charset=utf-8",
      ),
    ).toBe("3 ab");
  });

  test("an element that is nil is an empty text, or null", async () => {
    const body = `<r xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><a xsi:nil="true" /><b>1</b></r>`;
    const template = "{% if body.r.a == nil %}null{% else %}blank{% endif %}";
    expect(await rendered(template, body, "application/xml")).toBe("blank");
    expect(await rendered(template, body, "application/xml", `xsi-nil="null"`)).toBe("null");
  });

  test("a date is written in .NET's way, unless dates are not parsed", async () => {
    const body = `{"on":"2012-03-21T05:40:00Z"}`;
    expect(await rendered("{{body.on}}", body)).toBe("03/21/2012 05:40:00");
    expect(await rendered("{{body.on}}", body, "application/json", `parse-date="false"`)).toBe(
      "2012-03-21T05:40:00Z",
    );
    expect(await rendered(`{{body.on | Date: "yyyyMMddTHH:mm:ssZ"}}`, body)).toMatch(/^20120321T05:40:00/);
  });

  test("keeps the digits of a number that is too large for JavaScript", async () => {
    expect(await rendered("{{body.id}}", `{"id":9007199254740993}`)).toBe("9007199254740993");
  });

  test("sees the request as `context`", async () => {
    const { call } = await posted(
      liquid(
        `{{context.Request.Method}} {{context.Request.Url.Path}}{{context.Request.Url.QueryString}} {{context.Request.Headers["X-TEAM"]}} {{context.Request.IpAddress}}`,
      ),
      "{}",
      {},
      { ...json, "x-team": "blue" },
    );
    expect(call?.text).toBe("POST / blue 203.0.113.9");
  });

  test("has no body for a content type that is neither JSON nor XML", async () => {
    expect(await rendered("[{{body.a}}]", `{"a":1}`, "text/plain")).toBe("[]");
  });

  test("in outbound binds the response", async () => {
    const gateway = policyGateway({
      outbound: liquid("{{body.a}}{{context.Response.StatusCode}}"),
      serve: () => ({ headers: json, body: Readable.from([Buffer.from(`{"a":"b"}`)]) }),
    });
    expect((await gateway.send()).text).toBe("b200");
  });

  test("inside send-request binds the request", async () => {
    const gateway = policyGateway({
      inbound: `<send-request mode="new" response-variable-name="r"><set-url>https://other.example/</set-url><set-method>POST</set-method><set-body template="liquid">[{{body.a}}]</set-body></send-request>`,
    });
    await gateway.send({ method: "POST", body: Readable.from([Buffer.from(`{"a":1}`)]), headers: json });
    expect(gateway.calls.map(({ text }) => text)).toEqual(["[1]", `{"a":1}`]);
  });

  test("inside return-response sees no body, as documented", async () => {
    const gateway = policyGateway({
      inbound: `<return-response><set-status code="200" /><set-body template="liquid">[{{body.a}}]</set-body></return-response>`,
    });
    expect((await gateway.send({ body: `{"a":1}`, headers: json })).text).toBe("[]");
  });

  test.each([
    ["bad JSON", "application/json", `{"a":`, "InvalidJson"],
    ["bad XML", "application/xml", "<a><b></a>", "InvalidXml"],
    ["XML without end", "application/xml", "<a>", "InvalidXml"],
    ["compressed JSON", "application/json", "\u001f\u008b", "InvalidJson"],
  ])("%s fails", async (_, type, body, reason) => {
    const { answer, gateway } = await posted(liquid("{{body.a}}"), body, {}, { "Content-Type": type });
    expect(answer.status).toBe(500);
    expect(gateway.lastError()).toMatchObject({ source: "set-body", reason });
  });

  test("decompresses where a setting says so", async () => {
    const gateway = policyGateway({
      outbound: liquid("{{body.a}}"),
      serve: () => ({ headers: { ...json, "Content-Encoding": "gzip" }, body: gzipSync(`{"a":1}`) }),
      settings: { compressedBodies: "decoded" },
    });
    expect((await gateway.send()).text).toBe("1");
  });

  test.each([
    "{{ body.a | upcase }}",
    "{{ body.a ",
    "{% include 'x' %}",
    "{% nothing %}",
    "{{ 1 | Currency }}",
  ])("the template %s is told at load, and refused when it is reached", async (template) => {
    const gateway = policyGateway({ inbound: liquid(template) });
    expect(gateway.errors).toEqual([]);
    expect(gateway.warnings).toEqual([expect.stringMatching(/^liquid: The Liquid template is wrong: /)]);
    const answer = await gateway.send();
    expect([answer.status, answer.text]).toEqual([
      501,
      expect.stringContaining("A literal in 'set-body' cannot be used (liquid)."),
    ]);
  });

  test("a filter that cannot be applied fails the request", async () => {
    const { answer, gateway } = await posted(liquid("{{ body.a | DividedBy: 0 }}"), `{"a":1}`);
    expect(answer.status).toBe(500);
    expect(gateway.lastError()).toMatchObject({
      reason: "LiquidTemplateFailure",
      message: expect.stringContaining("Attempted to divide by zero."),
    });
  });

  test.each([
    ["(1..1000)", "The template takes more than 500000 steps."],
    ["(1..100000000)", "memory alloc limit exceeded"],
  ])("a template that takes too much is stopped: %s times itself", async (range, message) => {
    const { answer, gateway } = await posted(
      liquid(`{% for i in ${range} %}{% for j in ${range} %}x{% endfor %}{% endfor %}`),
    );
    expect(answer.status).toBe(500);
    expect(gateway.lastError()?.message).toContain(message);
  });

  test("the prototype of a body is out of reach", async () => {
    expect(await rendered("[{{body.constructor.name}}{{body.__proto__}}]", `{"a":1}`)).toBe("[]");
  });
});

describe("find-and-replace", () => {
  const outbound = (from: string, to: string) => `<find-and-replace from="${from}" to="${to}" />`;

  test("replaces every occurrence in the answer, literally", async () => {
    const gateway = policyGateway({
      outbound: outbound("a.b", "$&amp;"),
      serve: () => ({ body: Readable.from([Buffer.from("a.b axb"), Buffer.from(" a.b")]) }),
    });
    expect((await gateway.send()).text).toBe("$& axb $&");
  });

  test("in inbound replaces in the request", async () => {
    const { call } = await posted(outbound("notebook", "laptop"), "a notebook");
    expect(call?.text).toBe("a laptop");
  });

  test("leaves a body without the text as it is, byte for byte", async () => {
    const bytes = gzipSync("notebook");
    const gateway = policyGateway({
      inbound: outbound("notebook", "laptop"),
    });
    await gateway.send({ body: bytes, headers: { "Content-Encoding": "gzip" } });
    expect(Buffer.from(gateway.calls[0]?.request.body?.bytes() ?? [])).toEqual(Buffer.from(bytes));
  });

  test("reads what is compressed where a setting says so, and sends it plain", async () => {
    const gateway = policyGateway({
      outbound: outbound("notebook", "laptop"),
      serve: () => ({ headers: { "Content-Encoding": "gzip" }, body: gzipSync("a notebook") }),
      settings: { compressedBodies: "decoded" },
    });
    const { text, headers } = await gateway.send();
    expect([text, headers.has("content-encoding")]).toEqual(["a laptop", false]);
  });

  test.each([
    ["zstd", Buffer.from("x"), "The body has the encoding 'zstd', which the gateway cannot read."],
    ["gzip", Buffer.from("no gzip"), expect.stringContaining("The body is not valid gzip")],
    ["gzip", gzipSync("a notebook").subarray(0, 20), expect.stringContaining("The body is not valid gzip")],
  ])("a body of encoding %s that cannot be read fails", async (encoding, body, message) => {
    const gateway = policyGateway({
      outbound: outbound("a", "b"),
      serve: () => ({ headers: { "Content-Encoding": encoding }, body }),
      settings: { compressedBodies: "decoded" },
    });
    expect((await gateway.send()).status).toBe(500);
    expect(gateway.lastError()).toMatchObject({ reason: "BodyEncoding", message });
  });

  test("a small body that decompresses to a huge one is refused", async () => {
    const bomb = gzipSync(Buffer.alloc(1_000_000));
    expect(gunzipSync(bomb)).toHaveLength(1_000_000);
    const gateway = policyGateway({
      outbound: outbound("a", "b"),
      serve: () => ({ headers: { "Content-Encoding": "gzip" }, body: bomb }),
      settings: { compressedBodies: "decoded", bodyLimitBytes: 100_000 },
    });
    expect((await gateway.send()).status).toBe(500);
  });

  test("nothing to find fails", async () => {
    const gateway = policyGateway({ outbound: outbound(`@("")`, "x") });
    expect((await gateway.send()).status).toBe(500);
  });
});

describe("mock-response", () => {
  test("answers without content and calls no backend", async () => {
    const gateway = policyGateway({
      inbound: `<mock-response status-code="201" content-type="application/json" />`,
      outbound: `<set-header name="x" exists-action="override"><value>1</value></set-header>`,
    });
    const answer = await gateway.send();
    expect(answer).toMatchObject({ status: 201, reason: "Created", text: "" });
    expect(answer.headers.toRaw()).toEqual(["Content-Type", "application/json"]);
    expect(gateway.calls).toEqual([]);
  });

  test("is 200 when nothing is said, and a traced request says why it has no content", async () => {
    const gateway = policyGateway({ inbound: "<mock-response />", traces: "always" });
    expect((await gateway.send()).status).toBe(200);
    expect(gateway.trace().flatMap(({ notes }) => notes)).toContain(
      "The operation has no example and no schema: the response has no content.",
    );
  });
});

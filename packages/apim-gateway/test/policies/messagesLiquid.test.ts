import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { policyGateway } from "./policyGateway";
import { json, posted } from "./posted";

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

import { gzipSync } from "node:zlib";
import { policyGateway } from "./policyGateway";

async function converted(
  policy: string,
  type: string,
  body: string | Uint8Array,
  options: object = {},
  accept?: string,
) {
  const gateway = policyGateway({
    outbound: policy,
    serve: () => ({ headers: { "Content-Type": type }, body }),
    ...options,
  });
  const answer = await gateway.send({ headers: accept === undefined ? {} : { Accept: accept } });
  return { ...answer, type: answer.headers.get("content-type"), lastError: gateway.lastError() };
}

describe("xml-to-json", () => {
  const policy = (more = "", kind = "direct", apply = "always") =>
    `<xml-to-json kind="${kind}" apply="${apply}" consider-accept-header="false" ${more}/>`;
  const direct = async (xml: string, more = "", options = {}) =>
    JSON.parse((await converted(policy(more), "text/xml", xml, options)).text) as unknown;

  test("direct gives what has been seen on the service", async () => {
    const xml = `<?xml version="1.0"?>
<soap:Envelope xmlns="http://example.com/" xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/">
  <soap:Body><GetOrders><Customer>1234567</Customer></GetOrders></soap:Body>
</soap:Envelope>`;
    expect(await direct(xml)).toEqual({
      version: "1.0",
      soap$Envelope: {
        "@xmlns": "http://example.com/",
        "@xmlns$soap": "http://schemas.xmlsoap.org/soap/envelope/",
        soap$Body: { GetOrders: { Customer: "1234567" } },
      },
    });
  });

  test("elements of one name are a list, where the first of them stands", async () => {
    const { text } = await converted(policy(), "text/xml", "<r><a>1</a><b>2</b><a>3</a></r>");
    expect(text).toBe(`{"r":{"a":["1","3"],"b":"2"}}`);
  });

  test("always-array-child-elements makes a list of a single one", async () => {
    expect(await direct("<r><a>1</a></r>", `always-array-child-elements="true"`)).toEqual({
      r: { a: ["1"] },
    });
  });

  test("empty elements, text beside elements, CDATA", async () => {
    expect(await direct(`<r><a/><b></b><c x="1">t</c><d><![CDATA[<>]]></d></r>`)).toEqual({
      r: { a: null, b: "", c: { "@x": "1", "#text": "t" }, d: { "#cdata-section": "<>" } },
    });
  });

  test("comments stand in the result, which is not JSON then, or are left out", async () => {
    const xml = "<!-- top --><r><!-- in */ --><a>1</a></r>";
    const { text } = await converted(policy(), "text/xml", xml);
    expect(text).toBe(`{/* top */"r":{"a":"1"/* in * / */}}`);
    expect(await direct(xml, "", { settings: { xmlComments: "dropped" } })).toEqual({ r: { a: "1" } });
  });

  test("javascript-friendly is assumed to have plain names", async () => {
    const { text } = await converted(
      policy("", "javascript-friendly"),
      "text/xml",
      `<s:r xmlns:s="urn:s" s:x="1"><s:a>2</s:a></s:r>`,
    );
    expect(JSON.parse(text)).toEqual({ r: { x: "1", a: "2" } });
  });

  test("a setting refuses javascript-friendly", async () => {
    const { status } = await converted(policy("", "javascript-friendly"), "text/xml", "<a/>", {
      settings: { javascriptFriendly: "refused" },
    });
    expect(status).toBe(501);
  });

  test("content-type-xml leaves what is no XML alone", async () => {
    const apply = policy("", "direct", "content-type-xml");
    expect(await converted(apply, "application/json", "[1]")).toMatchObject({
      text: "[1]",
      type: "application/json",
    });
    expect(await converted(apply, "application/atom+xml; charset=utf-8", "<a>1</a>")).toMatchObject({
      text: `{"a":"1"}`,
      type: "application/json",
    });
  });

  test.each([
    ["application/json", true],
    ["text/html, application/json;q=0.5", true],
    ["application/json;q=0", false],
    ["*/*", false],
    [undefined, false],
  ])("with consider-accept-header, Accept: %s converts: %s", async (accept, converts) => {
    const considering = `<xml-to-json kind="direct" apply="always" />`;
    const { text } = await converted(considering, "text/xml", "<a>1</a>", {}, accept);
    expect(text).toBe(converts ? `{"a":"1"}` : "<a>1</a>");
  });

  test.each([
    ["<a>", "unclosed tag: a"],
    ["no xml", "document must contain a root element"],
    ["<a></b>", "unexpected close tag"],
    ["<a>&nope;</a>", "undefined entity"],
    [`<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>`, "undefined entity"],
  ])("%s is no XML", async (xml) => {
    const { status, lastError } = await converted(policy(), "text/xml", xml);
    expect(status).toBe(500);
    expect(lastError).toMatchObject({ source: "xml-to-json", reason: "InvalidXml" });
  });

  test("a document that is too deep is refused", async () => {
    const xml = "<a>".repeat(10_000) + "</a>".repeat(10_000);
    const { status, lastError } = await converted(policy(), "text/xml", xml);
    expect([status, lastError?.reason]).toEqual([500, "InvalidXml"]);
  });

  test("compressed XML is no XML, unless a setting has it decompressed", async () => {
    const bytes = gzipSync("<a>1</a>");
    const serve = () => ({
      headers: { "Content-Type": "text/xml", "Content-Encoding": "gzip" },
      body: bytes,
    });
    const asIs = policyGateway({ outbound: policy(), serve });
    expect((await asIs.send()).status).toBe(500);
    const decoded = policyGateway({ outbound: policy(), serve, settings: { compressedBodies: "decoded" } });
    expect(await decoded.send()).toMatchObject({ status: 200, text: `{"a":"1"}` });
  });

  test("an empty body stays empty", async () => {
    expect(await converted(policy(), "text/xml", "")).toMatchObject({
      status: 200,
      text: "",
      type: "text/xml",
    });
  });

  test.each([`kind="@("odd")" apply="always"`, `kind="direct" apply="@("sometimes")"`])(
    "%s fails",
    async (attributes) => {
      const { status, lastError } = await converted(
        `<xml-to-json ${attributes} consider-accept-header="false" />`,
        "text/xml",
        "<a/>",
      );
      expect(status).toBe(500);
      expect(lastError).toMatchObject({ reason: "ExpressionValueEvaluationFailure" });
    },
  );
});

describe("json-to-xml", () => {
  const policy = (more = "") => `<json-to-xml apply="always" consider-accept-header="false" ${more} />`;
  const xmlOf = async (value: unknown, more = "") =>
    (await converted(policy(more), "application/json", JSON.stringify(value))).text;

  test("gives the example of the reference", async () => {
    const value = {
      "soapenv:Envelope": {
        "xmlns:soapenv": "http://schemas.xmlsoap.org/soap/envelope/",
        "xmlns:v1": "http://localdomain.com/core/v1",
        "soapenv:Header": {},
        "soapenv:Body": {
          "v1:QueryList": { "#attrs": { queryName: "test" }, "v1:QueryItem": { name: "dummy text" } },
        },
      },
    };
    const more = `parse-date="false" namespace-separator=":" namespace-prefix="xmlns" attribute-block-name="#attrs"`;
    expect(await xmlOf(value, more)).toBe(
      `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:v1="http://localdomain.com/core/v1">` +
        `<soapenv:Header /><soapenv:Body><v1:QueryList queryName="test"><v1:QueryItem><name>dummy text</name></v1:QueryItem></v1:QueryList></soapenv:Body></soapenv:Envelope>`,
    );
  });

  test("gives what has been seen on the service for several properties, lists, booleans and null", async () => {
    const value = {
      firstName: "John",
      isAlive: true,
      age: 25,
      phone: [{ n: "1" }, { n: "2" }],
      children: [],
      spouse: null,
    };
    expect(await xmlOf(value)).toBe(
      `<Document><firstName>John</firstName><isAlive>True</isAlive><age>25</age><phone><n>1</n></phone><phone><n>2</n></phone>` +
        `<children /><spouse xsi:nil="true" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" /></Document>`,
    );
  });

  test("a list at the root has several roots", async () => {
    expect(await xmlOf([{ a: 1 }, { a: 2 }])).toBe(
      "<Document><a>1</a></Document><Document><a>2</a></Document>",
    );
  });

  test("one property with a list is inside a document", async () => {
    expect(await xmlOf({ a: [1, 2] })).toBe("<Document><a>1</a><a>2</a></Document>");
  });

  test("a list in a list is an element around it", async () => {
    expect(await xmlOf({ r: { a: [[1, 2], [3]] } })).toBe("<r><a><a>1</a><a>2</a></a><a><a>3</a></a></r>");
  });

  test("dates are written in .NET's way, or copied", async () => {
    const value = { on: "2012-03-21T05:40:00Z" };
    expect(await xmlOf(value)).toBe("<on>03/21/2012 05:40:00</on>");
    expect(await xmlOf(value, `parse-date="false"`)).toBe("<on>2012-03-21T05:40:00Z</on>");
  });

  test("names that XML does not have are encoded, texts escaped", async () => {
    expect(await xmlOf({ "1 a:b": `<&>"` })).toBe(
      "<_x0031__x0020_a_x003A_b>&lt;&amp;&gt;&quot;</_x0031__x0020_a_x003A_b>",
    );
  });

  test("a character that XML cannot hold fails", async () => {
    const { status, lastError } = await converted(policy(), "application/json", `{"a":"\\u0000"}`);
    expect([status, lastError?.message]).toEqual([500, "XML cannot hold the character 0x00."]);
  });

  test.each([`{"a":`, "", " ", "<a/>", `{"a":1}x`, "[".repeat(1000)])("the body %j", async (body) => {
    const { status, lastError, text } = await converted(policy(), "application/json", body);
    if (body === "") expect([status, text]).toEqual([200, ""]);
    else expect([status, lastError?.reason]).toEqual([500, "InvalidJson"]);
  });

  test("content-type-json leaves what is not JSON alone", async () => {
    const { text } = await converted(
      `<json-to-xml apply="content-type-json" consider-accept-header="false" />`,
      "text/plain",
      `{"a":1}`,
    );
    expect(text).toBe(`{"a":1}`);
  });

  test("Content-Type is of the new form, or stays where a setting says so", async () => {
    expect(await converted(policy(), "application/json", `{"a":1}`)).toMatchObject({
      type: "application/xml",
    });
    const kept = await converted(policy(), "application/json", `{"a":1}`, {
      settings: { convertedContentType: "kept" },
    });
    expect(kept.type).toBe("application/json");
  });

  test("in inbound converts the request", async () => {
    const gateway = policyGateway({ inbound: policy() });
    await gateway.send({ body: `{"a":"1"}` });
    expect(gateway.calls[0]?.text).toBe("<a>1</a>");
  });
});

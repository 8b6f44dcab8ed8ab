import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { policyGateway } from "./policyGateway";
import { posted } from "./posted";

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

import { PassThrough } from "node:stream";
import { Body } from "../../src/messages/body";
import { Headers } from "../../src/messages/headers";
import type { Diagnostic } from "../../src/resources/configuration";
import { type PolicyGatewayOptions, policyGateway, type Served } from "../policies/policyGateway";

const sse = { "Content-Type": "text/event-stream" };
const event = `data: {"choices":[{"delta":{"content":"hello"}}]}\n\n`;
const streaming = (body: Served["body"]): Served => ({ headers: sse, body });
const json: Served = {
  headers: { "Content-Type": "application/json" },
  body: `{"usage":{"total_tokens":8}}`,
};
const unbuffered = `<forward-request buffer-response="false" />`;

/**
 * Whether the caller has the head and the first event while the backend is still sending; the rest follows after.
 */
async function streamsThrough(options: PolicyGatewayOptions) {
  const source = new PassThrough();
  const gateway = policyGateway({ backend: unbuffered, ...options, serve: () => streaming(source) });
  source.write(event);
  let early = false;
  const arriving = gateway.gateway().handle({
    method: "POST",
    scheme: "https",
    host: "gateway.example",
    port: 443,
    target: "/chat/completions",
    headers: Headers.of({ Host: "gateway.example" }),
    body: Body.arrived(Buffer.from(`{"stream":true}`)),
    ipAddress: "203.0.113.9",
    onAbort: () => {},
  });
  const head = Promise.resolve(arriving).then((answer) => {
    early = !source.writableEnded;
    return answer;
  });
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  source.end("data: [DONE]\n\n");
  const answer = await head;
  const content = answer.body?.sendable ?? "";
  let text = "";
  if (typeof content === "string" || content instanceof Uint8Array) text = Buffer.from(content).toString();
  else for await (const chunk of content) text += chunk;
  return { early, status: answer.status, text, lastError: gateway.lastError(), gateway };
}

const all = `${event}data: [DONE]\n\n`;

test("a stream reaches the caller while the backend is still sending", async () => {
  expect(await streamsThrough({})).toMatchObject({ early: true, status: 200, text: all });
});

describe("a policy that reads the response's body in outbound", () => {
  const counting = `<base /><log-to-eventhub logger-id="tokens">@(context.Response.Body.As<string>(preserveContent: true))</log-to-eventhub>`;
  const loggers = { tokens: { type: "azureEventHub" } };

  // https://github.com/Azure/aoai-apim/issues/1, https://github.com/MicrosoftDocs/azure-docs/issues/115539
  test("holds the stream back until it is complete, and gets all of it", async () => {
    const { early, text, gateway } = await streamsThrough({ outbound: counting, loggers });
    expect([early, text]).toEqual([false, all]);
    expect(gateway.log.events[0]?.body).toBe(all);
  });

  test("and takes it away where it does not preserve it", async () => {
    const taking = counting.replace("preserveContent: true", "");
    const { text } = await streamsThrough({ outbound: taking, loggers });
    expect(text).toBe("");
  });

  // https://github.com/Azure/apim-landing-zone-accelerator/issues/128,
  // https://github.com/Azure-Samples/openai-python-enterprise-logging/issues/21
  describe("as JSON", () => {
    const parsing = `<base /><choose><when condition="@(context.Response.StatusCode == 200)">
      <set-body>@(context.Response.Body.As<JObject>(preserveContent: true).ToString())</set-body>
    </when></choose>`;

    test("works for an answer that does not stream", async () => {
      const gateway = policyGateway({ outbound: parsing, serve: () => json });
      expect((await gateway.send({ body: "{}" })).json()).toEqual({ usage: { total_tokens: 8 } });
    });

    test("fails with 500 at the first letter of `data:`", async () => {
      const gateway = policyGateway({ outbound: parsing, serve: () => streaming(all) });
      const answer = await gateway.send({ body: `{"stream":true}` });
      expect(answer.status).toBe(500);
      expect(answer.json()).toMatchObject({ statusCode: 500, message: "Internal server error" });
      expect(gateway.lastError()?.message).toContain(
        "Unexpected character encountered while parsing value: d.",
      );
      expect(gateway.lastError()).toMatchObject({ source: "set-body", section: "outbound" });
    });

    test("leaves streams alone where it asks first what it has", async () => {
      const asking = parsing.replace(
        `context.Response.StatusCode == 200`,
        `context.Response.StatusCode == 200 &amp;&amp; context.Response.Headers.GetValueOrDefault(&quot;Content-Type&quot;, &quot;&quot;).StartsWith(&quot;application/json&quot;)`,
      );
      expect(await streamsThrough({ outbound: asking })).toMatchObject({
        early: true,
        status: 200,
        text: all,
      });
      const gateway = policyGateway({ outbound: asking, serve: () => json });
      expect((await gateway.send({ body: "{}" })).json()).toEqual({ usage: { total_tokens: 8 } });
    });
  });
});

// The page about server-sent events: bodies that are logged can make the gateway buffer, so it is switched off for the API.
describe("a diagnostic that logs bodies", () => {
  const diagnostic = (name: string, bytes: Partial<Diagnostic["bodyBytes"]>): Diagnostic => ({
    name,
    verbosity: "information",
    alwaysLogErrors: false,
    sampling: 100,
    metrics: false,
    logClientIp: false,
    bodyBytes: { frontendRequest: 0, frontendResponse: 0, backendRequest: 0, backendResponse: 0, ...bytes },
    largeLanguageModel: undefined,
  });
  const ofService = (...diagnostics: Diagnostic[]) => ({ configuration: { diagnostics } });

  test.each([
    ["frontendResponse", false],
    ["backendResponse", false],
    ["frontendRequest", true],
    ["backendRequest", true],
  ])("with bytes of %s, streaming goes on: %s", async (message, early) => {
    const logged = diagnostic("applicationinsights", { [message]: 8192 });
    expect(await streamsThrough(ofService(logged))).toMatchObject({ early, status: 200, text: all });
    expect((await streamsThrough({ api: { diagnostics: [logged] } })).early).toBe(early);
  });

  test("is overridden by the API's own of the same name, and by no other", async () => {
    const logged = diagnostic("applicationinsights", { frontendResponse: 8192 });
    const silent = (name: string) => ({ ...ofService(logged), api: { diagnostics: [diagnostic(name, {})] } });
    expect((await streamsThrough(silent("applicationInsights"))).early).toBe(true);
    expect((await streamsThrough(silent("azuremonitor"))).early).toBe(false);
  });

  test("holds nothing back where the gateway is assumed to stream all the same", async () => {
    const logged = diagnostic("azuremonitor", { frontendResponse: 10 });
    expect((await streamsThrough({ ...ofService(logged), settings: { bodyLogging: "streams" } })).early).toBe(
      true,
    );
  });

  test("turns a stream that breaks off into an error, as nothing was sent yet", async () => {
    const source = new PassThrough();
    const gateway = policyGateway({
      backend: unbuffered,
      ...ofService(diagnostic("azuremonitor", { backendResponse: 1 })),
      serve: () => {
        source.write(event);
        setImmediate(() => source.destroy(new Error("reset")));
        return streaming(source);
      },
    });
    const answer = await gateway.send({ body: "{}" });
    expect([answer.status, answer.outcome]).toEqual([500, "complete"]);
    expect(gateway.lastError()).toMatchObject({ reason: "BackendConnectionFailure" });
  });
});

// https://github.com/BerriAI/litellm/issues/28553
describe("`include_usage` that a policy adds to whatever streams", () => {
  const adding = (condition: string) => `<base /><choose><when condition='@(${condition})'>
    <set-body>@{
      var body = context.Request.Body.As<JObject>(preserveContent: true);
      if ((bool?)body["stream"] == true) { body["stream_options"] = new JObject(new JProperty("include_usage", true)); }
      return body.ToString();
    }</set-body></when></choose>`;
  /** As Azure OpenAI: the Responses API knows no such parameter. */
  const serve: PolicyGatewayOptions["serve"] = ({ url, text }) =>
    url.includes("/responses") && text.includes("include_usage")
      ? { status: 400, body: `{"error":{"message":"Unknown parameter: 'stream_options.include_usage'."}}` }
      : streaming(text);
  const statuses = async (condition: string) => {
    const gateway = policyGateway({ inbound: adding(condition), serve });
    const send = (path: string) => gateway.send({ path, body: `{"stream":true}` });
    const chat = await send("/chat/completions");
    return {
      chat: [chat.status, chat.text.includes("include_usage")],
      responses: (await send("/responses")).status,
    };
  };

  test("breaks the Responses API", async () => {
    expect(await statuses(`context.Request.Method == "POST"`)).toEqual({ chat: [200, true], responses: 400 });
  });

  test("is fine for chat completions alone", async () => {
    const only = `context.Request.Url.Path.EndsWith("/chat/completions")`;
    expect(await statuses(only)).toEqual({ chat: [200, true], responses: 200 });
  });
});

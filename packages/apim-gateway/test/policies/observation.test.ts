import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { textOf } from "../../src/csharp/runtime/text";
import type { Diagnostic } from "../../src/resources/configuration";
import { policyGateway } from "./policyGateway";

const diagnostic = (more: Partial<Diagnostic>): Diagnostic => ({
  name: "applicationinsights",
  verbosity: "information",
  alwaysLogErrors: false,
  sampling: 100,
  metrics: false,
  logClientIp: false,
  bodyBytes: { frontendRequest: 0, frontendResponse: 0, backendRequest: 0, backendResponse: 0 },
  largeLanguageModel: undefined,
  ...more,
});

describe("trace", () => {
  const trace = (severity = "") =>
    `<trace source="router" ${severity}><message>@("to " + context.Request.Url.Path)</message><metadata name="@("m")" value="@(1 + 1)" /><metadata name="b" value="c" /></trace>`;

  test("logs source, severity, message and metadata", async () => {
    const gateway = policyGateway({ inbound: trace(`severity="error"`) });
    await gateway.send({ path: "/a" });
    expect(gateway.log.traces).toEqual([
      { source: "router", severity: "error", message: "to /a", metadata: { m: "2", b: "c" } },
    ]);
  });

  test("is verbose when nothing is said, and text is a message too", async () => {
    const gateway = policyGateway({ inbound: `<trace source="s">plain</trace>` });
    await gateway.send();
    expect(gateway.log.traces).toEqual([
      { source: "s", severity: "verbose", message: "plain", metadata: {} },
    ]);
  });

  test.each([
    ["verbose", "information", false],
    ["information", "information", true],
    ["error", "information", true],
    ["information", "error", false],
    ["verbose", "verbose", true],
  ] as const)("severity %s with verbosity %s is logged: %s", async (severity, verbosity, logged) => {
    const gateway = policyGateway({
      inbound: trace(`severity="${severity}"`),
      api: { diagnostics: [diagnostic({ verbosity })] },
    });
    await gateway.send();
    expect(gateway.log.traces).toHaveLength(logged ? 1 : 0);
  });

  test("one of several diagnostics is enough, and sampling leaves traces alone", async () => {
    const gateway = policyGateway({
      inbound: trace(),
      api: {
        diagnostics: [diagnostic({ verbosity: "error" }), diagnostic({ verbosity: "verbose", sampling: 0 })],
      },
    });
    await gateway.send();
    expect(gateway.log.traces).toHaveLength(1);
  });

  test("stands in the trace of a request, whatever the verbosity", async () => {
    const gateway = policyGateway({
      inbound: trace(),
      api: { diagnostics: [diagnostic({ verbosity: "error" })] },
      traces: "always",
    });
    await gateway.send({ path: "/a" });
    expect(gateway.trace().flatMap(({ notes }) => notes)).toContain("router (verbose): to /a");
  });

  test("a message that fails fails the request", async () => {
    const gateway = policyGateway({
      inbound: `<trace source="s"><message>@(((string)null).ToString())</message></trace>`,
    });
    expect((await gateway.send()).status).toBe(500);
    expect(gateway.lastError()).toMatchObject({
      source: "trace",
      reason: "ExpressionValueEvaluationFailure",
    });
  });
});

describe("emit-metric", () => {
  const metric = (attributes: string, ...dimensions: string[]) =>
    `<emit-metric ${attributes}>${dimensions.join("")}</emit-metric>`;
  const one = `<dimension name="API ID" />`;

  test("sends a sample with its dimensions", async () => {
    const gateway = policyGateway({
      inbound: metric(
        `name="Requests" value="@(1.5)" namespace="ours"`,
        one,
        `<dimension name="Client IP" value="@(context.Request.IpAddress)" />`,
      ),
    });
    await gateway.send();
    expect(gateway.log.metrics).toEqual([
      {
        namespace: "ours",
        name: "Requests",
        value: 1.5,
        dimensions: { "API ID": "things", "Client IP": "203.0.113.9" },
      },
    ]);
  });

  test("counts one, in the namespace of API Management, when nothing is said", async () => {
    const gateway = policyGateway({ outbound: metric(`name="n"`, one) });
    await gateway.send();
    expect(gateway.log.metrics).toMatchObject([{ namespace: "API Management", value: 1 }]);
  });

  test("a sixth custom dimension is lost, and said so when loaded", async () => {
    const dimensions = [1, 2, 3, 4, 5, 6].map((n) => `<dimension name="d${n}" value="v" />`);
    const gateway = policyGateway({ inbound: metric(`name="n"`, ...dimensions, one) });
    expect(gateway.problems.map(({ rule }) => rule)).toContain("dimensions-lost");
    await gateway.send();
    expect(Object.keys(gateway.log.metrics[0]?.dimensions ?? {})).toEqual([
      "d1",
      "d2",
      "d3",
      "d4",
      "d5",
      "API ID",
    ]);
  });

  test("a dimension that is not built in needs a value", () => {
    const { warnings } = policyGateway({ inbound: metric(`name="n"`, `<dimension name="Team" />`) });
    expect(warnings).toEqual([expect.stringContaining("The dimension Team needs a value")]);
  });

  test("a diagnostic without metrics sends none", async () => {
    const inbound = metric(`name="n"`, one);
    const without = policyGateway({ inbound, api: { diagnostics: [diagnostic({})] } });
    await without.send();
    expect(without.log.metrics).toEqual([]);
    const having = policyGateway({ inbound, api: { diagnostics: [diagnostic({ metrics: true })] } });
    await having.send();
    expect(having.log.metrics).toHaveLength(1);
  });

  test.each([`@("many")`, "@(0.0 / 0.0)"])("the value %s fails", async (value) => {
    const gateway = policyGateway({ inbound: metric(`name="n" value='${value}'`, one) });
    expect((await gateway.send()).status).toBe(500);
    expect(gateway.log.metrics).toEqual([]);
    expect(gateway.lastError()).toMatchObject({ reason: "ExpressionValueEvaluationFailure" });
  });
});

describe("log-to-eventhub", () => {
  const loggers = { hub: {} };
  const log = (body: string, more = "") =>
    `<log-to-eventhub logger-id="hub" ${more}>${body}</log-to-eventhub>`;

  test("sends its text to the logger", async () => {
    const gateway = policyGateway({
      inbound: log("@(context.Request.Method)", `partition-key="@("p" + 1)"`) + log("x", `partition-id="2"`),
      loggers,
    });
    await gateway.send();
    expect(gateway.log.events).toEqual([
      { logger: "hub", body: "GET", partitionId: undefined, partitionKey: "p1" },
      { logger: "hub", body: "x", partitionId: "2", partitionKey: undefined },
    ]);
  });

  test("a logger that does not exist is an error when the policy is loaded", () => {
    expect(policyGateway({ inbound: log("x") }).errors).toEqual([
      "unknown-logger: There is no logger 'hub'.",
    ]);
  });

  test.each([
    ["x", 204_800],
    ["é", 204_800],
    ["€", 204_798],
    ["😀", 204_800],
  ])("a text of %s that is too long is cut after 200 kB, at a whole character", async (character, bytes) => {
    const gateway = policyGateway({
      inbound: log(`@(context.Request.Body.As<string>())`),
      loggers,
    });
    await gateway.send({ body: character.repeat(300_000) });
    const body = gateway.log.events[0]?.body ?? "";
    expect(Buffer.byteLength(body)).toBe(bytes);
    expect(body.replaceAll(character, "")).toBe("");
  });

  test("a text of just that length is whole", async () => {
    const gateway = policyGateway({ inbound: log("@(new String('x', 204800))"), loggers });
    await gateway.send();
    expect(gateway.log.events[0]?.body).toHaveLength(204_800);
  });
});

describe("validate-content", () => {
  const policy = (size: string, type: string, content = "", most = 10) =>
    `<validate-content unspecified-content-type-action="${type}" max-size="${most}" size-exceeded-action="${size}" errors-variable-name="errors">${content}</validate-content>`;
  const ignored = `<content type="application/json" validate-as="json" action="ignore" />`;
  const json = { "Content-Type": "Application/JSON; charset=utf-8" };

  async function validated(
    inbound: string,
    body: string | Uint8Array | Readable,
    headers: Record<string, string> = json,
  ) {
    const gateway = policyGateway({ inbound });
    const answer = await gateway.send({ body, headers });
    return {
      answer,
      gateway,
      errors: JSON.parse(textOf(gateway.variables()?.get("errors") ?? null, { doubles: "G15" })),
    };
  }

  test("lets a small body of a known type pass, with an empty list of errors", async () => {
    const { answer, errors } = await validated(policy("prevent", "prevent", ignored), "{}");
    expect([answer.status, errors]).toEqual([200, []]);
  });

  test("prevents a request that is too large, with 400", async () => {
    const { answer, errors, gateway } = await validated(policy("prevent", "ignore"), "x".repeat(11));
    expect(answer.status).toBe(400);
    expect(answer.json()).toEqual({
      statusCode: 400,
      message: "Request's body is 11 bytes long and it exceeds the limit of 10 bytes.",
    });
    expect(errors).toEqual([
      {
        Name: "",
        Type: "RequestBody",
        ValidationRule: "SizeLimit",
        Details: "Request's body is 11 bytes long and it exceeds the configured limit of 10 bytes.",
        Action: "prevent",
      },
    ]);
    expect(gateway.lastError()).toMatchObject({ source: "validate-content", reason: "Bad request" });
    expect(gateway.calls).toEqual([]);
  });

  test("believes Content-Length, and measures what comes in chunks", async () => {
    const declared = await validated(policy("prevent", "ignore"), "x", { "Content-Length": "11" });
    expect(declared.answer.status).toBe(400);
    const chunks = Readable.from([Buffer.alloc(6), Buffer.alloc(6)]);
    expect((await validated(policy("prevent", "ignore"), chunks)).answer.status).toBe(400);
  });

  test("a compressed body counts decompressed", async () => {
    const body = gzipSync("x".repeat(1000));
    const headers = { "Content-Encoding": "gzip", "Content-Length": String(body.byteLength) };
    const { answer } = await validated(policy("prevent", "ignore", "", 500), body, headers);
    expect(answer.status).toBe(400);
  });

  test("detect logs and goes on, ignore does not look", async () => {
    const detected = await validated(policy("detect", "ignore"), "x".repeat(11));
    expect([detected.answer.status, detected.errors.length]).toEqual([200, 1]);
    expect(detected.gateway.log.traces).toMatchObject([{ source: "validate-content", severity: "error" }]);
    const notLooked = await validated(policy("ignore", "ignore"), "x".repeat(11));
    expect([notLooked.answer.status, notLooked.errors]).toEqual([200, []]);
  });

  test("prevents a response that is too large with 502, and does not tell the caller why", async () => {
    const gateway = policyGateway({
      outbound: policy("prevent", "ignore"),
      serve: () => ({ body: "x".repeat(11) }),
    });
    const answer = await gateway.send();
    expect(answer.status).toBe(502);
    expect(answer.text).toContain(
      "The request could not be processed due to an internal error. Contact the API owner.",
    );
    expect(gateway.lastError()).toMatchObject({ reason: "Response not allowed" });
  });

  test("prevents a content type that is not named", async () => {
    const { answer } = await validated(policy("ignore", "prevent", ignored), "a", {
      "Content-Type": "text/plain",
    });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain("Unspecified content type text/plain is not allowed.");
  });

  test.each([
    [`missing-content-type-value="application/json"`, "", undefined, 200],
    [`missing-content-type-value="application/json"`, "", "text/plain", 400],
    [`any-content-type-value="application/json"`, "", "text/plain", 200],
    ["", `<type from="application/hal+json" to="application/json" />`, "application/hal+json", 200],
    [
      "",
      `<type when="@(context.Request.Headers.ContainsKey("x"))" to="application/json" />`,
      "text/plain",
      400,
    ],
    [
      `any-content-type-value="application/json"`,
      `<type from="text/plain" to="text/html" />`,
      "text/plain",
      400,
    ],
  ])("content-type-map %s %s makes %s a %i", async (attributes, types, type, status) => {
    const map = `<content-type-map ${attributes}>${types}</content-type-map>`;
    const { answer } = await validated(
      policy("ignore", "prevent", map + ignored),
      "a",
      type === undefined ? {} : { "Content-Type": type },
    );
    expect(answer.status).toBe(status);
  });

  test("a body that would be checked against a schema is refused, not passed", async () => {
    const content = `<content type="application/json" validate-as="json" action="prevent" />`;
    expect((await validated(policy("ignore", "ignore", content), "{}")).answer.status).toBe(501);
    expect(policyGateway({ inbound: policy("ignore", "ignore", content), strict: true }).errors).toHaveLength(
      1,
    );
    expect(policyGateway({ inbound: policy("ignore", "ignore", ignored), strict: true }).errors).toEqual([]);
  });

  test("and passed on unchecked where the setting says so, in strict folders too; size and type count still", async () => {
    const content = `<content type="application/json" validate-as="json" action="prevent" />`;
    const gateway = policyGateway({
      inbound: policy("prevent", "prevent", content),
      settings: { contentSchemas: "not-checked" },
      strict: true,
    });
    const send = async (body: string, type: string) =>
      (await gateway.send({ body, headers: { "Content-Type": type } })).status;
    expect(await send("{}", "application/json")).toBe(200);
    expect(await send("{}", "text/plain")).toBe(400);
    expect(await send(`"${"x".repeat(200_000)}"`, "application/json")).toBe(400);
  });

  test("a request without a body passes", async () => {
    const gateway = policyGateway({ inbound: policy("prevent", "prevent") });
    expect((await gateway.send()).status).toBe(200);
  });
});

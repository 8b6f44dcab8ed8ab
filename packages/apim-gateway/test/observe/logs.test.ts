import { Readable } from "node:stream";
import { TransportFailure } from "../../src/ports/transport";
import { single } from "./backends";
import { diagnostic, noBodies, ofApi } from "./diagnostics";
import { observedGateway } from "./observedGateway";

/** Columns of `ApiManagementGatewayLogs`, of the reference. */
const columns =
  "ApiId ApimSubscriptionId ApiRevision BackendId BackendMethod BackendProtocol BackendRequestBody BackendRequestHeaders BackendResponseBody BackendResponseCode BackendResponseHeaders BackendTime BackendUrl Cache CacheTime CallerIpAddress Category ClientProtocol ClientTime ClientTlsVersion CorrelationId Errors IsMasterTrace IsRequestSuccess IsTraceAllowed IsTraceExpired IsTraceRequested LastErrorElapsed LastErrorMessage LastErrorReason LastErrorScope LastErrorSection LastErrorSource Method OperationId OperationName ProductId Region RequestBody RequestHeaders RequestSize _ResourceId ResponseBody ResponseCode ResponseHeaders ResponseSize TimeGenerated TotalTime TraceRecords Type Url UserId WorkspaceId".split(
    " ",
  );

test("each request is one row with the columns of the table, and no others", async () => {
  const gateway = observedGateway({
    inbound: `<set-backend-service backend-id="ptu" /><set-method>PUT</set-method>`,
    backends: [single("ptu")],
    product: `<policies><inbound /><backend><forward-request /></backend><outbound /><on-error /></policies>`,
    serve: () => {
      gateway.clock.advance(12);
      return { status: 201, reason: "Created" };
    },
  });
  await gateway.send({ path: "/x?a=1", method: "POST" });
  const [row, ...more] = gateway.rows();
  expect(more).toEqual([]);
  expect(new Set(Object.keys(row ?? {}))).toEqual(new Set(columns));
  expect(row).toMatchObject({
    Type: "ApiManagementGatewayLogs",
    TimeGenerated: "2026-01-01T00:00:00.000Z",
    Category: "GatewayLogs",
    Region: "Sweden Central",
    Method: "POST",
    Url: "https://gateway.example/x?a=1",
    ApiId: "things",
    ApiRevision: "1",
    OperationId: "any",
    ProductId: "gold",
    ApimSubscriptionId: null,
    ResponseCode: 201,
    IsRequestSuccess: true,
    BackendId: "ptu",
    BackendMethod: "PUT",
    BackendUrl: "https://ptu.example/x?a=1",
    BackendResponseCode: 201,
    BackendTime: 12,
    TotalTime: 12,
    Errors: [],
    LastErrorReason: null,
  });
  expect(row?.CorrelationId).toBe(gateway.log.requests[0]?.exchange.requestId);
});

test("what nobody knows is null", async () => {
  const gateway = observedGateway({
    inbound: `<return-response><set-status code="204" reason="None" /></return-response>`,
  });
  await gateway.send();
  expect(gateway.rows()[0]).toMatchObject({
    ResponseCode: 204,
    BackendId: null,
    BackendUrl: null,
    BackendResponseCode: null,
    RequestSize: null,
    ResponseSize: null,
    ClientTime: null,
    ClientProtocol: null,
    Cache: null,
    RequestBody: null,
  });
});

test("the protocols of the sockets are told by who has them", async () => {
  const gateway = observedGateway(
    { backend: `<forward-request />` },
    { protocols: { client: "HTTP/1.1", backend: "HTTP/1.1" } },
  );
  await gateway.send();
  expect(gateway.rows()[0]).toMatchObject({ ClientProtocol: "HTTP/1.1" });
});

test("a failure is told with its place, its time and its reason", async () => {
  const gateway = observedGateway({
    backend: `<forward-request />`,
    serve: () => {
      gateway.clock.advance(30);
      throw new TransportFailure("connection", "refused");
    },
  });
  await gateway.send();
  const error = {
    source: "forward-request",
    reason: "BackendConnectionFailure",
    message: "refused",
    scope: "api",
    section: "backend",
  };
  expect(gateway.rows()[0]).toMatchObject({
    IsRequestSuccess: false,
    BackendResponseCode: null,
    LastErrorSource: error.source,
    LastErrorReason: error.reason,
    LastErrorMessage: error.message,
    LastErrorScope: error.scope,
    LastErrorSection: error.section,
    LastErrorElapsed: 30,
    Errors: [error],
  });
});

test("an answer that is cut is no success", async () => {
  const gateway = observedGateway({
    backend: `<forward-request buffer-response="false" />`,
    serve: () => ({
      body: Readable.from(
        (async function* () {
          yield Buffer.from("a");
          throw new Error("gone");
        })(),
      ),
    }),
  });
  await gateway.send();
  expect(gateway.rows()[0]).toMatchObject({ ResponseCode: 200, IsRequestSuccess: false });
});

test("the caller's address is logged only where the diagnostic says so", async () => {
  const gateway = observedGateway();
  await gateway.send({ ip: "203.0.113.7" });
  const telling = observedGateway(ofApi({ logClientIp: true }));
  await telling.send({ ip: "203.0.113.7" });
  expect(gateway.rows()[0]?.CallerIpAddress).toBeNull();
  expect(telling.rows()[0]?.CallerIpAddress).toBe("203.0.113.7");
});

test("the API's diagnostic counts before the service's; others than azuremonitor do not", async () => {
  const service = { configuration: { diagnostics: [diagnostic({ logClientIp: true })] } };
  const both = observedGateway({ ...ofApi({ logClientIp: false }), ...service });
  const other = observedGateway({
    ...ofApi({ name: "applicationinsights", logClientIp: false }),
    ...service,
  });
  await both.send();
  await other.send();
  expect(both.rows()[0]?.CallerIpAddress).toBeNull();
  expect(other.rows()[0]?.CallerIpAddress).toBe("203.0.113.9");
});

test("sampling logs about its share of the requests", async () => {
  const gateway = observedGateway(ofApi({ sampling: 25 }));
  for (let n = 0; n < 400; n++) await gateway.send();
  expect(gateway.lines.length).toBeGreaterThan(60);
  expect(gateway.lines.length).toBeLessThan(140);
});

test("a share of zero logs nothing, except errors where they are always logged", async () => {
  const serve = (_: unknown, n: number) => ({ status: n === 1 ? 200 : 429 });
  const silent = observedGateway({ ...ofApi({ sampling: 0 }), backend: `<forward-request />`, serve });
  const always = observedGateway({
    ...ofApi({ sampling: 0, alwaysLogErrors: true }),
    backend: `<forward-request />`,
    serve,
  });
  for (const gateway of [silent, always]) for (let n = 0; n < 2; n++) await gateway.send();
  expect(silent.rows()).toEqual([]);
  expect(always.rows().map((row) => row.ResponseCode)).toEqual([429]);
});

test("without any diagnostic everything is logged, or nothing where that is wanted", async () => {
  const everything = observedGateway();
  const nothing = observedGateway({}, { withoutDiagnostic: "nothing" });
  await everything.send();
  await nothing.send();
  expect(everything.lines).toHaveLength(1);
  expect(nothing.lines).toHaveLength(0);
});

const traces = (["verbose", "information", "error"] as const)
  .map(
    (severity) =>
      `<trace source="me" severity="${severity}"><message>${severity}</message><metadata name="n" value="v" /></trace>`,
  )
  .join("");

test.each([
  ["verbose", ["verbose", "information", "error"]],
  ["information", ["information", "error"]],
  ["error", ["error"]],
] as const)(
  "with verbosity %s the row has the traces %j, and each is a row of its own too",
  async (verbosity, severities) => {
    const gateway = observedGateway({ ...ofApi({ verbosity }), inbound: traces });
    await gateway.send();
    const [row] = gateway.rowsOf("ApiManagementGatewayLogs");
    expect(row?.TraceRecords).toEqual(
      severities.map((severity) => ({ source: "me", severity, message: severity, metadata: { n: "v" } })),
    );
    expect(gateway.rowsOf("Trace").map(({ Severity, CorrelationId }) => [Severity, CorrelationId])).toEqual(
      severities.map((severity) => [severity, row?.CorrelationId]),
    );
  },
);

test("bodies are logged up to their limit, cut between characters, where they are in memory", async () => {
  const options = {
    ...ofApi({ bodyBytes: { ...noBodies, frontendRequest: 4, frontendResponse: 6 } }),
    backend: `<forward-request buffer-request-body="true" />`,
    outbound: `<set-body>äöüß</set-body>`,
  };
  const gateway = observedGateway(options);
  await gateway.send({ body: "abcdef" });
  expect(gateway.rows()[0]).toMatchObject({ RequestBody: "abcd", ResponseBody: "äöü" });
  const odd = observedGateway({ ...options, outbound: `<set-body>aäöüß</set-body>` });
  await odd.send({ body: "abcdef" });
  expect(odd.rows()[0]).toMatchObject({ ResponseBody: "aäö" });
});

test("the body is logged as it arrived, whatever a policy makes of it", async () => {
  const gateway = observedGateway({
    ...ofApi({ bodyBytes: { ...noBodies, frontendRequest: 100 } }),
    inbound: `<set-body>@(context.Request.Body.As&lt;string&gt;() + "!")</set-body>`,
  });
  await gateway.send({ body: "asked" });
  expect(gateway.rows()[0]?.RequestBody).toBe("asked");
});

test.each([
  ["buffers", "data"],
  ["streams", null],
])("a streamed body is logged where logging %s it", async (bodyLogging, logged) => {
  const gateway = observedGateway({
    ...ofApi({ bodyBytes: { ...noBodies, frontendResponse: 100 } }),
    settings: { bodyLogging },
    backend: `<forward-request buffer-response="false" />`,
    serve: () => ({ body: Readable.from([Buffer.from("data")]) }),
  });
  expect((await gateway.send()).text).toBe("data");
  expect(gateway.rows()[0]?.ResponseBody).toBe(logged);
});

test("a secret at the cut of a body is not logged in part", async () => {
  const gateway = observedGateway({
    ...ofApi({ bodyBytes: { ...noBodies, frontendRequest: 10 } }),
    namedValues: { s: { value: "0123456789", secret: true } },
  });
  await gateway.send({ body: "key: 0123456789 and more" });
  expect(gateway.rows()[0]?.RequestBody).toBe("key: *** a");
});

test("an event for an event hub is a row, whatever the sampling", async () => {
  const gateway = observedGateway({
    ...ofApi({ sampling: 0 }),
    loggers: { hub: { properties: { loggerType: "azureEventHub" } } },
    inbound: `<log-to-eventhub logger-id="hub" partition-key="k">Bearer abcdef</log-to-eventhub>`,
  });
  await gateway.send();
  expect(gateway.rows()).toEqual([
    {
      Type: "Event",
      TimeGenerated: "2026-01-01T00:00:00.000Z",
      CorrelationId: gateway.log.requests[0]?.exchange.requestId,
      Logger: "hub",
      PartitionId: null,
      PartitionKey: "k",
      Body: "Bearer ***",
    },
  ]);
});

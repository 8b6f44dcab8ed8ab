import { readCertificate } from "../../src/certificates/readCertificate";
import type { HostContext, HostRequest } from "../../src/csharp/host/data";
import { pem, thumbprint } from "../certificates/files";
import { contextWith, headersOf } from "./contexts";
import { on } from "./hostEvaluating";

const request = contextWith().request;
const url = { ...request.url, query: new Map([["tag", ["a b", "c"]]]) };
const records: Partial<HostContext> = {
  request: { ...request, url, originalUrl: { ...url, port: 8443, search: "tag=a%20b&tag=c&raw" } },
  api: {
    csType: "IApi",
    Id: "azure",
    Name: "Azure OpenAI",
    Path: "openai",
    Revision: "2",
    Version: "v1",
    IsCurrentRevision: false,
    Protocols: ["https"],
    ServiceUrl: url,
    SubscriptionKeyParameterNames: {
      csType: "ISubscriptionKeyParameterNames",
      Header: "api-key",
      Query: "key",
    },
  },
  product: {
    csType: "IProduct",
    Id: "checkout",
    Name: "Checkout",
    State: "Published",
    SubscriptionLimit: 3,
    ApprovalRequired: true,
    Apis: [{ csType: "IApi", Id: "azure" }],
    Groups: [{ csType: "IGroup", Id: "dev", Name: "Developers" }],
  },
  subscription: {
    csType: "ISubscription",
    Id: "s1",
    Key: "k",
    CreatedDate: Date.UTC(2026, 0, 2),
    EndDate: Date.UTC(2027, 0, 2),
  },
  user: {
    csType: "IUser",
    Id: "1",
    Email: "ann@example.com",
    RegistrationDate: Date.UTC(2025, 4, 6),
    Groups: [{ csType: "IGroup", Id: "dev", Name: "Developers" }],
    Identities: [{ csType: "IUserIdentity", Id: "ann", Provider: "Azure" }],
  },
  deployment: {
    csType: "IDeployment",
    Region: "Sweden Central",
    ServiceName: "apim-1",
    Certificates: { client: readCertificate(pem) },
  },
  backend: { csType: "IBackend", Id: "pool-a", Type: "Pool" },
};

test.each([
  ["context.Api.Protocols.Single()", "https"],
  ["context.Api.ServiceUrl.Host", "gw.example"],
  ["context.Api.IsCurrentRevision", "False"],
  ["context.Api.SubscriptionKeyParameterNames.Header", "api-key"],
  ["context.Product.State", "Published"],
  ["context.Product.State == ProductState.NotPublished", "False"],
  ["context.Product.SubscriptionLimit + 1", "4"],
  ["context.Product.ApprovalRequired", "True"],
  ["context.Product.SubscriptionRequired", "True"],
  ["context.Product.Apis.First().Id", "azure"],
  ['context.Product.Groups.Any(group => group.Name == "Developers")', "True"],
  ['context.Subscription.CreatedDate.ToString("o")', "2026-01-02T00:00:00.0000000Z"],
  ["context.Subscription.StartDate == null", "True"],
  ["context.Subscription.EndDate.Value.Year", "2027"],
  ["context.Subscription.PrimaryKey", "null"],
  ["context.User.Groups.First().Id", "dev"],
  ["context.User.Identities.First().Provider", "Azure"],
  ["context.User.RegistrationDate.Month", "5"],
  ["context.Deployment.GatewayId", "managed"],
  ["context.Deployment.Gateway.Id", "managed"],
  ["context.Deployment.Gateway.IsManaged", "True"],
  ['context.Deployment.Certificates["client"].Thumbprint', thumbprint],
  ['context.Deployment.Certificates.ContainsKey("x")', "False"],
  ["context.Backend.Id + context.Backend.Type", "pool-aPool"],
  ["context.Backend.AzureRegion", "null"],
  ["context.Request.Certificate == null", "True"],
  ["context.Request.PrivateEndpointConnection == null", "True"],
  ["context.Request.AzureVnetInfo?.SnatVip", "null"],
  ["context.Workspace?.Id ?? context.Workspace?.Name", "null"],
  ['context.GraphQL?.Arguments["id"] ?? context.GraphQL?.Parent["id"]', "null"],
  ["context.Deployment.SustainabilityInfo.CurrentCarbonIntensity", "NotAvailable"],
  ["context.Request.Url.QueryString", "?tag=a%20b&tag=c"],
  ["context.Request.OriginalUrl.QueryString", "?tag=a%20b&tag=c&raw"],
  ["context.Request.Url.ToString()", "https://gw.example/openai?tag=a%20b&tag=c"],
  ["context.Request.OriginalUrl.ToString()", "https://gw.example:8443/openai?tag=a%20b&tag=c&raw"],
  ["context.Tracing", "False"],
  ["context.Elapsed.TotalMilliseconds", "12"],
])("%s is %s", (source, expected) => {
  expect(on(records, source)).toBe(expected);
});

test.each(["Product", "User", "Subscription", "Api", "Operation", "Backend", "LastError", "Response"])(
  "there may be no %s, and asking it anyway fails",
  (name) => {
    const none: Partial<HostContext> = { operation: null };
    expect(on(none, `context.${name} == null`)).toBe("True");
    const member = name === "Response" ? "StatusReason" : name === "LastError" ? "Reason" : "Id";
    expect(on(none, `context.${name}.${member}`)).toBe(
      "System.NullReferenceException: Object reference not set to an instance of an object.",
    );
  },
);

test.each([
  [
    "context.Session",
    "`IContext` has no member `Session` that policy expressions may use (Microsoft's list of allowed types).",
  ],
])("%s is refused by name", (source, message) => {
  expect(on({}, source)).toBe(`refused: ${message}`);
});

/** A body that counts how often it was taken. */
function requestWith(text: string, bytes?: Uint8Array): { request: HostRequest; taken: () => number } {
  let taken = 0;
  const note = (preserve: boolean) => {
    if (!preserve) taken++;
  };
  const body = {
    csType: "IMessageBody" as const,
    read: (preserve: boolean) => {
      note(preserve);
      return text;
    },
    ...(bytes === undefined
      ? {}
      : {
          readBytes: (preserve: boolean) => {
            note(preserve);
            return bytes;
          },
        }),
  };
  return { request: { ...request, content: body }, taken: () => taken };
}

describe("a body", () => {
  test.each([
    ["string", '{"a":[1]}', "Length", "9"],
    ["byte[]", "é", "Length", "2"],
    ["JToken", "5", "Type", "Integer"],
    ["JObject", '{"a":[1]}', "Count", "1"],
    ["JArray", "[1,2]", "Count", "2"],
  ])("is read as %s", (type, text, member, expected) => {
    expect(on(requestWith(text), `context.Request.Body.As<${type}>().${member}`)).toBe(expected);
  });

  test("is taken away unless it is to be preserved", () => {
    const taken = requestWith("x");
    on(taken, "context.Request.Body.As<string>()");
    expect(taken.taken()).toBe(1);
    const kept = requestWith("x");
    on(kept, "context.Request.Body.As<string>(preserveContent: true)");
    expect(kept.taken()).toBe(0);
  });

  test("that is no UTF-8 keeps its bytes", () => {
    const odd = requestWith("\ufffd", Uint8Array.of(255, 0));
    expect(on(odd, "BitConverter.ToString(context.Request.Body.As<byte[]>())")).toBe("FF-00");
  });

  test.each([
    ["JObject", "[1]", "Current JsonReader item is not an object: StartArray."],
    ["JArray", "{}", "Current JsonReader item is not an array: StartObject."],
    ["JObject", "", "from JsonReader. Path ''"],
    ["JObject", "<html>", "Unexpected character encountered while parsing value: <."],
  ])("read as %s that is %j fails as the service does", (type, text, message) => {
    const found = on(requestWith(text), `context.Request.Body.As<${type}>()`);
    expect(found).toContain("Newtonsoft.Json.JsonReaderException: ");
    expect(found).toContain(message);
  });

  test("cannot be read as anything else", () => {
    expect(on(requestWith("5"), "context.Request.Body.As<int>()")).toBe(
      "System.InvalidOperationException: The body cannot be read as int.",
    );
  });
});

test("a trace message goes to the caller of the expression", () => {
  const messages: string[] = [];
  on({ trace: (message) => messages.push(message) }, 'context.Trace("seen")');
  expect(messages).toEqual(["seen"]);
});

test("headers of a response are read as those of a request are", () => {
  const response = {
    csType: "IResponse" as const,
    statusCode: 429,
    statusReason: "Too Many Requests",
    headers: headersOf({ "Retry-After": ["7"] }),
    content: null,
  };
  expect(on({ response }, 'context.Response.Headers.GetValueOrDefault("retry-after", "1")')).toBe("7");
});

import { anOperation, aPolicy, read, readGood, resource, SERVICE } from "./folder";

const at = (path: string, service = "apim") => `${SERVICE.slice(1)}/${service}/${path}.json`;
const api = { path: "a", serviceUrl: null };
const orders = {
  [at("apis/orders")]: resource("apis/orders", { path: "orders" }),
  [at("apis/orders/operations/o")]: resource("apis/orders/operations/o", anOperation),
};

test("a resource is what its id says, wherever its file is", () => {
  const { apis, service } = readGood({
    "one.json": resource("apis/a", api),
    "deep/down/two.json": resource("apis/a/operations/o", anOperation),
  });
  expect(service.name).toBe("apim");
  expect(apis.map(({ id, operations }) => [id, operations.length])).toEqual([["a", 1]]);
});

test("without an id, its type and name say so, as in a template", () => {
  const type = "Microsoft.ApiManagement/service/apis";
  const { apis } = readGood({
    "one.json": { type, name: "apim/a", properties: api },
    "two.json": { type: `${type}/operations`, name: "apim/a/o", properties: anOperation },
  });
  expect(apis.map(({ id, operations }) => [id, operations.length])).toEqual([["a", 1]]);
});

test("without an id and a name, its path says so", () => {
  expect(readGood({ ...orders, [at("loggers/l")]: { properties: {} } }).loggers.has("l")).toBe(true);
});

test("both forms may be mixed", () => {
  const { apis, policy } = readGood({
    ...orders,
    "policy.xml": "<policies />",
    [`${SERVICE.slice(1)}/apim/apis/orders.xml`]: aPolicy,
  });
  expect(policy?.text).toBe("<policies />");
  expect(apis[0]?.policy).toMatchObject({ text: aPolicy, format: "rawxml" });
});

test("a policy resource says its format, `xml` where it says none", () => {
  const policy = (more: object) =>
    readGood({ ...orders, "p.json": resource("policies/policy", { value: aPolicy, ...more }) }).policy;
  expect(policy({})).toEqual({ file: "p.json#properties.value", format: "xml", text: aPolicy });
  expect(policy({ format: "rawxml" })?.format).toBe("rawxml");
});

test("a policy that is a link is refused", () => {
  const link = { format: "rawxml-link", value: "https://example.com/p.xml" };
  expect(read({ ...orders, "p.json": resource("policies/policy", link) }).problems).toEqual([
    "p.json:6:15: error: The policy is a link (`rawxml-link`). Put its text into `value` and write `rawxml`. [policy-link]",
  ]);
});

test("one of several services must be named, without regard to case", () => {
  const files = { ...orders, "other.json": resource("apis/b", { path: "b" }, "second") };
  expect(read(files)).toMatchObject({
    configuration: undefined,
    problems: [
      "folder:1:1: error: This folder holds several services: `apim`, `second`. Say which one is meant: `--service apim`, or `service: apim` in a scenario. [several-services]",
    ],
  });
  expect(read(files, "third").problems).toEqual([
    "folder:1:1: error: There is no service `third` in this folder; there is `apim`, `second`. [no-such-service]",
  ]);
  expect(readGood(files, "APIM").apis.map(({ id }) => id)).toEqual(["orders"]);
});

test("revisions are APIs of their own, and their names give the number", () => {
  const { apis } = readGood({
    ...orders,
    "r.json": resource("apis/orders;rev=2", { path: "orders" }),
    "ro.json": resource("apis/orders;rev=2/operations/o", anOperation),
  });
  expect(apis.map(({ id, revision, isCurrent }) => [id, revision, isCurrent])).toEqual([
    ["orders", "1", true],
    ["orders;rev=2", "2", false],
  ]);
});

test.each([
  [{ versioningScheme: "Segment" }, { scheme: "segment" }],
  [
    { versioningScheme: "Header", versionHeaderName: "Api-Version" },
    { scheme: "header", name: "Api-Version" },
  ],
  [
    { versioningScheme: "query", versionQueryName: "v" },
    { scheme: "query", name: "v" },
  ],
])("a version set gives its APIs the scheme: %j", (set, versioning) => {
  const { apis } = readGood({
    "set.json": resource("apiVersionSets/s", set),
    "a.json": resource("apis/a", { path: "a", apiVersion: "v1", apiVersionSetId: "/apiVersionSets/s" }),
    "ao.json": resource("apis/a/operations/o", anOperation),
    "b.json": resource("apis/b", {
      path: "a",
      apiVersion: "",
      apiVersionSetId: `${SERVICE}/apim/apiVersionSets/s`,
    }),
    "bo.json": resource("apis/b/operations/o", anOperation),
  });
  expect(apis).toMatchObject([
    { version: "v1", versioning },
    { version: undefined, versioning },
  ]);
});

test("diagnostics are read with what Azure takes where nothing is said", () => {
  const { apis, diagnostics } = readGood({
    ...orders,
    "l.json": resource("loggers/l", { loggerType: "applicationInsights" }),
    "d.json": resource("diagnostics/applicationinsights", { loggerId: "/loggers/l" }),
    "e.json": resource("apis/orders/diagnostics/azuremonitor", {
      loggerId: `${SERVICE}/apim/loggers/L`,
      alwaysLog: "allErrors",
      verbosity: "error",
      metrics: true,
      logClientIp: true,
      sampling: { samplingType: "fixed", percentage: 12.5 },
      frontend: { request: { body: { bytes: 100 } } },
      largeLanguageModel: { logs: "enabled" },
    }),
  });
  const bodyBytes = { frontendRequest: 0, frontendResponse: 0, backendRequest: 0, backendResponse: 0 };
  expect(diagnostics).toEqual([
    {
      name: "applicationinsights",
      verbosity: "information",
      alwaysLogErrors: false,
      sampling: 100,
      metrics: false,
      logClientIp: false,
      bodyBytes,
      largeLanguageModel: undefined,
    },
  ]);
  expect(apis[0]?.diagnostics).toEqual([
    {
      name: "azuremonitor",
      verbosity: "error",
      alwaysLogErrors: true,
      sampling: 12.5,
      metrics: true,
      logClientIp: true,
      bodyBytes: { ...bodyBytes, frontendRequest: 100 },
      largeLanguageModel: { logs: "enabled" },
    },
  ]);
});

describe("a subscription", () => {
  const withScope = (scope: string) =>
    readGood({
      ...orders,
      "p.json": resource("products/p", { state: "published" }),
      "s.json": resource("subscriptions/s", { scope, state: "active", primaryKey: "k" }),
    }).subscriptions[0]?.scope;

  test.each([
    [`${SERVICE}/apim/products/P`, { kind: "product", id: "p" }],
    ["/products/p", { kind: "product", id: "p" }],
    [`${SERVICE}/apim/apis`, { kind: "all" }],
    [`${SERVICE}/apim/`, { kind: "all" }],
    ["/apis", { kind: "all" }],
    ["/apis/orders", { kind: "api", id: "orders" }],
    ["/apis/orders/operations", { kind: "api", id: "orders" }],
  ])("may be for %s", (scope, expected) => {
    expect(withScope(scope)).toEqual(expected);
  });

  test("has an owner", () => {
    const { subscriptions } = readGood({
      ...orders,
      "u.json": resource("users/ann", {
        email: "ann@example.com",
        firstName: "Ann",
        lastName: "Lee",
        groups: [{ name: "Developers" }],
      }),
      "s.json": resource("subscriptions/s", {
        scope: "/apis",
        state: "suspended",
        primaryKey: "k",
        ownerId: `${SERVICE}/apim/users/ann`,
        allowTracing: true,
      }),
    });
    expect(subscriptions).toMatchObject([
      {
        state: "suspended",
        allowTracing: true,
        user: {
          id: "ann",
          email: "ann@example.com",
          firstName: "Ann",
          lastName: "Lee",
          groups: ["Developers"],
        },
      },
    ]);
  });
});

test("a product's APIs may be links of the newer kind", () => {
  const { products } = readGood({
    ...orders,
    "p.json": resource("products/p", {}),
    "l.json": resource("products/p/apiLinks/l", { apiId: `${SERVICE}/apim/apis/orders` }),
  });
  expect(products).toEqual([
    {
      id: "p",
      displayName: "p",
      published: false,
      subscriptionRequired: true,
      apis: new Set(["orders"]),
      policy: undefined,
    },
  ]);
});

test("what has nothing to do with the gateway is passed over in silence", () => {
  const rg = "subscriptions/s/resourceGroups/rg";
  readGood({
    ...orders,
    [`${rg}.json`]: { id: `/${rg}`, type: "Microsoft.Resources/resourceGroups", properties: {} },
    [`${rg}/providers/Microsoft.CognitiveServices/accounts/a.json`]: "no JSON at all",
    "tags.json": resource("tags/t", {}),
    "wiki.json": resource("apis/orders/wikis/default", {}),
    "schema.json": resource("apis/orders/schemas/x", {}),
    "group.json": resource("products/p/groups/developers", {}),
    "setting.json": {
      id: `${SERVICE}/apim/providers/Microsoft.Insights/diagnosticSettings/fleet`,
      properties: {},
    },
  });
});

test("what has to do with it and is not read is named", () => {
  expect(read({ ...orders, "c.json": resource("caches/redis", {}) }).problems).toEqual([
    "c.json:1:1: warning: This gateway does not read resources of type `caches`; it works as if there were none. [unsupported-resource]",
  ]);
});

test("an API that is not plain HTTP is left out, and said so", () => {
  const { configuration, problems } = read({
    ...orders,
    "g.json": resource("apis/g", { path: "g", type: "graphql" }),
  });
  expect(problems).toEqual([
    "g.json:7:13: warning: This gateway serves HTTP APIs only; the `graphql` API `g` is left out. [unsupported-api]",
  ]);
  expect(configuration?.apis.map(({ id }) => id)).toEqual(["orders"]);
});

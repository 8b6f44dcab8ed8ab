import { anOperation, aPolicy, read, readGood } from "./folder";

const files = {
  "policy.xml": "<policies />",
  "apis/orders.json": { path: "/shop/orders/", serviceUrl: "https://orders.example" },
  "apis/orders.xml": aPolicy,
  "apis/orders/operations/list.json": { method: "get", urlTemplate: "/", displayName: "List orders" },
  "apis/orders/operations/list.xml": "<policies><!-- list --></policies>",
  "apis/orders/operations/one.json": { method: "GET", urlTemplate: "/{id}" },
  "products/basic.json": { state: "published", displayName: "Basic" },
  "products/basic.xml": "<policies><!-- basic --></policies>",
  "products/basic/apis/orders.json": {},
  "subscriptions/app.json": { scope: "/products/basic", state: "active", primaryKey: "abc" },
  "namedValues/region.json": { value: "westeurope" },
  "fragments/common.xml": "<fragment><trace /></fragment>",
  "policyFragments/other.xml": "<fragment />",
  "backends/orders.json": { url: "https://orders.example", protocol: "http" },
};

test("credentials of a backend may name named values, as many as they like", () => {
  const { backends } = readGood({
    ...files,
    "namedValues/key.json": { displayName: "the-key", value: "{{region}}", secret: true },
    "backends/orders.json": {
      url: "https://orders.example/{{region}}",
      protocol: "http",
      credentials: { header: { "api-key": ["{{region}}: {{the-key}}"] }, query: {} },
    },
  });
  expect(backends).toEqual([
    expect.objectContaining({
      properties: {
        url: "https://orders.example/{{region}}",
        protocol: "http",
        credentials: { header: { "api-key": ["westeurope: {{region}}"] }, query: {} },
      },
    }),
  ]);
});

test("short files by hand make a whole configuration", () => {
  const configuration = readGood(files);
  expect(configuration.service).toEqual({
    id: "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/Microsoft.ApiManagement/service/local",
    name: "local",
    location: "local",
    gateway: "classic",
  });
  expect(configuration.policy).toEqual({ file: "policy.xml", format: "rawxml", text: "<policies />" });
  expect(configuration.apis).toEqual([
    {
      id: "orders",
      displayName: "orders",
      path: "shop/orders",
      revision: "1",
      isCurrent: true,
      version: undefined,
      versioning: undefined,
      serviceUrl: "https://orders.example",
      protocols: ["https"],
      subscriptionRequired: true,
      keyNames: { header: "Ocp-Apim-Subscription-Key", query: "subscription-key" },
      operations: [
        {
          id: "list",
          displayName: "List orders",
          method: "GET",
          urlTemplate: "/",
          policy: {
            file: "apis/orders/operations/list.xml",
            format: "rawxml",
            text: "<policies><!-- list --></policies>",
          },
        },
        { id: "one", displayName: "one", method: "GET", urlTemplate: "/{id}", policy: undefined },
      ],
      policy: { file: "apis/orders.xml", format: "rawxml", text: aPolicy },
      diagnostics: [],
    },
  ]);
  expect(configuration.products).toEqual([
    {
      id: "basic",
      displayName: "Basic",
      published: true,
      subscriptionRequired: true,
      apis: new Set(["orders"]),
      policy: { file: "products/basic.xml", format: "rawxml", text: "<policies><!-- basic --></policies>" },
    },
  ]);
  expect(configuration.subscriptions).toEqual([
    {
      id: "app",
      displayName: "app",
      state: "active",
      scope: { kind: "product", id: "basic" },
      primaryKey: "abc",
      secondaryKey: undefined,
      allowTracing: false,
      user: undefined,
    },
  ]);
  expect(configuration.namedValues).toEqual(new Map([["region", { value: "westeurope", secret: false }]]));
  expect([...configuration.fragments.keys()]).toEqual(["common", "other"]);
  expect(configuration.backends).toEqual([
    expect.objectContaining({
      name: "orders",
      properties: { url: "https://orders.example", protocol: "http" },
    }),
  ]);
});

test("a `service.json` gives the service its name, region and tier", () => {
  const service = { name: "contoso", location: "westeurope", sku: { name: "StandardV2" } };
  expect(readGood({ ...files, "service.json": service }).service).toMatchObject({
    name: "contoso",
    location: "westeurope",
    gateway: "v2",
  });
});

test.each([
  ["Consumption", "consumption"],
  ["BasicV2", "v2"],
  ["PremiumV2", "v2"],
  ["Developer", "classic"],
  ["Premium", "classic"],
])("the tier %s is a %s gateway", (name, gateway) => {
  expect(readGood({ ...files, "service.json": { sku: { name } } }).service.gateway).toBe(gateway);
});

test("more resources than the tier takes are told", () => {
  const products = Object.fromEntries(
    Array.from({ length: 101 }, (_, n) => [`products/p${n}.json`, { displayName: `P${n}` }]),
  );
  const told = (sku: string) =>
    read({ ...files, ...products, "service.json": { sku: { name: sku } } }).problems.filter((problem) =>
      problem.includes("tier-limit"),
    );
  expect(told("Consumption")).toEqual([
    expect.stringMatching(
      /^service.json:.* warning: There are 102 products; the tier Consumption has at most 100 /,
    ),
  ]);
  expect(told("StandardV2")).toEqual([]);
});

test("an unknown tier is an error", () => {
  expect(read({ ...files, "service.json": { sku: { name: "Gold" } } }).problems).toEqual([
    "service.json:3:13: error: `sku.name` must be Consumption, BasicV2, StandardV2, PremiumV2, Developer, Basic, Standard, Premium or Isolated. [property]",
  ]);
});

describe("a folder with one policy only", () => {
  const everything = { path: "", subscriptionRequired: false };

  test("serves it for every call, without a key", () => {
    const { apis, policy } = readGood({ "policy.xml": aPolicy });
    expect(policy).toBeUndefined();
    expect(apis).toEqual([
      expect.objectContaining({
        ...everything,
        id: "policy",
        policy: { file: "policy.xml", format: "rawxml", text: aPolicy },
        operations: [expect.objectContaining({ method: "*", urlTemplate: "/*" })],
      }),
    ]);
  });

  test("may call it as it likes and have backends, fragments and named values", () => {
    const { apis, backends, fragments, namedValues } = readGood({
      "my-idea.xml": aPolicy,
      "backends/one.json": { url: "https://one.example", protocol: "http" },
      "fragments/f.xml": "<fragment />",
      "namedValues/n.json": { value: "1" },
    });
    expect(apis).toEqual([expect.objectContaining({ ...everything, id: "my-idea" })]);
    expect([backends.length, fragments.size, namedValues.size]).toEqual([1, 1, 1]);
  });

  test("with several, each serves the paths below its name", () => {
    const { apis } = readGood({ "a.xml": aPolicy, "My idea (2).policy.xml": aPolicy });
    expect(apis.map(({ id, path }) => [id, path])).toEqual([
      ["a", "a"],
      ["My idea (2).policy", "My-idea-2-.policy"],
    ]);
  });

  test("a document that another one hides is told of", () => {
    const { problems } = read({
      "a-b.xml": aPolicy,
      "A b.xml": aPolicy,
      "f.xml": "<fragment />",
      "fragments/f.xml": "<fragment />",
    });
    expect(problems).toEqual([
      "A b.xml:1:1: warning: No request reaches this policy: `a-b.xml` serves the same path. [duplicate-path]",
      "f.xml:1:1: warning: Nothing includes this fragment: `fragments/f.xml` has the same name. [duplicate-fragment]",
    ]);
  });

  test("beside `policy.xml`, the others are nothing", () => {
    expect(read({ "policy.xml": aPolicy, "b.xml": aPolicy }).problems).toEqual([
      "b.xml:1:1: warning: Nothing says whose policy this is. It is one of its own only where there are no APIs and no `policy.xml` at the top; it is passed over. [unknown-file]",
    ]);
  });

  test.each([
    ["by its root", "<fragment />"],
    [
      "behind a declaration and comments",
      '\uFEFF<?xml version="1.0"?>\n<!-- <policies> -->\n<fragment></fragment>',
    ],
  ])("a fragment is one %s, whatever the file is called", (_, text) => {
    const { apis, fragments } = readGood({ "policy.xml": text });
    expect(apis).toEqual([]);
    expect([...fragments.keys()]).toEqual(["policy"]);
    expect(readGood({ "a.xml": aPolicy, "b.xml": text }).apis).toHaveLength(1);
  });

  test("a comment about fragments makes none", () => {
    expect(readGood({ "a.xml": `<!-- <fragment> -->${aPolicy}` }).fragments.size).toBe(0);
  });

  test("with an API beside it, it is the policy of all APIs", () => {
    const { apis, policy } = readGood({
      "policy.xml": aPolicy,
      "apis/a.json": { path: "a" },
      "apis/a/operations/o.json": anOperation,
    });
    expect(apis.map(({ id }) => id)).toEqual(["a"]);
    expect(policy?.file).toBe("policy.xml");
  });
});

test("an empty folder is an error", () => {
  expect(read({})).toMatchObject({
    configuration: undefined,
    problems: [
      "folder:1:1: error: There is nothing to serve in this folder: no API Management resource, and no policy. [nothing-to-serve]",
    ],
  });
});

test("secrets of files by hand are found without the service's id", () => {
  const { subscriptions, namedValues } = readGood({
    "apis/a.json": { path: "a" },
    "apis/a/operations/o.json": anOperation,
    "subscriptions/App.json": { scope: "/apis", state: "active" },
    "namedValues/token.json": { secret: true },
    "secrets.json": {
      values: { "subscriptions/app": { secondaryKey: "k2" }, "namedValues/Token": { value: "hidden" } },
    },
  });
  expect(subscriptions[0]).toMatchObject({
    primaryKey: undefined,
    secondaryKey: "k2",
    scope: { kind: "all" },
  });
  expect(namedValues.get("token")).toEqual({ value: "hidden", secret: true });
});

import { anOperation, aPolicy, read, resource } from "./folder";

const orders = { "apis/orders.json": { path: "orders" }, "apis/orders/operations/o.json": anOperation };
const problemsOf = (files: Record<string, unknown>) => read({ ...orders, ...files }).problems;

test("everything that is wrong is told at once, and what is right is read", () => {
  const { configuration, problems } = read({
    ...orders,
    "apis/a.json": { path: 1, subscriptionRequired: "yes" },
    "apis/b.json": "{ path: 1 }",
    "products/p.json": { state: "open" },
    "subscriptions/s.json": { scope: "/products/none", state: "active", primaryKey: 5 },
  });
  expect(problems).toEqual([
    "apis/a.json:1:1: warning: API `a` has no operations: every call is answered with 404. [no-operations]",
    "apis/a.json:2:11: error: `path` must be a text, not a number. [property]",
    "apis/a.json:3:27: error: `subscriptionRequired` must be true or false, not a text. [property]",
    "apis/b.json:1:3: error: A name in double quotes is expected here. [json]",
    "products/p.json:2:12: error: `state` must be notPublished or published. [property]",
    "subscriptions/s.json:1:1: warning: Subscription `s` has no key, so nobody can use it. Write `primaryKey`, or put it into `secrets.json`. [no-keys]",
    "subscriptions/s.json:2:12: error: There is no product `none`. [missing-product]",
    "subscriptions/s.json:4:17: error: `primaryKey` must be a text, not a number. [property]",
  ]);
  expect(configuration?.apis.map(({ id }) => id)).toEqual(["orders"]);
});

test.each<[what: string, files: Record<string, unknown>, problems: string[]]>([
  [
    "two current APIs of one path",
    { "apis/p.json": { path: "/ORDERS" }, "apis/p/operations/o.json": anOperation },
    ["apis/p.json:2:11: error: API `orders` has the same path, version and revision. [duplicate-path]"],
  ],
  [
    "a path that no API can have",
    { "apis/p.json": { path: "a/{b}" }, "apis/p/operations/o.json": anOperation },
    ["apis/p.json:2:11: error: The path of an API holds no `?`, `#`, `*`, brace, space or `;rev=`. [path]"],
  ],
  [
    "an API without a path",
    { "apis/p.json": {}, "apis/p/operations/o.json": anOperation },
    ["apis/p.json:1:1: error: `path` is missing. [property]"],
  ],
  [
    "a backend address that is none",
    { "apis/p.json": { path: "p", serviceUrl: "orders.example" }, "apis/p/operations/o.json": anOperation },
    ["apis/p.json:3:17: error: `serviceUrl` must be an absolute HTTP address. [service-url]"],
  ],
  [
    "a template that is none",
    { "apis/orders/operations/x.json": { method: "GET", urlTemplate: "/a/*/b" } },
    [
      "apis/orders/operations/x.json:3:18: error: A wildcard (`*`) must be the last part of the path. [url-template]",
    ],
  ],
  [
    "a method that is none",
    { "apis/orders/operations/x.json": { method: "G T", urlTemplate: "/a" } },
    ["apis/orders/operations/x.json:2:13: error: `G T` is not an HTTP method. [operation]"],
  ],
  [
    "an operation without a method and a template",
    { "apis/orders/operations/x.json": {} },
    [
      "apis/orders/operations/x.json:1:1: error: `method` is missing. [property]",
      "apis/orders/operations/x.json:1:1: error: `urlTemplate` is missing. [property]",
    ],
  ],
  [
    "one operation twice",
    { "apis/orders/operations/x.json": { method: "get", urlTemplate: "/Things" } },
    [
      "apis/orders/operations/x.json:3:18: error: Operation `o` has the same method and template. [duplicate-operation]",
    ],
  ],
  [
    "an operation that is never reached",
    {
      "apis/orders/operations/x.json": { method: "GET", urlTemplate: "/a/{id}" },
      "apis/orders/operations/y.json": { method: "GET", urlTemplate: "/a/{name}" },
    },
    [
      "apis/orders/operations/y.json:3:18: warning: This operation is never reached: `x` matches the same requests. [shadowed-operation]",
    ],
  ],
  [
    "a policy of nothing",
    { "apis/none.xml": aPolicy, "apis/orders/operations/none.xml": aPolicy, "products/none.xml": aPolicy },
    [
      "apis/none.xml:1:1: error: This belongs to `apis/none`, which does not exist. [missing-parent]",
      "apis/orders/operations/none.xml:1:1: error: This belongs to `apis/orders/operations/none`, which does not exist. [missing-parent]",
      "products/none.xml:1:1: error: This belongs to `products/none`, which does not exist. [missing-parent]",
    ],
  ],
  [
    "a policy twice",
    { "policy.xml": aPolicy, "policies/policy.json": { value: aPolicy } },
    [
      "policies/policy.json:1:1: error: The same resource is in `policy.xml`. Keep one of them. [duplicate-resource]",
    ],
  ],
  [
    "a product of an API that is not there",
    { "products/p.json": {}, "products/p/apis/none.json": {} },
    [
      "products/p/apis/none.json:1:1: error: Product `p` offers an API `none`, which does not exist. [missing-api]",
    ],
  ],
  [
    "two products without subscriptions for one API",
    {
      "products/p.json": { subscriptionRequired: false },
      "products/p/apis/orders.json": {},
      "products/q.json": { subscriptionRequired: false },
      "products/q/apis/Orders.json": {},
    },
    [
      "products/q.json:2:27: error: API `orders` is in `p` already, and may be in one product without subscriptions only. [two-open-products]",
    ],
  ],
  [
    "a scope that is none",
    { "subscriptions/s.json": { scope: "/products", state: "active", primaryKey: "k" } },
    [
      "subscriptions/s.json:2:12: error: The scope must be `/apis`, `/apis/<api>` or `/products/<product>`, or a full id of these. [scope]",
    ],
  ],
  [
    "a subscription that is not active yet",
    { "subscriptions/s.json": { scope: "/apis", primaryKey: "k" } },
    [
      'subscriptions/s.json:1:1: warning: Subscription `s` says no `state`; as in Azure it is `submitted`, and its keys are refused. Write `"state": "active"`. [no-state]',
    ],
  ],
  [
    "one key for two subscriptions",
    {
      "subscriptions/s.json": { scope: "/apis", state: "active", primaryKey: "s3cret" },
      "subscriptions/t.json": { scope: "/apis", state: "active", secondaryKey: "s3cret" },
    },
    ["subscriptions/t.json:4:19: error: Subscription `s` has the same key. [duplicate-key]"],
  ],
  [
    "a version without a set",
    { "apis/v.json": { path: "v", apiVersion: "1" }, "apis/v/operations/o.json": anOperation },
    ["apis/v.json:3:17: error: An API with a version needs an `apiVersionSetId`. [missing-version-set]"],
  ],
  [
    "a version set that is not there",
    { "apis/v.json": { path: "v", apiVersionSetId: "none" }, "apis/v/operations/o.json": anOperation },
    ["apis/v.json:3:22: error: There is no version set `none`. [missing-version-set]"],
  ],
  [
    "a pool with a member that is not there",
    {
      "backends/pool.json": { properties: { type: "Pool", pool: { services: [{ id: "/backends/none" }] } } },
    },
    [
      "backends/pool.json:7:17: error: `properties.pool.services[0].id`: there is no backend `/backends/none`. [backend]",
    ],
  ],
  [
    "a logger that is not there",
    { "diagnostics/d.json": { loggerId: "/loggers/none", sampling: { percentage: 101 } } },
    [
      "diagnostics/d.json:2:15: error: There is no logger `none`. [missing-logger]",
      "diagnostics/d.json:4:19: error: `sampling.percentage` must be a number from 0 to 100. [property]",
    ],
  ],
  [
    "a named value that no policy can name",
    { "namedValues/n.json": { displayName: "my value", value: "v" } },
    [
      "namedValues/n.json:2:18: error: The name of a named value has letters, digits, `.`, `-` and `_` only. [named-value-name]",
    ],
  ],
  [
    "named values whose values are elsewhere",
    { "namedValues/n.json": { secret: true }, "namedValues/v.json": { keyVault: { secretIdentifier: "x" } } },
    [
      "namedValues/n.json:1:1: warning: The value of `n` is not known here. Put it into `secrets.json`. [no-value]",
      "namedValues/v.json:1:1: warning: The value of `v` is not known here: it is in a key vault. Put it into `secrets.json`. [no-value]",
    ],
  ],
  [
    "credentials of a backend with named values that have no value here",
    {
      "namedValues/n.json": { secret: true },
      "backends/b.json": {
        url: "https://b.example",
        protocol: "http",
        credentials: { header: { "api-key": ["{{n}}"] }, query: { code: ["{{none}}"] } },
      },
    },
    [
      "backends/b.json:7:9: error: There is no value of the named value `n`. [no-value]",
      "backends/b.json:12:9: error: There is no value of the named value `none`. [no-value]",
      "namedValues/n.json:1:1: warning: The value of `n` is not known here. Put it into `secrets.json`. [no-value]",
    ],
  ],
  [
    "a file that could be anything",
    { "notes.json": { hello: 1 }, "apis/orders/policy.xml": aPolicy },
    [
      "apis/orders/policy.xml:1:1: warning: Nothing says whose policy this is. It is one of its own only where there are no APIs and no `policy.xml` at the top; it is passed over. [unknown-file]",
      "notes.json:1:1: warning: Nothing says what this file is: neither its path, nor an `id`, nor a `type` and a `name`. It is passed over. [unknown-file]",
    ],
  ],
  [
    "a byte order mark",
    { "namedValues/n.json": '\ufeff{ "value": "v" }' },
    [
      "namedValues/n.json:1:1: warning: The file starts with a byte order mark, which JSON does not allow. It is passed over. [byte-order-mark]",
    ],
  ],
  [
    "a name that is written twice",
    { "namedValues/n.json": '{ "value": "v", "value": "w" }' },
    ["namedValues/n.json:1:17: error: `value` is written twice in one object. [json]"],
  ],
  [
    "a resource that is not an object",
    { "namedValues/n.json": "[]", "loggers/l.json": { properties: "x" } },
    [
      "loggers/l.json:2:17: error: `properties` must be an object, not a text. [property]",
      "namedValues/n.json:1:1: error: The file must be an object, not a list. [property]",
      "namedValues/n.json:1:1: warning: The value of `n` is not known here. Put it into `secrets.json`. [no-value]",
    ],
  ],
  [
    "a policy of another name",
    { "p.json": resource("policies/other", { value: aPolicy }) },
    ["p.json:1:1: error: A policy resource is called `policy`. [policy-name]"],
  ],
  [
    "a policy without a text",
    { "policies/policy.json": { format: "yaml" }, "fragments/f.json": { value: "" } },
    [
      "fragments/f.json:2:12: error: `value` must not be empty. [property]",
      "policies/policy.json:2:13: error: `format` must be xml, rawxml, xml-link or rawxml-link. [property]",
    ],
  ],
  [
    "an owner who is not there",
    {
      "subscriptions/s.json": { scope: "/apis", state: "active", primaryKey: "k", ownerId: "/users/ann" },
    },
    [
      "subscriptions/s.json:5:14: warning: There is no user `ann` here; only the name of the user is known. [missing-user]",
    ],
  ],
])("told: %s", (_, files, problems) => {
  expect(problemsOf(files)).toEqual(problems);
});

test.each<[what: string, secrets: unknown, problem: string]>([
  ["no JSON", '{ "values": s3cret }', "secrets.json:1:13: error: A JSON value is expected here. [json]"],
  [
    "a list",
    '{ "values": [] }',
    "secrets.json:1:13: error: `values` must be an object, not a list. [property]",
  ],
  [
    "no text",
    { values: { "subscriptions/s": { primaryKey: 12345 } } },
    "secrets.json:4:21: error: `values.subscriptions/s.primaryKey` must be a text, not a number. [property]",
  ],
])("a mistake in the secrets (%s) is told without them", (_, secrets, problem) => {
  const { problems } = read({
    ...orders,
    "subscriptions/s.json": { scope: "/apis", state: "active", secondaryKey: "k" },
    "secrets.json": secrets,
  });
  expect(problems).toEqual([problem]);
});

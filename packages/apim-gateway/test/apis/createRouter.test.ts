import { createRouter } from "../../src/apis/createRouter";
import { Headers } from "../../src/messages/headers";
import { Url } from "../../src/messages/url";
import type { GatewayRequest } from "../../src/ports/gatewayRequest";
import type { Configuration } from "../../src/resources/configuration";
import { api, configuration, product, subscription } from "./sampleApis";

const orders = api("shop/orders", ["GET /{id}", "POST /{id}"], { id: "orders" });
const gold = product("gold", ["orders"]);
const app = subscription("app", { kind: "product", id: "gold" });
const plain = configuration({ apis: [orders], products: [gold], subscriptions: [app] });

function route(text: string, headers: Record<string, string> = {}, from: Configuration = plain) {
  const [method = "", target = ""] = text.split(" ");
  const [path = "", query = ""] = target.split("?");
  const request = { method, target, headers: Headers.of(headers) } as unknown as GatewayRequest;
  return createRouter(from)(request, new Url("https", "gateway.example", 8443, path, query));
}

test("a request has its API, operation, caller, product and records", () => {
  const found = route("GET /shop/orders/7%20?subscription-key=app-1");
  expect(found).toMatchObject({
    api: orders,
    operation: orders.operations[0],
    product: gold,
    subscription: app,
    kind: "granted",
    path: "/7%20",
    records: {
      api: { Id: "orders" },
      operation: { Id: "GET /{id}" },
      product: { Id: "gold" },
      subscription: { Id: "app", Key: "app-1" },
      user: null,
      deployment: { ServiceName: "apim" },
    },
  });
  expect([...found.matchedParameters]).toEqual([["id", "7 "]]);
});

test("a request without its key fails as in Azure, with the challenge that the service sends", () => {
  expect(route("GET /shop/orders/7")).toMatchObject({
    api: orders,
    kind: "refused",
    operation: orders.operations[0],
    failure: {
      source: "authorization",
      reason: "SubscriptionKeyNotFound",
      status: 401,
      headers: {
        "WWW-Authenticate":
          'AzureApiManagementKey realm="https://gateway.example:8443/shop/orders",name="Ocp-Apim-Subscription-Key",type="header"',
      },
    },
  });
});

test("a request without an operation fails in its API, so that the API's `on-error` runs", () => {
  const failure = {
    source: "configuration",
    reason: "OperationNotFound",
    message: "Unable to match incoming request to an operation.",
    answer: "Resource not found",
    status: 404,
  };
  expect(route("DELETE /shop/orders/7")).toMatchObject({ api: orders, operation: undefined, failure });
  expect(route("GET /nothing")).toMatchObject({ api: undefined, records: { api: null }, failure });
});

describe("a preflight", () => {
  const asks = { Origin: "https://site.example", "Access-Control-Request-Method": "POST" };
  const withCors = {
    file: "p.xml",
    format: "xml",
    text: "<policies><inbound><cors /></inbound></policies>",
  } as const;

  test("needs no key where a policy answers it, at any scope", () => {
    const onApi = { ...plain, apis: [{ ...orders, policy: withCors }] };
    const onOperation = {
      ...plain,
      apis: [{ ...orders, operations: orders.operations.map((each) => ({ ...each, policy: withCors })) }],
    };
    const inFragment = { ...plain, fragments: new Map([["f", withCors]]) };
    for (const from of [{ ...plain, policy: withCors }, onApi, onOperation, inFragment])
      expect(route("OPTIONS /shop/orders/7", asks, from)).toMatchObject({
        kind: "preflight",
        operation: { method: "POST" },
      });
  });

  test("is not found where none does, and so never reaches a backend", () => {
    expect(route("OPTIONS /shop/orders/7", asks)).toMatchObject({
      kind: "refused",
      failure: { status: 404 },
    });
  });
});

describe("paths that come again", () => {
  const router = (from: Configuration) => {
    const route = createRouter(from);
    return (text: string, headers: Record<string, string> = {}) => {
      const [method = "", target = ""] = text.split(" ");
      const [path = "", query = ""] = target.split("?");
      const request = { method, target, headers: Headers.of(headers) } as unknown as GatewayRequest;
      return route(request, new Url("https", "gateway.example", 8443, path, query));
    };
  };
  const key = { "Ocp-Apim-Subscription-Key": "app-1" };

  test("each request is checked for its own caller", () => {
    const route = router(plain);
    expect(route("GET /shop/orders/7", key)).toMatchObject({ kind: "granted", subscription: app });
    expect(route("GET /shop/orders/7")).toMatchObject({ kind: "refused", failure: { status: 401 } });
    expect(route("GET /shop/orders/7", key)).toMatchObject({ kind: "granted", subscription: app });
  });

  test("another method of the same path is another operation, or none", () => {
    const route = router(plain);
    for (let round = 0; round < 2; round++) {
      expect(route("GET /shop/orders/7", key).operation?.method).toBe("GET");
      expect(route("POST /shop/orders/7", key).operation?.method).toBe("POST");
      expect(route("PUT /shop/orders/7", key)).toMatchObject({ kind: "refused", failure: { status: 404 } });
    }
  });

  test("where the version is in the query, the same path leads to each version", () => {
    const versioned = ["v1", "v2"].map((version) =>
      api("shop", ["GET /"], {
        id: `shop-${version}`,
        version,
        versioning: { scheme: "query", name: "version" },
        subscriptionRequired: false,
      }),
    );
    const route = router(configuration({ apis: versioned }));
    const found = ["v1", "v2", "v1"].map((version) => route(`GET /shop?version=${version}`).api?.id);
    expect(found).toEqual(["shop-v1", "shop-v2", "shop-v1"]);
  });

  test("where a template has a query, the same path leads to each operation", () => {
    const shop = api("shop", ["GET /items?kind=a", "GET /items?kind=b"], { subscriptionRequired: false });
    const route = router(configuration({ apis: [shop] }));
    const found = ["a", "b", "a"].map((kind) => route(`GET /shop/items?kind=${kind}`).operation?.urlTemplate);
    expect(found).toEqual(["/items?kind=a", "/items?kind=b", "/items?kind=a"]);
  });

  test("more paths than are kept are found all the same", () => {
    const route = router(plain);
    for (let n = 0; n < 4500; n++)
      expect(route(`GET /shop/orders/${n}`, key).matchedParameters.get("id")).toBe(`${n}`);
  });
});

import { authorize, indexSubscriptions } from "../../src/apis/findSubscription";
import type { Api, Product, Subscription } from "../../src/resources/configuration";
import { apiSettings } from "../../src/settings/apis";
import { defaultsOf } from "../../src/settings/row";
import { api, call, product, type Settings, subscription } from "./sampleApis";

const KEY = "Ocp-Apim-Subscription-Key";
const orders = api("orders", []);
const open = product("open", ["orders"], { subscriptionRequired: false });

interface World {
  readonly api?: Api;
  readonly products?: readonly Product[];
  readonly subscriptions?: readonly Subscription[];
  readonly settings?: Settings;
}

/** Whom a request with a key, or without one, is from, in short. */
function caller(key: string | undefined, world: World = {}, target = "/orders"): string {
  const { products = [], subscriptions = [] } = world;
  const index = indexSubscriptions(
    { products, subscriptions },
    { ...defaultsOf(apiSettings), ...world.settings },
  );
  const { headers, query } = call(`GET ${target}`, key === undefined ? {} : { [KEY]: key });
  const found = authorize(world.api ?? orders, { headers, query }, index);
  if (found.kind === "denied") return `${found.status} ${found.reason}`;
  return [found.subscription?.id ?? "-", found.product?.id ?? "-", found.key ?? "-"].join(" ");
}

describe("an API that needs a subscription", () => {
  test("refuses a request without a key, in the documented words", () => {
    const index = indexSubscriptions({ products: [], subscriptions: [] });
    const { headers, query } = call("GET /orders");
    expect(authorize(orders, { headers, query }, index)).toEqual({
      kind: "denied",
      status: 401,
      reason: "SubscriptionKeyNotFound",
      message:
        "Access denied due to missing subscription key. Make sure to include subscription key when making requests to this API.",
      answer:
        "Access denied due to missing subscription key. Make sure to include subscription key when making requests to an API.",
    });
  });

  test("refuses a key that nobody has, in the documented words, and without the key", () => {
    const index = indexSubscriptions({ products: [], subscriptions: [] });
    const { headers, query } = call("GET /orders", { [KEY]: "wrong" });
    const text =
      "Access denied due to invalid subscription key. Make sure to provide a valid key for an active subscription.";
    expect(authorize(orders, { headers, query }, index)).toEqual({
      kind: "denied",
      status: 401,
      reason: "SubscriptionKeyInvalid",
      message: text,
      answer: text,
    });
  });

  test("takes both keys of a subscription", () => {
    const world = { subscriptions: [subscription("s", { kind: "all" })] };
    expect(caller("s-1", world)).toBe("s - primary");
    expect(caller("s-2", world)).toBe("s - secondary");
  });

  test.each(["suspended", "submitted", "rejected", "cancelled", "expired"] as const)(
    "refuses a subscription that is %s",
    (state) => {
      const world = { subscriptions: [subscription("s", { kind: "all" }, { state })] };
      expect(caller("s-1", world)).toBe("401 SubscriptionKeyInvalid");
    },
  );
});

describe("where the key is", () => {
  const world = { subscriptions: [subscription("s", { kind: "all" })] };

  test("the header comes before the query, even if it is wrong", () => {
    expect(caller(undefined, world, "/orders?subscription-key=s-1")).toBe("s - primary");
    expect(caller("wrong", world, "/orders?subscription-key=s-1")).toBe("401 SubscriptionKeyInvalid");
  });

  test("an API may call them otherwise", () => {
    const renamed = { ...world, api: api("orders", [], { keyNames: { header: "api-key", query: "k" } }) };
    expect(caller("s-1", renamed)).toBe("401 SubscriptionKeyNotFound");
    expect(caller(undefined, renamed, "/orders?k=s-2")).toBe("s - secondary");
  });

  test("an empty key is none, unless the setting says so", () => {
    expect(caller("", world)).toBe("401 SubscriptionKeyNotFound");
    expect(caller("", { ...world, settings: { emptyKey: "invalid" } })).toBe("401 SubscriptionKeyInvalid");
  });

  test("a key is compared as it is", () => {
    expect(caller("S-1", world)).toBe("401 SubscriptionKeyInvalid");
  });
});

describe("the scope of a subscription", () => {
  test("of an API is that API, with all its revisions", () => {
    const world = { subscriptions: [subscription("s", { kind: "api", id: "orders" })] };
    expect(caller("s-1", world)).toBe("s - primary");
    expect(caller("s-1", { ...world, api: api("orders", [], { id: "orders;rev=2" }) })).toBe("s - primary");
    expect(caller("s-1", { ...world, api: api("bills", []) })).toBe("401 SubscriptionKeyInvalid");
  });

  test("of a product is what the product offers, and the request is in its context", () => {
    const world = {
      products: [product("p", ["orders"]), product("q", ["bills"])],
      subscriptions: [
        subscription("s", { kind: "product", id: "p" }),
        subscription("t", { kind: "product", id: "q" }),
      ],
    };
    expect(caller("s-1", world)).toBe("s p primary");
    expect(caller("t-1", world)).toBe("401 SubscriptionKeyInvalid");
    expect(caller("s-1", { ...world, products: [] })).toBe("401 SubscriptionKeyInvalid");
    expect(caller("s-2", { ...world, api: api("orders", [], { id: "orders;rev=2" }) })).toBe("s p secondary");
  });

  test("of all APIs is no product's, even where the API is in one", () => {
    const world = {
      products: [product("p", ["orders"])],
      subscriptions: [subscription("s", { kind: "all" })],
    };
    expect(caller("s-1", world)).toBe("s - primary");
  });

  test("may be a product that is not published, unless the setting says otherwise", () => {
    const world = {
      products: [product("p", ["orders"], { published: false })],
      subscriptions: [subscription("s", { kind: "product", id: "p" })],
    };
    expect(caller("s-1", world)).toBe("s p primary");
    expect(caller("s-1", { ...world, settings: { unpublishedProduct: "unusable" } })).toBe(
      "401 SubscriptionKeyInvalid",
    );
  });
});

describe("an API that needs no subscription", () => {
  const free = api("orders", [], { subscriptionRequired: false });
  const world = {
    api: free,
    products: [product("p", ["orders"])],
    subscriptions: [subscription("s", { kind: "product", id: "p" })],
  };

  test("takes a request without a key, in nobody's context", () => {
    expect(caller(undefined, world)).toBe("- - -");
  });

  test("knows the caller by a valid key, unless the setting says otherwise", () => {
    expect(caller("s-1", world)).toBe("s p primary");
    expect(caller("s-1", { ...world, settings: { optionalKey: "ignored" } })).toBe("- - -");
  });

  test("refuses a wrong key all the same", () => {
    expect(caller("wrong", world)).toBe("401 SubscriptionKeyInvalid");
    expect(caller("wrong", { ...world, settings: { optionalKey: "ignored" } })).toBe("- - -");
  });
});

describe("a product without subscriptions", () => {
  test("opens an API that needs one", () => {
    expect(caller(undefined, { products: [open] })).toBe("- open -");
    expect(caller(undefined, { products: [open], api: api("orders", [], { id: "orders;rev=2" }) })).toBe(
      "- open -",
    );
  });

  test("leaves a valid key its own context", () => {
    const world = {
      products: [open, product("p", ["orders"])],
      subscriptions: [subscription("s", { kind: "product", id: "p" }), subscription("a", { kind: "all" })],
    };
    expect(caller("s-1", world)).toBe("s p primary");
    expect(caller("a-1", world)).toBe("a - primary");
  });

  test("passes over a wrong key, or denies it by setting", () => {
    expect(caller("wrong", { products: [open] })).toBe("- open -");
    expect(caller("wrong", { products: [open], settings: { invalidKeyOpenProduct: "denied" } })).toBe(
      "401 SubscriptionKeyInvalid",
    );
  });

  test("that is not published opens nothing where the setting says so", () => {
    const products = [{ ...open, published: false }];
    expect(caller(undefined, { products })).toBe("- open -");
    expect(caller(undefined, { products, settings: { unpublishedProduct: "unusable" } })).toBe(
      "401 SubscriptionKeyNotFound",
    );
  });
});

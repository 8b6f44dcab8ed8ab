import { compileApis } from "../../src/apis/compileApis";
import { api, call, finder } from "./sampleApis";

const all = ["GET /*"];

describe("the API with the longest path", () => {
  const apis = [api("", all), api("openai", all), api("openai/v1", ["POST /chat"]), api("Shop/Orders", all)];
  const find = finder(apis);

  test("is taken, on whole segments", () => {
    expect(find("GET /openai/x")).toBe("openai: GET /*");
    expect(find("POST /openai/v1/chat")).toBe("openai/v1: POST /chat");
    expect(find("GET /openai/v10/chat")).toBe("openai: GET /*");
    expect(find("GET /openaix")).toBe("root: GET /*");
    expect(find("GET /shop")).toBe("root: GET /*");
    expect(find("GET /")).toBe("root: GET /*");
  });

  test("is taken without regard to letter case", () => {
    expect(find("GET /SHOP/orders/1")).toBe("Shop/Orders: GET /*");
    expect(finder(apis, { urlCase: "exact" })("GET /SHOP/orders/1")).toBe("root: GET /*");
  });

  test("is the only one that is asked, unless the setting says otherwise", () => {
    expect(find("GET /openai/v1/chat")).toBe("404 openai/v1");
    expect(finder(apis, { shorterApiPath: "tried" })("GET /openai/v1/chat")).toBe("openai: GET /*");
  });

  test("may be written percent-encoded", () => {
    expect(find("GET /open%61i/x")).toBe("openai: GET /*");
  });
});

test("without an API at the top, other paths belong to none", () => {
  expect(finder([api("a", all)])("GET /b")).toBe("404 -");
});

test("what is not found says so in the documented words", () => {
  expect(compileApis({ apis: [] }).find(call("GET /x"))).toEqual({
    kind: "notFound",
    api: undefined,
    rest: "/x",
    status: 404,
    reason: "OperationNotFound",
    message: "Unable to match incoming request to an operation.",
    answer: "Resource not found",
  });
});

test("the rest of the path is as on the wire", () => {
  const table = compileApis({ apis: [api("a/b", all)] });
  const rest = (path: string) => table.find(call(`GET ${path}`)).rest;
  expect(rest("/A/b")).toBe("");
  expect(rest("/a/B/")).toBe("/");
  expect(rest("/a/b/C%20d//e/")).toBe("/C%20d//e/");
  expect(rest("/a/b;rev=1/c")).toBe("/c");
});

describe("a revision", () => {
  const find = finder([
    api("orders", all, { id: "current", revision: "3" }),
    api("orders", all, { id: "old;rev=2", revision: "2", isCurrent: false }),
    api("", all, { id: "top;rev=7", revision: "7", isCurrent: false }),
  ]);

  test("is the current one where the path names none", () => {
    expect(find("GET /orders/1")).toBe("current: GET /*");
  });

  test("is named at the end of the API's path", () => {
    expect(find("GET /orders;rev=2/1")).toBe("old;rev=2: GET /*");
    expect(find("GET /Orders;REV=3")).toBe("current: GET /*");
    expect(find("GET /;rev=7/x")).toBe("top;rev=7: GET /*");
  });

  test("that is not there is not found", () => {
    expect(find("GET /orders;rev=9/1")).toBe("404 -");
    expect(find("GET /x")).toBe("404 -");
  });
});

describe("versions", () => {
  const segment = { scheme: "segment" } as const;

  test("in the path are a part of it", () => {
    const find = finder([
      api("orders", all, { id: "original", versioning: segment }),
      api("orders", all, { id: "one", version: "v1", versioning: segment }),
      api("orders", all, {
        id: "one-2",
        version: "v1",
        versioning: segment,
        revision: "2",
        isCurrent: false,
      }),
    ]);
    expect(find("GET /orders/v1/x")).toBe("one: GET /*");
    expect(find("GET /orders/V1")).toBe("one: GET /*");
    expect(find("GET /orders/v1;rev=2/x")).toBe("one-2: GET /*");
    expect(find("GET /orders/v2/x")).toBe("original: GET /*");
  });

  test.each(["header", "query"] as const)("in a %s are told apart by it", (scheme) => {
    const versioning = { scheme, name: "Api-Version" };
    const apis = [
      api("orders", all, { id: "one", version: "v1", versioning }),
      api("orders", all, { id: "two", version: "v2", versioning }),
    ];
    const original = api("orders", all, { id: "original", versioning });
    const ask = (find: ReturnType<typeof finder>, version?: string) => {
      if (version === undefined) return find("GET /orders/x");
      return scheme === "header"
        ? find("GET /orders/x", { "api-version": version })
        : find(`GET /orders/x?Api-Version=${version}`);
    };
    const find = finder(apis);
    expect(ask(find, "v1")).toBe("one: GET /*");
    expect(ask(find, "V2")).toBe("two: GET /*");
    expect(ask(finder(apis, { versionCase: "exact" }), "V2")).toBe("404 -");
    expect(ask(find, "v3")).toBe("404 -");
    expect(ask(find)).toBe("404 -");
    const withOriginal = finder([...apis, original]);
    expect(ask(withOriginal)).toBe("original: GET /*");
    expect(ask(withOriginal, "")).toBe("original: GET /*");
    expect(ask(withOriginal, "v1")).toBe("one: GET /*");
    expect(ask(withOriginal, "v3")).toBe("404 -");
    expect(ask(finder([...apis, original], { unknownVersion: "original" }), "v3")).toBe("original: GET /*");
  });

  test("that are not there do not lead to an API with a shorter path", () => {
    const versioning = { scheme: "header", name: "v" } as const;
    const find = finder([api("", all), api("orders", all, { version: "1", versioning })]);
    expect(find("GET /orders/x")).toBe("404 -");
  });
});

describe("a preflight", () => {
  const find = finder([api("a", ["GET /x", "POST /x"]), api("b", ["OPTIONS /x"]), api("c", ["* /x"])]);
  const asks = { Origin: "https://site.example", "Access-Control-Request-Method": "POST" };

  test("without an operation of its own belongs to the API and to what it asks for", () => {
    expect(find("OPTIONS /a/x", asks)).toBe("preflight a POST /x");
    expect(find("OPTIONS /a/y", asks)).toBe("preflight a -");
    expect(find("OPTIONS /z", asks)).toBe("404 -");
  });

  test("takes an operation for OPTIONS, or for any method", () => {
    expect(find("OPTIONS /b/x", asks)).toBe("b: OPTIONS /x");
    expect(find("OPTIONS /c/x", asks)).toBe("c: * /x");
  });

  test("is one only with its headers", () => {
    expect(find("OPTIONS /a/x")).toBe("404 a");
    expect(find("OPTIONS /a/x", { Origin: "https://site.example" })).toBe("404 a");
    expect(find("GET /a/y", asks)).toBe("404 a");
  });
});

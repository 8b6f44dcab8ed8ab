import fc from "fast-check";
import { compileApis } from "../../src/apis/compileApis";
import { api, call, finder, type Settings } from "./sampleApis";

/** What an API at `/` with these operations finds. */
const found = (operations: readonly string[], request: string, settings?: Settings) =>
  finder([api("", operations)], settings)(request).replace(/^root: /, "");

test("a literal comes before a parameter, and that before a wildcard, segment by segment", () => {
  const operations = ["GET /*", "GET /a/{x}", "GET /a/b", "GET /{y}/b", "GET /a/{x}/c", "GET /a/b/{rest*}"];
  expect(found(operations, "GET /a/b")).toBe("GET /a/b");
  expect(found(operations, "GET /a/z")).toBe("GET /a/{x} x=z");
  expect(found(operations, "GET /z/b")).toBe("GET /{y}/b y=z");
  expect(found(operations, "GET /a/b/c")).toBe("GET /a/b/{rest*} rest=c");
  expect(found(operations, "GET /a/z/c")).toBe("GET /a/{x}/c x=z");
  expect(found(operations, "GET /a/z/d")).toBe("GET /*");
});

test("a literal that leads nowhere is taken back", () => {
  const operations = ["GET /a/b/c", "GET /{x}/b/d", "GET /a/{y}/e"];
  expect(found(operations, "GET /a/b/d")).toBe("GET /{x}/b/d x=a");
  expect(found(operations, "GET /a/b/e")).toBe("GET /a/{y}/e y=b");
});

test("letter case of literals does not matter, that of parameters is kept", () => {
  expect(found(["GET /Users/{Id}/Items"], "GET /uSERS/AbC/items")).toBe("GET /Users/{Id}/Items Id=AbC");
  expect(found(["GET /Users"], "GET /users", { urlCase: "exact" })).toBe("404 root");
});

test("parameters are decoded once", () => {
  expect(found(["GET /a/{x}"], "GET /a/b%20c%2Fd%2520")).toBe("GET /a/{x} x=b c/d%20");
  expect(found(["GET /a/{x}"], "GET /a/100%")).toBe("GET /a/{x} x=100%");
  expect(found(["GET /a/{x*}"], "GET /a/b%20/c%")).toBe("GET /a/{x*} x=b%20/c%");
});

test("a literal may be written percent-encoded", () => {
  expect(found(["GET /über/~x"], "GET /%C3%BCber/%7Ex")).toBe("GET /über/~x");
});

test("a parameter is never empty", () => {
  expect(found(["GET /a/{x}/b"], "GET /a//b")).toBe("404 root");
  expect(found(["GET /a/{x}"], "GET /a/")).toBe("404 root");
});

describe("a slash at the end", () => {
  test("does not matter", () => {
    expect(found(["GET /a"], "GET /a/")).toBe("GET /a");
    expect(found(["GET /a/{x}"], "GET /a/b/")).toBe("GET /a/{x} x=b");
    expect(found(["GET /a/"], "GET /a")).toBe("GET /a/");
    expect(found(["GET /a"], "GET /a//")).toBe("404 root");
  });

  test("matters where the setting says so", () => {
    expect(found(["GET /a"], "GET /a/", { trailingSlash: "significant" })).toBe("404 root");
  });

  test("goes to a wildcard below before it is dropped", () => {
    const operations = ["GET /a", "GET /a/*"];
    expect(found(operations, "GET /a")).toBe("GET /a");
    expect(found(operations, "GET /a/")).toBe("GET /a/*");
    expect(found(["GET /a/*"], "GET /a")).toBe("404 root");
  });

  test("alone is the API itself", () => {
    const find = finder([api("shop", ["GET /", "GET /*"])]);
    expect(find("GET /shop")).toBe("shop: GET /");
    expect(find("GET /shop/")).toBe("shop: GET /");
    const wild = finder([api("shop", ["GET /*"])]);
    expect(wild("GET /shop")).toBe("shop: GET /*");
    expect(wild("GET /shop/")).toBe("shop: GET /*");
  });
});

describe("a wildcard", () => {
  test("takes everything, slashes and empty parts too", () => {
    expect(found(["GET /a/{rest*}"], "GET /a/b//c/")).toBe("GET /a/{rest*} rest=b//c/");
    expect(found(["GET /a/{*rest}"], "GET /a/")).toBe("GET /a/{*rest} rest=");
  });

  test("without a name is not a parameter, unless the setting says so", () => {
    expect(found(["GET /*"], "GET /a/b")).toBe("GET /*");
    expect(found(["GET /*"], "GET /a/b", { wildcardParameter: "star" })).toBe("GET /* *=a/b");
  });
});

describe("text around parameters", () => {
  const operations = ["GET /report-{year}.{format}", "GET /report-{name}", "GET /{any}", "GET /x{a}-{b}y"];

  test("comes before a parameter alone, more of it before less", () => {
    expect(found(operations, "GET /report-2026.csv")).toBe(
      "GET /report-{year}.{format} year=2026 format=csv",
    );
    expect(found(operations, "GET /report-x")).toBe("GET /report-{name} name=x");
    expect(found(operations, "GET /report-")).toBe("GET /{any} any=report-");
  });

  test("leaves at least one character for each of them, the last one takes the rest", () => {
    expect(found(operations, "GET /report-1.tar.gz")).toBe(
      "GET /report-{year}.{format} year=1 format=tar.gz",
    );
    expect(found(operations, "GET /report-.csv")).toBe("GET /report-{name} name=.csv");
    expect(found(operations, "GET /x1-2y")).toBe("GET /x{a}-{b}y a=1 b=2");
    expect(found(operations, "GET /x1-y")).toBe("GET /{any} any=x1-y");
    expect(found(operations, "GET /xy")).toBe("GET /{any} any=xy");
  });
});

describe("the method", () => {
  test("is a part of the match, and the next best template is asked", () => {
    const operations = ["GET /a/b", "POST /a/{x}"];
    expect(found(operations, "POST /a/b")).toBe("POST /a/{x} x=b");
    expect(found(operations, "POST /a/b", { methodMismatch: "not-found" })).toBe("404 root");
    expect(found(operations, "DELETE /a/b")).toBe("404 root");
  });

  test("may be any, after its own", () => {
    const operations = ["* /a", "GET /a"];
    expect(found(operations, "GET /a")).toBe("GET /a");
    expect(found(operations, "BREW /a")).toBe("* /a");
  });

  test("HEAD needs an operation of its own", () => {
    expect(found(["GET /a"], "HEAD /a")).toBe("404 root");
    expect(found(["GET /a", "HEAD /a"], "HEAD /a")).toBe("HEAD /a");
    expect(found(["GET /a"], "HEAD /a", { headMethod: "get" })).toBe("GET /a");
  });
});

describe("a query in a template", () => {
  const operations = ["GET /a", "GET /a?kind=big", "GET /a?v={version}", "GET /a?kind=big&v={version}"];

  test("is required, and more of it comes first", () => {
    expect(found(operations, "GET /a")).toBe("GET /a");
    expect(found(operations, "GET /a?kind=small")).toBe("GET /a");
    expect(found(operations, "GET /a?x=1&kind=big")).toBe("GET /a?kind=big");
    expect(found(operations, "GET /a?v=1")).toBe("GET /a?v={version} version=1");
    expect(found(operations, "GET /a?kind=big&v=a%20b")).toBe("GET /a?kind=big&v={version} version=a b");
    expect(found(["GET /a?v={version}"], "GET /a")).toBe("404 root");
  });

  test("has no letter case, unless the setting says so", () => {
    expect(found(operations, "GET /a?KIND=Big")).toBe("GET /a?kind=big");
    expect(found(operations, "GET /a?KIND=Big", { templateQueryCase: "exact" })).toBe("GET /a");
  });

  test("may be optional by setting", () => {
    expect(found(["GET /a?v={version}"], "GET /a", { templateQuery: "optional" })).toBe("GET /a?v={version}");
  });
});

test("hostile paths cost no more than the templates have segments", () => {
  // Every choice of a literal or a parameter at eight places: a tree of 511 nodes that all match `/a/a/a/a/a/a/a/a`.
  const templates = Array.from({ length: 256 }, (_, bits) =>
    Array.from({ length: 8 }, (_, at) => ((bits >> at) & 1 ? `{p${at}}` : "a")).join("/"),
  );
  const operations = [...templates.map((path) => `GET /${path}/end`), "GET /x{a}-{b}-{c}-{d}-{e}!"];
  const table = compileApis({ apis: [api("", operations)] });
  const lookUps = jest.spyOn(Map.prototype, "get");
  try {
    for (const path of [
      `/${"a/".repeat(8)}no`,
      `/${"a/".repeat(50_000)}`,
      `/x${"-".repeat(100_000)}`,
      `/${"%".repeat(100_000)}`,
      "/".repeat(100_000),
      `/${";rev=".repeat(20_000)}`,
    ]) {
      const request = { ...call("GET /"), path };
      lookUps.mockClear();
      expect(table.find(request).kind).toBe("notFound");
      expect(lookUps.mock.calls.length).toBeLessThan(5 * 511);
    }
  } finally {
    lookUps.mockRestore();
  }
});

test("no path, method or template makes it throw", () => {
  const path = fc.string({ unit: fc.constantFrom(..."/a%{}*.;rev=2-A\u0130é?") });
  const templates = fc.array(
    fc.constantFrom(
      "GET /*",
      "GET /a/{x}",
      "* /{x}.{y}",
      "GET /a",
      "POST /A/{rest*}",
      "GET /a?b={c}",
      "GET /{",
    ),
  );
  fc.assert(
    fc.property(path, templates, fc.constantFrom("GET", "OPTIONS", "x", ""), (text, operations, method) => {
      const table = compileApis({ apis: [api("", operations), api("a", operations)] });
      const found = table.find({ ...call("GET /"), method, path: `/${text}` });
      expect(["found", "notFound"]).toContain(found.kind);
      if (found.kind === "found") expect(`/${text}`.endsWith(found.rest)).toBe(true);
    }),
    { numRuns: 3000 },
  );
});

test("a path that is made from a template finds it, with the same parameters", () => {
  const name = fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(name, name, (first, second) => {
      const path = `/a/${encodeURIComponent(first)}/b/${encodeURIComponent(second)}`;
      const table = compileApis({ apis: [api("", ["GET /a/{x}/b/{y}", "POST /a/{z}"])] });
      const found = table.find(call(`GET ${path}`));
      expect(found.kind === "found" && [...found.matchedParameters]).toEqual([
        ["x", first],
        ["y", second],
      ]);
    }),
  );
});

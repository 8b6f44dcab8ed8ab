import fc from "fast-check";
import { readOrigin } from "../../src/policies/access/corsOrigins";
import { guardedGateway } from "./accessTokens";
import { type PolicyGatewayOptions, policyGateway } from "./policyGateway";

const list = (name: string, item: string, texts: string[], attributes = "") =>
  texts.length === 0
    ? ""
    : `<${name} ${attributes}>${texts.map((text) => `<${item}>${text}</${item}>`).join("")}</${name}>`;

interface CorsOptions {
  attributes?: string;
  origins?: string[];
  methods?: string[];
  maxAge?: string;
  headers?: string[];
  exposed?: string[];
}

const app = "https://app.example";

function corsPolicy({
  attributes = "",
  origins = [app],
  methods = [],
  maxAge,
  headers = [],
  exposed = [],
}: CorsOptions) {
  const age = maxAge === undefined ? "" : `preflight-result-max-age="${maxAge}"`;
  return `<cors ${attributes}>${list("allowed-origins", "origin", origins)}${list("allowed-methods", "method", methods, age)}${list("allowed-headers", "header", headers)}${list("expose-headers", "header", exposed)}</cors>`;
}

function corsGateway(cors: CorsOptions, options: PolicyGatewayOptions = {}) {
  const gateway = guardedGateway(corsPolicy(cors), options);
  const granted = (headers: { names(): Iterable<string>; get(name: string): string | undefined }) =>
    Object.fromEntries(
      [...headers.names()]
        .filter((name) => name.startsWith("Access-Control-"))
        .map((name) => [name.slice("Access-Control-".length), headers.get(name)]),
    );
  return {
    ...gateway,
    async preflight(origin = app, method = "GET", asked?: string) {
      const answer = await gateway.send({
        method: "OPTIONS",
        headers: {
          Origin: origin,
          "Access-Control-Request-Method": method,
          ...(asked === undefined ? {} : { "Access-Control-Request-Headers": asked }),
        },
      });
      return { status: answer.status, text: answer.text, granted: granted(answer.headers) };
    },
    async call(method: string, origin?: string) {
      const answer = await gateway.send({ method, headers: origin === undefined ? {} : { Origin: origin } });
      return { status: answer.status, text: answer.text, granted: granted(answer.headers) };
    },
  };
}

describe("a preflight", () => {
  test("of an allowed origin is answered without the backend", async () => {
    const gateway = corsGateway({
      methods: ["get", "PATCH"],
      maxAge: "300",
      headers: ["content-type", "x-team"],
      exposed: ["x-later"],
    });
    expect(await gateway.preflight(app, "PATCH", "content-type")).toEqual({
      status: 200,
      text: "",
      granted: {
        "Allow-Origin": app,
        "Allow-Methods": "GET,PATCH",
        "Allow-Headers": "content-type,x-team",
        "Max-Age": "300",
      },
    });
    expect(gateway.calls).toHaveLength(0);
  });

  test("runs no policy after cors", async () => {
    const gateway = guardedGateway(
      `${corsPolicy({})}<return-response><set-status code="418" reason="x" /></return-response>`,
      { outbound: '<set-header name="x"><value>1</value></set-header>' },
    );
    const answer = await gateway.send({
      method: "OPTIONS",
      headers: { Origin: app, "Access-Control-Request-Method": "GET" },
    });
    expect([answer.status, answer.headers.has("x")]).toEqual([200, false]);
  });

  test("without allowed-methods allows GET and POST, without allowed-headers names none, and may not be kept", async () => {
    expect((await corsGateway({}).preflight(app, "POST", "x-any")).granted).toEqual({
      "Allow-Origin": app,
      "Allow-Methods": "GET,POST",
      "Max-Age": "0",
    });
  });

  test("`*` allows the methods and headers that are asked for", async () => {
    const gateway = corsGateway({ methods: ["*"], headers: ["*"] });
    expect((await gateway.preflight(app, "DELETE", "x-a, x-b")).granted).toMatchObject({
      "Allow-Methods": "DELETE",
      "Allow-Headers": "x-a,x-b",
    });
    expect((await gateway.preflight(app, "DELETE")).granted).not.toHaveProperty("Allow-Headers");
  });

  test("names only what is asked for where the setting says so", async () => {
    const gateway = corsGateway(
      { methods: ["GET", "PUT"], headers: ["x-a", "x-b"] },
      { settings: { corsPreflightLists: "requested" } },
    );
    expect((await gateway.preflight(app, "PUT", "X-B,x-c")).granted).toMatchObject({
      "Allow-Methods": "PUT",
      "Allow-Headers": "X-B",
    });
    expect((await gateway.preflight(app, "DELETE")).granted).not.toHaveProperty("Allow-Methods");
  });

  test("of any origin is allowed by `*`", async () => {
    const gateway = corsGateway({ origins: ["*"] });
    expect((await gateway.preflight("https://anywhere.example")).granted["Allow-Origin"]).toBe("*");
    expect((await gateway.preflight("null")).granted["Allow-Origin"]).toBe("*");
  });

  test("with credentials names the origin, even for `*`", async () => {
    const gateway = corsGateway({ attributes: 'allow-credentials="true"', origins: ["*"] });
    expect((await gateway.preflight()).granted).toMatchObject({
      "Allow-Origin": app,
      "Allow-Credentials": "true",
    });
  });

  test("of another origin gets an empty 200", async () => {
    const gateway = corsGateway({});
    for (const origin of [
      "https://evil.example",
      "https://app.example.evil",
      "http://app.example",
      "null",
      "x",
    ])
      expect(await gateway.preflight(origin)).toEqual({ status: 200, text: "", granted: {} });
    expect(gateway.calls).toHaveLength(0);
  });

  test("of another origin goes on to the next cors when it need not end here", async () => {
    const gateway = guardedGateway("", {
      inbound: `${corsPolicy({ attributes: 'terminate-unmatched-request="false"' })}<base />`,
      global: `<policies><inbound>${corsPolicy({ origins: ["https://other.example"] })}</inbound><backend><forward-request /></backend><outbound /><on-error /></policies>`,
    });
    const ask = (Origin: string) =>
      gateway.send({ method: "OPTIONS", headers: { Origin, "Access-Control-Request-Method": "GET" } });
    expect((await ask("https://other.example")).headers.get("Access-Control-Allow-Origin")).toBe(
      "https://other.example",
    );
    expect((await ask(app)).headers.get("Access-Control-Allow-Origin")).toBe(app);
    expect((await ask("https://evil.example")).headers.has("Access-Control-Allow-Origin")).toBe(false);
  });

  test("needs Access-Control-Request-Method: other OPTIONS requests go to the backend", async () => {
    const gateway = corsGateway({});
    const answer = await gateway.call("OPTIONS", app);
    expect(gateway.calls).toHaveLength(1);
    expect(answer.granted).toEqual({ "Allow-Origin": app });
  });
});

describe("a call", () => {
  test("of an allowed origin goes on, and its answer may be read", async () => {
    const gateway = corsGateway(
      { exposed: ["x-a", "x-b"], attributes: 'allow-credentials="true"' },
      {
        serve: () => ({ body: "hello", headers: { "Access-Control-Allow-Origin": "https://backend.says" } }),
      },
    );
    for (const method of ["GET", "POST", "DELETE"])
      expect(await gateway.call(method, app)).toMatchObject({
        status: 200,
        text: "hello",
        granted: { "Allow-Origin": app, "Allow-Credentials": "true", "Expose-Headers": "x-a,x-b" },
      });
  });

  test("that fails may be read too", async () => {
    const gateway = guardedGateway(
      `${corsPolicy({})}<check-header name="x" failed-check-httpcode="403" failed-check-error-message="no" ignore-case="true" />`,
    );
    const answer = await gateway.send({ headers: { Origin: app } });
    expect(answer.status).toBe(403);
    expect(answer.headers.get("Access-Control-Allow-Origin")).toBe(app);
  });

  test("without Origin is left alone", async () => {
    const gateway = corsGateway({});
    expect(await gateway.call("GET")).toMatchObject({ status: 200, granted: {} });
    expect(gateway.calls).toHaveLength(1);
  });

  test("GET and HEAD of another origin get an empty 200, other methods go on without headers", async () => {
    const gateway = corsGateway({}, { serve: () => ({ status: 201, body: "hello" }) });
    for (const method of ["GET", "HEAD"])
      expect(await gateway.call(method, "https://evil.example")).toEqual({
        status: 200,
        text: "",
        granted: {},
      });
    expect(gateway.calls).toHaveLength(0);
    expect(await gateway.call("POST", "https://evil.example")).toEqual({
      status: 201,
      text: "hello",
      granted: {},
    });
  });

  test("of another origin ends here whatever its method where the setting says so", async () => {
    const gateway = corsGateway({}, { settings: { corsUnmatchedMethods: "all" } });
    expect((await gateway.call("POST", "https://evil.example")).text).toBe("");
    expect(gateway.calls).toHaveLength(0);
  });

  test("of another origin goes on where terminate-unmatched-request is false, by attribute or by setting", async () => {
    for (const gateway of [
      corsGateway({ attributes: 'terminate-unmatched-request="false"' }),
      corsGateway({ attributes: 'terminate-unmatched-request="@(false)"' }),
      corsGateway({}, { settings: { corsTerminateUnmatched: "false" } }),
    ]) {
      expect((await gateway.call("GET", "https://evil.example")).granted).toEqual({});
      expect(gateway.calls).toHaveLength(1);
    }
  });
});

describe("origins", () => {
  test.each([
    ["http://localhost:8080/", "http://localhost:8080"],
    ["https://APP.example:443", app],
    ["https://app.example/path?x", app],
    ["http://app.example:80/", "http://app.example"],
    ["chrome-extension://ABC/", "chrome-extension://abc"],
    ["http://[::1]:5000", "http://[::1]:5000"],
  ])("%s is %s", async (written, sent) => {
    expect((await corsGateway({ origins: [written] }).preflight(sent)).granted["Allow-Origin"]).toBe(sent);
  });

  test("an origin may be an expression", async () => {
    const gateway = corsGateway({ origins: ['@("https://" + "app.example")'] });
    expect((await gateway.preflight()).granted["Allow-Origin"]).toBe(app);
  });

  test("what is not an origin is told at load, and nobody comes from it", async () => {
    const gateway = corsGateway({ origins: ["app.example"] });
    expect([gateway.errors, gateway.warnings]).toEqual([
      [],
      ["cors-origin: cors: 'app.example' is neither '*' nor a URI with scheme and host."],
    ]);
    expect((await gateway.preflight()).granted["Allow-Origin"]).toBeUndefined();
  });

  test("reading an origin never throws, and reading it twice changes nothing", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.string().map((text) => `https://${text}`),
        ),
        (text) => {
          const once = readOrigin(text);
          if (once !== undefined) expect(readOrigin(once)).toBe(once);
        },
      ),
    );
  });
});

describe("a preflight", () => {
  const send = (inbound: string, origin = "https://app.example") => {
    const gateway = policyGateway({ inbound, route: { kind: "preflight" } });
    const headers = { Origin: origin, "Access-Control-Request-Method": "POST" };
    return { gateway, answer: gateway.send({ method: "OPTIONS", headers }) };
  };
  const allowed = `<cors terminate-unmatched-request="false"><allowed-origins><origin>https://app.example</origin></allowed-origins></cors>`;

  test("is answered by cors although policies before it would refuse the request", async () => {
    const { gateway, answer } = send(
      `<check-header name="X-Team" failed-check-httpcode="403" failed-check-error-message="no" ignore-case="true" />${allowed}`,
    );
    expect((await answer).headers.get("Access-Control-Allow-Origin")).toBe("https://app.example");
    expect(gateway.calls).toEqual([]);
  });

  test("that no policy answers is empty and never reaches the backend", async () => {
    const { gateway, answer } = send(allowed, "https://other.example");
    expect(await answer).toMatchObject({ status: 200, text: "" });
    expect(gateway.calls).toEqual([]);
  });
});

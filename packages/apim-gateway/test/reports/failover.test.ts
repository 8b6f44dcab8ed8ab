import { type ListOptions, listOfBackends } from "../../bench/listOfBackends";
import type { RequestRoute } from "../../src/apis/route";
import { TransportFailure } from "../../src/ports/transport";
import { type PolicyGatewayOptions, policyGateway } from "../policies/policyGateway";
import { account, accounts, answersOf, type Behaviour, takeCalls, throttled } from "./accounts";

const urls = (...names: readonly string[]) =>
  names.map((name, index) => ({ url: `https://${name}.example`, priority: index + 1 }));

/** A load balancer over accounts `a`, `b`, `c`, in this order. */
function balancer(
  list: Partial<ListOptions>,
  behaviours: Readonly<Record<string, Behaviour>>,
  more: PolicyGatewayOptions = {},
) {
  const backends = list.backends ?? urls("a", "b", "c");
  return policyGateway({ ...listOfBackends({ ...list, backends }), serve: accounts(behaviours), ...more });
}

const dropped = () => {
  throw new TransportFailure("timeout", "Request to the backend service timed out");
};
const notText = "Unable to cast object of type 'System.Int32' to type 'System.String'.";

describe("a list of backends in the cache whose counter is first a text and then a number", () => {
  // https://github.com/Azure-Samples/openai-apim-lb/issues/29
  test("answers 500 to the first request that meets a 429, and the next one is fine", async () => {
    const gateway = balancer({ left: "parsed" }, { a: throttled(30) });
    expect(await answersOf(gateway, 3)).toEqual([500, "b", "b"]);
    expect(takeCalls(gateway)).toEqual(["a", "b", "b"]);
    const failed = gateway.log.requests[0]?.exchange.lastError;
    expect(failed).toMatchObject({ source: "retry", reason: "ExpressionValueEvaluationFailure" });
    expect(failed?.message).toContain(notText);
  });

  // https://github.com/Azure-Samples/AI-Gateway/issues/54: backends by id, the same cast; 500 right before the failover.
  test("answers 500 once between the last answer of one region and the first of the next", async () => {
    const list = listOfBackends({ backends: urls("sweden", "france"), left: "parsed" });
    const byId = list.backend.replace(
      /<set-backend-service [^>]*>/,
      `<set-backend-service backend-id='@(((string)context.Variables["url"]).Substring(8).Split(new char[] { (char)46 })[0])' />`,
    );
    const gateway = policyGateway({
      ...list,
      backend: byId,
      backends: [account("sweden"), account("france")],
      serve: accounts({ sweden: (n) => (n > 2 ? throttled(60) : { body: "sweden" }) }),
    });
    expect(await answersOf(gateway, 5)).toEqual(["sweden", "sweden", 500, "france", "france"]);
  });

  // https://github.com/Azure-Samples/openai-apim-lb/issues/25 and /13. That the condition got as far as the cast needs a
  // response with a status of 500 or more after the timeout.
  test("unboxed, survives a 429 but not a connection that is dropped first", async () => {
    const busy = balancer({ left: "unboxed" }, { a: throttled(30) });
    expect(await answersOf(busy, 2)).toEqual(["b", "b"]);

    const gateway = balancer({ left: "unboxed" }, { a: dropped });
    const answer = await gateway.send({ body: "{}" });
    expect(answer.status).toBe(500);
    expect(answer.json()).toMatchObject({ statusCode: 500, message: "Internal server error" });
    expect(gateway.lastError()).toMatchObject({
      source: "retry",
      reason: "ExpressionValueEvaluationFailure",
    });
    expect(gateway.lastError()?.message).toContain("Specified cast is not valid.");
    expect(takeCalls(gateway)).toEqual(["a"]);
  });

  // https://github.com/Azure-Samples/openai-apim-lb/pull/26: cured the dropped connection, and caused the fault of issue 29.
  test("parsed, survives the dropped connection", async () => {
    const gateway = balancer({ left: "parsed" }, { a: (n) => (n === 1 ? dropped() : { body: "a" }) });
    expect(await answersOf(gateway, 1)).toEqual(["a"]);
    expect(takeCalls(gateway)).toEqual(["a", "a"]);
  });

  // https://github.com/Azure-Samples/openai-apim-lb/pull/18
  test("converted, survives both", async () => {
    const busy = balancer({}, { a: throttled(30) });
    expect(await answersOf(busy, 2)).toEqual(["b", "b"]);
    const cut = balancer({}, { a: (n) => (n === 1 ? dropped() : { body: "a" }) });
    expect(await answersOf(cut, 1)).toEqual(["a"]);
  });

  test("where silence leaves no response, never tries again after it", async () => {
    const gateway = balancer({}, { a: dropped }, { settings: { noResponseShown: "null" } });
    expect(await answersOf(gateway, 1)).toEqual([500]);
    expect(gateway.lastError()).toMatchObject({ source: "forward-request", reason: "Timeout" });
    expect(takeCalls(gateway)).toEqual(["a"]);
  });
});

describe("the repaired list of backends does what its authors say", () => {
  const minute = (gateway: ReturnType<typeof balancer>, seconds: number) =>
    gateway.clock.advance(seconds * 1000);

  test("priority 1 while it answers, then 2, then 3, and back when Retry-After is over", async () => {
    const gateway = balancer(
      {},
      {
        a: (n) => (n === 2 ? throttled(20) : { body: "a" }),
        b: (n) => (n === 1 ? throttled(10) : { body: "b" }),
      },
    );
    expect(await answersOf(gateway, 2)).toEqual(["a", "c"]);
    minute(gateway, 9);
    expect(await answersOf(gateway, 1)).toEqual(["c"]);
    minute(gateway, 1);
    expect(await answersOf(gateway, 1)).toEqual(["b"]);
    minute(gateway, 10);
    expect(await answersOf(gateway, 1)).toEqual(["a"]);
  });

  test("members of one priority are chosen at random, about equally", async () => {
    const backends = urls("a", "b", "c").map(({ url }) => ({ url, priority: 1 }));
    const gateway = balancer({ backends }, {});
    const seen = await answersOf(gateway, 300);
    for (const name of ["a", "b", "c"])
      expect(seen.filter((each) => each === name).length).toBeGreaterThan(70);
  });

  test("when all are throttled, each is asked once, and the next request goes to the first alone", async () => {
    const gateway = balancer({}, { a: throttled(30), b: throttled(40), c: throttled(50) });
    const answer = await gateway.send({ body: "{}" });
    expect(answer.status).toBe(429);
    expect(answer.headers.get("retry-after")).toBe("50");
    expect(takeCalls(gateway)).toEqual(["a", "b", "c"]);
    expect((await gateway.send({ body: "{}" })).headers.get("retry-after")).toBe("30");
    expect(takeCalls(gateway)).toEqual(["a"]);
  });

  test("a server error without any header closes an account for ten seconds", async () => {
    const gateway = balancer({}, { a: (n) => (n === 1 ? { status: 500 } : { body: "a" }) });
    expect(await answersOf(gateway, 2, () => minute(gateway, 9))).toEqual(["b", "b"]);
    minute(gateway, 1);
    expect(await answersOf(gateway, 1)).toEqual(["a"]);
  });

  // The wait of real accounts may be `1s` or `6ms`; the conversion then fails, and the request with it.
  test("a reset time with a unit is an error of the policy", async () => {
    const gateway = balancer({}, { a: { status: 429, headers: { "x-ratelimit-reset-requests": "6ms" } } });
    expect(await answersOf(gateway, 1)).toEqual([500]);
    expect(gateway.lastError()?.message).toContain("Input string was not in a correct format.");
  });
});

describe("two APIs with lists of their own", () => {
  /** Sends to the API of that name; each lists an account of its own. */
  function twoApis(key: string | undefined) {
    const policyOf = (name: string) => {
      const { inbound, backend, outbound } = listOfBackends({
        backends: urls(name),
        ...(key === undefined ? {} : { key }),
      });
      return {
        file: `${name}.xml`,
        format: "rawxml" as const,
        text: `<policies><inbound>${inbound}</inbound><backend>${backend}</backend><outbound>${outbound}</outbound><on-error><base /></on-error></policies>`,
      };
    };
    let api = "chat";
    const apis = ["chat", "search"].map((id) => ({
      ...sampleApi,
      id,
      displayName: id,
      policy: policyOf(id),
    }));
    const route: Partial<RequestRoute> = {
      get api() {
        return apis.find(({ id }) => id === api);
      },
      get records() {
        return { ...noRecords, api: { csType: "IApi", Id: api, Name: api, Path: "", Revision: "1" } };
      },
    };
    const gateway = policyGateway({ configuration: { apis }, route, serve: accounts() });
    return async (name: string) => {
      api = name;
      return (await answersOf(gateway, 1))[0];
    };
  }

  // https://github.com/Azure-Samples/openai-apim-lb/issues/20
  test("share it when the cache key is a constant: one calls the accounts of the other", async () => {
    const send = twoApis(`"accounts"`);
    expect(await send("chat")).toBe("chat");
    expect(await send("search")).toBe("chat");
  });

  // https://github.com/Azure-Samples/openai-apim-lb/pull/21
  test("keep them apart when the key has the API's id", async () => {
    const send = twoApis(undefined);
    expect(await send("chat")).toBe("chat");
    expect(await send("search")).toBe("search");
  });
});

const sampleApi = {
  path: "",
  revision: "1",
  isCurrent: true,
  version: undefined,
  versioning: undefined,
  serviceUrl: undefined,
  protocols: ["https"],
  subscriptionRequired: false,
  keyNames: { header: "api-key", query: "api-key" },
  operations: [{ id: "any", displayName: "any", method: "*", urlTemplate: "/*", policy: undefined }],
  diagnostics: [],
};
const noRecords = {
  operation: null,
  product: null,
  subscription: null,
  user: null,
  deployment: { csType: "IDeployment" as const, Region: "Sweden Central" },
};
